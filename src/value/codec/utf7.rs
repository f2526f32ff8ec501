//! UTF-7: what is not plain ASCII as base64 between `+` and `-`.

use super::Undecodable;
use super::sink::{Refusal, Sink};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn is_direct(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='}') && !matches!(c, '+' | '\\')
}

fn value(byte: u8) -> Option<u32> {
    DIGITS
        .iter()
        .position(|digit| *digit == byte)
        .map(|at| at as u32)
}

/// Bits of UTF-16 that do not fill a base64 digit, or digits that do not fill a unit.
#[derive(Default)]
struct Bits {
    count: u32,
    buffer: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.buffer = self.buffer << count | value;
        self.count += count;
    }

    /// The oldest `wanted` bits, if there are as many.
    fn take(&mut self, wanted: u32) -> Option<u32> {
        let left = self.count.checked_sub(wanted)?;
        let taken = self.buffer >> left;
        self.count = left;
        self.buffer &= (1 << left) - 1;
        Some(taken)
    }
}

fn push_digit(bits: u32, out: &mut Vec<u8>) {
    out.extend(DIGITS.get(bits as usize & 63));
}

/// Appends the text.
pub(super) fn encode(text: &str, out: &mut Vec<u8>) {
    let mut shift: Option<Bits> = None;
    for c in text.chars() {
        if is_direct(c) {
            if let Some(bits) = shift.take() {
                let ambiguous = value(c as u8).is_some() || c == '-';
                finish(bits, ambiguous, out);
            }
            out.push(c as u8);
        } else if c == '+' && shift.is_none() {
            out.extend_from_slice(b"+-");
        } else {
            let mut bits = shift.take().unwrap_or_else(|| {
                out.push(b'+');
                Bits::default()
            });
            for unit in c.encode_utf16(&mut [0; 2]) {
                bits.push(u32::from(*unit), 16);
                while let Some(digit) = bits.take(6) {
                    push_digit(digit, out);
                }
            }
            shift = Some(bits);
        }
    }
    if let Some(bits) = shift {
        finish(bits, true, out);
    }
}

/// Ends a run of base64; `closed`: with a `-`.
fn finish(bits: Bits, closed: bool, out: &mut Vec<u8>) {
    if bits.count > 0 {
        push_digit(bits.buffer << (6 - bits.count), out);
    }
    if closed {
        out.push(b'-');
    }
}

/// Decodes all bytes.
pub(super) fn decode(bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Refusal> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        at = match (byte, next) {
            (b'+', Some(b'-')) => {
                sink.out.push('+');
                at + 2
            }
            (b'+', Some(next)) if value(next).is_none() => {
                sink.refuse(refused(at, at + 2, "ill-formed sequence"))?;
                at + 2
            }
            (b'+', _) => run(bytes, at, sink)?,
            (0..=0x7f, _) => {
                sink.out.push(char::from(*byte));
                at + 1
            }
            _ => {
                sink.refuse(refused(at, at + 1, "unexpected special character"))?;
                at + 1
            }
        };
    }
    Ok(())
}

fn refused(start: usize, end: usize, reason: &'static str) -> Undecodable {
    Undecodable {
        encoding: "utf7",
        start,
        end,
        reason,
    }
}

/// Decodes the run of base64 that starts with the `+` at `start`; answers where it ends.
fn run(bytes: &[u8], start: usize, sink: &mut Sink<'_>) -> Result<usize, Refusal> {
    let mut bits = Bits::default();
    let mut high = None;
    let mut at = start + 1;
    while let Some(digit) = bytes.get(at).copied().and_then(value) {
        at += 1;
        bits.push(digit, 6);
        if let Some(unit) = bits.take(16) {
            high = place(unit as u16, high, start, at, sink)?;
        }
    }
    let partial = bits.count >= 6;
    let padded = bits.buffer != 0;
    let next = bytes.get(at);
    if high.is_some() && next.is_some() && !partial && !padded {
        sink.refuse(refused(start, at, "surrogates not allowed"))?;
    }
    match next {
        None if high.is_some() || partial || padded => {
            sink.refuse(refused(start, at, "unterminated shift sequence"))?;
            Ok(at)
        }
        None => Ok(at),
        Some(_) if partial => {
            sink.refuse(refused(start, at + 1, "partial character in base64 data"))?;
            Ok(at + 1)
        }
        Some(_) if padded => {
            sink.refuse(refused(
                start,
                at + 1,
                "non-zero padding bits in shift sequence",
            ))?;
            Ok(at + 1)
        }
        Some(b'-') => Ok(at + 1),
        Some(_) => Ok(at),
    }
}

/// Takes a unit of UTF-16; answers with it if it waits for its second half.
fn place(
    unit: u16,
    high: Option<u16>,
    start: usize,
    at: usize,
    sink: &mut Sink<'_>,
) -> Result<Option<u16>, Refusal> {
    if let Some(high) = high {
        if let Some(Ok(c)) = char::decode_utf16([high, unit]).next() {
            sink.out.push(c);
            return Ok(None);
        }
        sink.refuse(refused(start, at, "surrogates not allowed"))?;
    }
    match char::from_u32(u32::from(unit)) {
        Some(c) => sink.out.push(c),
        None if unit < 0xdc00 => return Ok(Some(unit)),
        None => sink.refuse(refused(start, at, "surrogates not allowed"))?,
    }
    Ok(None)
}
