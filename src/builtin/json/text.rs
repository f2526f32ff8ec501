//! Texts within JSON: escapes and surrogate pairs.

use super::scan::Scanner;
use crate::value::value::{Stop, Value};

impl<'h> Scanner<'_, 'h> {
    /// A text, behind its opening quote.
    pub(super) fn string(&mut self) -> Result<Value<'h>, Stop<'h>> {
        let start = self.at;
        let mut made = String::new();
        let mut plain = start;
        loop {
            let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
            let Some(length) = self.rest().as_bytes().iter().position(stop) else {
                return Err(self.refuse("Unterminated string starting at", start - 1));
            };
            self.at += length;
            let piece = self.text.get(plain..self.at).unwrap_or_default();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    if made.is_empty() {
                        return self.cx.lent_str(piece);
                    }
                    self.cx.put(&mut made, piece)?;
                    return self.cx.str(&made);
                }
                Some(b'\\') => {
                    self.cx.put(&mut made, piece)?;
                    self.at += 1;
                    made.push(self.escaped(start)?);
                    plain = self.at;
                }
                _ if self.strict => {
                    return Err(self.refuse("Invalid control character at", self.at));
                }
                _ => self.at += 1,
            }
        }
    }

    /// The character of an escape, behind its backslash; the text began at `start`.
    fn escaped(&mut self, start: usize) -> Result<char, Stop<'h>> {
        let Some(letter) = self.peek() else {
            return Err(self.refuse("Unterminated string starting at", start - 1));
        };
        let backslash = self.at - 1;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.units(),
            _ => return Err(self.refuse("Invalid \\escape", backslash)),
        })
    }

    /// Four hexadecimal digits, and the other half of a surrogate pair. Half a pair is no character.
    fn units(&mut self) -> Result<char, Stop<'h>> {
        let letter = self.at - 1;
        let refuse = |me: &Self, letter| me.refuse("Invalid \\uXXXX escape", letter);
        let first = self.unit().ok_or_else(|| refuse(self, letter))?;
        if let Some(c) = char::from_u32(u32::from(first)) {
            return Ok(c);
        }
        if !self.rest().starts_with("\\u") {
            return Err(refuse(self, letter));
        }
        self.at += 2;
        let second = self.at - 1;
        let low = self.unit().ok_or_else(|| refuse(self, second))?;
        let pair = char::decode_utf16([first, low]).next();
        pair.and_then(Result::ok)
            .ok_or_else(|| refuse(self, letter))
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self
            .rest()
            .get(..4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }
}
