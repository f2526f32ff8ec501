//! `base64`.

mod base32;
mod base85;
mod table;

pub use table::MODULE;
