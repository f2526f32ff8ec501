//! The arguments of a call, on the second reading.

use super::node::{Arguments, Node, Shape};
use super::reader::{Match, Reader, Rule, Stop, raise};
use crate::syntax::token::Token;

const EQUALS: &str = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
const GENERATOR: &str = "Generator expression must be parenthesized";

impl<'a> Reader<'a> {
    /// Everything up to the `)` of a call.
    pub(crate) fn arguments(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::Arguments, |r| {
            let start = r.at;
            if r.argument_list()?.is_some() {
                r.accept(Token::Comma)?;
                if r.is(Token::RParen)? {
                    return Ok(Some(r.node(start, Shape::Other("arguments"))));
                }
            }
            r.at = start;
            if r.mistakes {
                r.arguments_mistake()?;
            }
            r.back(start)
        })
    }

    fn argument_list(&mut self) -> Match<Arguments<'a>> {
        let start = self.at;
        let mut found = Arguments::default();
        let mut end = start;
        while let Some(node) = self.positional()? {
            found.positional += 1;
            found.last = Some(node);
            end = self.at;
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        let may_continue = end == start || self.at > end;
        found.named = may_continue && self.keywords(&mut found)?;
        if !found.named {
            self.at = end;
        }
        Ok((self.at > start).then_some(found))
    }

    /// `value` or `*value`
    fn positional(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        let node = if self.is(Token::Star)? {
            self.starred()?
        } else {
            match self.walrus()? {
                Some(node) => Some(node),
                None => self.expression_alone()?,
            }
        };
        let starred = matches!(
            node,
            Some(Node {
                shape: Shape::Starred(_),
                ..
            })
        );
        if node.is_some() && (starred || !self.is(Token::Assign)?) {
            return Ok(node);
        }
        self.back(start)
    }

    /// Named arguments: with `*value` among them first, then with `**value`.
    fn keywords(&mut self, found: &mut Arguments<'a>) -> Result<bool, Stop> {
        let start = self.at;
        let mut end = start;
        for double in [false, true] {
            while self.keyword(double, found)? {
                end = self.at;
                if !self.accept(Token::Comma)? {
                    return Ok(true);
                }
            }
        }
        self.at = end;
        Ok(end > start)
    }

    fn keyword(&mut self, double: bool, found: &mut Arguments<'a>) -> Result<bool, Stop> {
        let start = self.at;
        if self.mistakes {
            self.keyword_mistake()?;
            self.at = start;
        }
        if self.name()?.is_some() && self.accept(Token::Assign)? && self.expression()?.is_some() {
            return Ok(true);
        }
        self.at = start;
        if double {
            if self.accept(Token::DoubleStar)? && self.expression()?.is_some() {
                found.unpacked = true;
                return Ok(true);
            }
        } else if let Some(node) = self.starred()? {
            found.positional += 1;
            found.last = Some(node);
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// `=` behind what cannot name an argument.
    fn keyword_mistake(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let constant = match self.peek()? {
            Some(Token::True) => Some("True"),
            Some(Token::False) => Some("False"),
            Some(Token::None) => Some("None"),
            _ => None,
        };
        if let Some(word) = constant {
            self.at += 1;
            if self.accept(Token::Assign)? {
                return Err(raise(
                    self.span_from(start),
                    format!("cannot assign to {word}"),
                ));
            }
            self.at = start;
        }
        self.named_generator()?;
        if self.name()?.is_some() && self.is(Token::Assign)? {
            return Ok(());
        }
        self.at = start;
        if let Some(node) = self.expression()?
            && self.accept(Token::Assign)?
        {
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return Err(raise(node.span.to(self.span_at(self.at - 1)), message));
        }
        Ok(())
    }

    /// `name=value for ...`
    fn named_generator(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if self.name()?.is_some() && self.accept(Token::Assign)? {
            let span = self.span_from(start);
            if self.expression()?.is_some() && self.clauses()?.is_some() {
                return Err(raise(span, EQUALS));
            }
        }
        self.at = start;
        Ok(())
    }

    /// Arguments in an order that a call cannot have.
    fn arguments_mistake(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.star_behind_names()?;
        self.at = start;
        if let Some(element) = self.expression()?
            && let Some(clauses) = self.clauses()?
        {
            let span = element.span.to(clauses);
            if self.accept(Token::Comma)? {
                let end = self.at;
                if self.argument_list()?.is_none()
                    && !(self.expression()?.is_some() && self.clauses()?.is_some())
                {
                    self.at = end;
                }
                return Err(raise(span, GENERATOR));
            }
        }
        self.at = start;
        self.named_generator()?;
        self.generator_among_arguments()?;
        self.at = start;
        self.positional_behind_keyword()
    }

    /// `*` behind arguments that CPython's rules count among the named ones.
    fn star_behind_names(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let mut found = self.argument_list()?.is_some_and(|args| args.named);
        if !found {
            self.at = start;
            found = self.keywords(&mut Arguments::default())?;
        }
        if found && self.accept(Token::Comma)? {
            self.refuse_token(
                Token::Star,
                "iterable argument unpacking follows keyword argument unpacking",
            )?;
        }
        Ok(())
    }

    fn generator_among_arguments(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(args) = self.argument_list()?
            && let Some(clauses) = self.clauses()?
            && args.positional > 1
            && let Some(last) = args.last
        {
            return Err(raise(last.span.to(clauses), GENERATOR));
        }
        self.at = start;
        if self.argument_list()?.is_some()
            && self.accept(Token::Comma)?
            && let Some(element) = self.expression()?
            && let Some(clauses) = self.clauses()?
        {
            return Err(raise(element.span.to(clauses), GENERATOR));
        }
        Ok(())
    }

    fn positional_behind_keyword(&mut self) -> Result<(), Stop> {
        if let Some(args) = self.argument_list()?
            && self.accept(Token::Comma)?
            && self.argument_list()?.is_some()
        {
            let unpacking = if args.unpacked { " unpacking" } else { "" };
            return Err(self.raise_here(&format!(
                "positional argument follows keyword argument{unpacking}"
            )));
        }
        Ok(())
    }
}
