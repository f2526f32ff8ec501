//! Bytes: what the methods of bytes compute. Letters, digits and spaces are those of ASCII.

pub mod casing;
pub mod hex;
pub mod pad;
pub mod quote;
pub mod replace;
pub mod search;
pub mod split;
pub mod trim;
