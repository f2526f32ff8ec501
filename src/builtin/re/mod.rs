//! `re`: Python's patterns, searched by automaton or by going back.

mod all;
mod backtrack;
mod brackets;
mod charset;
mod compile;
mod error;
mod escape;
mod escapes;
mod flag;
mod flags;
mod fold;
mod group;
mod hay;
mod inline;
mod lead;
mod look;
mod matched;
mod matcher;
mod memory;
mod parse;
mod pattern;
mod program;
mod regular;
mod replace;
mod sets;
mod subject;
mod table;
mod template;
mod tokens;
mod tree;

pub use compile::ERROR;
pub(crate) use escape::escaped;
pub use table::MODULE;
pub(crate) use table::match_once;
