//! Reads a refused text again to find CPython's words for what is wrong with it.
//!
//! CPython parses a text that it refuses twice: as the grammar has it, to learn how far that goes, then
//! with rules for common mistakes in their places among the others. Which mistake is named, and
//! where, depends on the order of all these rules; so this reading follows that order, by hand, rather
//! than guess from where the generated parser stopped. It builds no tree and costs nothing until a
//! text is refused.

use bumpalo::Bump;

use super::reader::{Match, Reader, Stop};
use crate::error::SyntaxError;
use crate::syntax::fault;
use crate::syntax::scan::{Lexeme, scan_plainly};
use crate::syntax::token::Token;

/// A refused text and its tokens.
pub(crate) struct Refused<'a> {
    /// The author's text.
    pub(crate) source: &'a str,
    /// Its tokens, each f-string a single one.
    pub(crate) tokens: &'a [Lexeme],
    /// What is wrong behind them.
    pub(crate) behind: Option<SyntaxError>,
    /// F-strings that begin here or later may be wrong inside.
    pub(crate) suspect: usize,
}

/// What is wrong, and where the last token begins that was looked at to find out.
pub(crate) fn read_again(refused: Refused<'_>) -> Option<(SyntaxError, u32)> {
    let arena = Bump::new();
    let Refused {
        source,
        tokens,
        behind,
        suspect,
    } = refused;
    let mut reader = Reader::new(source, tokens, &arena, behind, suspect);
    let error = twice(&mut reader, |r| {
        r.statements()?;
        r.peek()
    })?;
    Some((error, reader.span_at(reader.furthest()).start))
}

/// What is wrong with the expression of an f-string's field, given in parentheses.
pub(crate) fn explain_field<'a>(text: &'a str, arena: &'a Bump) -> Option<SyntaxError> {
    let scanned = scan_plainly(text, 0);
    if scanned.fault.is_some() {
        return scanned.fault;
    }
    let tokens = arena.alloc_slice_copy(&scanned.tokens);
    let mut reader = Reader::new(text, tokens, arena, None, 0);
    let mut error = twice(&mut reader, |r| {
        Ok(if r.star_expressions()?.is_some() {
            None
        } else {
            r.peek()?.or(Some(Token::Newline))
        })
    })?;
    if !error.message.starts_with("f-string") {
        error.message.insert_str(0, "f-string: ");
    }
    Some(error)
}

/// Reads as the grammar has it, then with the rules for mistakes; `read` answers what it stopped at.
fn twice<'a>(
    reader: &mut Reader<'a>,
    read: impl Fn(&mut Reader<'a>) -> Match<Token>,
) -> Option<SyntaxError> {
    let first = read(reader);
    let furthest = reader.furthest();
    match first {
        Ok(None) | Err(Stop::GiveUp) => return None,
        Err(Stop::Error(error)) => return Some(error),
        Ok(Some(_)) => {}
    }
    reader.again();
    match read(reader) {
        Err(Stop::Error(error)) => Some(error),
        _ => Some(unnamed(reader, furthest)),
    }
}

/// A mistake without a name of its own, where the first reading stopped.
fn unnamed(reader: &Reader<'_>, furthest: usize) -> SyntaxError {
    let span = reader.layout_span(furthest);
    match reader.tokens.get(furthest) {
        Some((_, Token::Indent, _)) => fault::indentation("unexpected indent", span),
        Some((_, Token::Dedent, _)) => fault::indentation("unexpected unindent", span),
        _ => fault::syntax("invalid syntax", span),
    }
}
