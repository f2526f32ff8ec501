//! `bytes.hex` and `bytes.fromhex`.

use super::casing::is_space;
use crate::value::fault::Fault;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two hexadecimal digits a byte; with a separator after every `group` bytes, counted from the right, or from the left
/// if negative.
#[must_use]
pub fn encode(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(bytes.len() * 2);
    for (at, byte) in bytes.iter().enumerate() {
        let counted = if group < 0 { at } else { bytes.len() - at };
        if let Some(separator) = separator
            && at > 0
            && counted.checked_rem(size) == Some(0)
        {
            out.push(separator);
        }
        for digit in [byte >> 4, byte & 15] {
            let digit = DIGITS.get(usize::from(digit)).copied().unwrap_or(b'0');
            out.push(char::from(digit));
        }
    }
    out
}

/// The bytes that pairs of digits stand for; whitespace between pairs is skipped.
///
/// # Errors
/// `ValueError` with the place of what is no digit.
pub fn decode(text: &str) -> Result<Vec<u8>, Fault> {
    let refused = |at: usize| {
        Fault::value(format!(
            "non-hexadecimal number found in fromhex() arg at position {at}"
        ))
    };
    if let Some(at) = text.chars().position(|c| !c.is_ascii()) {
        return Err(refused(at));
    }
    let digit = |c: Option<char>| c.and_then(|c| c.to_digit(16)).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut chars = text.chars();
    let mut at = 0;
    while let Some(c) = chars.next() {
        if is_space(c as u8) {
            at += 1;
            continue;
        }
        let high = digit(Some(c)).ok_or_else(|| refused(at))?;
        let low = digit(chars.next()).ok_or_else(|| refused(at + 1))?;
        out.push(high << 4 | low);
        at += 2;
    }
    Ok(out)
}
