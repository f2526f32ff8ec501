//! F-strings: their text is read by hand, their fields by the scanner, to any depth of quotes.

use super::fault;
use super::literal;
use super::scan::{Literal, Scanner};
use super::token::Token;
use crate::error::SyntaxError;
use crate::source::Span;

/// A format spec may hold fields, whose specs hold none.
const MAX_LEVELS: usize = 2;

impl<'s> Scanner<'s> {
    /// Literal text of an f-string goes on here, rather than an expression in it.
    pub(super) fn in_text(&self) -> bool {
        self.literals.last().is_some_and(|literal| {
            self.brackets.len() == literal.depth
                || self.brackets.last().is_some_and(|b| b.field == Some(true))
        })
    }

    /// The expression of a replacement field goes on here, outside any bracket of its own.
    pub(super) fn in_field(&self) -> bool {
        self.brackets.last().is_some_and(|b| b.field == Some(false))
    }

    /// `:` begins the format spec, also when an `=` follows; `!` begins the conversion.
    pub(super) fn field_mark(
        &mut self,
        start: usize,
        token: Token,
        end: usize,
    ) -> Result<(), SyntaxError> {
        if token == Token::Stray {
            let bang = self.source.get(start..end) == Some("!");
            self.push(start, if bang { Token::Bang } else { token }, end);
            if self.rest().starts_with([' ', '\t', '\n', '\r', '\x0c']) {
                let message = "f-string: invalid conversion character: expected 's', 'r', or 'a'";
                return Err(fault::syntax(message, Span::new(start, end)));
            }
            return Ok(());
        }
        self.at = start + 1;
        self.push(start, Token::Colon, self.at);
        if let Some(bracket) = self.brackets.last_mut() {
            bracket.field = Some(true);
        }
        Ok(())
    }

    /// A literal begins: reads a plain one to its end, enters the text of an f-string.
    pub(super) fn quote(&mut self, start: usize, end: usize) -> Result<(), SyntaxError> {
        let opening = self.source.get(start..end).unwrap_or("");
        if self.notes.plain
            && let Some(length) = literal::plain_end(self.rest(), opening)
        {
            self.at += length;
            self.push(start, Token::Str, self.at);
            return Ok(());
        }
        let (prefix, quotes) = literal::split_prefix(opening);
        if prefix.contains(['f', 'F']) && start < self.plain_from {
            self.push(start, Token::FStart, end);
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
        self.push(start, Token::Str, self.at);
        Ok(())
    }

    /// Reads the literal text of an f-string up to a field, the end of a spec, or the closing quotes.
    pub(super) fn text(&mut self) -> Result<(), SyntaxError> {
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
            let token = if literal.raw {
                Token::RawText
            } else {
                Token::FText
            };
            self.push(self.at, token, self.at + length);
            self.at += length;
        }
        let at = self.at;
        if self.rest().starts_with('{') {
            self.at += 1;
            if self.brackets.len() >= literal.depth + MAX_LEVELS {
                let span = Span::new(literal.start, self.at);
                return Err(fault::syntax(
                    "f-string: expressions nested too deeply",
                    span,
                ));
            }
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
