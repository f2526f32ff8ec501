//! Texts as sequences of code points: what str's methods compute.

pub mod casing;
pub mod pad;
pub mod predicate;
pub mod quote;
pub mod replace;
pub mod search;
pub mod slice;
pub mod split;
mod tables;
pub mod trim;
pub mod unicode;
