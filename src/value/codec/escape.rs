//! The encodings `unicode_escape` and `raw_unicode_escape`: text as in string literals.

use std::fmt::Write as _;

use super::Undecodable;
use super::sink::{Refusal, Sink};

/// Appends the text with what is not Latin-1 (raw), or not printable ASCII, escaped.
pub(super) fn encode(text: &str, raw: bool, out: &mut Vec<u8>) {
    let mut escaped = String::new();
    for c in text.chars() {
        let code = u32::from(c);
        escaped.clear();
        // Writing to a String does not fail.
        let _ = match c {
            _ if raw && code < 0x100 => {
                out.push(code as u8);
                Ok(())
            }
            '\\' => write!(escaped, "\\\\"),
            '\t' => write!(escaped, "\\t"),
            '\n' => write!(escaped, "\\n"),
            '\r' => write!(escaped, "\\r"),
            ' '..='~' => write!(escaped, "{c}"),
            _ if code < 0x100 => write!(escaped, "\\x{code:02x}"),
            _ if code < 0x1_0000 => write!(escaped, "\\u{code:04x}"),
            _ => write!(escaped, "\\U{code:08x}"),
        };
        out.extend_from_slice(escaped.as_bytes());
    }
}

/// Decodes; bytes that are no escapes are Latin-1.
pub(super) fn decode(bytes: &[u8], raw: bool, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let after = bytes.get(at + 1).copied();
        at = match (byte, after) {
            (b'\\', Some(b'u')) => code(bytes, at, 4, raw, sink)?,
            (b'\\', Some(b'U')) => code(bytes, at, 8, raw, sink)?,
            (b'\\', Some(b'x')) if !raw => code(bytes, at, 2, raw, sink)?,
            (b'\\', Some(b'0'..=b'7')) if !raw => octal(bytes, at, sink),
            (b'\\', Some(letter)) if !raw => simple(letter, at, sink),
            (b'\\', Some(other)) => {
                sink.out.push('\\');
                sink.out.push(char::from(other));
                at + 2
            }
            (b'\\', None) if !raw => {
                sink.refuse(refused(raw, at, at + 1, "\\ at end of string"))?;
                at + 1
            }
            _ => {
                sink.out.push(char::from(*byte));
                at + 1
            }
        };
    }
    Ok(())
}

fn refused(raw: bool, start: usize, end: usize, reason: &'static str) -> Undecodable {
    Undecodable {
        encoding: if raw {
            "rawunicodeescape"
        } else {
            "unicodeescape"
        },
        start,
        end,
        reason,
    }
}

/// An escape of one letter; what is none stays as it is.
fn simple(letter: u8, at: usize, sink: &mut Sink<'_>) -> usize {
    let c = match letter {
        b'\n' => return at + 2,
        b'\\' | b'\'' | b'"' => char::from(letter),
        b'a' => '\x07',
        b'b' => '\x08',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'v' => '\x0b',
        _ => {
            sink.out.push('\\');
            char::from(letter)
        }
    };
    sink.out.push(c);
    at + 2
}

/// Up to three octal digits behind the backslash at `at`.
fn octal(bytes: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let digits = bytes.get(at + 1..).unwrap_or_default();
    let digits = digits
        .iter()
        .take(3)
        .take_while(|b| (b'0'..=b'7').contains(*b));
    let (count, code) = digits.fold((0, 0_u32), |(count, code), digit| {
        (count + 1, code * 8 + u32::from(digit - b'0'))
    });
    sink.out.extend(char::from_u32(code));
    at + 1 + count
}

/// So many hexadecimal digits behind the backslash and the letter at `at`.
fn code(
    bytes: &[u8],
    at: usize,
    wanted: usize,
    raw: bool,
    sink: &mut Sink<'_>,
) -> Result<usize, Refusal> {
    let digits = bytes.get(at + 2..).unwrap_or_default().iter().take(wanted);
    let digits = digits.map_while(|byte| char::from(*byte).to_digit(16));
    let (count, code) = digits.fold((0, 0_u32), |(count, code), digit| {
        (count + 1, code << 4 | digit)
    });
    let end = at + 2 + count;
    let reason = match char::from_u32(code) {
        Some(c) if count == wanted => {
            sink.out.push(c);
            return Ok(end);
        }
        _ if count < wanted => match wanted {
            2 => "truncated \\xXX escape",
            4 => "truncated \\uXXXX escape",
            _ => "truncated \\UXXXXXXXX escape",
        },
        _ if code > 0x10_ffff && raw => "\\Uxxxxxxxx out of range",
        _ if code > 0x10_ffff => "illegal Unicode character",
        _ => "surrogates not allowed",
    };
    sink.refuse(refused(raw, at, end, reason))?;
    Ok(end)
}
