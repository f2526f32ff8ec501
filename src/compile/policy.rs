//! The way of a text through the compiler.

use bumpalo::Bump;

use super::emit::emit;
use super::refusal::refused;
use super::scope::resolve;
use crate::code::{Program, verify};
use crate::error::SyntaxError;
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::{ParseLimits, parse};

/// Taller trees are refused whatever the limits say: the compiler recurses as deep as the tree is high.
const NESTING: u16 = 400;

/// Compiles a policy's text, the body of a function whose parameters are the context names.
///
/// # Errors
/// A text that is not in the language, or is larger than `limits` or a program can be.
pub fn compile(name: &str, source: &str, limits: &Limits) -> Result<Program, SyntaxError> {
    let limits = ParseLimits {
        nesting: limits.nesting.min(NESTING),
        bytes: limits.source,
    };
    let arena = Bump::new();
    let body = parse(source, &arena, &limits)?;
    let tables = resolve(body)?;
    let raw = emit(name, source, body, &tables)?;
    verify(raw).map_err(|fault| refused(format!("a bug in ordain: {fault}"), Span::default()))
}
