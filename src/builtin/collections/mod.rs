//! The module `collections`.

mod abc;
mod chain_map;
mod counter;
mod default_dict;
mod deque;
mod deque_methods;
mod elements;
mod named_tuple;
mod ordered_dict;
mod ring;
mod table;

pub use abc::{ABC, MAPPING, SEQUENCE, passes};
pub use counter::COUNTER;
pub use default_dict::DEFAULT_DICT;
pub use ordered_dict::ORDERED_DICT;
pub use table::MODULE;
