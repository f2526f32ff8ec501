//! UTF-16 and UTF-32.

use super::Undecodable;
use super::sink::{Refusal, Sink};

fn pair(bytes: &[u8], at: usize, big: bool) -> Option<u16> {
    let unit: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(match big {
        true => u16::from_be_bytes(unit),
        false => u16::from_le_bytes(unit),
    })
}

fn quad(bytes: &[u8], at: usize, big: bool) -> Option<u32> {
    let unit: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(match big {
        true => u32::from_be_bytes(unit),
        false => u32::from_le_bytes(unit),
    })
}

/// Decodes from `at` on; places in errors count from the start of `bytes`.
pub(super) fn decode16(
    bytes: &[u8],
    mut at: usize,
    big: bool,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let encoding = if big { "utf-16-be" } else { "utf-16-le" };
    while at < bytes.len() {
        let refused = |end, reason| Undecodable {
            encoding,
            start: at,
            end,
            reason,
        };
        let Some(first) = pair(bytes, at, big) else {
            return sink.refuse(refused(bytes.len(), "truncated data"));
        };
        let mut end = at + 2;
        if let Some(c) = char::from_u32(u32::from(first)) {
            sink.out.push(c);
        } else if first >= 0xdc00 {
            sink.refuse(refused(end, "illegal encoding"))?;
        } else if let Some(second) = pair(bytes, end, big) {
            if let Some(Ok(c)) = char::decode_utf16([first, second]).next() {
                sink.out.push(c);
                end += 2;
            } else {
                sink.refuse(refused(end, "illegal UTF-16 surrogate"))?;
            }
        } else {
            end = bytes.len();
            sink.refuse(refused(end, "unexpected end of data"))?;
        }
        at = end;
    }
    Ok(())
}

/// Decodes from `at` on; places in errors count from the start of `bytes`.
pub(super) fn decode32(
    bytes: &[u8],
    mut at: usize,
    big: bool,
    sink: &mut Sink<'_>,
) -> Result<(), Refusal> {
    let encoding = if big { "utf-32-be" } else { "utf-32-le" };
    while at < bytes.len() {
        let refused = |end, reason| Undecodable {
            encoding,
            start: at,
            end,
            reason,
        };
        let Some(code) = quad(bytes, at, big) else {
            return sink.refuse(refused(bytes.len(), "truncated data"));
        };
        match char::from_u32(code) {
            Some(c) => sink.out.push(c),
            None if code > 0x10_ffff => {
                sink.refuse(refused(at + 4, "code point not in range(0x110000)"))?;
            }
            None => sink.refuse(refused(
                at + 4,
                "code point in surrogate code point range(0xd800, 0xe000)",
            ))?,
        }
        at += 4;
    }
    Ok(())
}

/// Appends the text in units of two bytes.
pub(super) fn encode16(text: &str, big: bool, out: &mut Vec<u8>) {
    for unit in text.encode_utf16() {
        out.extend(match big {
            true => unit.to_be_bytes(),
            false => unit.to_le_bytes(),
        });
    }
}

/// Appends the text in units of four bytes.
pub(super) fn encode32(text: &str, big: bool, out: &mut Vec<u8>) {
    for c in text.chars() {
        out.extend(match big {
            true => u32::from(c).to_be_bytes(),
            false => u32::from(c).to_le_bytes(),
        });
    }
}
