//! `fnmatch`.

mod table;
mod translate;

pub use table::MODULE;
