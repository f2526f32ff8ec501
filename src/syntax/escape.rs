//! Escapes in string and bytes literals.

use super::fault;
use crate::error::SyntaxError;
use crate::source::Span;

/// Resolves the escapes of a `str`; `whole` is the literal's place, for errors.
pub(crate) fn in_str(body: &str, whole: Span) -> Result<String, SyntaxError> {
    if !body.contains('\\') {
        return Ok(body.to_owned());
    }
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(slash) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(slash).unwrap_or((rest, ""));
        out.push_str(before);
        let (c, length) = one(escape).map_err(|wrong| {
            let offset = encoded_length(body.get(..body.len() - escape.len()).unwrap_or(""));
            wrong.report(offset, whole)
        })?;
        out.extend(c);
        rest = escape.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    Ok(out)
}

/// Resolves the escapes of a `bytes`, whose text is ASCII.
pub(crate) fn in_bytes(body: &str, whole: Span) -> Result<Vec<u8>, SyntaxError> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        if first != b'\\' {
            out.push(first);
            continue;
        }
        let Some((&kind, tail)) = rest.split_first() else {
            break;
        };
        if kind == b'x' {
            let digits = tail.get(..2).and_then(|d| str::from_utf8(d).ok());
            let Some(byte) = digits
                .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))
                .and_then(|d| u8::from_str_radix(d, 16).ok())
            else {
                let at = body.len() - rest.len() - 1;
                return Err(fault::syntax(
                    format!("(value error) invalid \\x escape at position {at}"),
                    whole,
                ));
            };
            out.push(byte);
            rest = tail.get(2..).unwrap_or(&[]);
        } else if matches!(kind, b'0'..=b'7') {
            let (value, length) = octal(rest);
            out.push((value & 0xff) as u8);
            rest = rest.get(length..).unwrap_or(&[]);
        } else {
            match simple(char::from(kind)) {
                Some(c) => out.extend(c.and_then(|c| u8::try_from(c).ok())),
                None => out.extend([b'\\', kind]),
            }
            rest = tail;
        }
    }
    Ok(out)
}

/// What is wrong with an escape, and how many bytes of it CPython's decoder had read.
struct Wrong {
    reason: &'static str,
    length: usize,
}

impl Wrong {
    #[cold]
    fn report(&self, offset: usize, whole: Span) -> SyntaxError {
        let end = offset + self.length;
        let place = format!("decode bytes in position {offset}-{}", end - 1);
        fault::syntax(
            format!(
                "(unicode error) 'unicodeescape' codec can't {place}: {}",
                self.reason
            ),
            whole,
        )
    }
}

/// The character that an escape stands for (none for a joined line), and the escape's length.
fn one(escape: &str) -> Result<(Escaped, usize), Wrong> {
    let Some(kind) = escape.chars().nth(1) else {
        return Ok((Escaped::Char(Some('\\')), 1)); // before a field of an f-string
    };
    match kind {
        'x' => hex(escape, 2, "truncated \\xXX escape"),
        'u' => hex(escape, 4, "truncated \\uXXXX escape"),
        'U' => hex(escape, 8, "truncated \\UXXXXXXXX escape"),
        'N' => named(escape),
        '0'..='7' => {
            let (value, length) = octal(escape.as_bytes().get(1..).unwrap_or(&[]));
            Ok((Escaped::Char(char::from_u32(value)), length + 1))
        }
        _ => Ok(match simple(kind) {
            Some(c) => (Escaped::Char(c), 1 + kind.len_utf8()),
            None => (Escaped::Kept(kind), 1 + kind.len_utf8()),
        }),
    }
}

/// What an escape leaves in the text.
enum Escaped {
    /// A character, or nothing.
    Char(Option<char>),
    /// No escape at all: the backslash stays.
    Kept(char),
}

impl IntoIterator for Escaped {
    type Item = char;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<char>, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        match self {
            Self::Char(c) => [c, None],
            Self::Kept(c) => [Some('\\'), Some(c)],
        }
        .into_iter()
        .flatten()
    }
}

/// The escapes of one letter; a joined line leaves nothing.
fn simple(kind: char) -> Option<Option<char>> {
    Some(match kind {
        '\n' => None,
        '\\' | '\'' | '"' => Some(kind),
        'a' => Some('\x07'),
        'b' => Some('\x08'),
        'f' => Some('\x0c'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\x0b'),
        _ => return None,
    })
}

/// Up to three octal digits: their value, and how many.
fn octal(digits: &[u8]) -> (u32, usize) {
    let digits = digits
        .iter()
        .take(3)
        .take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold((0, 0), |(value, length), b| {
        (value * 8 + u32::from(b - b'0'), length + 1)
    })
}

fn hex(escape: &str, width: usize, truncated: &'static str) -> Result<(Escaped, usize), Wrong> {
    let digits = escape.get(2..).unwrap_or("");
    let length = digits
        .bytes()
        .take(width)
        .take_while(u8::is_ascii_hexdigit)
        .count();
    if length < width {
        return Err(Wrong {
            reason: truncated,
            length: length + 2,
        });
    }
    let value = u32::from_str_radix(digits.get(..width).unwrap_or(""), 16).unwrap_or(u32::MAX);
    match char::from_u32(value) {
        Some(c) => Ok((Escaped::Char(Some(c)), width + 2)),
        None if value > 0x10_ffff => Err(Wrong {
            reason: "illegal Unicode character",
            length: width + 2,
        }),
        None => Err(Wrong {
            reason: "surrogates not allowed",
            length: width + 2,
        }),
    }
}

/// `\N{NAME}`
fn named(escape: &str) -> Result<(Escaped, usize), Wrong> {
    let name = escape.get(2..).unwrap_or("");
    let inside = name
        .strip_prefix('{')
        .and_then(|n| n.split_once('}'))
        .map(|n| n.0)
        .filter(|n| !n.is_empty());
    let Some(inside) = inside else {
        let length = if name.starts_with("{}") {
            4
        } else {
            2 + name.len() * usize::from(name.starts_with('{'))
        };
        return Err(Wrong {
            reason: "malformed \\N character escape",
            length,
        });
    };
    let length = inside.len() + 4;
    // No name begins with a hyphen, and one that does is too much for the table of names.
    let name = Some(inside).filter(|name| !name.starts_with('-'));
    match name.and_then(unicode_names2::character) {
        Some(c) => Ok((Escaped::Char(Some(c)), length)),
        None => Err(Wrong {
            reason: "unknown Unicode character name",
            length,
        }),
    }
}

/// The length of a text as CPython's decoder sees it: what is not ASCII takes ten bytes.
fn encoded_length(text: &str) -> usize {
    text.chars()
        .map(|c| if c.is_ascii() { 1 } else { 10 })
        .sum()
}
