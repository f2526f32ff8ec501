//! String literals on the second reading: what CPython 3.11 says of those it cannot make sense of.

use super::node::{Node, Shape};
use super::reader::{Match, Reader, Stop, raise};
use super::reading::explain_field;
use crate::source::Span;
use crate::syntax::literal::split_prefix;
use crate::syntax::number;
use crate::syntax::text;
use crate::syntax::token::Token;

impl<'a> Reader<'a> {
    /// Adjacent string literals.
    pub(crate) fn strings(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        let mut literals = Vec::new();
        while let Some(Token::Str) = self.peek()? {
            literals.push((self.span_at(self.at), self.word()));
            self.at += 1;
        }
        let has = |written: &str, letters: [char; 2]| split_prefix(written).0.contains(letters);
        let bytes = |written: &str| has(written, ['b', 'B']);
        let mut formatted = false;
        for (index, (span, written)) in literals.iter().enumerate() {
            let is_format = has(written, ['f', 'F']);
            if !is_format {
                self.plain(*span, written)?;
            }
            if index > 0
                && literals
                    .first()
                    .is_some_and(|first| bytes(first.1) != bytes(written))
            {
                return Err(self.raise_here("cannot mix bytes and nonbytes literals"));
            }
            if is_format && span.start as usize >= self.suspect {
                self.format(*span, written)?;
            }
            formatted |= is_format;
        }
        let name = if formatted {
            "f-string expression"
        } else {
            "literal"
        };
        Ok(Some(self.node(start, Shape::Other(name))))
    }

    /// A literal whose escapes may be wrong.
    fn plain(&mut self, span: Span, written: &str) -> Result<(), Stop> {
        match text::literal(self.source, span.start, written) {
            Ok(_) => Ok(()),
            Err(error) if error.message.starts_with('(') => Err(self.raise_here(&error.message)),
            Err(error) => Err(Stop::Error(error)),
        }
    }

    /// A number that is well written, but too long or of a kind that is not there.
    pub(crate) fn number(&mut self, digits: &str) -> Result<(), Stop> {
        match number::value(digits) {
            Ok(_) => Ok(()),
            Err(message) => Err(raise(self.span_at(self.at), message)),
        }
    }

    /// An f-string.
    fn format(&mut self, span: Span, written: &'a str) -> Result<(), Stop> {
        let (prefix, rest) = split_prefix(written);
        let quotes = if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
            3
        } else {
            1
        };
        let start = span.start as usize + prefix.len() + quotes;
        let mut walk = Walk {
            at: start,
            end: (span.end as usize).saturating_sub(quotes).max(start),
            raw: prefix.contains(['r', 'R']),
        };
        self.parts(&mut walk, 0)
    }

    fn byte(&self, walk: &Walk, ahead: usize) -> Option<u8> {
        let at = walk.at + ahead;
        (at < walk.end)
            .then(|| self.source.as_bytes().get(at).copied())
            .flatten()
    }

    /// Literal texts and fields, up to the end of the literal or of a format spec.
    fn parts(&mut self, walk: &mut Walk, level: usize) -> Result<(), Stop> {
        loop {
            self.literal_text(walk, level)?;
            match self.byte(walk, 0) {
                Some(b'{') => self.field(walk, level)?,
                _ => return Ok(()),
            }
        }
    }

    /// Goes to the next lone brace.
    fn literal_text(&mut self, walk: &mut Walk, level: usize) -> Result<(), Stop> {
        let start = walk.at;
        while let Some(byte) = self.byte(walk, 0) {
            let next = self.byte(walk, 1);
            match byte {
                b'\\' if !walk.raw && next == Some(b'N') && self.byte(walk, 2) == Some(b'{') => {
                    while self.byte(walk, 0).is_some_and(|b| b != b'}') {
                        walk.at += 1;
                    }
                    walk.at += 1;
                }
                b'\\' if !walk.raw && !matches!(next, Some(b'{' | b'}')) => walk.at += 2,
                b'{' | b'}' if level == 0 && next == Some(byte) => walk.at += 2,
                b'}' if level == 0 => {
                    return Err(self.raise_here("f-string: single '}' is not allowed"));
                }
                b'{' | b'}' => break,
                _ => walk.at += 1,
            }
        }
        walk.at = walk.at.min(walk.end);
        let written = self.source.get(start..walk.at).unwrap_or("");
        match text::part(
            self.source,
            Span::new(start, start).start,
            written,
            walk.raw,
        ) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.raise_here(&error.message)),
        }
    }

    /// `{expression = !conversion :spec}`
    fn field(&mut self, walk: &mut Walk, level: usize) -> Result<(), Stop> {
        if level >= 2 {
            return Err(self.raise_here("f-string: expressions nested too deeply"));
        }
        walk.at += 1;
        let start = walk.at;
        self.skip_expression(walk)?;
        self.expression_inside(start, walk)?;
        if self.byte(walk, 0) == Some(b'=') {
            walk.at += 1;
            while self.byte(walk, 0).is_some_and(|b| b.is_ascii_whitespace()) {
                walk.at += 1;
            }
        }
        if self.byte(walk, 0) == Some(b'!') {
            if !matches!(self.byte(walk, 1), Some(b's' | b'r' | b'a') | None) {
                let message = "f-string: invalid conversion character: expected 's', 'r', or 'a'";
                return Err(self.raise_here(message));
            }
            walk.at += 2;
        }
        if self.byte(walk, 0) == Some(b':') {
            walk.at += 1;
            self.parts(walk, level + 1)?;
        }
        if self.byte(walk, 0) != Some(b'}') {
            return Err(self.raise_here("f-string: expecting '}'"));
        }
        walk.at += 1;
        Ok(())
    }

    /// Goes to what ends the expression of a field.
    fn skip_expression(&mut self, walk: &mut Walk) -> Result<(), Stop> {
        let mut quote: Option<(u8, usize)> = None;
        let mut open: Vec<u8> = Vec::new();
        while let Some(byte) = self.byte(walk, 0) {
            let next = self.byte(walk, 1);
            let tripled = next == Some(byte) && self.byte(walk, 2) == Some(byte);
            match (quote, byte) {
                (_, b'\\') if quote.is_none() => {
                    return Err(
                        self.raise_here("f-string expression part cannot include a backslash")
                    );
                }
                (Some(_), b'\\') => walk.at += 1,
                (Some((mark, 3)), _) if mark == byte && tripled => {
                    walk.at += 2;
                    quote = None;
                }
                (Some((mark, 1)), _) if mark == byte => quote = None,
                (Some(_), _) => {}
                (None, b'\'' | b'"') => {
                    let length = if tripled { 3 } else { 1 };
                    quote = Some((byte, length));
                    walk.at += length - 1;
                }
                (None, b'(' | b'[' | b'{') => open.push(byte),
                (None, b'#') => {
                    return Err(self.raise_here("f-string expression part cannot include '#'"));
                }
                (None, b'!' | b'=' | b'<' | b'>') if open.is_empty() && next == Some(b'=') => {
                    walk.at += 1
                }
                (None, b'!' | b':' | b'}' | b'=') if open.is_empty() => break,
                (None, b')' | b']' | b'}') => self.close_inside(&mut open, byte)?,
                _ => {}
            }
            walk.at += 1;
        }
        if quote.is_some() {
            return Err(self.raise_here("f-string: unterminated string"));
        }
        match open.last() {
            Some(&bracket) => {
                Err(self.raise_here(&format!("f-string: unmatched '{}'", char::from(bracket))))
            }
            None if walk.at >= walk.end => Err(self.raise_here("f-string: expecting '}'")),
            None => Ok(()),
        }
    }

    fn close_inside(&mut self, open: &mut Vec<u8>, close: u8) -> Result<(), Stop> {
        let closed = char::from(close);
        let Some(opened) = open.pop() else {
            return Err(self.raise_here(&format!("f-string: unmatched '{closed}'")));
        };
        if matches!((opened, close), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            return Ok(());
        }
        let opened = char::from(opened);
        let message = format!(
            "f-string: closing parenthesis '{closed}' does not match opening parenthesis '{opened}'"
        );
        Err(self.raise_here(&message))
    }

    /// Reads the expression between two places as if it stood in parentheses.
    fn expression_inside(&mut self, start: usize, walk: &Walk) -> Result<(), Stop> {
        let written = self.source.get(start..walk.at).unwrap_or("");
        if written
            .bytes()
            .all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'))
        {
            return Err(match self.byte(walk, 0) {
                Some(mark @ (b'!' | b':' | b'=')) => {
                    let mark = char::from(mark);
                    self.raise_here(&format!("f-string: expression required before '{mark}'"))
                }
                _ => self.raise_here("f-string: empty expression not allowed"),
            });
        }
        let text = self.arena.alloc_str(&format!("({written})"));
        self.deeper(|r| match explain_field(text, r.arena) {
            Some(mut error) => {
                let shift = |at: u32| (start + at as usize).saturating_sub(1);
                error.span = Span::new(shift(error.span.start), shift(error.span.end));
                Err(Stop::Error(error))
            }
            None => Ok(()),
        })
    }
}

/// A way through the text of an f-string.
struct Walk {
    at: usize,
    end: usize,
    raw: bool,
}
