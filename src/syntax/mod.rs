//! Text to tree: tokens, layout, grammar.

mod build;
mod chain;
mod check;
mod escape;
mod explain;
mod fault;
mod fstring;
mod height;
mod layout;
mod list;
mod literal;
mod number;
mod parse;
mod pattern;
mod place;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod text;
mod token;
pub mod tree;

#[doc(hidden)]
pub use parse::count_tokens;
pub use parse::{ParseLimits, parse};

lalrpop_util::lalrpop_mod!(
    #[allow(
        clippy::all,
        clippy::restriction,
        missing_docs,
        unused,
        unused_qualifications,
        reason = "generated from the grammar"
    )]
    policy
);
