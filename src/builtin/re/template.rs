//! Replacement templates: `\1`, `\g<name>` and the escapes of `re.sub`.

use super::error::{PatternError, Refusal};
use super::escapes::control;
use super::group::{MOST_GROUPS, group_number};
use super::tokens::{Token, Tokens};
use crate::value::chars::predicate::is_identifier;
use crate::value::chars::quote::repr;

/// A piece of a replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text as it stands.
    Text(String),
    /// What a group matched.
    Group(u32),
}

/// What a template is read against.
struct Reader<'t, 'p> {
    tokens: Tokens<'t>,
    groups: u32,
    names: &'p [(String, u32)],
    pieces: Vec<Piece>,
}

/// Reads a template for a pattern with so many groups and these names.
pub(crate) fn parse(
    template: &[char],
    text: bool,
    groups: u32,
    names: &[(String, u32)],
) -> Result<Vec<Piece>, PatternError> {
    let tokens = Tokens::new(template, text)?;
    let mut reader = Reader {
        tokens,
        groups,
        names,
        pieces: Vec::new(),
    };
    while let Some(token) = reader.tokens.take()? {
        match token {
            Token::Char(c) => reader.push(c),
            Token::Escape('g') => reader.named()?,
            Token::Escape('0') => {
                let mut digits = String::new();
                reader
                    .tokens
                    .take_while(2, |c| c.is_digit(8), &mut digits)?;
                let code = u32::from_str_radix(&digits, 8).unwrap_or(0) & 0xff;
                reader.push(char::from_u32(code).unwrap_or('\0'));
            }
            Token::Escape(digit) if digit.is_ascii_digit() => reader.numbered(digit)?,
            Token::Escape(letter) => reader.escape(letter)?,
        }
    }
    Ok(reader.pieces)
}

impl Reader<'_, '_> {
    fn push(&mut self, c: char) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(c),
            _ => self.pieces.push(Piece::Text(c.to_string())),
        }
    }

    fn group(&mut self, group: u64, back: usize) -> Result<(), PatternError> {
        match u32::try_from(group)
            .ok()
            .filter(|group| *group <= self.groups)
        {
            Some(group) => {
                self.pieces.push(Piece::Group(group));
                Ok(())
            }
            None => Err(self
                .tokens
                .error(format!("invalid group reference {group}"), back)),
        }
    }

    /// `\g<name>` or `\g<1>`.
    fn named(&mut self) -> Result<(), PatternError> {
        if !self.tokens.accept('<')? {
            return Err(self.tokens.error("missing <", 0));
        }
        let name = self.tokens.take_until('>', "group name")?;
        let back = name.chars().count() + 1;
        if is_identifier(&name) {
            let known = self.names.iter().find(|(known, _)| *known == name);
            let Some((_, group)) = known else {
                let message = format!("unknown group name {}", repr(&name));
                return Err(PatternError::plain(Refusal::Index, message));
            };
            return self.group(u64::from(*group), back);
        }
        match group_number(&name) {
            None => {
                let message = format!("bad character in group name {}", repr(&name));
                Err(self.tokens.error(message, back))
            }
            Some(number) if number >= MOST_GROUPS => Err(self
                .tokens
                .error(format!("invalid group reference {number}"), back)),
            Some(number) => self.group(number, back),
        }
    }

    /// Three octal digits are a character, one or two digits a group.
    fn numbered(&mut self, first: char) -> Result<(), PatternError> {
        let mut escape = format!("\\{first}");
        self.tokens
            .take_while(1, |c| c.is_ascii_digit(), &mut escape)?;
        let octal = escape.len() == 3 && escape.chars().skip(1).all(|c| c.is_digit(8));
        if octal {
            self.tokens.take_while(1, |c| c.is_digit(8), &mut escape)?;
        }
        let digits = escape.get(1..).unwrap_or_default();
        if digits.len() < 3 {
            return self.group(digits.parse().unwrap_or(u64::MAX), digits.len());
        }
        match u8::from_str_radix(digits, 8) {
            Ok(code) => {
                self.push(char::from(code));
                Ok(())
            }
            Err(_) => {
                let message = format!("octal escape value {escape} outside of range 0-0o377");
                Err(self.tokens.error(message, escape.len()))
            }
        }
    }

    fn escape(&mut self, letter: char) -> Result<(), PatternError> {
        if let Some(c) = control(letter) {
            self.push(c);
        } else if letter.is_ascii_alphabetic() {
            return Err(self.tokens.error(format!("bad escape \\{letter}"), 2));
        } else {
            self.push('\\');
            self.push(letter);
        }
        Ok(())
    }
}
