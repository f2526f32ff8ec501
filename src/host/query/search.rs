//! The query language of authentik's lists, which is DjangoQL: `action = "login" and user.pk in (1, 2)`.
//!
//! `and` and `or` bind alike and to the right, as they do there: `a and b or c` is `a and (b or c)`.

use logos::{Lexer, Logos};

use super::condition::{self, lookup, make, negated};
use crate::host::moment::moment;
use crate::value::context::Context;
use crate::value::model::{Kind, Model};
use crate::value::value::{Stop, Value};

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\x0B\x0C\u{A0}\n\r\u{2028}\u{2029}]+")]
enum Token {
    #[token("or")]
    Or,
    #[token("and")]
    And,
    #[token("not")]
    Not,
    #[token("in")]
    In,
    #[token("True")]
    True,
    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("startswith")]
    StartsWith,
    #[token("endswith")]
    EndsWith,
    #[regex(r"[_A-Za-z][_0-9A-Za-z]*(\.[_A-Za-z][_0-9A-Za-z]*)*")]
    Name,
    #[regex(r#""(\\["'\\/bfnrt]|\\u[0-9A-Fa-f]{4}|[^"\\\n\r\u{2028}\u{2029}])*""#)]
    #[regex(r#"'(\\["'\\/bfnrt]|\\u[0-9A-Fa-f]{4}|[^'\\\n\r\u{2028}\u{2029}])*'"#)]
    Text,
    #[regex(r"-?(0|[1-9][0-9]*)")]
    Int,
    #[regex(r"-?(0|[1-9][0-9]*)(\.[0-9]+([eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)")]
    Float,
    #[token(",")]
    Comma,
    #[token("(")]
    Open,
    #[token(")")]
    Close,
    #[token("=")]
    #[token("!=")]
    Equality,
    #[token(">")]
    #[token(">=")]
    #[token("<")]
    #[token("<=")]
    Order,
    #[token("~")]
    #[token("!~")]
    Contains,
}

/// Reads a query about rows of a model into a `Q`.
///
/// # Errors
/// `ValueError` for what is no query, `FieldError` for a name that is no field.
pub fn search<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    query: &str,
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(1 + query.len())?;
    let mut reader = Reader {
        cx,
        model,
        lexer: Token::lexer(query),
        ahead: None,
    };
    reader.step()?;
    let condition = reader.expression()?;
    if reader.ahead.is_some() {
        return Err(reader.unexpected());
    }
    condition::parse(cx, Some(model), condition)?;
    Ok(condition)
}

struct Reader<'h, 'c, 'q> {
    cx: &'c Context<'h>,
    model: &'static Model,
    lexer: Lexer<'q, Token>,
    ahead: Option<Token>,
}

impl<'h> Reader<'h, '_, '_> {
    /// Goes on to the next token.
    fn step(&mut self) -> Result<(), Stop<'h>> {
        self.ahead = self
            .lexer
            .next()
            .transpose()
            .map_err(|()| self.unexpected())?;
        Ok(())
    }

    #[cold]
    fn unexpected(&self) -> Stop<'h> {
        let column = self.lexer.source().get(..self.lexer.span().start);
        let column = 1 + column.map_or(0, |before| before.chars().count());
        match self.lexer.slice() {
            "" => self
                .cx
                .value_error(format_args!("the query ends too early")),
            text => (self.cx).value_error(format_args!(
                "the query cannot be read at column {column}: {text}"
            )),
        }
    }

    fn takes(&mut self, token: Token) -> Result<bool, Stop<'h>> {
        let taken = self.ahead == Some(token);
        if taken {
            self.step()?;
        }
        Ok(taken)
    }

    fn must_take(&mut self, token: Token) -> Result<(), Stop<'h>> {
        match self.takes(token)? {
            true => Ok(()),
            false => Err(self.unexpected()),
        }
    }

    fn expression(&mut self) -> Result<Value<'h>, Stop<'h>> {
        let mut parts = vec![(false, self.comparison()?)];
        while let Some(word @ (Token::And | Token::Or)) = self.ahead {
            self.step()?;
            parts.push((word == Token::Or, self.comparison()?));
        }
        let Some((mut any, last)) = parts.pop() else {
            return Err(self.unexpected());
        };
        // From the right, alike words at once.
        let mut alike = vec![last];
        while let Some((before, part)) = parts.pop() {
            alike.push(part);
            if parts.is_empty() || before != any {
                alike.reverse();
                alike = vec![make(self.cx, any, false, &alike)?];
                any = before;
            }
        }
        alike.pop().ok_or_else(|| self.unexpected())
    }

    fn comparison(&mut self) -> Result<Value<'h>, Stop<'h>> {
        if self.takes(Token::Open)? {
            let cx = self.cx;
            let inner = cx.nested(|| self.expression())?;
            self.must_take(Token::Close)?;
            return Ok(inner);
        }
        let name = self.lexer.slice().replace('.', "__");
        self.must_take(Token::Name)?;
        let (suffix, not) = self.operator()?;
        let value = match suffix {
            "in" => self.list(&name)?,
            _ => self.constant(&name, suffix)?,
        };
        let found = lookup(self.cx, &format!("{name}__{suffix}"), value)?;
        match not {
            true => negated(self.cx, found),
            false => Ok(found),
        }
    }

    /// An operator as look-ups have it, and whether it is turned round.
    fn operator(&mut self) -> Result<(&'static str, bool), Stop<'h>> {
        let not = self.takes(Token::Not)?;
        let text = self.lexer.slice();
        let (suffix, turned) = match (self.ahead, text) {
            (Some(Token::In), _) => ("in", not),
            (Some(Token::StartsWith), _) => ("istartswith", not),
            (Some(Token::EndsWith), _) => ("iendswith", not),
            (Some(Token::Contains), _) if !not => ("icontains", text.starts_with('!')),
            (Some(Token::Equality), _) if !not => ("exact", text.starts_with('!')),
            (Some(Token::Order), ">") if !not => ("gt", false),
            (Some(Token::Order), ">=") if !not => ("gte", false),
            (Some(Token::Order), "<") if !not => ("lt", false),
            (Some(Token::Order), "<=") if !not => ("lte", false),
            _ => return Err(self.unexpected()),
        };
        self.step()?;
        Ok((suffix, turned))
    }

    fn list(&mut self, name: &str) -> Result<Value<'h>, Stop<'h>> {
        self.must_take(Token::Open)?;
        let list = self.cx.list(&[])?;
        loop {
            list.push(self.cx, self.constant(name, "exact")?)?;
            if !self.takes(Token::Comma)? {
                break;
            }
        }
        self.must_take(Token::Close)?;
        Ok(Value::List(list))
    }

    fn constant(&mut self, name: &str, suffix: &str) -> Result<Value<'h>, Stop<'h>> {
        let (cx, text) = (self.cx, self.lexer.slice());
        let is_order = matches!(suffix, "gt" | "gte" | "lt" | "lte");
        let value = match self.ahead {
            Some(Token::Text) => self.text(name, text)?,
            Some(Token::Int) if is_order || suffix == "exact" => match text.parse() {
                Ok(int) => Value::Int(int),
                Err(_) => Value::float(text.parse().unwrap_or(f64::INFINITY)),
            },
            Some(Token::Float) if is_order || suffix == "exact" => {
                Value::float(text.parse().unwrap_or(f64::INFINITY))
            }
            Some(Token::True) if suffix == "exact" => Value::True,
            Some(Token::False) if suffix == "exact" => Value::False,
            Some(Token::None) if suffix == "exact" => Value::None,
            _ => return Err(self.unexpected()),
        };
        cx.charge(1)?;
        self.step()?;
        Ok(value)
    }

    fn text(&self, name: &str, quoted: &str) -> Result<Value<'h>, Stop<'h>> {
        let inner = quoted.get(1..quoted.len().saturating_sub(1));
        let text = unescaped(inner.unwrap_or_default());
        let field = self.model.field(name);
        let is_moment = matches!(field.map(|field| field.kind), Some(Kind::Time));
        if is_moment && moment(&text).is_none() {
            return Err((self.cx).value_error(format_args!(
                "the query compares '{name}', a date and time, to {quoted}"
            )));
        }
        self.cx.str(&text)
    }
}

/// A backslash stands before a character that is meant, or before `u` and its number.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (
            c,
            rest.as_str().get(..5).filter(|code| code.starts_with('u')),
        ) {
            ('\\', Some(code)) => {
                let code = u32::from_str_radix(code.get(1..).unwrap_or_default(), 16);
                let known = code.ok().and_then(char::from_u32);
                plain.push(known.unwrap_or(char::REPLACEMENT_CHARACTER));
                rest.nth(4);
            }
            ('\\', None) => plain.extend(rest.next()),
            (c, _) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::search;
    use crate::host::model::event::EVENT;
    use crate::value::fixture::in_context;
    use crate::value::value::Stop;

    /// What queries are made of, and what they are not.
    const PIECES: &str = "(action|user\\.pk|context\\.a\\.b|created|in|not|and|or|=|!=|~|>=|\\(|\\)|,|\"a\\\\u00e9\"|'2026-01-02'|1|-0\\.5e3|None|True|ü|\\\\| ){0,24}";

    proptest! {
        #[test]
        fn any_text_is_a_query_or_an_error_that_policies_see(
            text in prop_oneof![PIECES, ".{0,40}"],
        ) {
            in_context(|cx| {
                let read = search(cx, EVENT.model.unwrap(), &text);
                assert!(!matches!(read, Err(Stop::Fatal)), "{text}");
                if let Err(Stop::Raised(error)) = read {
                    let class = error.class.name;
                    assert!(["FieldError", "ValueError"].contains(&class), "{class}: {text}");
                }
            });
        }
    }
}
