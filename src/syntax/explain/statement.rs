//! Small statements on the second reading.

use super::expression::refuse_target;
use super::node::{Node, Shape, Target};
use super::reader::{Match, Reader, Rule, Stop, raise};
use crate::syntax::token::Token;

impl<'a> Reader<'a> {
    /// Statements up to the first that does not match.
    pub(crate) fn statements(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        while self.compound()? || self.line()? {}
        Ok(self.at > start)
    }

    /// Small statements up to the end of their line.
    pub(crate) fn line(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        while self.small()?.is_some() {
            if self.accept(Token::Newline)? {
                return Ok(true);
            }
            if !self.accept(Token::Semi)? {
                break;
            }
            if self.accept(Token::Newline)? {
                return Ok(true);
            }
        }
        self.at = start;
        Ok(false)
    }

    fn small(&mut self) -> Match<Node<'a>> {
        self.remembered(Rule::Simple, |r| {
            let start = r.at;
            let done = Node {
                span: r.span_at(start),
                shape: Shape::Other("statement"),
            };
            if r.assignment()? || r.star_expressions()?.is_some() {
                return Ok(Some(done));
            }
            let token = r.peek()?;
            r.at += 1;
            let found = match token {
                Some(Token::Pass | Token::Break | Token::Continue) => true,
                Some(Token::Return) => {
                    r.star_expressions()?;
                    true
                }
                Some(Token::Yield) => {
                    r.at = start;
                    r.yield_expression()?.is_some()
                }
                Some(Token::Raise) => r.raise_statement()?,
                Some(Token::Assert) => r.assert_statement()?,
                Some(Token::Global | Token::Nonlocal) => r.name_list()?,
                Some(Token::Del) => r.delete()?,
                Some(Token::Import) => r.import()?,
                Some(Token::From) => r.import_from()?,
                _ => false,
            };
            if found { Ok(Some(done)) } else { r.back(start) }
        })
    }

    fn assignment(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.annotation()? {
            return Ok(true);
        }
        self.at = start;
        if self.targets()? > 0 && self.value()? && !self.is(Token::Assign)? {
            return Ok(true);
        }
        self.at = start;
        if self.primary()?.is_some_and(|x| x.is_single_target()) && self.augmented()? {
            if self.value()? {
                return Ok(true);
            }
            self.at = start;
            return Ok(false);
        }
        self.at = start;
        if self.mistakes {
            self.assignment_mistake()?;
        }
        self.at = start;
        Ok(false)
    }

    /// `target: annotation [= value]`
    fn annotation(&mut self) -> Result<bool, Stop> {
        if !self.primary()?.is_some_and(|x| x.is_single_target()) {
            return Ok(false);
        }
        if !(self.accept(Token::Colon)? && self.expression()?.is_some()) {
            return Ok(false);
        }
        let end = self.at;
        if !(self.accept(Token::Assign)? && self.value()?) {
            self.at = end;
        }
        Ok(true)
    }

    /// `targets =`, as often as it goes on.
    fn targets(&mut self) -> Result<usize, Stop> {
        let mut count = 0;
        loop {
            let start = self.at;
            let targets = self.star_expressions()?;
            let sound = targets.is_some_and(|x| x.wrong_target(Target::Assign).is_none());
            if !(sound && self.accept(Token::Assign)?) {
                self.at = start;
                return Ok(count);
            }
            count += 1;
        }
    }

    fn value(&mut self) -> Result<bool, Stop> {
        Ok(self.yield_expression()?.is_some() || self.star_expressions()?.is_some())
    }

    fn augmented(&mut self) -> Result<bool, Stop> {
        let found = matches!(
            self.peek()?,
            Some(
                Token::PlusAssign
                    | Token::MinusAssign
                    | Token::StarAssign
                    | Token::SlashAssign
                    | Token::DoubleSlashAssign
                    | Token::PercentAssign
                    | Token::DoubleStarAssign
                    | Token::AtAssign
                    | Token::ShlAssign
                    | Token::ShrAssign
                    | Token::PipeAssign
                    | Token::AmpAssign
                    | Token::CaretAssign
            )
        );
        self.at += usize::from(found);
        Ok(found)
    }

    /// Something before `:`, `=` or `+=` that cannot stand there.
    fn assignment_mistake(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.wrong_annotation()?;
        self.at = start;
        self.targets()?;
        let value = self.at;
        if let Some(node) = self.star_expressions()?
            && self.accept(Token::Assign)?
        {
            refuse_target(&node, Target::Assign)?;
        }
        self.at = value;
        if let Some(node) = self.yield_expression()?
            && self.accept(Token::Assign)?
        {
            return Err(raise(
                node.span,
                "assignment to yield expression not possible",
            ));
        }
        self.at = start;
        if let Some(node) = self.star_expressions()?
            && self.augmented()?
            && self.value()?
        {
            let message = format!(
                "'{}' is an illegal expression for augmented assignment",
                node.name()
            );
            return Err(raise(node.span, message));
        }
        Ok(())
    }

    fn wrong_annotation(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if let Some(node) = self.display_in_parentheses()?
            && self.accept(Token::Colon)?
            && self.expression()?.is_some()
        {
            return Err(raise(
                node.span,
                format!("only single target (not {}) can be annotated", node.name()),
            ));
        }
        self.at = start;
        if let Some(first) = self.star_named()?
            && self.accept(Token::Comma)?
        {
            while !self.list_of(Self::star_named)?.is_empty() {}
            if self.accept(Token::Colon)? && self.expression()?.is_some() {
                return Err(raise(
                    first.span,
                    "only single target (not tuple) can be annotated",
                ));
            }
        }
        self.at = start;
        if let Some(node) = self.expression()?
            && self.accept(Token::Colon)?
            && self.expression()?.is_some()
        {
            return Err(raise(node.span, "illegal target for annotation"));
        }
        Ok(())
    }

    /// A list or tuple, in any number of parentheses.
    fn display_in_parentheses(&mut self) -> Match<Node<'a>> {
        let start = self.at;
        match self.peek()? {
            Some(Token::LBracket) => self.list(),
            Some(Token::LParen) => {
                if let Some(node) = self.tuple()? {
                    return Ok(Some(node));
                }
                self.at += 1;
                let inner = self.deeper(Self::display_in_parentheses)?;
                if inner.is_some() && self.accept(Token::RParen)? {
                    Ok(inner)
                } else {
                    self.back(start)
                }
            }
            _ => Ok(None),
        }
    }

    fn raise_statement(&mut self) -> Result<bool, Stop> {
        if self.expression()?.is_some() {
            let end = self.at;
            if !(self.accept(Token::From)? && self.expression()?.is_some()) {
                self.at = end;
            }
        }
        Ok(true)
    }

    fn assert_statement(&mut self) -> Result<bool, Stop> {
        if self.expression()?.is_none() {
            return Ok(false);
        }
        let end = self.at;
        if !(self.accept(Token::Comma)? && self.expression()?.is_some()) {
            self.at = end;
        }
        Ok(true)
    }

    /// `a, b`
    fn name_list(&mut self) -> Result<bool, Stop> {
        let mut end = self.at;
        let start = end;
        while self.name()?.is_some() {
            end = self.at;
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        self.at = end;
        Ok(end > start)
    }

    fn delete(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let targets = self.list_of(Self::primary)?;
        let sound = targets
            .iter()
            .all(|x| x.wrong_target(Target::Delete).is_none());
        if sound && !targets.is_empty() && (self.is(Token::Semi)? || self.is(Token::Newline)?) {
            return Ok(true);
        }
        self.at = start;
        if self.mistakes
            && let Some(node) = self.star_expressions()?
        {
            refuse_target(&node, Target::Delete)?;
        }
        Ok(false)
    }

    fn import(&mut self) -> Result<bool, Stop> {
        self.aliases(true)
    }

    /// `name [as name], ...`
    fn aliases(&mut self, dotted: bool) -> Result<bool, Stop> {
        let start = self.at;
        let mut end = start;
        while self.dotted(dotted)? {
            end = self.at;
            if self.accept(Token::As)? && self.name()?.is_some() {
                end = self.at;
            }
            self.at = end;
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        self.at = end;
        Ok(end > start)
    }

    fn dotted(&mut self, dotted: bool) -> Result<bool, Stop> {
        if self.name()?.is_none() {
            return Ok(false);
        }
        loop {
            let end = self.at;
            if !(dotted && self.accept(Token::Dot)? && self.name()?.is_some()) {
                self.at = end;
                return Ok(true);
            }
        }
    }

    fn import_from(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        while self.accept(Token::Dot)? || self.accept(Token::Ellipsis)? {}
        let relative = self.at > start;
        if !(self.dotted(true)? || relative) || !self.accept(Token::Import)? {
            return Ok(false);
        }
        if self.accept(Token::Star)? {
            return Ok(true);
        }
        if self.accept(Token::LParen)? {
            if !self.aliases(false)? {
                return Ok(false);
            }
            self.accept(Token::Comma)?;
            return self.accept(Token::RParen);
        }
        if !self.aliases(false)? {
            return Ok(false);
        }
        if !self.is(Token::Comma)? {
            return Ok(true);
        }
        if self.mistakes && self.accept(Token::Comma)? && self.accept(Token::Newline)? {
            return Err(
                self.raise_here("trailing comma not allowed without surrounding parentheses")
            );
        }
        Ok(false)
    }
}
