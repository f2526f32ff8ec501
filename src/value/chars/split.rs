//! Texts taken to pieces, which borrow from the text.

use super::unicode::is_space;

/// The words between runs of whitespace, after at most `max` cuts from the left.
#[must_use]
pub fn words(text: &str, max: usize) -> Words<'_> {
    Words {
        rest: text,
        left: max,
    }
}

/// The iterator of [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_start_matches(is_space);
        if text.is_empty() {
            return None;
        }
        let end = match self.left {
            0 => text.len(),
            _ => text.find(is_space).unwrap_or(text.len()),
        };
        self.left = self.left.saturating_sub(1);
        let (word, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        Some(word)
    }
}

/// The words from the last to the first, after at most `max` cuts from the right.
#[must_use]
pub fn words_reversed(text: &str, max: usize) -> WordsReversed<'_> {
    WordsReversed {
        rest: text,
        left: max,
    }
}

/// The iterator of [`words_reversed`].
#[derive(Clone, Debug)]
pub struct WordsReversed<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Iterator for WordsReversed<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_end_matches(is_space);
        if text.is_empty() {
            return None;
        }
        let word = match self.left {
            0 => text,
            _ => text.rsplit(is_space).next().unwrap_or(text),
        };
        self.left = self.left.saturating_sub(1);
        self.rest = text.get(..text.len() - word.len())?;
        Some(word)
    }
}

/// The parts between occurrences of `separator`, which is not empty, after at most `max` cuts from the left.
pub fn parts<'a>(
    text: &'a str,
    separator: &'a str,
    max: usize,
) -> impl Iterator<Item = &'a str> + Clone {
    text.splitn(max.saturating_add(1), separator)
}

/// The parts between occurrences of an ASCII character, after at most `max` cuts from the left.
#[must_use]
pub fn parts_at(text: &str, separator: u8, max: usize) -> PartsAt<'_> {
    PartsAt {
        rest: Some(text),
        separator,
        left: max,
    }
}

/// The iterator of [`parts_at`].
#[derive(Clone, Debug)]
pub struct PartsAt<'a> {
    rest: Option<&'a str>,
    separator: u8,
    left: usize,
}

impl<'a> Iterator for PartsAt<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest?;
        let cut = match self.left {
            0 => None,
            _ => memchr::memchr(self.separator, text.as_bytes()),
        };
        self.left = self.left.saturating_sub(1);
        let parts = cut.and_then(|cut| Some((text.get(..cut)?, text.get(cut + 1..)?)));
        self.rest = parts.map(|(_, rest)| rest);
        Some(parts.map_or(text, |(part, _)| part))
    }
}

/// The parts from the last to the first, after at most `max` cuts from the right.
pub fn parts_reversed<'a>(
    text: &'a str,
    separator: &'a str,
    max: usize,
) -> impl Iterator<Item = &'a str> + Clone {
    text.rsplitn(max.saturating_add(1), separator)
}

/// Whether Python ends a line here; `\r\n` is one end.
#[must_use]
pub fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The lines, with their ends if `keep`.
#[must_use]
pub fn lines(text: &str, keep: bool) -> Lines<'_> {
    Lines { rest: text, keep }
}

/// The iterator of [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    rest: &'a str,
    keep: bool,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(ends_line).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at_checked(end)?;
        let width = match rest.chars().next() {
            Some('\r') if rest.starts_with("\r\n") => 2,
            Some(c) => c.len_utf8(),
            None => 0,
        };
        let (with_end, rest) = self.rest.split_at_checked(end + width)?;
        self.rest = rest;
        Some(if self.keep { with_end } else { line })
    }
}

/// `text.partition(separator)`: what is before the first occurrence, the separator, what is behind.
#[must_use]
pub fn partition<'a>(text: &'a str, separator: &'a str) -> (&'a str, &'a str, &'a str) {
    match text.split_once(separator) {
        Some((before, behind)) => (before, separator, behind),
        None => (text, "", ""),
    }
}

/// `text.rpartition(separator)`: the same at the last occurrence.
#[must_use]
pub fn partition_last<'a>(text: &'a str, separator: &'a str) -> (&'a str, &'a str, &'a str) {
    match text.rsplit_once(separator) {
        Some((before, behind)) => (before, separator, behind),
        None => ("", "", text),
    }
}
