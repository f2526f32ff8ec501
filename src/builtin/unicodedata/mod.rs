//! `unicodedata`.

mod properties;
mod table;

pub use table::MODULE;
