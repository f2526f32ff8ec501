//! Expressions on the second reading, from the loosest binding to the tightest.

use super::node::{Node, Shape, Target};
use super::reader::{Match, Reader, Rule, Stop, raise};
use crate::source::Span;
use crate::syntax::token::Token;

const COMMA: &str = "invalid syntax. Perhaps you forgot a comma?";
const EQUALS: &str = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

impl<'a> Reader<'a> {
    pub(crate) fn node(&self, start: usize, shape: Shape<'a>) -> Node<'a> {
        Node {
            span: self.span_from(start),
            shape,
        }
    }

    /// `item (, item)* [,]`: one item without a comma is itself, else a tuple.
    fn tuple_of(&mut self, item: fn(&mut Self) -> Match<Node<'a>>) -> Match<Node<'a>> {
        let start = self.at;
        let Some(first) = item(self)? else {
            return Ok(None);
        };
        if !self.is(Token::Comma)? {
            return Ok(Some(first));
        }
        let mut items = vec![first];
        while self.accept(Token::Comma)? {
            let Some(next) = item(self)? else {
                break;
            };
            items.push(next);
        }
        let items = self.arena.alloc_slice_copy(&items);
        Ok(Some(self.node(start, Shape::Tuple(items))))
    }

    /// `item (, item)* [,]`
    pub(crate) fn list_of(
        &mut self,
        item: fn(&mut Self) -> Match<Node<'a>>,
    ) -> Result<Vec<Node<'a>>, Stop> {
        let mut items = Vec::new();
        while let Some(next) = item(self)? {
            items.push(next);
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        Ok(items)
    }

    pub(crate) fn star_expressions(&mut self) -> Match<Node<'a>> {
        self.tuple_of(Self::star_expression)
    }

    /// `expression (, expression)* [,]`
    pub(crate) fn expressions(&mut self) -> Match<Node<'a>> {
        self.tuple_of(Self::expression)
    }

    pub(crate) fn star_expression(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::StarExpression, |r| match r.star_bit_or()? {
            Some(node) => Ok(Some(node)),
            None => r.expression(),
        })
    }

    pub(crate) fn star_named(&mut self) -> Match<Node<'a>> {
        match self.star_bit_or()? {
            Some(node) => Ok(Some(node)),
            None => self.named(),
        }
    }

    fn star_bit_or(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        if !self.accept(Token::Star)? {
            return Ok(None);
        }
        let Some(inner) = self.bit_or()? else {
            return self.back(start);
        };
        let inner = self.put(inner);
        Ok(Some(self.node(start, Shape::Starred(inner))))
    }

    /// `*expression`, as calls and mistaken comprehensions have it.
    pub(crate) fn starred(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        if !self.accept(Token::Star)? {
            return Ok(None);
        }
        let Some(inner) = self.expression()? else {
            return self.back(start);
        };
        let inner = self.put(inner);
        Ok(Some(self.node(start, Shape::Starred(inner))))
    }

    /// `name := expression`
    pub(crate) fn walrus(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        if self.name()?.is_some() && self.accept(Token::Walrus)? && self.expression()?.is_some() {
            return Ok(Some(self.node(start, Shape::Other("named expression"))));
        }
        self.back(start)
    }

    pub(crate) fn named(&mut self) -> Match<Node<'a>> {
        if let Some(node) = self.walrus()? {
            return Ok(Some(node));
        }
        if self.mistakes {
            self.remembered(Rule::NamedMistake, |r| r.named_mistake().and(Ok(None)))?;
        }
        self.expression_alone()
    }

    /// An expression that no `:=` follows.
    pub(crate) fn expression_alone(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        match self.expression()? {
            Some(node) if !self.is(Token::Walrus)? => Ok(Some(node)),
            _ => self.back(start),
        }
    }

    /// `=` or `:=` where neither can stand.
    fn named_mistake(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(node) = self.expression()?
            && self.accept(Token::Walrus)?
            && self.expression()?.is_some()
        {
            return Err(raise(
                node.span,
                format!("cannot use assignment expressions with {}", node.name()),
            ));
        }
        self.at = start;
        if self.name()?.is_some() && self.lone_equals()? {
            return Err(raise(self.span_from(start), EQUALS));
        }
        self.at = start;
        if !self.is_display_or_constant()?
            && let Some(node) = self.bit_or()?
            && self.lone_equals()?
        {
            let name = node.name();
            let message =
                format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
            return Err(raise(node.span, message));
        }
        self.at = start;
        Ok(())
    }

    /// `= operand`, and no further `=`.
    fn lone_equals(&mut self) -> Result<bool, Stop> {
        Ok(self.accept(Token::Assign)?
            && self.bit_or()?.is_some()
            && !self.is(Token::Assign)?
            && !self.is(Token::Walrus)?)
    }

    /// What an `=` behind it may well assign to, or nobody would take for a comparison.
    fn is_display_or_constant(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let found = match self.peek()? {
            Some(Token::True | Token::None | Token::False) => true,
            Some(Token::LBracket) => self.list()?.is_some(),
            Some(Token::LParen) => self.tuple()?.is_some() || self.generator()?.is_some(),
            _ => false,
        };
        self.at = start;
        Ok(found)
    }

    pub(crate) fn expression(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::Expression, |r| {
            if r.mistakes {
                r.missing_comma()?;
                r.missing_else()?;
                r.old_statement()?;
            }
            r.conditional()
        })
    }

    fn conditional(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        let Some(body) = self.disjunction()? else {
            return self.lambda();
        };
        let end = self.at;
        if self.accept(Token::If)?
            && self.disjunction()?.is_some()
            && self.accept(Token::Else)?
            && self.expression()?.is_some()
        {
            return Ok(Some(
                self.node(start, Shape::Other("conditional expression")),
            ));
        }
        self.at = end;
        Ok(Some(body))
    }

    /// Two expressions side by side within brackets.
    fn missing_comma(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if !self.begins_oddly()?
            && let Some(first) = self.disjunction()?
            && let Some(second) = self.innocently(Self::conditional)?
            && !is_old_statement(&first)
            && self.level_before() > 0
        {
            return Err(raise(first.span.to(second.span), COMMA));
        }
        self.at = start;
        Ok(())
    }

    /// A misspelt string prefix, or a soft keyword, or (in CPython, which compares too little) the
    /// beginning of one.
    fn begins_oddly(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let odd = match self.name()? {
            Some(name)
                if ["match", "case", "_"]
                    .iter()
                    .any(|word| word.starts_with(name)) =>
            {
                true
            }
            Some(_) => matches!(self.peek()?, Some(Token::Str)),
            None => false,
        };
        self.at = start;
        Ok(odd)
    }

    /// `body if test` without `else`.
    fn missing_else(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(body) = self.disjunction()?
            && self.accept(Token::If)?
            && let Some(test) = self.disjunction()?
            && !self.is(Token::Else)?
            && !self.is(Token::Colon)?
        {
            return Err(raise(
                body.span.to(test.span),
                "expected 'else' after 'if' expression",
            ));
        }
        self.at = start;
        Ok(())
    }

    /// `print x`
    fn old_statement(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(name) = self.name()?
            && !self.is(Token::LParen)?
            && self.star_expressions()?.is_some()
            && matches!(name, "print" | "exec")
        {
            let message =
                format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
            return Err(raise(self.span_from(start), message));
        }
        self.at = start;
        Ok(())
    }

    pub(crate) fn disjunction(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::Disjunction, |r| {
            r.chain(Token::Or, |r| r.chain(Token::And, Self::inversion))
        })
    }

    /// `operand (word operand)*`
    fn chain(
        &mut self,
        word: Token,
        operand: impl Fn(&mut Self) -> Match<Node<'a>>,
    ) -> Match<Node<'a>> {
        let start = self.at;
        let Some(mut node) = operand(self)? else {
            return Ok(None);
        };
        loop {
            let end = self.at;
            if !self.accept(word)? || operand(self)?.is_none() {
                self.at = end;
                return Ok(Some(node));
            }
            node = self.node(start, Shape::Other("expression"));
        }
    }

    fn inversion(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        while self.accept(Token::Not)? {}
        let inverted = self.at > start;
        match self.comparison()? {
            Some(node) if !inverted => Ok(Some(node)),
            Some(_) => Ok(Some(self.node(start, Shape::Other("expression")))),
            None => self.back(start),
        }
    }

    fn comparison(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        let Some(mut node) = self.bit_or()? else {
            return Ok(None);
        };
        loop {
            let end = self.at;
            let is_in = self.is(Token::In)?;
            if !self.comparison_operator()? || self.bit_or()?.is_none() {
                self.at = end;
                return Ok(Some(node));
            }
            let left = match node.shape {
                Shape::Comparison(left) => left,
                _ => is_in.then(|| self.put(node)),
            };
            node = self.node(start, Shape::Comparison(left));
        }
    }

    fn comparison_operator(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let token = self.peek()?;
        self.at += 1;
        match token {
            Some(
                Token::EqEq
                | Token::NotEq
                | Token::Less
                | Token::LessEq
                | Token::Greater
                | Token::GreaterEq
                | Token::In,
            ) => return Ok(true),
            Some(Token::Is) => {
                self.accept(Token::Not)?;
                return Ok(true);
            }
            Some(Token::Not) if self.accept(Token::In)? => return Ok(true),
            _ => {}
        }
        self.at = start;
        Ok(false)
    }

    pub(crate) fn bit_or(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::BitOr, |r| {
            let start = r.at;
            let Some(mut node) = r.factor()? else {
                return Ok(None);
            };
            loop {
                let end = r.at;
                if !r.infix()? || r.factor()?.is_none() {
                    r.at = end;
                    return Ok(Some(node));
                }
                node = r.node(start, Shape::Other("expression"));
            }
        })
    }

    /// An operator between two factors: how strongly it binds, no message shows.
    fn infix(&mut self) -> Result<bool, Stop> {
        let found = matches!(
            self.peek()?,
            Some(
                Token::Pipe
                    | Token::Caret
                    | Token::Amp
                    | Token::Shl
                    | Token::Shr
                    | Token::Plus
                    | Token::Minus
                    | Token::Star
                    | Token::Slash
                    | Token::DoubleSlash
                    | Token::Percent
                    | Token::At
            )
        );
        self.at += usize::from(found);
        Ok(found)
    }

    fn factor(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        while matches!(
            self.peek()?,
            Some(Token::Plus | Token::Minus | Token::Tilde)
        ) {
            self.at += 1;
        }
        let signed = self.at > start;
        let Some(base) = self.primary()? else {
            return self.back(start);
        };
        let end = self.at;
        if self.accept(Token::DoubleStar)? {
            if self.deeper(Self::factor)?.is_some() {
                return Ok(Some(self.node(start, Shape::Other("expression"))));
            }
            self.at = end;
        }
        Ok(Some(if signed {
            self.node(start, Shape::Other("expression"))
        } else {
            base
        }))
    }

    pub(crate) fn yield_expression(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        if !self.accept(Token::Yield)? {
            return Ok(None);
        }
        let behind = self.at;
        if !(self.accept(Token::From)? && self.expression()?.is_some()) {
            self.at = behind;
            self.star_expressions()?;
        }
        Ok(Some(self.node(start, Shape::Other("yield expression"))))
    }

    /// `for targets in iterable if condition ...`, one or more.
    pub(crate) fn clauses(&mut self) -> Match<Span> {
        let start = self.at;
        while self.clause()? {}
        Ok((self.at > start).then(|| self.span_from(start)))
    }

    fn clause(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.accept(Token::Async)? {
            if self.is(Token::For)? {
                let message = "asynchronous comprehension outside of an asynchronous function";
                return Err(raise(self.span_at(start), message));
            }
            self.at = start;
        }
        if !self.accept(Token::For)? {
            return Ok(false);
        }
        if self.loop_targets()? {
            if self.disjunction()?.is_none() {
                self.at = start;
                return Ok(false);
            }
            loop {
                let end = self.at;
                if !(self.accept(Token::If)? && self.disjunction()?.is_some()) {
                    self.at = end;
                    return Ok(true);
                }
            }
        }
        self.at = start;
        self.wrong_loop_target()?;
        Ok(false)
    }

    /// `targets in`
    pub(crate) fn loop_targets(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let targets = self.tuple_of(Self::target)?;
        let sound = targets.is_some_and(|x| x.wrong_target(Target::Assign).is_none());
        if sound && self.accept(Token::In)? {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// `primary` or `*primary`: all that a target can be.
    pub(crate) fn target(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        if !self.accept(Token::Star)? {
            return self.primary();
        }
        let Some(inner) = self.primary()? else {
            return self.back(start);
        };
        let inner = self.put(inner);
        Ok(Some(self.node(start, Shape::Starred(inner))))
    }

    /// Behind `for`, something that cannot be assigned to.
    pub(crate) fn wrong_loop_target(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if self.mistakes
            && self.accept(Token::For)?
            && let Some(node) = self.star_expressions()?
        {
            refuse_target(&node, Target::Loop)?;
        }
        self.at = start;
        Ok(())
    }
}

/// Raises if `node` cannot be such a target.
pub(crate) fn refuse_target(node: &Node<'_>, kind: Target) -> Result<(), Stop> {
    let Some(wrong) = node.wrong_target(kind) else {
        return Ok(());
    };
    let verb = if kind == Target::Delete {
        "delete"
    } else {
        "assign to"
    };
    Err(raise(wrong.span, format!("cannot {verb} {}", wrong.name())))
}

/// A statement of Python 2.
fn is_old_statement(node: &Node<'_>) -> bool {
    matches!(node.shape, Shape::Name("print" | "exec"))
}
