//! Parameter lists of `def` and `lambda`, on the second reading.

use super::reader::{Reader, Stop, raise};
use crate::source::Span;
use crate::syntax::token::Token;

/// Which of the two kinds of list.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    /// What ends the list.
    close: Token,
    /// Parameters may have annotations.
    annotated: bool,
    /// How messages begin.
    name: &'static str,
}

/// Those of `def`.
pub(crate) const FUNCTION: Kind = Kind {
    close: Token::RParen,
    annotated: true,
    name: "Function",
};
/// Those of `lambda`.
pub(crate) const LAMBDA: Kind = Kind {
    close: Token::Colon,
    annotated: false,
    name: "Lambda expression",
};

/// Whether a default must, may or must not be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Default {
    None,
    Some,
    Any,
}

const ONE_SLASH: &str = "/ may appear only once";

impl Reader<'_> {
    /// All parameters that can be read; what follows them, the caller judges.
    pub(crate) fn parameters(&mut self, kind: Kind) -> Result<(), Stop> {
        let start = self.at;
        if self.mistakes {
            self.parameters_mistake(kind)?;
            self.at = start;
        }
        let plain = self.many(kind, Default::None)?;
        let slash = plain > 0 && self.slash(kind)?;
        if slash {
            self.many(kind, Default::None)?;
        }
        let defaults = self.many(kind, Default::Some)?;
        if !slash && defaults > 0 && self.slash(kind)? {
            self.many(kind, Default::Some)?;
        }
        self.star_and_rest(kind)
    }

    /// `/` and what must follow it.
    fn slash(&mut self, kind: Kind) -> Result<bool, Stop> {
        let start = self.at;
        if self.accept(Token::Slash)? && (self.accept(Token::Comma)? || self.is(kind.close)?) {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    fn many(&mut self, kind: Kind, default: Default) -> Result<usize, Stop> {
        let mut count = 0;
        while self.parameter(kind, default)? {
            count += 1;
        }
        Ok(count)
    }

    /// A parameter and the comma behind it, unless the list ends.
    fn parameter(&mut self, kind: Kind, default: Default) -> Result<bool, Stop> {
        let start = self.at;
        if self.bare_parameter(kind)? {
            let given = default != Default::None && self.default()?;
            let fits = given || default != Default::Some;
            if fits && self.accept(Token::Comma)? {
                self.look_for_type_comment(kind)?;
                return Ok(true);
            }
            if fits && self.is(kind.close)? {
                return Ok(true);
            }
        }
        self.at = start;
        Ok(false)
    }

    /// Behind a comma among the parameters of `def`, CPython looks one token further.
    fn look_for_type_comment(&mut self, kind: Kind) -> Result<(), Stop> {
        if kind.annotated {
            self.peek()?;
        }
        Ok(())
    }

    /// A name and its annotation.
    fn bare_parameter(&mut self, kind: Kind) -> Result<bool, Stop> {
        if self.name()?.is_none() {
            return Ok(false);
        }
        let end = self.at;
        if kind.annotated && !(self.accept(Token::Colon)? && self.expression()?.is_some()) {
            self.at = end;
        }
        Ok(true)
    }

    fn default(&mut self) -> Result<bool, Stop> {
        let start = self.at;
        if !self.accept(Token::Assign)? {
            return Ok(false);
        }
        if self.expression()?.is_some() {
            return Ok(true);
        }
        if self.mistakes && (self.is(Token::RParen)? || self.is(Token::Comma)?) {
            return Err(raise(
                self.span_at(start),
                "expected default value expression",
            ));
        }
        self.at = start;
        Ok(false)
    }

    /// `*args`, what may only be named, and `**kwargs`.
    fn star_and_rest(&mut self, kind: Kind) -> Result<(), Stop> {
        let start = self.at;
        if self.mistakes {
            self.star_mistake(kind)?;
            self.at = start;
        }
        if self.accept(Token::Star)? {
            if self.star_parameter(kind)? {
                self.many(kind, Default::Any)?;
                return self.double_star(kind);
            }
            if self.accept(Token::Comma)? && self.many(kind, Default::Any)? > 0 {
                return self.double_star(kind);
            }
            self.at = start;
        }
        self.double_star(kind)
    }

    /// Behind `*`, where an annotation may have a star of its own.
    fn star_parameter(&mut self, kind: Kind) -> Result<bool, Stop> {
        if self.parameter(kind, Default::None)? {
            return Ok(true);
        }
        let start = self.at;
        if kind.annotated
            && self.name()?.is_some()
            && self.accept(Token::Colon)?
            && self.star_expression()?.is_some()
            && (self.accept(Token::Comma)? || self.is(kind.close)?)
        {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    fn double_star(&mut self, kind: Kind) -> Result<(), Stop> {
        let start = self.at;
        if self.mistakes {
            self.double_star_mistake(kind)?;
            self.at = start;
        }
        if !(self.accept(Token::DoubleStar)? && self.parameter(kind, Default::None)?) {
            self.at = start;
        }
        Ok(())
    }

    fn parameters_mistake(&mut self, kind: Kind) -> Result<(), Stop> {
        let start = self.at;
        self.default_missing(kind)?;
        self.at = start;
        self.many(kind, Default::None)?;
        self.parenthesized(kind)?;
        self.at = start;
        let slash = self.span_at(start);
        if self.accept(Token::Slash)? && self.accept(Token::Comma)? {
            return Err(raise(slash, "at least one argument must precede /"));
        }
        self.at = start;
        let slashed = self.slashed(kind)?;
        if slashed {
            self.many(kind, Default::Any)?;
            self.refuse_token(Token::Slash, ONE_SLASH)?;
        }
        self.at = start;
        self.slashed(kind)?;
        self.many(kind, Default::Any)?;
        if self.accept(Token::Star)?
            && (self.accept(Token::Comma)? || self.parameter(kind, Default::None)?)
        {
            self.many(kind, Default::Any)?;
            self.refuse_token(Token::Slash, "/ must be ahead of *")?;
        }
        self.at = start;
        if self.many(kind, Default::Any)? > 0 && self.accept(Token::Slash)? {
            self.refuse_token(Token::Star, "expected comma between / and *")?;
        }
        Ok(())
    }

    /// Parameters up to and with `/`.
    fn slashed(&mut self, kind: Kind) -> Result<bool, Stop> {
        let start = self.at;
        let before = self.many(kind, Default::None)? + self.many(kind, Default::Some)?;
        if before > 0 && self.slash(kind)? {
            return Ok(true);
        }
        self.at = start;
        Ok(false)
    }

    /// A parameter without a default behind one with.
    fn default_missing(&mut self, kind: Kind) -> Result<(), Stop> {
        self.many(kind, Default::None)?;
        if self.many(kind, Default::Some)? == 0 {
            return Ok(());
        }
        self.slash(kind)?;
        let at = self.at;
        if self.parameter(kind, Default::None)? {
            let message = "non-default argument follows default argument";
            return Err(raise(self.span_at(at), message));
        }
        Ok(())
    }

    /// `(a, b)` among the parameters.
    fn parenthesized(&mut self, kind: Kind) -> Result<(), Stop> {
        let start = self.at;
        if !self.accept(Token::LParen)? {
            return Ok(());
        }
        let found = if kind.annotated {
            self.many(kind, Default::None)? > 0
        } else {
            self.names()?
        };
        if found {
            self.accept(Token::Comma)?;
            if self.accept(Token::RParen)? {
                let message = format!("{} parameters cannot be parenthesized", kind.name);
                return Err(raise(self.span_from(start), message));
            }
        }
        Ok(())
    }

    /// `a, b`
    fn names(&mut self) -> Result<bool, Stop> {
        let mut found = false;
        while self.name()?.is_some() {
            found = true;
            let end = self.at;
            if !self.accept(Token::Comma)? {
                break;
            }
            if !matches!(self.peek()?, Some(Token::Name)) {
                self.at = end;
                break;
            }
        }
        Ok(found)
    }

    fn star_mistake(&mut self, kind: Kind) -> Result<(), Stop> {
        let start = self.at;
        let star: Span = self.span_at(start);
        if !self.accept(Token::Star)? {
            return Ok(());
        }
        let behind = self.at;
        let mut ends = self.is(kind.close)?;
        if !ends && self.accept(Token::Comma)? {
            ends = self.is(kind.close)? || self.is(Token::DoubleStar)?;
        }
        if ends {
            let message = "named arguments must follow bare *";
            self.at += 1;
            return Err(if kind.annotated {
                raise(star, message)
            } else {
                self.raise_here(message)
            });
        }
        self.at = behind;
        if self.bare_parameter(kind)? {
            self.refuse_token(
                Token::Assign,
                "var-positional argument cannot have default value",
            )?;
        }
        self.at = behind;
        if self.parameter(kind, Default::None)? || self.accept(Token::Comma)? {
            self.many(kind, Default::Any)?;
            let again = self.span_at(self.at);
            if self.accept(Token::Star)?
                && (self.parameter(kind, Default::None)? || self.accept(Token::Comma)?)
            {
                return Err(raise(again, "* argument may appear only once"));
            }
        }
        Ok(())
    }

    fn double_star_mistake(&mut self, kind: Kind) -> Result<(), Stop> {
        if !(self.accept(Token::DoubleStar)? && self.bare_parameter(kind)?) {
            return Ok(());
        }
        self.refuse_token(
            Token::Assign,
            "var-keyword argument cannot have default value",
        )?;
        if self.accept(Token::Comma)? {
            let message = "arguments cannot follow var-keyword argument";
            let start = self.at;
            if self.bare_parameter(kind)? {
                return Err(raise(self.span_from(start), message));
            }
            for token in [Token::Star, Token::DoubleStar, Token::Slash] {
                self.refuse_token(token, message)?;
            }
        }
        Ok(())
    }
}
