//! Text to tokens: logos tells words apart, this scanner keeps indentation, brackets and f-strings.
//!
//! The author's text is read where it stands; that it is compiled as a function's body, four columns
//! deeper, is taken into account where it can be seen: in indentation and inside multi-line strings.

use logos::Logos;

use super::fault;
use super::literal;
use super::token::Token;
use crate::error::SyntaxError;
use crate::source::{Place, Span};

/// A token between its first byte and the byte behind its last.
pub(crate) type Lexeme<'s> = (u32, Token<'s>, u32);

/// What scanning found.
pub(crate) struct Scanned<'s> {
    /// The tokens up to the end, or up to the fault.
    pub(crate) tokens: Vec<Lexeme<'s>>,
    /// Why scanning stopped early.
    pub(crate) fault: Option<SyntaxError>,
    /// The innermost bracket that is still open at the end, if that is why scanning stopped.
    pub(crate) unclosed: Option<u32>,
}

/// How far the wrapping function indents the author's text.
const BASE: u32 = 4;
/// CPython's own bounds on brackets and on blocks inside each other.
const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 98;

/// An open bracket.
#[derive(Clone, Copy)]
struct Bracket {
    /// `(`, `[` or `{`.
    open: char,
    /// Where it stands.
    at: usize,
    /// It is a replacement field of an f-string, and whether its format spec has begun.
    field: Option<bool>,
}

/// An f-string that is being read.
#[derive(Clone, Copy)]
struct Literal<'s> {
    /// Where its prefix begins.
    start: usize,
    /// The quotes that close it.
    quotes: &'s str,
    /// Its prefix says that backslashes are plain.
    raw: bool,
    /// How many brackets were open when it began.
    depth: usize,
}

/// The columns of a line's first word: tabs to the next multiple of eight, and tabs as one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Indent {
    column: u32,
    alternative: u32,
}

struct Scanner<'s> {
    source: &'s str,
    at: usize,
    tokens: Vec<Lexeme<'s>>,
    indents: Vec<Indent>,
    brackets: Vec<Bracket>,
    literals: Vec<Literal<'s>>,
    line_begins: bool,
}

/// Reads all of `source`.
pub(crate) fn scan(source: &str) -> Scanned<'_> {
    let mut scanner = Scanner {
        source,
        at: 0,
        tokens: Vec::new(),
        indents: Vec::new(),
        brackets: Vec::new(),
        literals: Vec::new(),
        line_begins: true,
    };
    let fault = scanner.run().err();
    let unclosed = scanner.unclosed().filter(|_| fault.is_none());
    Scanned {
        tokens: scanner.tokens,
        fault,
        unclosed,
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
                self.word()?;
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

    /// The innermost bracket left open.
    fn unclosed(&self) -> Option<u32> {
        self.brackets.last().map(|b| Span::new(b.at, b.at).start)
    }

    /// The end of the text closes the last line and every block but the outermost.
    fn end(&mut self) {
        let end = self.source.len();
        if self
            .tokens
            .last()
            .is_some_and(|t| !matches!(t.1, Token::Newline | Token::Dedent))
        {
            self.push(end, Token::Newline, end);
        }
        for _ in 1..self.indents.len() {
            self.push(end, Token::Dedent, end);
        }
        self.indents.truncate(1);
    }

    fn push(&mut self, start: usize, token: Token<'s>, end: usize) {
        let span = Span::new(start, end);
        self.tokens.push((span.start, token, span.end));
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// Literal text of an f-string goes on here, rather than an expression in it.
    fn in_text(&self) -> bool {
        self.literals.last().is_some_and(|literal| {
            self.brackets.len() == literal.depth
                || self.brackets.last().is_some_and(|b| b.field == Some(true))
        })
    }

    /// Reads the indentation of a line and says which blocks begin or end, unless the line is blank.
    fn indentation(&mut self) -> Result<(), SyntaxError> {
        let Some(indent) = self.measure()? else {
            return Ok(());
        };
        let Some(&current) = self.indents.last() else {
            self.indents.push(indent);
            return Ok(());
        };
        let at = self.at;
        if indent.column == current.column {
            return if indent.alternative == current.alternative {
                Ok(())
            } else {
                Err(fault::tabs(at))
            };
        }
        if indent.column > current.column {
            if indent.alternative <= current.alternative {
                return Err(fault::tabs(at));
            }
            if self.indents.len() >= MAX_INDENTS {
                return Err(fault::indentation(
                    "too many levels of indentation",
                    Span::new(at, at),
                ));
            }
            self.indents.push(indent);
            self.push(at, Token::Indent, at);
            return Ok(());
        }
        while self.indents.len() > 1
            && self
                .indents
                .last()
                .is_some_and(|i| i.column > indent.column)
        {
            self.indents.pop();
            self.push(at, Token::Dedent, at);
        }
        match self.indents.last() {
            Some(outer) if outer.column != indent.column => Err(fault::unindent(self.source, at)),
            Some(outer) if outer.alternative != indent.alternative => Err(fault::tabs(at)),
            _ => Ok(()),
        }
    }

    /// Goes to the first word of a line; nothing for a line without one.
    fn measure(&mut self) -> Result<Option<Indent>, SyntaxError> {
        let zero = Indent {
            column: BASE,
            alternative: BASE,
        };
        let mut indent = zero;
        let mut continued = None;
        loop {
            match self.rest().bytes().next() {
                Some(b' ') => {
                    indent.column += 1;
                    indent.alternative += 1;
                }
                Some(b'\t') => {
                    indent.column = (indent.column / 8 + 1) * 8;
                    indent.alternative += 1;
                }
                Some(b'\x0c') => indent = zero,
                Some(b'\\') => {
                    continued.get_or_insert(indent);
                    self.continue_line()?;
                    continue;
                }
                None | Some(b'\n' | b'\r' | b'#') => {
                    self.skip_blank();
                    return Ok(None);
                }
                Some(_) => return Ok(Some(continued.unwrap_or(indent))),
            }
            self.at += 1;
        }
    }

    /// Passes over a line that holds no word.
    fn skip_blank(&mut self) {
        let rest = self.rest();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        self.at += break_length(self.rest());
        self.line_begins = true;
    }

    /// Joins the next line to this one at a backslash.
    fn continue_line(&mut self) -> Result<(), SyntaxError> {
        let slash = self.at;
        self.at += 1;
        let length = break_length(self.rest());
        if length == 0 && !self.rest().is_empty() {
            return Err(fault::syntax(
                "unexpected character after line continuation character",
                Span::new(slash, slash + 1),
            ));
        }
        self.at += length;
        if self.rest().is_empty() {
            return Err(fault::syntax(
                "unexpected EOF while parsing",
                Span::new(slash, slash + 1),
            ));
        }
        Ok(())
    }

    /// Reads one word outside the text of f-strings.
    fn word(&mut self) -> Result<(), SyntaxError> {
        let mut words = Token::lexer(self.rest());
        let Some(word) = words.next() else {
            self.at = self.source.len();
            return Ok(());
        };
        let (start, end) = (self.at + words.span().start, self.at + words.span().end);
        let Ok(token) = word else {
            return Err(fault::character(self.source, start));
        };
        self.at = end;
        match token {
            Token::LineBreak => self.line_break(start, end),
            Token::Comment => return self.comment(start, end),
            Token::Backslash => {
                self.at = start;
                return self.continue_line();
            }
            Token::Quote => return self.quote(start, end),
            Token::Digit => {
                let length = literal::number(self.source, start)?;
                self.at = start + length;
                let text = self.source.get(start..self.at).unwrap_or("");
                self.push(start, Token::Number(text), self.at);
            }
            Token::Name(name) => {
                literal::check_name(self.source, start, name)?;
                self.push(start, token, end);
            }
            Token::LParen => return self.open('(', start, token),
            Token::LBracket => return self.open('[', start, token),
            Token::LBrace => return self.open('{', start, token),
            Token::RParen => return self.close('(', start, token),
            Token::RBracket => return self.close('[', start, token),
            Token::RBrace => return self.close('{', start, token),
            Token::Colon | Token::Walrus | Token::Stray if self.in_field() => {
                self.field_mark(start, token, end)
            }
            _ => self.push(start, token, end),
        }
        Ok(())
    }

    fn line_break(&mut self, start: usize, end: usize) {
        if self.brackets.is_empty() {
            self.push(start, Token::Newline, end);
            self.line_begins = true;
        }
    }

    /// A comment belongs to the end of its line; an f-string's field cannot hold one.
    fn comment(&mut self, start: usize, end: usize) -> Result<(), SyntaxError> {
        if let Some(literal) = self.literals.first() {
            let span = Span::new(literal.start, end);
            return Err(fault::syntax(
                "f-string expression part cannot include '#'",
                span,
            ));
        }
        if self.brackets.is_empty() {
            self.push(start, Token::Newline, end);
            self.at += break_length(self.rest());
            self.line_begins = true;
        }
        Ok(())
    }

    fn open(&mut self, open: char, at: usize, token: Token<'s>) -> Result<(), SyntaxError> {
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

    fn close(&mut self, open: char, at: usize, token: Token<'s>) -> Result<(), SyntaxError> {
        let close = self
            .source
            .get(at..)
            .and_then(|s| s.chars().next())
            .unwrap_or(' ');
        let span = Span::new(at, at + 1);
        let Some(bracket) = self.brackets.pop() else {
            return Err(fault::syntax(format!("unmatched '{close}'"), span));
        };
        if bracket.open != open {
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
            return Err(fault::syntax(
                format!(
                    "closing parenthesis '{close}' does not match opening parenthesis '{opened}'{line}"
                ),
                span,
            ));
        }
        self.push(at, token, at + 1);
        Ok(())
    }

    /// The expression of a replacement field goes on here, outside any bracket of its own.
    fn in_field(&self) -> bool {
        self.brackets.last().is_some_and(|b| b.field == Some(false))
    }

    /// `:` begins the format spec, also when an `=` follows; `!` begins the conversion.
    fn field_mark(&mut self, start: usize, token: Token<'s>, end: usize) {
        if token == Token::Stray {
            let bang = self.source.get(start..end) == Some("!");
            return self.push(start, if bang { Token::Bang } else { token }, end);
        }
        self.at = start + 1;
        self.push(start, Token::Colon, self.at);
        if let Some(bracket) = self.brackets.last_mut() {
            bracket.field = Some(true);
        }
    }

    /// A literal begins: reads a plain one to its end, enters the text of an f-string.
    fn quote(&mut self, start: usize, end: usize) -> Result<(), SyntaxError> {
        let opening = self.source.get(start..end).unwrap_or("");
        let (prefix, quotes) = literal::split_prefix(opening);
        if prefix.contains(['f', 'F']) {
            self.push(start, Token::FStart(opening), end);
            self.literals.push(Literal {
                start,
                quotes,
                raw: prefix.contains(['r', 'R']),
                depth: self.brackets.len(),
            });
            return Ok(());
        }
        let Some(length) = literal::string_end(self.rest(), quotes) else {
            return Err(fault::unterminated(self.source, start, quotes));
        };
        self.at += length;
        self.push(
            start,
            Token::Str(self.source.get(start..self.at).unwrap_or("")),
            self.at,
        );
        Ok(())
    }

    /// Reads the literal text of an f-string up to a field, the end of a spec, or the closing quotes.
    fn text(&mut self) -> Result<(), SyntaxError> {
        let Some(&literal) = self.literals.last() else {
            return Ok(());
        };
        let in_spec = self.brackets.len() > literal.depth;
        let rest = self.rest();
        let Some(length) = literal::text_end(rest, literal.quotes, literal.raw, in_spec) else {
            return Err(fault::unterminated(
                self.source,
                literal.start,
                literal.quotes,
            ));
        };
        if length > 0 {
            let text = rest.get(..length).unwrap_or("");
            let token = if literal.raw {
                Token::RawText(text)
            } else {
                Token::FText(text)
            };
            self.push(self.at, token, self.at + length);
            self.at += length;
        }
        let at = self.at;
        if self.rest().starts_with('{') {
            self.at += 1;
            self.open('{', at, Token::LBrace)?;
            if let Some(bracket) = self.brackets.last_mut() {
                bracket.field = Some(false);
            }
        } else if self.rest().starts_with('}') {
            self.at += 1;
            if !in_spec {
                let span = Span::new(literal.start, self.at);
                return Err(fault::syntax("f-string: single '}' is not allowed", span));
            }
            self.close('{', at, Token::RBrace)?;
        } else {
            if in_spec {
                let span = Span::new(literal.start, self.at);
                return Err(fault::syntax("f-string: expecting '}'", span));
            }
            self.at += literal.quotes.len();
            self.push(at, Token::FEnd, self.at);
            self.literals.pop();
        }
        Ok(())
    }
}

/// The bytes of the line break at the start of `rest`, if one is there.
fn break_length(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with(['\n', '\r']))
    }
}
