//! The module `operator`: the operators as functions.

mod getters;
mod table;

pub use table::MODULE;
