//! Text to tree, behind one function.

use bumpalo::Bump;
use lalrpop_util::ParseError;

use super::build::Builder;
use super::check::check;
use super::explain::{Refused, explain};
use super::fault;
use super::policy::TextParser;
use super::scan::{Lexeme, Scanned, scan, scan_plainly};
use super::token::Token;
use super::tree::Body;
use crate::error::SyntaxError;
use crate::source::{Place, Span};

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
    let mut scanned = scan(source);
    let refusal = match scanned.halt(source) {
        Some(error) => error,
        None if scanned.tokens.is_empty() => return Err(fault::no_statement(source)),
        None => {
            mark_with(&mut scanned.tokens);
            match read(source, &scanned.tokens, arena, limits) {
                Ok(body) => return check(body).map(|()| body),
                Err(error) => error,
            }
        }
    };
    Err(refused(source, scanned, refusal))
}

/// Runs the generated parser.
fn read<'t>(
    source: &str,
    tokens: &[Lexeme<'_>],
    arena: &'t Bump,
    limits: &ParseLimits,
) -> Result<Body<'t>, SyntaxError> {
    let builder = Builder {
        source,
        arena,
        nesting: limits.nesting,
    };
    let tokens = tokens.iter().copied().map(Ok::<_, SyntaxError>);
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

/// Finds the words for a text that was refused. What the scanner met wins over mistakes in the
/// grammar wherever it stands, as in CPython, except for what CPython sees only when it gets there.
fn refused(source: &str, scanned: Scanned<'_>, refusal: SyntaxError) -> SyntaxError {
    let inside = literal_around(&scanned.tokens, refusal.span.start);
    let (scanned, suspect) = match inside {
        Some(start) => (scan_plainly(source, start as usize), start as usize),
        None => (scanned, usize::MAX),
    };
    let halt = scanned.halt(source);
    if let Some(error) = scanned.fault.filter(|error| !fault::waits(error)) {
        return error;
    }
    let tokens = fold_literals(source, &scanned.tokens);
    let explained = explain(Refused {
        source,
        tokens: &tokens,
        behind: halt.clone(),
        suspect,
    });
    let line = |at: u32| Place::of(source, at).line;
    match (explained, halt) {
        (None, halt) => halt.unwrap_or(refusal),
        (Some((_, last)), Some(halt))
            if scanned.unclosed.is_some() && line(last) > line(halt.span.start) =>
        {
            halt
        }
        (Some((error, _)), _) => error,
    }
}

/// Where the outermost f-string around a place begins.
fn literal_around(tokens: &[Lexeme<'_>], at: u32) -> Option<u32> {
    let mut open = Vec::new();
    for &(start, token, _) in tokens.iter().take_while(|token| token.0 <= at) {
        match token {
            Token::FStart(_) => open.push(start),
            Token::FEnd => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().copied()
}

/// Makes each f-string a single token.
fn fold_literals<'s>(source: &'s str, tokens: &[Lexeme<'s>]) -> Vec<Lexeme<'s>> {
    let mut folded = Vec::with_capacity(tokens.len());
    let mut open = Vec::new();
    for &(start, token, end) in tokens {
        match token {
            Token::FStart(_) => open.push(start),
            Token::FEnd => {
                if let (Some(start), true) = (open.pop(), open.is_empty()) {
                    let text = source.get(start as usize..end as usize).unwrap_or("");
                    folded.push((start, Token::Str(text), end));
                }
            }
            Token::WithOpen => folded.push((start, Token::LParen, end)),
            _ if open.is_empty() => folded.push((start, token, end)),
            _ => {}
        }
    }
    folded
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
