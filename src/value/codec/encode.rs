//! `str.encode`.

use super::name::{Codec, Errors, Units};
use super::{Unencodable, escape, utf7, wide};
use crate::value::chars::quote;
use crate::value::fault::Fault;

/// Why a text was not encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A `UnicodeEncodeError`.
    Text(Unencodable),
    /// The error handler is unknown.
    Handler(Fault),
}

/// Bytes that an encoded text takes, at most, per byte of it.
#[must_use]
pub fn growth(codec: Codec, errors: &str) -> usize {
    match (codec, errors) {
        (Codec::Utf8 | Codec::Utf8Signed, _) => 1,
        (Codec::Utf16(_) | Codec::Utf32(_) | Codec::Utf7, _) => 5,
        (Codec::UnicodeEscape | Codec::RawUnicodeEscape, _) => 10,
        (Codec::Ascii | Codec::Latin1, "strict" | "ignore" | "replace") => 1,
        // Names of characters are long.
        (Codec::Ascii | Codec::Latin1, "namereplace") => 40,
        (Codec::Ascii | Codec::Latin1, _) => 10,
    }
}

/// Encodes a text.
///
/// # Errors
/// What the encoding refuses, if the handler of the name `errors` does not help.
pub fn encode(text: &str, codec: Codec, errors: &str) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::with_capacity(text.len());
    match codec {
        Codec::Utf8 => out.extend_from_slice(text.as_bytes()),
        Codec::Utf8Signed => {
            out.extend_from_slice(b"\xef\xbb\xbf");
            out.extend_from_slice(text.as_bytes());
        }
        Codec::Ascii => narrow(text, &ASCII, errors, &mut out)?,
        Codec::Latin1 => narrow(text, &LATIN1, errors, &mut out)?,
        Codec::Utf16(units) => {
            if units == Units::Marked {
                out.extend_from_slice(b"\xff\xfe");
            }
            wide::encode16(text, units == Units::Big, &mut out);
        }
        Codec::Utf32(units) => {
            if units == Units::Marked {
                out.extend_from_slice(b"\xff\xfe\0\0");
            }
            wide::encode32(text, units == Units::Big, &mut out);
        }
        Codec::Utf7 => utf7::encode(text, &mut out),
        Codec::UnicodeEscape => escape::encode(text, false, &mut out),
        Codec::RawUnicodeEscape => escape::encode(text, true, &mut out),
    }
    Ok(out)
}

fn escape(c: char, out: &mut Vec<u8>) {
    let mut escaped = String::new();
    quote::escape(c, &mut escaped);
    out.extend_from_slice(escaped.as_bytes());
}

/// An encoding of one byte a character.
struct Narrow {
    encoding: &'static str,
    limit: u32,
    reason: &'static str,
}

const ASCII: Narrow = Narrow {
    encoding: "ascii",
    limit: 128,
    reason: "ordinal not in range(128)",
};

const LATIN1: Narrow = Narrow {
    encoding: "latin-1",
    limit: 256,
    reason: "ordinal not in range(256)",
};

fn narrow(text: &str, codec: &Narrow, errors: &str, out: &mut Vec<u8>) -> Result<(), Refusal> {
    for (start, c) in text.chars().enumerate() {
        if u32::from(c) < codec.limit {
            out.push(u32::from(c) as u8);
            continue;
        }
        let handler = Errors::parse(errors).map_err(Refusal::Handler)?;
        match handler {
            Errors::Ignore => {}
            Errors::Replace => out.push(b'?'),
            Errors::BackslashReplace => escape(c, out),
            Errors::NameReplace => match unicode_names2::name(c) {
                Some(name) => out.extend_from_slice(format!("\\N{{{name}}}").as_bytes()),
                None => escape(c, out),
            },
            Errors::XmlCharRefReplace => {
                out.extend_from_slice(format!("&#{};", u32::from(c)).as_bytes());
            }
            Errors::Strict => {
                // The error spans all neighbours that cannot be expressed either.
                let beyond = |c: &char| u32::from(*c) >= codec.limit;
                let count = text.chars().skip(start).take_while(beyond).count();
                return Err(Refusal::Text(Unencodable {
                    encoding: codec.encoding,
                    start,
                    end: start + count,
                    reason: codec.reason,
                }));
            }
        }
    }
    Ok(())
}
