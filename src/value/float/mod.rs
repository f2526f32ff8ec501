//! Floats: text to and from, rounding, ratios, Python's arithmetic.

pub mod arithmetic;
pub mod digits;
pub mod hex;
pub mod layout;
pub mod parse;
pub mod ratio;
pub mod round;
