//! `uuid`.

mod class;
mod table;

pub use table::MODULE;
