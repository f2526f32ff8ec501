//! Ints of any size, and where they meet floats.

pub mod bitwise;
pub mod hash;
pub mod integer;
pub mod mixed;
pub mod octets;
pub mod parse;
pub mod power;
pub mod print;
