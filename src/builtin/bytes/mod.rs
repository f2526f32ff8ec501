//! The class `bytes` and its methods.

mod case;
mod class;
mod find;
mod make;
mod pad;
mod part;
mod split;
mod trim;

pub use class::CLASS;
pub use make::from_items;
