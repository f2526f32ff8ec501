//! Text to tree, behind one function.

use bumpalo::Bump;
use lalrpop_util::ParseError;
use memchr::memchr;

use super::build::Builder;
use super::check::{check, is_needed};
use super::explain::explain;
use super::fault;
use super::place::{mark_match, mark_with, private_names};
use super::policy::TextParser;
use super::scan::{Lexeme, Scanned, scan};
use super::tree::Body;
use crate::error::SyntaxError;
use crate::source::Span;

/// How large a source may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseLimits {
    /// The tallest tree.
    pub nesting: u16,
    /// Bytes of text.
    pub bytes: usize,
}

impl Default for ParseLimits {
    fn default() -> Self {
        Self {
            nesting: 200,
            bytes: 1 << 20,
        }
    }
}

/// Reads a policy's text, the body of a function, into a tree in `arena`.
///
/// # Errors
/// A text that is not in the language, or larger than `limits`.
pub fn parse<'t>(
    source: &'t str,
    arena: &'t Bump,
    limits: &ParseLimits,
) -> Result<Body<'t>, SyntaxError> {
    if source.len() > limits.bytes {
        return Err(fault::syntax("source code is too large", Span::new(0, 0)));
    }
    if let Some(at) = memchr(0, source.as_bytes()) {
        return Err(fault::syntax(
            "source code string cannot contain null bytes",
            Span::new(at, at + 1),
        ));
    }
    let mut scanned = scan(source);
    if scanned.tokens.is_empty() && scanned.fault.is_none() {
        return Err(fault::no_statement(source));
    }
    if scanned.notes.with {
        mark_with(&mut scanned.tokens);
    }
    if scanned.notes.matches {
        mark_match(source, &mut scanned.tokens);
    }
    let refusal = match (read(source, &scanned, arena, limits), scanned.halt(source)) {
        (Ok(body), None) if !is_needed(source, scanned.notes) => {
            debug_assert!(check(body).is_ok());
            return Ok(body);
        }
        (Ok(body), None) => return check(body).map(|()| body),
        (Err(error), _) | (Ok(_), Some(error)) => error,
    };
    Err(explain(source, scanned, refusal))
}

/// Reads a text into tokens only and counts them: what a bench sets apart from parsing.
#[doc(hidden)]
#[must_use]
pub fn count_tokens(source: &str) -> usize {
    scan(source).tokens.len()
}

/// Runs the generated parser.
fn read<'t>(
    source: &'t str,
    scanned: &Scanned,
    arena: &'t Bump,
    limits: &ParseLimits,
) -> Result<Body<'t>, SyntaxError> {
    let private = match scanned.notes.class {
        true => private_names(source, &scanned.tokens),
        false => Vec::new(),
    };
    let builder = Builder {
        source,
        as_written: private.is_empty() && !scanned.notes.wide,
        plain: scanned.notes.plain,
        private: arena.alloc_slice_copy(&private),
        arena,
        nesting: limits.nesting,
    };
    let tokens = scanned.tokens.iter();
    let tokens = tokens.map(|&(l, token, r)| Ok::<Lexeme, SyntaxError>((l, token, r)));
    let invalid = |start, end| fault::syntax("invalid syntax", Span { start, end });
    TextParser::new()
        .parse(&builder, tokens)
        .map_err(|refusal| match refusal {
            ParseError::User { error } => error,
            ParseError::UnrecognizedToken {
                token: (l, _, r), ..
            }
            | ParseError::ExtraToken { token: (l, _, r) } => invalid(l, r),
            ParseError::UnrecognizedEof { location, .. }
            | ParseError::InvalidToken { location } => invalid(location, location),
        })
}
