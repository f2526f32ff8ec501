//! `match` and its patterns on the second reading.

use super::reader::{Reader, Stop, raise};
use crate::syntax::token::Token;

impl<'a> Reader<'a> {
    /// `match`, where it is no name.
    pub(crate) fn match_statement(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        if self.subject()?
            && self.accept(Token::Colon)?
            && self.accept(Token::Newline)?
            && self.accept(Token::Indent)?
        {
            let mut cases = 0;
            while self.case()? {
                cases += 1;
            }
            if cases > 0 && self.accept(Token::Dedent)? {
                return Ok(true);
            }
        }
        self.at = start + 1;
        if self.mistakes && self.subject()? {
            self.head_mistake(start, "'match' statement")?;
        }
        self.at = start;
        Ok(false)
    }

    /// `a`, or `a, *b`
    fn subject(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.star_named()?.is_some() && self.accept(Token::Comma)? {
            self.list_of(Self::star_named)?;
            return Ok(true);
        }
        self.at = start;
        Ok(self.named()?.is_some())
    }

    fn case(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if !self.is(Token::Name)? || self.word() != "case" {
            return Ok(false);
        }
        self.at += 1;
        if self.mistakes && self.case_head()? {
            self.head_mistake(start, "'case' statement")?;
        }
        self.at = start + 1;
        if self.case_head()? && self.accept(Token::Colon)? && self.block()? {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// `patterns [if guard]`
    fn case_head(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if !self.open_sequence()? {
            self.at = start;
            if !self.pattern()? {
                return Ok(false);
            }
        }
        let end = self.at;
        if !(self.accept(Token::If)? && self.named()?.is_some()) {
            self.at = end;
        }
        Ok(true)
    }

    /// `a, *b`: at least one comma.
    fn open_sequence(&mut self) -> Result<bool, Stop> {
        if !(self.star_pattern()? && self.accept(Token::Comma)?) {
            return Ok(false);
        }
        self.patterns(Self::star_pattern)?;
        Ok(true)
    }

    /// Some, with commas between and maybe behind them.
    fn patterns(&mut self, read: impl Fn(&mut Self) -> Result<bool, Stop>) -> Result<usize, Stop> {
        let mut count = 0;
        loop {
            if !read(self)? {
                return Ok(count);
            }
            count += 1;
            if !self.accept(Token::Comma)? {
                return Ok(count);
            }
        }
    }

    fn star_pattern(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.accept(Token::Star)? {
            if self.capture(true)? {
                return Ok(true);
            }
            self.at = start;
            return Ok(false);
        }
        self.pattern()
    }

    /// A name that nothing follows which would make it something else.
    fn capture(&mut self, wildcard: bool) -> Result<bool, Stop> {
        let start = self.at;
        if let Some(name) = self.name()?
            && (name == "_" && wildcard
                || name != "_"
                    && !self.is(Token::Dot)?
                    && !self.is(Token::LParen)?
                    && !self.is(Token::Assign)?)
        {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    fn pattern(&mut self) -> Result<bool, Stop> {
        self.deeper(|r| {
            let start = r.at;
            if r.or_pattern()? && r.accept(Token::As)? && r.capture(false)? {
                return Ok(true);
            }
            r.at = start;
            if r.mistakes && r.or_pattern()? && r.accept(Token::As)? {
                r.as_mistake()?;
            }
            r.at = start;
            r.or_pattern()
        })
    }

    /// Behind `as`, what cannot be captured.
    fn as_mistake(&mut self) -> Result<(), Stop> {
        let span = self.span_at(self.at);
        match self.peek()? {
            Some(Token::Name) if self.word() == "_" => {
                Err(raise(span, "cannot use '_' as a target"))
            }
            Some(Token::Name) => Ok(()),
            _ => match self.expression()? {
                Some(node) => Err(raise(node.span, "invalid pattern target")),
                None => Ok(()),
            },
        }
    }

    fn or_pattern(&mut self) -> Result<bool, Stop> {
        if !self.closed_pattern()? {
            return Ok(false);
        }
        loop {
            let end = self.at;
            if !(self.accept(Token::Pipe)? && self.closed_pattern()?) {
                self.at = end;
                return Ok(true);
            }
        }
    }

    fn closed_pattern(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let found = match self.peek()? {
            Some(Token::Name) => {
                self.capture(true)? && !self.goes_on()? || {
                    self.at = start;
                    self.dotted_pattern()?
                }
            }
            Some(Token::LParen) => self.group_pattern()?,
            Some(Token::LBracket) => {
                self.at += 1;
                self.patterns(Self::star_pattern)?;
                self.accept(Token::RBracket)?
            }
            Some(Token::LBrace) => self.mapping_pattern()?,
            _ => self.literal()?,
        };
        if !found {
            self.at = start;
        }
        Ok(found)
    }

    /// Behind `_`, what makes it a name like others.
    fn goes_on(&mut self) -> Result<bool, Stop> {
        Ok(self.is(Token::Dot)? || self.is(Token::LParen)?)
    }

    /// `a.b` or `a.b(patterns)`
    fn dotted_pattern(&mut self) -> Result<bool, Stop> {
        let Some(dotted) = self.dotted_name()? else {
            return Ok(false);
        };
        if !self.accept(Token::LParen)? {
            return Ok(dotted && !self.is(Token::Assign)?);
        }
        let start = self.at;
        if self.class_arguments()? && self.accept(Token::RParen)? {
            return Ok(true);
        }
        self.at = start;
        if self.mistakes {
            self.class_mistake()?;
        }
        Ok(false)
    }

    /// A name, and whether it has dots.
    fn dotted_name(&mut self) -> Result<Option<bool>, Stop> {
        if self.name()?.is_none() {
            return Ok(None);
        }
        let mut dotted = false;
        loop {
            let end = self.at;
            if !(self.accept(Token::Dot)? && self.name()?.is_some()) {
                self.at = end;
                return Ok(Some(dotted));
            }
            dotted = true;
        }
    }

    /// Patterns by position, then by name.
    fn class_arguments(&mut self) -> Result<bool, Stop> {
        self.patterns(Self::positional_pattern)?;
        self.patterns(Self::keyword_pattern)?;
        Ok(true)
    }

    fn positional_pattern(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.keyword_pattern()? {
            self.at = start;
            return Ok(false);
        }
        self.at = start;
        self.pattern()
    }

    fn keyword_pattern(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if self.name()?.is_some() && self.accept(Token::Assign)? && self.pattern()? {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// Patterns by position behind some by name.
    fn class_mistake(&mut self) -> Result<(), Stop> {
        self.class_arguments()?;
        let start = self.at;
        let after_comma = start
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .is_some_and(|token| token.1 == Token::Comma);
        let mut end = start;
        while after_comma && self.positional_pattern()? {
            end = self.at;
            if !self.accept(Token::Comma)? {
                break;
            }
        }
        if end == start {
            return Ok(());
        }
        self.at = end;
        let span = self.span_from(start);
        Err(raise(span, "positional patterns follow keyword patterns"))
    }

    /// `(a)` or `(a, *b)`
    fn group_pattern(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        self.at += 1;
        if self.pattern()? && self.accept(Token::RParen)? {
            return Ok(true);
        }
        self.at = start + 1;
        if !self.open_sequence()? {
            self.at = start + 1;
        }
        self.accept(Token::RParen)
    }

    fn mapping_pattern(&mut self) -> Result<bool, Stop> {
        self.at += 1;
        self.patterns(Self::entry)?;
        if self.accept(Token::DoubleStar)? {
            if !self.capture(false)? {
                return Ok(false);
            }
            self.accept(Token::Comma)?;
        }
        self.accept(Token::RBrace)
    }

    /// `key: pattern`
    fn entry(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        let key = match self.peek()? {
            Some(Token::Name) => self.dotted_name()? == Some(true),
            _ => self.literal()?,
        };
        if key && self.accept(Token::Colon)? && self.pattern()? {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// A number with a sign, a text, `None`, `True` or `False`.
    fn literal(&mut self) -> Result<bool, Stop> {
        match self.peek()? {
            Some(Token::None | Token::True | Token::False) => {
                self.at += 1;
                return Ok(true);
            }
            Some(Token::Str) => return Ok(self.strings()?.is_some()),
            _ => {}
        }
        self.accept(Token::Minus)?;
        let Some(Token::Number) = self.peek()? else {
            return Ok(false);
        };
        self.number(self.word())?;
        self.at += 1;
        if !(self.is(Token::Plus)? || self.is(Token::Minus)?) {
            return Ok(true);
        }
        self.at += 1;
        if let Some(Token::Number) = self.peek()? {
            self.number(self.word())?;
            let span = self.span_at(self.at);
            return Err(raise(span, "imaginary number required in complex literal"));
        }
        Ok(false)
    }
}
