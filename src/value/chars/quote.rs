//! `repr()` and `ascii()` of texts.

use std::fmt::Write as _;

use super::unicode::is_printable;

/// Which characters are shown as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All that can be printed: `repr()`.
    Printable,
    /// Those of ASCII: `ascii()`.
    Ascii,
}

/// Appends the text in quotes, as Python would write it.
pub fn quote(text: &str, shown: Shown, out: &mut String) {
    let quote = quote_mark(text.as_bytes());
    out.push(quote);
    let plain = |byte: u8| matches!(byte, b' '..=b'~' if byte != b'\\' && byte != quote as u8);
    if text.bytes().all(plain) {
        out.push_str(text);
    } else {
        text.chars().for_each(|c| push(c, quote, shown, out));
    }
    out.push(quote);
}

/// Single quotes, unless only they occur in the text.
pub fn quote_mark(text: &[u8]) -> char {
    if text.contains(&b'\'') && !text.contains(&b'"') {
        '"'
    } else {
        '\''
    }
}

/// `repr(text)`.
#[must_use]
pub fn repr(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, Shown::Printable, &mut out);
    out
}

/// Bytes that the quoted text takes, at most: what to charge before it is written.
#[must_use]
pub fn length(text: &str) -> usize {
    text.len().saturating_mul(5).saturating_add(2)
}

fn push(c: char, quote: char, shown: Shown, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if c == quote => {
            out.push('\\');
            out.push(c);
        }
        ' '..='~' => out.push(c),
        _ if shown == Shown::Printable && is_printable(c) => out.push(c),
        _ => escape(c, out),
    }
}

/// Appends the character as `\x`, `\u` or `\U` and its number.
pub fn escape(c: char, out: &mut String) {
    let code = u32::from(c);
    // Writing to a String does not fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// What is already printable, with all that is not ASCII escaped: how `ascii()` ends for any value.
#[must_use]
pub fn to_ascii(repr: String) -> String {
    if repr.is_ascii() {
        return repr;
    }
    let mut out = String::with_capacity(repr.len() + 16);
    for c in repr.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            escape(c, &mut out);
        }
    }
    out
}
