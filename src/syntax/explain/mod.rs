//! The second reading of a refused text.

mod atom;
mod block;
mod call;
mod expression;
mod fstring;
mod matching;
mod node;
mod parameters;
mod reader;
mod reading;
mod statement;
mod verdict;

pub(crate) use verdict::explain;
