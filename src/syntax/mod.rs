//! Text to tree: tokens, layout, grammar.

pub mod tree;
