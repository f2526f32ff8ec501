//! Lines and indentation: where logical lines end and blocks begin.

use super::fault;
use super::scan::{Indent, Scanner};
use super::token::Token;
use crate::error::SyntaxError;
use crate::source::Span;

/// How far the wrapping function indents the author's text.
const BASE: u32 = 4;
/// CPython's own bound on blocks inside each other.
const MAX_INDENTS: usize = 98;

impl Scanner<'_> {
    /// The end of the text closes the last line and every block but the outermost.
    pub(super) fn end(&mut self) {
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

    /// Reads the indentation of a line and says which blocks begin or end, unless the line is blank.
    pub(super) fn indentation(&mut self) -> Result<(), SyntaxError> {
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
                Err(fault::tabs(self.source, at))
            };
        }
        if indent.column > current.column {
            if indent.alternative <= current.alternative {
                return Err(fault::tabs(self.source, at));
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
        let outer = self
            .indents
            .iter()
            .rposition(|i| i.column <= indent.column)
            .unwrap_or(0);
        match self.indents.get(outer) {
            Some(level) if level.column != indent.column => {
                return Err(fault::unindent(self.source, at));
            }
            Some(level) if level.alternative != indent.alternative => {
                return Err(fault::tabs(self.source, at));
            }
            _ => {}
        }
        while self.indents.len() > outer + 1 {
            self.indents.pop();
            self.push(at, Token::Dedent, at);
        }
        Ok(())
    }

    /// Goes to the first word of a line; nothing for a line without one.
    pub(super) fn measure(&mut self) -> Result<Option<Indent>, SyntaxError> {
        let zero = Indent {
            column: BASE,
            alternative: BASE,
        };
        let mut indent = zero;
        let mut continued = None;
        loop {
            let rest = self.rest().bytes();
            let spaces = rest.take_while(|byte| *byte == b' ').count();
            let columns = u32::try_from(spaces).unwrap_or(u32::MAX);
            indent.column = indent.column.saturating_add(columns);
            indent.alternative = indent.alternative.saturating_add(columns);
            self.at += spaces;
            match self.rest().bytes().next() {
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
    pub(super) fn skip_blank(&mut self) {
        let rest = self.rest();
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        self.at += break_length(self.rest());
        self.line_begins = true;
    }

    /// Joins the next line to this one at a backslash.
    pub(super) fn continue_line(&mut self) -> Result<(), SyntaxError> {
        let slash = self.at;
        self.at += 1;
        let length = break_length(self.rest());
        if length == 0 && !self.rest().is_empty() {
            return Err(fault::syntax(
                "unexpected character after line continuation character",
                Span::new(slash + 1, slash + 1),
            ));
        }
        self.at += length;
        if self.rest().is_empty() && self.brackets.is_empty() {
            return Err(fault::syntax(
                "unexpected EOF while parsing",
                Span::new(slash + 1, slash + 1),
            ));
        }
        Ok(())
    }

    pub(super) fn line_break(&mut self, start: usize, end: usize) {
        if self.brackets.is_empty() {
            self.push(start, Token::Newline, end);
            self.line_begins = true;
        }
    }

    /// A comment belongs to the end of its line; an f-string's field cannot hold one.
    pub(super) fn comment(&mut self, start: usize, end: usize) -> Result<(), SyntaxError> {
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
}

/// The bytes of the line break at the start of `rest`, if one is there.
fn break_length(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with(['\n', '\r']))
    }
}
