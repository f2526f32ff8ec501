//! Text to tree, behind one function.

use bumpalo::Bump;
use lalrpop_util::ParseError;

use super::build::Builder;
use super::fault;
use super::policy::TextParser;
use super::scan::{Lexeme, scan};
use super::token::Token;
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
    source: &str,
    arena: &'t Bump,
    limits: &ParseLimits,
) -> Result<Body<'t>, SyntaxError> {
    if source.len() > limits.bytes {
        return Err(fault::syntax("source code is too large", Span::new(0, 0)));
    }
    if let Some(at) = source.find('\0') {
        return Err(fault::syntax(
            "source code string cannot contain null bytes",
            Span::new(at, at + 1),
        ));
    }
    let scanned = scan(source);
    if let Some(fault) = scanned.fault {
        return Err(fault);
    }
    if let Some(at) = scanned.unclosed {
        let at = at as usize;
        let open = source
            .get(at..)
            .and_then(|s| s.chars().next())
            .unwrap_or('(');
        return Err(fault::syntax(
            format!("'{open}' was never closed"),
            Span::new(at, at + 1),
        ));
    }
    if scanned.tokens.is_empty() {
        let end = source.len();
        let message = "expected an indented block after function definition on line 1";
        return Err(fault::indentation(message, Span::new(end, end)));
    }
    let mut tokens = scanned.tokens;
    mark_with(&mut tokens);
    let builder = Builder {
        source,
        arena,
        nesting: limits.nesting,
    };
    TextParser::new()
        .parse(&builder, tokens.into_iter().map(Ok::<_, SyntaxError>))
        .map_err(|refusal| match refusal {
            ParseError::User { error } => error,
            ParseError::UnrecognizedToken {
                token: (l, Token::Indent, r),
                ..
            } => fault::indentation("unexpected indent", Span { start: l, end: r }),
            ParseError::UnrecognizedToken {
                token: (l, _, r), ..
            }
            | ParseError::ExtraToken { token: (l, _, r) } => {
                fault::syntax("invalid syntax", Span { start: l, end: r })
            }
            ParseError::UnrecognizedEof { location, .. }
            | ParseError::InvalidToken { location } => fault::syntax(
                "invalid syntax",
                Span {
                    start: location,
                    end: location,
                },
            ),
        })
}

/// Tells the `(` of `with (a, b):` from that of `with (a, b) as c:` by what follows its `)`.
fn mark_with(tokens: &mut [Lexeme<'_>]) {
    let mut open = Vec::new();
    let mut marks = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let [(_, before, _), (_, token, _)] = pair else {
            continue;
        };
        let at = at + 1;
        match token {
            Token::LParen | Token::LBracket | Token::LBrace => {
                open.push((at, *before == Token::With))
            }
            Token::RParen | Token::RBracket | Token::RBrace => {
                let begun = open.pop().filter(|(start, with)| *with && at - start > 1);
                let colon = tokens
                    .get(at + 1)
                    .is_some_and(|next| next.1 == Token::Colon);
                marks.extend(begun.filter(|_| colon).map(|(start, _)| start));
            }
            _ => {}
        }
    }
    for at in marks {
        if let Some(token) = tokens.get_mut(at) {
            token.1 = Token::WithOpen;
        }
    }
}
