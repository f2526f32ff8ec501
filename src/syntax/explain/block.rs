//! Statements with blocks on the second reading.

use super::expression::refuse_target;
use super::node::{Node, Shape, Target};
use super::parameters::{FUNCTION, LAMBDA};
use super::reader::{Match, Reader, Rule, Stop, raise};
use crate::source::Place;
use crate::syntax::token::Token;

impl<'a> Reader<'a> {
    /// A statement with a block.
    pub(crate) fn compound(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let found = match self.peek()? {
            Some(Token::If) => self.if_statement()?,
            Some(Token::While) => self.while_statement()?,
            Some(Token::For) => self.for_statement()?,
            Some(Token::With) => self.with_statement()?,
            Some(Token::Try) => self.try_statement()?,
            Some(Token::Def | Token::At | Token::Class) => self.definition()?,
            Some(Token::Async) => self.asynchronous()?,
            Some(Token::Name) if self.word() == "match" => self.match_statement()?,
            _ => false,
        };
        if !found {
            self.at = start;
        }
        Ok(found)
    }

    pub(crate) fn block(&mut self) -> Result<bool, Stop> {
        let node = Node {
            span: self.span_at(self.at),
            shape: Shape::Other("block"),
        };
        let found = self.remembered(Rule::Block, |r| {
            let start = r.at;
            if r.accept(Token::Newline)?
                && r.accept(Token::Indent)?
                && r.statements()?
                && r.accept(Token::Dedent)?
            {
                return Ok(Some(node));
            }
            r.at = start;
            if r.line()? {
                return Ok(Some(node));
            }
            if r.mistakes && r.accept(Token::Newline)? && !r.is(Token::Indent)? {
                return Err(r.raise_indentation("expected an indented block".into()));
            }
            r.back(start)
        });
        Ok(found?.is_some())
    }

    /// Behind the head of a compound statement: no `:`, or no block.
    pub(crate) fn head_mistake(&mut self, keyword: usize, what: &str) -> Result<(), Stop> {
        if self.accept(Token::Newline)? {
            return Err(self.raise_here("expected ':'"));
        }
        self.block_mistake(keyword, what)
    }

    /// Behind a head, `:` without a block.
    fn block_mistake(&mut self, keyword: usize, what: &str) -> Result<(), Stop> {
        if self.accept(Token::Colon)? && self.accept(Token::Newline)? && !self.is(Token::Indent)? {
            let line = Place::of(self.source, self.span_at(keyword).start).line;
            return Err(self.raise_indentation(format!(
                "expected an indented block after {what} on line {line}"
            )));
        }
        Ok(())
    }

    fn if_statement(&mut self) -> Result<bool, Stop> {
        if !self.branch("'if' statement")? {
            return Ok(false);
        }
        while self.is(Token::Elif)? {
            let start = self.at;
            if !self.branch("'elif' statement")? {
                self.at = start;
                return Ok(true);
            }
        }
        self.else_block()?;
        Ok(true)
    }

    /// `keyword condition: block`
    fn branch(&mut self, what: &str) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        if self.mistakes && self.named()?.is_some() {
            self.head_mistake(start, what)?;
        }
        self.at = start + 1;
        Ok(self.named()?.is_some() && self.accept(Token::Colon)? && self.block()?)
    }

    /// `else: block`, if it is there.
    fn else_block(&mut self) -> Result<(), Stop> {
        self.closing(Token::Else, "'else' statement").map(|_| ())
    }

    /// `keyword: block`, where CPython insists on the colon.
    fn closing(&mut self, keyword: Token, what: &str) -> Result<bool, Stop> {
        let start = self.at;
        if !self.accept(keyword)? {
            return Ok(false);
        }
        if self.mistakes {
            self.block_mistake(start, what)?;
            self.at = start + 1;
        }
        self.force(Token::Colon, ":")?;
        let found = self.block()?;
        if !found {
            self.at = start;
        }
        Ok(found)
    }

    fn while_statement(&mut self) -> Result<bool, Stop> {
        if !self.branch("'while' statement")? {
            return Ok(false);
        }
        self.else_block()?;
        Ok(true)
    }

    fn for_statement(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        if self.mistakes && self.loop_targets()? && self.star_expressions()?.is_some() {
            self.head_mistake(start, "'for' statement")?;
        }
        self.at = start + 1;
        if !self.loop_targets()? {
            self.at = start;
            self.wrong_loop_target()?;
            return Ok(false);
        }
        if self.star_expressions()?.is_none() || !self.accept(Token::Colon)? || !self.block()? {
            return Ok(false);
        }
        self.else_block()?;
        Ok(true)
    }

    fn with_statement(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.mistakes {
            for parenthesized in [false, true] {
                if self.managers(parenthesized, false)? {
                    self.block_mistake(start, "'with' statement")?;
                }
                self.at = start;
            }
        }
        for parenthesized in [true, false] {
            if self.managers(parenthesized, true)? && self.accept(Token::Colon)? && self.block()? {
                return Ok(true);
            }
            self.at = start;
        }
        if self.mistakes {
            for parenthesized in [false, true] {
                if self.managers(parenthesized, false)? && self.accept(Token::Newline)? {
                    return Err(self.raise_here("expected ':'"));
                }
                self.at = start;
            }
        }
        Ok(false)
    }

    /// `with` and its managers; `strictly` as the statement has them, else as the rules for mistakes do.
    fn managers(&mut self, parenthesized: bool, strictly: bool) -> Result<bool, Stop> {
        self.at += 1;
        if parenthesized && !self.accept(Token::LParen)? {
            return Ok(false);
        }
        let mut end = None;
        while self.manager(parenthesized, strictly)? {
            end = Some(self.at);
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        let Some(end) = end else {
            return Ok(false);
        };
        if parenthesized {
            return self.accept(Token::RParen);
        }
        self.at = end;
        Ok(true)
    }

    /// `expression [as target]`
    fn manager(&mut self, parenthesized: bool, strictly: bool) -> Result<bool, Stop> {
        let start = self.at;
        let several = parenthesized && !strictly;
        let context = if several {
            self.expressions()?
        } else {
            self.expression()?
        };
        if context.is_none() {
            return Ok(false);
        }
        let end = self.at;
        if self.accept(Token::As)? {
            let bound = self.manager_target()?;
            if bound && (!strictly || self.ends_manager()?) {
                return Ok(true);
            }
            if strictly && self.mistakes {
                self.at = start;
                self.wrong_manager_target()?;
            }
        }
        self.at = end;
        Ok(true)
    }

    fn manager_target(&mut self) -> Result<bool, Stop> {
        Ok(self
            .target()?
            .is_some_and(|x| x.wrong_target(Target::Assign).is_none()))
    }

    fn ends_manager(&mut self) -> Result<bool, Stop> {
        Ok(self.is(Token::Comma)? || self.is(Token::RParen)? || self.is(Token::Colon)?)
    }

    fn wrong_manager_target(&mut self) -> Result<(), Stop> {
        if self.expression()?.is_some()
            && self.accept(Token::As)?
            && let Some(node) = self.expression()?
            && self.ends_manager()?
        {
            refuse_target(&node, Target::Assign)?;
        }
        Ok(())
    }

    fn try_statement(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        if self.mistakes {
            self.block_mistake(start, "'try' statement")?;
            self.at = start + 1;
            if self.accept(Token::Colon)?
                && self.block()?
                && !self.is(Token::Except)?
                && !self.is(Token::Finally)?
            {
                return Err(self.raise_here("expected 'except' or 'finally' block"));
            }
            self.at = start + 1;
            if self.accept(Token::Colon)? {
                while self.block()? {}
                while self.handler()? {}
            }
            self.at = start + 1;
        }
        self.force(Token::Colon, ":")?;
        if !self.block()? {
            return Ok(false);
        }
        let mut handled = false;
        while self.handler()? {
            handled = true;
        }
        if handled {
            self.else_block()?;
        }
        let finally = self.closing(Token::Finally, "'finally' statement")?;
        Ok(handled || finally)
    }

    /// `except [classes [as name]]: block`
    fn handler(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if !self.accept(Token::Except)? {
            return Ok(false);
        }
        if self.is(Token::Star)? {
            return Err(raise(self.span_from(start), "'except*' is not supported"));
        }
        if self.mistakes {
            self.handler_classes()?;
            self.block_mistake(start, "'except' statement")?;
            self.at = start + 1;
        }
        self.handler_classes()?;
        if self.accept(Token::Colon)? && self.block()? {
            return Ok(true);
        }
        if self.mistakes {
            self.at = start + 1;
            self.handler_mistake()?;
        }
        self.at = start;
        Ok(false)
    }

    /// `classes [as name]`, if they are there.
    fn handler_classes(&mut self) -> Result<bool, Stop> {
        if self.expression()?.is_none() {
            return Ok(false);
        }
        let end = self.at;
        if !(self.accept(Token::As)? && self.name()?.is_some()) {
            self.at = end;
        }
        Ok(true)
    }

    fn handler_mistake(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(first) = self.expression()?
            && self.accept(Token::Comma)?
            && self.expressions()?.is_some()
        {
            let end = self.at;
            if !(self.accept(Token::As)? && self.name()?.is_some()) {
                self.at = end;
            }
            let types = first.span.to(self.span_at(self.at - 1));
            if self.accept(Token::Colon)? {
                return Err(raise(
                    types,
                    "multiple exception types must be parenthesized",
                ));
            }
        }
        self.at = start;
        self.handler_classes()?;
        if self.accept(Token::Newline)? {
            return Err(self.raise_here("expected ':'"));
        }
        Ok(())
    }

    /// `def`, or what decorators may stand before.
    fn definition(&mut self) -> Result<bool, Stop> {
        while self.accept(Token::At)? {
            if self.named()?.is_none() || !self.accept(Token::Newline)? {
                return Ok(false);
            }
        }
        if self.is(Token::Class)? {
            return self.class();
        }
        if self.is(Token::Async)? {
            return self.asynchronous();
        }
        self.function()
    }

    /// `class name(arguments): block`
    fn class(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.mistakes && self.class_head()? {
            self.head_mistake(start, "class definition")?;
        }
        self.at = start;
        Ok(self.class_head()? && self.accept(Token::Colon)? && self.block()?)
    }

    fn class_head(&mut self) -> Result<bool, Stop> {
        if !(self.accept(Token::Class)? && self.name()?.is_some()) {
            return Ok(false);
        }
        let start = self.at;
        if self.accept(Token::LParen)? {
            self.arguments()?;
            if self.accept(Token::RParen)? {
                return Ok(true);
            }
        }
        self.at = start;
        Ok(true)
    }

    fn function(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.mistakes
            && self.accept(Token::Def)?
            && self.name()?.is_some()
            && self.accept(Token::LParen)?
        {
            self.parameters(FUNCTION)?;
            if self.accept(Token::RParen)? && self.returns()? {
                self.block_mistake(start, "function definition")?;
            }
        }
        self.at = start;
        if !(self.accept(Token::Def)? && self.name()?.is_some()) {
            return Ok(false);
        }
        self.force(Token::LParen, "(")?;
        self.parameters(FUNCTION)?;
        if !self.accept(Token::RParen)? {
            return Ok(false);
        }
        self.returns()?;
        self.force(Token::Colon, ":")?;
        self.block()
    }

    /// `-> expression`, if it is there.
    fn returns(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if !(self.accept(Token::Arrow)? && self.expression()?.is_some()) {
            self.at = start;
        }
        Ok(true)
    }

    pub(crate) fn lambda(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        if !self.accept(Token::Lambda)? {
            return Ok(None);
        }
        self.parameters(LAMBDA)?;
        if self.accept(Token::Colon)? && self.expression()?.is_some() {
            return Ok(Some(self.node(start, Shape::Other("lambda"))));
        }
        self.back(start)
    }

    /// `async` may stand in no policy.
    fn asynchronous(&mut self) -> Result<bool, Stop> {
        let span = self.span_at(self.at);
        self.at += 1;
        match self.peek()? {
            Some(Token::Def) => Err(raise(span, "async functions are not supported")),
            Some(Token::For) => Err(raise(span, "'async for' outside async function")),
            Some(Token::With) => Err(raise(span, "'async with' outside async function")),
            _ => Ok(false),
        }
    }
}
