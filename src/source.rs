//! A policy's text and the places in it.

use serde::{Deserialize, Serialize};

/// A range of bytes in the author's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A place as people count it: both numbers start at 1, columns count code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The line in the author's text.
    pub line: u32,
    /// The column in that line, in code points.
    pub column: u32,
}

impl Place {
    /// The text that bytes are.
    ///
    /// # Errors
    /// The place of the first byte that is no UTF-8.
    pub fn text(bytes: Vec<u8>) -> Result<String, Self> {
        String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..valid).unwrap_or_default();
            let before = String::from_utf8_lossy(before);
            Self::of(&before, u32::try_from(valid).unwrap_or(u32::MAX))
        })
    }

    /// Where `offset` lies in `text`; an offset behind the end is the end.
    #[must_use]
    pub fn of(text: &str, offset: u32) -> Self {
        let offset = (offset as usize).min(text.len());
        let before = text.get(..offset).unwrap_or(text);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(start..).unwrap_or("").chars().count() + 1;
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            line: clamp(line),
            column: clamp(column),
        }
    }

    /// The offset of the place in `text`; a place behind the end of its line is that end.
    #[must_use]
    pub fn offset(self, text: &str) -> u32 {
        let above = (self.line as usize).saturating_sub(1);
        let lines = text.split_inclusive('\n');
        let start: usize = lines.take(above).map(str::len).sum();
        let rest = text.get(start..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        let mut characters = line.char_indices().map(|(at, _)| at);
        let within = characters.nth((self.column as usize).saturating_sub(1));
        let at = start + within.unwrap_or(line.len());
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}
