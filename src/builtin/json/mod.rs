//! `json`.

mod decode;
mod encode;
mod error;
mod quote;
mod scan;
mod table;
mod text;
mod write;

pub use error::DECODE_ERROR;
pub use table::{DECODER_MODULE, ENCODER_MODULE, MODULE};
