//! Upper, lower, title case and case folding, with the full mappings of Unicode.

use std::borrow::Cow;

use unicode_general_category::GeneralCategory as Category;

use super::unicode::{category, is_lower, is_title, is_unassigned, is_upper};

/// Bytes of a text whose case was changed, at most, per byte of it: one character becomes up to three.
pub const GROWTH: usize = 3;

/// A mapping of one character, or the character itself if the mapping is younger than the Unicode in use.
fn push(c: char, mut mapped: impl Iterator<Item = char> + Clone, out: &mut String) {
    match mapped.clone().next() {
        Some(first) if c.is_ascii() || first == c || !is_unassigned(first) && !is_unassigned(c) => {
            out.extend(&mut mapped);
        }
        _ => out.push(c),
    }
}

/// `text.upper()`.
#[must_use]
pub fn upper(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|b| b.is_ascii_lowercase()) {
            true => Cow::Owned(text.to_ascii_uppercase()),
            false => Cow::Borrowed(text),
        };
    }
    let mut out = String::with_capacity(text.len());
    text.chars()
        .for_each(|c| push(c, c.to_uppercase(), &mut out));
    Cow::Owned(out)
}

/// `text.lower()`.
#[must_use]
pub fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|b| b.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        };
    }
    let mut out = String::with_capacity(text.len());
    let mut before = WordEnd::default();
    for (at, c) in text.char_indices() {
        push_lower(c, at, text, &mut before, &mut out);
    }
    Cow::Owned(out)
}

/// `text.casefold()`.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return lower(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push(
            c,
            caseless::default_case_fold_str(c.encode_utf8(&mut [0; 4])).chars(),
            &mut out,
        );
    }
    Cow::Owned(out)
}

/// `text.swapcase()`.
#[must_use]
pub fn swap(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = WordEnd::default();
    for (at, c) in text.char_indices() {
        if is_upper(c) {
            push_lower(c, at, text, &mut before, &mut out);
        } else {
            before.pass(c);
            if is_lower(c) {
                push(c, c.to_uppercase(), &mut out);
            } else {
                out.push(c);
            }
        }
    }
    out
}

/// `text.capitalize()`.
#[must_use]
pub fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = WordEnd::default();
    for (at, c) in text.char_indices() {
        if at == 0 {
            before.pass(c);
            push_title(c, &mut out);
        } else {
            push_lower(c, at, text, &mut before, &mut out);
        }
    }
    out
}

/// `text.title()`: every letter behind something that is no letter.
#[must_use]
pub fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = WordEnd::default();
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        if in_word {
            push_lower(c, at, text, &mut before, &mut out);
        } else {
            before.pass(c);
            push_title(c, &mut out);
        }
        in_word = is_cased(c);
    }
    out
}

/// Whether the character is of a case.
#[must_use]
pub fn is_cased(c: char) -> bool {
    is_lower(c) || is_upper(c) || is_title(c)
}

/// Whether the last character that is not transparent to a final sigma was a letter: kept while a text is passed,
/// so that a text of sigmas takes linear time.
#[derive(Default)]
struct WordEnd {
    letter: bool,
}

impl WordEnd {
    fn pass(&mut self, c: char) {
        if !is_transparent(c) {
            self.letter = is_cased(c);
        }
    }
}

/// Unicode's Case_Ignorable: what does not end a word for the final sigma.
fn is_transparent(c: char) -> bool {
    matches!(
        c,
        '\'' | '.'
            | ':'
            | '\u{b7}'
            | '\u{387}'
            | '\u{55f}'
            | '\u{5f4}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{2024}'
            | '\u{2027}'
            | '\u{fe13}'
            | '\u{fe52}'
            | '\u{fe55}'
            | '\u{ff07}'
            | '\u{ff0e}'
            | '\u{ff1a}'
            | '^'
            | '`'
    ) || matches!(
        category(c),
        Category::NonspacingMark
            | Category::EnclosingMark
            | Category::Format
            | Category::ModifierLetter
            | Category::ModifierSymbol
    )
}

fn push_lower(c: char, at: usize, text: &str, before: &mut WordEnd, out: &mut String) {
    const SIGMA: char = '\u{3a3}';
    if c == SIGMA {
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        let after = rest
            .chars()
            .find(|c| !is_transparent(*c))
            .is_some_and(is_cased);
        out.push(if before.letter && !after {
            '\u{3c2}'
        } else {
            '\u{3c3}'
        });
    } else {
        push(c, c.to_lowercase(), out);
    }
    before.pass(c);
}

/// Title case differs from upper case for digraphs, for what has a small second letter, and in Georgian.
fn push_title(c: char, out: &mut String) {
    let code = u32::from(c);
    let single = match code {
        0x1c4..=0x1cc => Some((code - 0x1c4) / 3 * 3 + 0x1c5),
        0x1f1..=0x1f3 => Some(0x1f2),
        0x10d0..=0x10ff => Some(code),
        0x1f80..=0x1faf => Some(code | 8),
        0x1fb3 | 0x1fbc => Some(0x1fbc),
        0x1fc3 | 0x1fcc => Some(0x1fcc),
        0x1ff3 | 0x1ffc => Some(0x1ffc),
        _ => None,
    };
    if let Some(title) = single.and_then(char::from_u32) {
        out.push(title);
        return;
    }
    let upper = c.to_uppercase();
    if upper.len() == 1 || c == '\u{149}' {
        push(c, upper, out);
        return;
    }
    for (at, c) in upper.enumerate() {
        match c {
            '\u{399}' if at > 0 && (0x1f80..0x2000).contains(&code) => out.push('\u{345}'),
            _ if at > 0 && !is_greek_with_marks(code) => out.extend(c.to_lowercase()),
            _ => out.push(c),
        }
    }
}

/// The Greek letters whose upper case is a letter and marks: the marks stay as they are.
fn is_greek_with_marks(code: u32) -> bool {
    matches!(code, 0x390 | 0x3b0 | 0x1f00..=0x1fff)
}
