//! `re`: Python's patterns, searched by automaton or by going back.

mod backtrack;
mod brackets;
mod charset;
mod error;
mod escape;
mod escapes;
mod flags;
mod fold;
mod group;
mod hay;
mod inline;
mod lead;
mod look;
mod matcher;
mod memory;
mod parse;
mod program;
mod regular;
mod sets;
mod template;
mod tokens;
mod tree;
