//! Texts as JSON writes them.

use crate::value::context::Context;
use crate::value::value::Stop;

/// How a character is escaped, if it must be.
fn escape(c: char, ascii: bool) -> Option<Escape> {
    Some(match c {
        '"' => Escape::Short("\\\""),
        '\\' => Escape::Short("\\\\"),
        '\n' => Escape::Short("\\n"),
        '\r' => Escape::Short("\\r"),
        '\t' => Escape::Short("\\t"),
        '\x08' => Escape::Short("\\b"),
        '\x0c' => Escape::Short("\\f"),
        '\0'..='\x1f' => Escape::Units,
        ' '..='~' => return None,
        _ if ascii => Escape::Units,
        _ => return None,
    })
}

enum Escape {
    /// A backslash and a letter.
    Short(&'static str),
    /// Its UTF-16 units in hexadecimal.
    Units,
}

/// Appends the text in quotes, with `ascii` in ASCII only.
pub(super) fn quote<'h>(
    cx: &Context<'h>,
    text: &str,
    ascii: bool,
    out: &mut String,
) -> Result<(), Stop<'h>> {
    cx.put(out, "\"")?;
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let Some(escape) = escape(c, ascii) else {
            continue;
        };
        cx.put(out, text.get(plain..at).unwrap_or_default())?;
        plain = at + c.len_utf8();
        match escape {
            Escape::Short(escaped) => cx.put(out, escaped)?,
            Escape::Units => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    cx.put(out, &format!("\\u{unit:04x}"))?;
                }
            }
        }
    }
    cx.put(out, text.get(plain..).unwrap_or_default())?;
    cx.put(out, "\"")
}
