//! The value of a string literal: the text as it is compiled, its escapes resolved.

use std::borrow::Cow;

use super::escape;
use super::fault;
use super::literal::split_prefix;
use crate::error::SyntaxError;
use crate::source::Span;

/// What a plain literal stands for.
pub(crate) enum Literal<'s> {
    /// A `str`.
    Str(Cow<'s, str>),
    /// A `bytes`.
    Bytes(Vec<u8>),
}

/// Whether a text has nothing but line feeds and what can be seen of ASCII, and no backslash.
pub(crate) fn all_plain(text: &str) -> bool {
    let plain = |byte: u8| is_plain(byte) | (byte == b'\n');
    let all = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & plain(*byte));
    text.as_bytes().chunks(BLOCK).all(all)
}

/// What can be seen of ASCII, and is no backslash.
fn is_plain(byte: u8) -> bool {
    (b' '..0x7f).contains(&byte) & (byte != b'\\')
}

/// Bytes that are looked at together.
const BLOCK: usize = 128;

/// The text of a literal that stands for what is written between its quotes, if that is seen at once:
/// without prefix, in single quotes. `sound` says that [`all_plain`] holds around it.
pub(crate) fn plain(written: &str, sound: bool) -> Option<&str> {
    let (quote, rest) = written.as_bytes().split_first()?;
    if !matches!(quote, b'"' | b'\'') || (rest.len() > 1 && rest.first() == Some(quote)) {
        return None;
    }
    let body = written.get(1..written.len().checked_sub(1)?)?;
    (sound || body.bytes().all(is_plain)).then_some(body)
}

/// The value of the plain literal that begins at `at`.
pub(crate) fn literal<'s>(
    source: &'s str,
    at: u32,
    written: &str,
) -> Result<Literal<'s>, SyntaxError> {
    let start = at as usize;
    let whole = Span::new(start, start + written.len());
    let (prefix, rest) = split_prefix(written);
    let quotes = if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        3
    } else {
        1
    };
    let (from, to) = (
        start + prefix.len() + quotes,
        (start + written.len()).saturating_sub(quotes),
    );
    let body = compiled(source, from, to);
    let raw = prefix.contains(['r', 'R']);
    if prefix.contains(['b', 'B']) {
        if !body.is_ascii() {
            return Err(fault::syntax(
                "bytes can only contain ASCII literal characters",
                whole,
            ));
        }
        let bytes = if raw {
            body.as_bytes().to_vec()
        } else {
            escape::in_bytes(&body, whole)?
        };
        return Ok(Literal::Bytes(bytes));
    }
    let text = if raw || !body.contains('\\') {
        body
    } else {
        Cow::Owned(escape::in_str(&body, whole)?)
    };
    Ok(Literal::Str(text))
}

/// The value of a piece of an f-string's text.
pub(crate) fn part(source: &str, at: u32, written: &str, raw: bool) -> Result<String, SyntaxError> {
    let start = at as usize;
    let body = compiled(source, start, start + written.len());
    let body = undouble(&body, raw);
    if raw {
        Ok(body)
    } else {
        escape::in_str(&body, Span::new(start, start + written.len()))
    }
}

/// Takes `{{` and `}}` for one brace, but leaves the braces of `\N{...}` alone.
fn undouble(body: &str, raw: bool) -> String {
    let mut out = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        match c {
            '\\' if !raw => {
                if let Some(next) = chars.next_if(|n| !matches!(n, '{' | '}')) {
                    out.push(next);
                    if next == 'N' && chars.peek() == Some(&'{') {
                        while let Some(letter) = chars.next_if(|n| *n != '}') {
                            out.push(letter);
                        }
                        out.extend(chars.next());
                    }
                }
            }
            '{' | '}' => {
                chars.next_if_eq(&c);
            }
            _ => {}
        }
    }
    out
}

/// The source between two places as the wrapping function has it: line breaks are `\n`, and a line
/// that is not blank stands four columns deeper.
pub(crate) fn compiled(source: &str, from: usize, to: usize) -> Cow<'_, str> {
    let written = source.get(from..to).unwrap_or("");
    let plain = |byte: u8| (b' '..0x7f).contains(&byte);
    if written.bytes().all(plain) || !written.contains(is_line_end) {
        return Cow::Borrowed(written);
    }
    let mut out = String::with_capacity(written.len() + 16);
    let mut chars = written.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\r' {
            chars.next_if(|next| next.1 == '\n');
            out.push('\n');
        } else {
            out.push(c);
        }
        if is_line_end(c) {
            let next = chars.peek().map_or(to, |next| from + next.0);
            let line = source
                .get(next.max(from + at + c.len_utf8())..)
                .unwrap_or("");
            let line = line.split(is_line_end).next().unwrap_or("");
            if !line.chars().all(is_space) {
                out.push_str("    ");
            }
        }
    }
    Cow::Owned(out)
}

/// Where `str.splitlines` ends a line.
fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r'
            | '\x0b'
            | '\x0c'
            | '\x1c'
            | '\x1d'
            | '\x1e'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

/// What `str.isspace` says of a character.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}
