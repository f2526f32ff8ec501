//! `string`.

mod formatter;
mod table;
mod template;

pub use table::MODULE;
