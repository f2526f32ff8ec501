//! Atoms and what may follow them, on the second reading.

use super::node::{Node, Shape};
use super::reader::{Match, Reader, Rule, Stop, raise};
use crate::syntax::token::Token;

impl<'a> Reader<'a> {
    pub(crate) fn primary(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::Primary, |r| {
            let start = r.at;
            let awaited = r.accept(Token::Await)?;
            let Some(mut node) = r.atom()? else {
                return r.back(start);
            };
            while let Some(shape) = r.suffix()? {
                node = r.node(start, shape);
            }
            if awaited {
                return Err(raise(r.span_from(start), "'await' outside async function"));
            }
            Ok(Some(node))
        })
    }

    /// `.name`, `(arguments)` or `[index]`.
    fn suffix(&mut self) -> Match<Shape<'a>> {
        let start = self.at;
        match self.peek()? {
            Some(Token::Dot) => {
                self.at += 1;
                if self.name()?.is_some() {
                    return Ok(Some(Shape::Attribute));
                }
            }
            Some(Token::LParen) => {
                if self.generator()?.is_some() {
                    return Ok(Some(Shape::Other("function call")));
                }
                self.at = start + 1;
                self.arguments()?;
                if self.accept(Token::RParen)? {
                    return Ok(Some(Shape::Other("function call")));
                }
            }
            Some(Token::LBracket) => {
                self.comprehension_mistake()?;
                self.at += 1;
                if self.index()? && self.accept(Token::RBracket)? {
                    return Ok(Some(Shape::Subscript));
                }
            }
            Some(Token::LBrace) => self.comprehension_mistake()?,
            _ => {}
        }
        self.back(start)
    }

    fn index(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.slice()? && !self.is(Token::Comma)? {
            return Ok(true);
        }
        self.at = start;
        let mut found = false;
        while self.slice()? || self.starred()?.is_some() {
            found = true;
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        Ok(found)
    }

    fn slice(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        self.expression()?;
        if self.accept(Token::Colon)? {
            self.expression()?;
            if self.accept(Token::Colon)? {
                self.expression()?;
            }
            return Ok(true);
        }
        self.at = start;
        Ok(self.named()?.is_some())
    }

    fn atom(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        let shape = match self.peek()? {
            Some(Token::Name) => Shape::Name(self.word()),
            Some(Token::True) => Shape::Other("True"),
            Some(Token::False) => Shape::Other("False"),
            Some(Token::None) => Shape::Other("None"),
            Some(Token::Ellipsis) => Shape::Other("ellipsis"),
            Some(Token::Number) => {
                self.number(self.word())?;
                Shape::Other("literal")
            }
            Some(Token::Str) => return self.strings(),
            Some(Token::LParen) => return self.parentheses(),
            Some(Token::LBracket) => {
                return match self.list()? {
                    Some(node) => Ok(Some(node)),
                    None => {
                        self.comprehension(Token::LBracket, Token::RBracket, "list comprehension")
                    }
                };
            }
            Some(Token::LBrace) => return self.braces(),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(self.node(start, shape)))
    }

    /// `(a, b)`, `(a)` or `(a for ...)`.
    fn parentheses(&mut self) -> Match<Node<'a>> {
        if let Some(node) = self.tuple()? {
            return Ok(Some(node));
        }
        if let Some(node) = self.group()? {
            return Ok(Some(node));
        }
        self.generator()
    }

    pub(crate) fn tuple(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        if let Some(first) = self.star_named()? {
            if !self.accept(Token::Comma)? {
                return self.back(start);
            }
            items.push(first);
            items.extend(self.list_of(Self::star_named)?);
        }
        if !self.accept(Token::RParen)? {
            return self.back(start);
        }
        let items = self.arena.alloc_slice_copy(&items);
        Ok(Some(self.node(start, Shape::Tuple(items))))
    }

    fn group(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        self.at += 1;
        let inner = match self.yield_expression()? {
            Some(node) => Some(node),
            None => self.named()?,
        };
        if inner.is_some() && self.accept(Token::RParen)? {
            return Ok(inner);
        }
        if self.mistakes {
            self.at = start + 1;
            if let Some(node) = self.starred()?
                && self.accept(Token::RParen)?
            {
                return Err(raise(node.span, "cannot use starred expression here"));
            }
            self.at = start + 1;
            if self.accept(Token::DoubleStar)?
                && self.expression()?.is_some()
                && self.accept(Token::RParen)?
            {
                return Err(raise(
                    self.span_at(start + 1),
                    "cannot use double starred expression here",
                ));
            }
        }
        self.back(start)
    }

    /// `(element for ...)`
    pub(crate) fn generator(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        self.at += 1;
        let element = match self.walrus()? {
            Some(node) => Some(node),
            None => self.expression_alone()?,
        };
        if element.is_some() && self.clauses()?.is_some() && self.accept(Token::RParen)? {
            return Ok(Some(self.node(start, Shape::Other("generator expression"))));
        }
        self.at = start;
        self.comprehension_mistake()?;
        Ok(None)
    }

    pub(crate) fn list(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        self.at += 1;
        let items = self.list_of(Self::star_named)?;
        if !self.accept(Token::RBracket)? {
            return self.back(start);
        }
        let items = self.arena.alloc_slice_copy(&items);
        Ok(Some(self.node(start, Shape::List(items))))
    }

    /// `[element for ...]` or `{element for ...}`
    fn comprehension(&mut self, open: Token, close: Token, name: &'static str) -> Match<Node<'a>> {
        let start = self.at;
        if self.accept(open)?
            && self.named()?.is_some()
            && self.clauses()?.is_some()
            && self.accept(close)?
        {
            return Ok(Some(self.node(start, Shape::Other(name))));
        }
        self.at = start;
        self.comprehension_mistake()?;
        Ok(None)
    }

    /// An element that a comprehension cannot have.
    fn comprehension_mistake(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if !self.mistakes {
            return Ok(());
        }
        let parenthesis = self.is(Token::LParen)?;
        self.at += 1;
        if let Some(node) = self.starred()?
            && self.clauses()?.is_some()
        {
            return Err(raise(
                node.span,
                "iterable unpacking cannot be used in comprehension",
            ));
        }
        self.at = start + 1;
        if !parenthesis
            && let Some(first) = self.star_named()?
            && self.accept(Token::Comma)?
        {
            let last = self.list_of(Self::star_named)?.pop();
            let span = first
                .span
                .to(last.map_or(self.span_at(self.at - 1), |x| x.span));
            if self.clauses()?.is_some() {
                return Err(raise(
                    span,
                    "did you forget parentheses around the comprehension target?",
                ));
            }
        }
        self.at = start;
        Ok(())
    }

    /// A dict or a set, or a comprehension of one.
    fn braces(&mut self) -> Match<Node<'a>> {
        if let Some(node) = self.dict()? {
            return Ok(Some(node));
        }
        let start = self.at;
        self.at += 1;
        if !self.list_of(Self::star_named)?.is_empty() && self.accept(Token::RBrace)? {
            return Ok(Some(self.node(start, Shape::Other("set display"))));
        }
        self.at = start + 1;
        if self.pair()? && self.clauses()?.is_some() && self.accept(Token::RBrace)? {
            return Ok(Some(self.node(start, Shape::Other("dict comprehension"))));
        }
        self.at = start + 1;
        if self.mistakes
            && self.accept(Token::DoubleStar)?
            && self.bit_or()?.is_some()
            && self.clauses()?.is_some()
            && self.accept(Token::RBrace)?
        {
            return Err(raise(
                self.span_at(start + 1),
                "dict unpacking cannot be used in dict comprehension",
            ));
        }
        self.at = start;
        self.comprehension(Token::LBrace, Token::RBrace, "set comprehension")
    }

    fn dict(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        self.at += 1;
        self.dict_items()?;
        if self.accept(Token::RBrace)? {
            return Ok(Some(self.node(start, Shape::Other("dict literal"))));
        }
        self.at = start + 1;
        if self.dict_items()? {
            self.pair_mistake(true)?;
        }
        self.at = start + 1;
        self.pair_mistake(false)?;
        self.back(start)
    }

    /// The items of a dict, and whether a comma ends them.
    fn dict_items(&mut self) -> Result<bool, Stop> {
        loop {
            let start = self.at;
            let unpacked = self.accept(Token::DoubleStar)?;
            let found = if unpacked {
                self.bit_or()?.is_some()
            } else {
                self.pair()?
            };
            if !found {
                self.at = start;
                return Ok(self
                    .tokens
                    .get(start.wrapping_sub(1))
                    .is_some_and(|t| t.1 == Token::Comma));
            }
            if !self.accept(Token::Comma)? {
                return Ok(false);
            }
        }
    }

    /// `key: value`
    fn pair(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.expression()?.is_some()
            && self.accept(Token::Colon)?
            && self.expression()?.is_some()
        {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// An item of a dict without its value, or with a starred one; behind other items, without `:`.
    /// CPython looks for these on the first reading too.
    fn pair_mistake(&mut self, behind: bool) -> Result<(), Stop> {
        let Some(key) = self.expression()? else {
            return Ok(());
        };
        let colon = self.at;
        if !self.accept(Token::Colon)? {
            if behind {
                let end = key.span.end;
                let span = crate::source::Span {
                    start: end.saturating_sub(1),
                    end,
                };
                return Err(raise(span, "':' expected after dictionary key"));
            }
            return Ok(());
        }
        let value = self.at;
        if self.accept(Token::Star)? && self.bit_or()?.is_some() {
            return Err(raise(
                self.span_from(value),
                "cannot use a starred expression in a dictionary value",
            ));
        }
        self.at = value;
        if self.is(Token::RBrace)? || self.is(Token::Comma)? {
            return Err(raise(
                self.span_at(colon),
                "expression expected after dictionary key and ':'",
            ));
        }
        Ok(())
    }
}
