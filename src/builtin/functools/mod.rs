//! The module `functools`. What calls the policy's functions stands in the prelude.

mod keys;
mod partial;
mod table;

pub use keys::comparison;
pub use table::MODULE;
