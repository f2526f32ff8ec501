//! Text to tokens: logos tells words apart, this scanner keeps indentation, brackets and f-strings.
//!
//! The author's text is read where it stands; that it is compiled as a function's body, four columns
//! deeper, is taken into account where it can be seen: in indentation and inside multi-line strings.

use logos::Logos;

use super::fault;
use super::literal;
use super::text;
use super::token::Token;
use crate::error::SyntaxError;
use crate::source::{Place, Span};

/// A token between its first byte and the byte behind its last.
pub(crate) type Lexeme = (u32, Token, u32);

/// What scanning found.
pub(crate) struct Scanned {
    /// The tokens up to the end, or up to the fault.
    pub(crate) tokens: Vec<Lexeme>,
    /// Why scanning stopped early.
    pub(crate) fault: Option<SyntaxError>,
    /// The innermost bracket that is still open at the end.
    pub(crate) unclosed: Option<usize>,
    /// What stands among the tokens.
    pub(crate) notes: Notes,
}

/// Words that mostly do not occur: without them the passes that look for them are spared.
#[derive(Clone, Copy, Default)]
pub(crate) struct Notes {
    /// `with`.
    pub(crate) with: bool,
    /// `class`.
    pub(crate) class: bool,
    /// `match`, which may be a name.
    pub(crate) matches: bool,
    /// A name with other letters than those of ASCII.
    pub(crate) wide: bool,
    /// Nothing but line feeds and what can be seen of ASCII, and no backslash: literals stand for what is
    /// written between their quotes.
    pub(crate) plain: bool,
    /// A word or operator without which [`super::check`] has nothing to refuse.
    pub(crate) checked: bool,
}

impl Scanned {
    /// What a reader meets behind the last token, if not the end of a sound text.
    pub(crate) fn halt(&self, source: &str) -> Option<SyntaxError> {
        self.fault
            .clone()
            .or_else(|| self.unclosed.map(|at| fault::unclosed(source, at)))
    }
}

/// CPython's own bound on brackets inside each other.
const MAX_BRACKETS: usize = 200;

/// An open bracket.
#[derive(Clone, Copy)]
pub(super) struct Bracket {
    /// `(`, `[` or `{`.
    pub(super) open: char,
    /// Where it stands.
    pub(super) at: usize,
    /// It is a replacement field of an f-string, and whether its format spec has begun.
    pub(super) field: Option<bool>,
}

/// An f-string that is being read.
#[derive(Clone, Copy)]
pub(super) struct Literal<'s> {
    /// Where its prefix begins.
    pub(super) start: usize,
    /// The quotes that close it.
    pub(super) quotes: &'s str,
    /// Its prefix says that backslashes are plain.
    pub(super) raw: bool,
    /// How many brackets were open when it began.
    pub(super) depth: usize,
}

/// The columns of a line's first word: tabs to the next multiple of eight, and tabs as one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Indent {
    pub(super) column: u32,
    pub(super) alternative: u32,
}

pub(super) struct Scanner<'s> {
    pub(super) source: &'s str,
    pub(super) plain_from: usize,
    pub(super) at: usize,
    pub(super) tokens: Vec<Lexeme>,
    pub(super) indents: Vec<Indent>,
    pub(super) brackets: Vec<Bracket>,
    pub(super) literals: Vec<Literal<'s>>,
    pub(super) line_begins: bool,
    pub(super) notes: Notes,
}

/// Reads all of `source`.
pub(crate) fn scan(source: &str) -> Scanned {
    scan_plainly(source, usize::MAX)
}

/// As `scan`, but f-strings that begin at `from` or later are read as plain literals, the way
/// CPython 3.11 does.
pub(crate) fn scan_plainly(source: &str, from: usize) -> Scanned {
    let mut scanner = Scanner {
        source,
        plain_from: from,
        at: 0,
        tokens: Vec::with_capacity(source.len() / 2 + 2),
        indents: Vec::new(),
        brackets: Vec::new(),
        literals: Vec::new(),
        line_begins: true,
        notes: Notes {
            plain: text::all_plain(source),
            ..Notes::default()
        },
    };
    let fault = scanner.run().err();
    let unclosed = scanner.brackets.last().map(|b| b.at);
    Scanned {
        tokens: scanner.tokens,
        unclosed,
        fault,
        notes: scanner.notes,
    }
}

impl<'s> Scanner<'s> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        while self.at < self.source.len() {
            if self.in_text() {
                self.text()?;
            } else if self.line_begins && self.brackets.is_empty() {
                self.line_begins = false;
                self.indentation()?;
            } else {
                self.words()?;
            }
        }
        if let Some(literal) = self.literals.first() {
            return Err(fault::unterminated(
                self.source,
                literal.start,
                literal.quotes,
            ));
        }
        if self.brackets.is_empty() {
            self.end();
        }
        Ok(())
    }

    pub(super) fn push(&mut self, start: usize, token: Token, end: usize) {
        let span = Span::new(start, end);
        self.tokens.push((span.start, token, span.end));
    }

    pub(super) fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// Reads words outside the text of f-strings, up to one that is not logos's alone to read, or behind
    /// which a line or such a text may begin.
    fn words(&mut self) -> Result<(), SyntaxError> {
        let from = self.at;
        let mut words = Token::lexer(self.rest());
        while let Some(word) = words.next() {
            let (start, end) = (from + words.span().start, from + words.span().end);
            self.at = end;
            let Ok(token) = word else {
                return Err(fault::character(self.source, start));
            };
            match token {
                Token::LineBreak => {
                    self.line_break(start, end);
                    return Ok(());
                }
                Token::Comment => return self.comment(start, end),
                Token::Backslash => {
                    self.at = start;
                    return self.continue_line();
                }
                Token::Quote => return self.quote(start, end),
                Token::Digit => {
                    self.at = start + literal::number(self.source, start)?;
                    self.push(start, Token::Number, self.at);
                    return Ok(());
                }
                Token::Wide | Token::Match => self.notable(start, token, end)?,
                Token::With | Token::Class | Token::Def | Token::Lambda => {
                    self.notable(start, token, end)?;
                }
                Token::For | Token::While | Token::Break | Token::Continue | Token::Try => {
                    self.notable(start, token, end)?;
                }
                Token::Import | Token::From | Token::Star => self.notable(start, token, end)?,
                // A keyword argument, or a default.
                Token::Assign if !self.brackets.is_empty() => self.notable(start, token, end)?,
                Token::LParen => self.open('(', start, token)?,
                Token::LBracket => self.open('[', start, token)?,
                Token::LBrace => self.open('{', start, token)?,
                Token::RParen => self.close('(', start, token)?,
                Token::RBracket => self.close('[', start, token)?,
                Token::RBrace => self.close('{', start, token)?,
                Token::Colon | Token::Walrus | Token::Stray if self.in_field() => {
                    return self.field_mark(start, token, end);
                }
                _ => self.push(start, token, end),
            }
            if !self.literals.is_empty() && self.in_text() {
                return Ok(());
            }
        }
        self.at = self.source.len();
        Ok(())
    }

    /// A word for which a later pass looks.
    fn notable(&mut self, start: usize, token: Token, end: usize) -> Result<(), SyntaxError> {
        let token = match token {
            Token::Wide => {
                let name = self.source.get(start..end).unwrap_or("");
                literal::check_name(self.source, start, name)?;
                self.notes.wide = true;
                Token::Name
            }
            Token::Match => {
                self.notes.matches = true;
                Token::Name
            }
            _ => token,
        };
        self.notes.with |= token == Token::With;
        self.notes.class |= token == Token::Class;
        self.notes.checked |= token != Token::Name;
        self.push(start, token, end);
        Ok(())
    }

    pub(super) fn open(&mut self, open: char, at: usize, token: Token) -> Result<(), SyntaxError> {
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(fault::syntax(
                "too many nested parentheses",
                Span::new(at, at + 1),
            ));
        }
        self.brackets.push(Bracket {
            open,
            at,
            field: None,
        });
        self.push(at, token, at + 1);
        Ok(())
    }

    pub(super) fn close(&mut self, open: char, at: usize, token: Token) -> Result<(), SyntaxError> {
        match self.brackets.pop() {
            Some(bracket) if bracket.open == open => {
                self.push(at, token, at + 1);
                Ok(())
            }
            bracket => Err(self.unmatched(at, bracket)),
        }
    }

    /// A closing bracket without its opening one.
    #[cold]
    fn unmatched(&self, at: usize, bracket: Option<Bracket>) -> SyntaxError {
        let written = self.source.get(at..).and_then(|s| s.chars().next());
        let close = written.unwrap_or(' ');
        let span = Span::new(at, at + 1);
        let Some(bracket) = bracket else {
            return fault::syntax(format!("unmatched '{close}'"), span);
        };
        let (here, there) = (
            Place::of(self.source, span.start),
            Place::of(self.source, Span::new(bracket.at, 0).start),
        );
        let line = if here.line == there.line {
            String::new()
        } else {
            format!(" on line {}", there.line)
        };
        let opened = bracket.open;
        fault::syntax(
            format!(
                "closing parenthesis '{close}' does not match opening parenthesis '{opened}'{line}"
            ),
            span,
        )
    }
}
