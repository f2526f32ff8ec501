//! `bytes.decode`.

use super::name::{Codec, Units};
use super::sink::Sink;
use super::{Undecodable, escape, utf7, wide};

pub use super::sink::Refusal;

/// Decodes bytes; the text takes at most four times as many bytes.
///
/// # Errors
/// What the encoding refuses, if the handler of the name `errors` does not help.
pub fn decode(bytes: &[u8], codec: Codec, errors: &str) -> Result<String, Refusal> {
    let mut out = String::with_capacity(bytes.len());
    let sink = &mut Sink::new(bytes, errors, &mut out);
    match codec {
        Codec::Utf8 => utf8(bytes, 0, sink)?,
        Codec::Utf8Signed => {
            let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            utf8(body, bytes.len() - body.len(), sink)?;
        }
        Codec::Ascii => narrow(bytes, sink)?,
        Codec::Latin1 => sink.out.extend(bytes.iter().map(|byte| char::from(*byte))),
        Codec::Utf16(units) => {
            let (big, at) = order(bytes, units, b"\xff\xfe", b"\xfe\xff");
            wide::decode16(bytes, at, big, sink)?;
        }
        Codec::Utf32(units) => {
            let (big, at) = order(bytes, units, b"\xff\xfe\0\0", b"\0\0\xfe\xff");
            wide::decode32(bytes, at, big, sink)?;
        }
        Codec::Utf7 => utf7::decode(bytes, sink)?,
        Codec::UnicodeEscape => escape::decode(bytes, false, sink)?,
        Codec::RawUnicodeEscape => escape::decode(bytes, true, sink)?,
    }
    Ok(out)
}

/// Whether the bytes are big endian, and where they begin.
fn order(bytes: &[u8], units: Units, little: &[u8], big: &[u8]) -> (bool, usize) {
    match units {
        Units::Little => (false, 0),
        Units::Big => (true, 0),
        Units::Marked if bytes.starts_with(big) => (true, big.len()),
        Units::Marked if bytes.starts_with(little) => (false, little.len()),
        Units::Marked => (false, 0),
    }
}

fn utf8(bytes: &[u8], skipped: usize, sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut at = skipped;
    for chunk in bytes.utf8_chunks() {
        sink.out.push_str(chunk.valid());
        at += chunk.valid().len();
        let invalid = chunk.invalid();
        let Some(first) = invalid.first() else {
            continue;
        };
        let end = at + invalid.len();
        let ends_here = end == skipped + bytes.len();
        sink.refuse(Undecodable {
            encoding: "utf-8",
            start: at,
            end,
            reason: match first {
                0x80..=0xc1 | 0xf5..=0xff => "invalid start byte",
                _ if ends_here && invalid.len() < length(*first) => "unexpected end of data",
                _ => "invalid continuation byte",
            },
        })?;
        at = end;
    }
    Ok(())
}

/// The bytes of a character that starts so.
fn length(first: u8) -> usize {
    match first {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

fn narrow(bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    for (start, byte) in bytes.iter().enumerate() {
        if byte.is_ascii() {
            sink.out.push(char::from(*byte));
        } else {
            sink.refuse(Undecodable {
                encoding: "ascii",
                start,
                end: start + 1,
                reason: "ordinal not in range(128)",
            })?;
        }
    }
    Ok(())
}
