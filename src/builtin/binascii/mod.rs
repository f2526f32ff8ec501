//! `binascii`.

pub(crate) mod base64;
mod crc;
mod error;
mod quoted;
mod table;
mod uu;

pub(crate) use error::{ascii, error};
pub use table::MODULE;
