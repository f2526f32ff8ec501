//! `repr()` of bytes.

use std::fmt::Write as _;

use crate::value::chars::quote::quote_mark;

/// Appends the bytes as Python would write them: `b'...'`.
pub fn quote(bytes: &[u8], out: &mut String) {
    let quote = quote_mark(bytes);
    out.push('b');
    out.push(quote);
    for byte in bytes {
        // Writing to a String does not fail.
        let _ = match byte {
            b'\\' => write!(out, "\\\\"),
            b'\t' => write!(out, "\\t"),
            b'\n' => write!(out, "\\n"),
            b'\r' => write!(out, "\\r"),
            _ if char::from(*byte) == quote => write!(out, "\\{quote}"),
            b' '..=b'~' => {
                out.push(char::from(*byte));
                Ok(())
            }
            _ => write!(out, "\\x{byte:02x}"),
        };
    }
    out.push(quote);
}

/// `repr(bytes)`.
#[must_use]
pub fn repr(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 3);
    quote(bytes, &mut out);
    out
}

/// The bytes as text for readers of numbers: what is not ASCII becomes something that is in no number.
#[must_use]
pub fn digits(bytes: &[u8]) -> String {
    let shown = |byte: &u8| match byte {
        0..=0x7f => char::from(*byte),
        _ => char::REPLACEMENT_CHARACTER,
    };
    bytes.iter().map(shown).collect()
}
