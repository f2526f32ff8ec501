//! The way of a text through the compiler.

use bumpalo::Bump;

use super::emit::emit;
use super::refusal::refused;
use super::scope::resolve;
use crate::code::{Program, verify};
use crate::error::SyntaxError;
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::tree::Body;
use crate::syntax::{ParseLimits, parse};

/// Taller trees are refused whatever the limits say: the compiler recurses as deep as the tree is high.
const NESTING: u16 = 400;

/// Bytes of a tree for a byte of text, roughly.
const TREE: usize = 16;

/// Compiles a policy's text, the body of a function whose parameters are the context names.
///
/// # Errors
/// A text that is not in the language, or is larger than `limits` or a program can be.
pub fn compile(name: &str, source: &str, limits: &Limits) -> Result<Program, SyntaxError> {
    let arena = Bump::with_capacity(source.len().min(limits.source) * TREE);
    let body = read(source, &arena, limits)?;
    write(name, source, body)
}

/// Reads a text into a tree that is not too high for the compiler.
pub(super) fn read<'t>(
    source: &'t str,
    arena: &'t Bump,
    limits: &Limits,
) -> Result<Body<'t>, SyntaxError> {
    let limits = ParseLimits {
        nesting: limits.nesting.min(NESTING),
        bytes: limits.source,
    };
    parse(source, arena, &limits)
}

/// Writes the program of a tree.
pub(super) fn write(name: &str, source: &str, body: Body<'_>) -> Result<Program, SyntaxError> {
    let tables = resolve(body)?;
    let raw = emit(name, source, body, &tables)?;
    verify(raw).map_err(|fault| refused(format!("a bug in ordain: {fault}"), Span::default()))
}
