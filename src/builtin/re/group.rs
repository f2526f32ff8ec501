//! What an opening parenthesis can begin: groups, assertions, conditions, comments, flags.

use super::error::PatternError;
use super::flags::Flags;
use super::parse::Parser;
use super::tokens::Token;
use super::tree::{Node, Width};
use crate::value::chars::predicate::is_identifier;
use crate::value::chars::quote::repr;
use crate::value::chars::unicode::decimal_value;

/// The number that a name in a group reference is, as Python's `int` reads it.
pub(super) fn group_number(name: &str) -> Option<u64> {
    let digits = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\x1c'..='\x1f'));
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let mut number: u64 = 0;
    let mut after_digit = false;
    for c in digits.chars() {
        if c == '_' && after_digit {
            after_digit = false;
            continue;
        }
        number = number
            .saturating_mul(10)
            .saturating_add(u64::from(decimal_value(c)?));
        after_digit = true;
    }
    after_digit.then_some(number)
}

/// Group numbers end here.
pub(super) const MOST_GROUPS: u64 = 2_147_483_647 / 2;

impl Parser<'_> {
    /// Behind an opening parenthesis: appends what it begins.
    pub(super) fn group(
        &mut self,
        parts: &mut Vec<Node>,
        flags: &mut Flags,
        depth: usize,
        first: bool,
    ) -> Result<(), PatternError> {
        let start = self.tokens.tell().saturating_sub(1);
        if !self.tokens.accept('?')? {
            parts.push(self.capture(None, *flags, start, depth)?);
            return Ok(());
        }
        let Some(kind) = self.tokens.take()? else {
            return Err(self.tokens.error("unexpected end of pattern", 0));
        };
        let node = match kind.plain() {
            Some('P') => self.python(*flags, start, depth)?,
            Some(':') => self.body(*flags, start, depth)?,
            Some('#') => return self.comment(start),
            Some('=') => self.around(true, false, *flags, start, depth)?,
            Some('!') => self.around(true, true, *flags, start, depth)?,
            Some('<') => self.behind(*flags, start, depth)?,
            Some('(') => self.condition(*flags, start, depth)?,
            Some('>') => Node::Atomic(Box::new(self.body(*flags, start, depth)?)),
            Some(letter) if letter == '-' || Flags::letter(letter).is_some() => {
                match self.inline_flags(letter)? {
                    Some((add, remove)) => self.body(flags.within(add, remove), start, depth)?,
                    None if first && parts.is_empty() => {
                        *flags = self.flags;
                        return Ok(());
                    }
                    None => {
                        let message = "global flags not at the start of the expression";
                        return Err(PatternError::at(message, start));
                    }
                }
            }
            _ => {
                let message = format!("unknown extension ?{}", kind.text());
                return Err(self.tokens.error(message, kind.len() + 1));
            }
        };
        parts.push(node);
        Ok(())
    }

    /// The closing parenthesis of what opened at `start`.
    fn close(&mut self, start: usize) -> Result<(), PatternError> {
        if self.tokens.accept(')')? {
            return Ok(());
        }
        Err(PatternError::at(
            "missing ), unterminated subpattern",
            start,
        ))
    }

    /// A group that does not capture. It stays apart from its surroundings: what follows repeats all of it.
    fn body(&mut self, flags: Flags, start: usize, depth: usize) -> Result<Node, PatternError> {
        let inner = self.alternatives(flags, depth + 1)?;
        self.close(start)?;
        Ok(Node::Concat(vec![inner]))
    }

    fn capture(
        &mut self,
        name: Option<String>,
        flags: Flags,
        start: usize,
        depth: usize,
    ) -> Result<Node, PatternError> {
        let group = self.open();
        self.widths.push(None);
        if let Some(name) = name {
            if let Some((_, old)) = self.names.iter().find(|(known, _)| *known == name) {
                let shown = repr(&name);
                let message =
                    format!("redefinition of group name {shown} as group {group}; was group {old}");
                return Err(self.tokens.error(message, name.chars().count() + 1));
            }
            self.names.push((name, group));
        }
        let inner = self.alternatives(flags, depth + 1)?;
        self.close(start)?;
        let width = inner.width(&self.widths);
        if let Some(place) = self.widths.get_mut(group as usize) {
            *place = Some(width);
        }
        Ok(Node::Capture(group, Box::new(inner)))
    }

    /// `(?P<name>...)`, `(?P=name)`.
    fn python(&mut self, flags: Flags, start: usize, depth: usize) -> Result<Node, PatternError> {
        if self.tokens.accept('<')? {
            let name = self.tokens.take_until('>', "group name")?;
            self.check_name(&name)?;
            return self.capture(Some(name), flags, start, depth);
        }
        if self.tokens.accept('=')? {
            let name = self.tokens.take_until(')', "group name")?;
            self.check_name(&name)?;
            let group = self.known(&name)?;
            self.closed(group, name.chars().count() + 1)?;
            self.outside_lookbehind(group)?;
            return Ok(Node::Backref(group, self.fold(flags)));
        }
        let Some(kind) = self.tokens.take()? else {
            return Err(self.tokens.error("unexpected end of pattern", 0));
        };
        let message = format!("unknown extension ?P{}", kind.text());
        Err(self.tokens.error(message, kind.len() + 2))
    }

    fn check_name(&self, name: &str) -> Result<(), PatternError> {
        if is_identifier(name) {
            return Ok(());
        }
        Err(self.bad_name(name))
    }

    #[cold]
    fn bad_name(&self, name: &str) -> PatternError {
        let message = format!("bad character in group name {}", repr(name));
        self.tokens.error(message, name.chars().count() + 1)
    }

    fn known(&self, name: &str) -> Result<u32, PatternError> {
        let found = self.names.iter().find(|(known, _)| known == name);
        found.map(|(_, group)| *group).ok_or_else(|| {
            let message = format!("unknown group name {}", repr(name));
            self.tokens.error(message, name.chars().count() + 1)
        })
    }

    /// `(?#...)`.
    fn comment(&mut self, start: usize) -> Result<(), PatternError> {
        loop {
            match self.tokens.next {
                None => return Err(PatternError::at("missing ), unterminated comment", start)),
                Some(token) => {
                    self.tokens.take()?;
                    if token == Token::Char(')') {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn behind(&mut self, flags: Flags, start: usize, depth: usize) -> Result<Node, PatternError> {
        let Some(kind) = self.tokens.take()? else {
            return Err(self.tokens.error("unexpected end of pattern", 0));
        };
        let negate = match kind.plain() {
            Some('=') => false,
            Some('!') => true,
            _ => {
                let message = format!("unknown extension ?<{}", kind.text());
                return Err(self.tokens.error(message, kind.len() + 2));
            }
        };
        let outer = self.behind;
        self.behind = outer.or(Some(self.open()));
        let node = self.around(false, negate, flags, start, depth)?;
        self.behind = outer;
        Ok(node)
    }

    fn around(
        &mut self,
        ahead: bool,
        negate: bool,
        flags: Flags,
        start: usize,
        depth: usize,
    ) -> Result<Node, PatternError> {
        let body = self.alternatives(flags, depth + 1)?;
        self.close(start)?;
        let width = if ahead {
            Width::exactly(0)
        } else {
            body.width(&self.widths)
        };
        Ok(Node::Around {
            ahead,
            negate,
            width,
            body: Box::new(body),
        })
    }

    /// `(?(group)yes|no)`.
    fn condition(
        &mut self,
        flags: Flags,
        start: usize,
        depth: usize,
    ) -> Result<Node, PatternError> {
        let name = self.tokens.take_until(')', "group name")?;
        let group = self.condition_group(&name)?;
        self.outside_lookbehind(group)?;
        let mut inner = flags;
        let yes = self.sequence(&mut inner, depth + 1, false)?;
        let no = if self.tokens.accept('|')? {
            let no = self.sequence(&mut inner, depth + 1, false)?;
            if self.tokens.next == Some(Token::Char('|')) {
                let message = "conditional backref with more than two branches";
                return Err(self.tokens.error(message, 0));
            }
            no
        } else {
            Node::EMPTY
        };
        self.close(start)?;
        Ok(Node::If(group, Box::new(yes), Box::new(no)))
    }

    fn condition_group(&mut self, name: &str) -> Result<u32, PatternError> {
        if is_identifier(name) {
            return self.known(name);
        }
        let back = name.chars().count() + 1;
        let number = group_number(name).ok_or_else(|| self.bad_name(name))?;
        if number == 0 {
            return Err(self.tokens.error("bad group number", back));
        }
        let group = u32::try_from(number).ok().filter(|_| number < MOST_GROUPS);
        let Some(group) = group else {
            let message = format!("invalid group reference {number}");
            return Err(self.tokens.error(message, back));
        };
        if !self.forward.iter().any(|(known, _)| *known == group) {
            let position = self.tokens.tell().saturating_sub(back);
            self.forward.push((group, position));
        }
        Ok(group)
    }
}
