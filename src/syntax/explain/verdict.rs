//! Decides what to say of a refused text: what the second reading found, or what stopped the scanner.

use super::reading::{Refused, read_again};
use crate::error::SyntaxError;
use crate::source::Place;
use crate::syntax::fault;
use crate::syntax::scan::{Lexeme, Scanned, scan_plainly};
use crate::syntax::token::Token;

/// Finds the words for a text that was refused. What the scanner met wins over mistakes in the
/// grammar wherever it stands, as in CPython, except for what CPython sees only when it gets there.
pub(crate) fn explain(source: &str, scanned: Scanned, refusal: SyntaxError) -> SyntaxError {
    let tokens = &scanned.tokens;
    let unfinished = || {
        scanned
            .fault
            .as_ref()
            .and_then(|_| literal_around(tokens, u32::MAX))
    };
    let inside = literal_around(tokens, refusal.span.start).or_else(unfinished);
    let (scanned, suspect) = match inside {
        Some(start) => (scan_plainly(source, start as usize), start as usize),
        None => (scanned, usize::MAX),
    };
    let halt = scanned.halt(source);
    let tokens = fold_literals(&scanned.tokens);
    let explained = read_again(Refused {
        source,
        tokens: &tokens,
        behind: halt.clone(),
        suspect,
    });
    let line = |at: u32| Place::of(source, at).line;
    match (explained, halt) {
        (Some((error, _)), _) if fault::stands(&error) => error,
        (_, Some(halt)) if scanned.fault.is_some() && !fault::waits(&halt) => halt,
        (None, halt) => halt.unwrap_or(refusal),
        (Some((error, _)), Some(halt)) if error == halt => error,
        (Some((error, last)), _) => scanned
            .unclosed
            .map(|at| fault::unclosed(source, at))
            .filter(|open| line(last) > line(open.span.start))
            .unwrap_or(error),
    }
}

/// Where the outermost f-string around a place begins.
fn literal_around(tokens: &[Lexeme], at: u32) -> Option<u32> {
    let mut open = Vec::new();
    for &(start, token, _) in tokens.iter().take_while(|token| token.0 < at) {
        match token {
            Token::FStart => open.push(start),
            Token::FEnd => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().copied()
}

/// Makes each f-string a single token.
fn fold_literals(tokens: &[Lexeme]) -> Vec<Lexeme> {
    let mut folded = Vec::with_capacity(tokens.len());
    let mut open = Vec::new();
    for &(start, token, end) in tokens {
        match token {
            Token::FStart => open.push(start),
            Token::FEnd => {
                if let (Some(start), true) = (open.pop(), open.is_empty()) {
                    folded.push((start, Token::Str, end));
                }
            }
            Token::WithOpen => folded.push((start, Token::LParen, end)),
            Token::Match => folded.push((start, Token::Name, end)),
            Token::Case => folded.push((start, Token::Name, end)),
            _ if open.is_empty() => folded.push((start, token, end)),
            _ => {}
        }
    }
    folded
}
