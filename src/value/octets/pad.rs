//! Bytes made wider. Widths are charged by the caller before anything is made.

use crate::value::chars::pad::{Side, margins};

/// The bytes, widened with `fill`.
#[must_use]
pub fn pad(bytes: &[u8], width: usize, side: Side, fill: u8) -> Vec<u8> {
    let (left, right) = margins(bytes.len(), width, side);
    let mut out = vec![fill; left];
    out.extend_from_slice(bytes);
    out.resize(left + bytes.len() + right, fill);
    out
}

/// `bytes.zfill(width)`: zeros behind the sign.
#[must_use]
pub fn zero_fill(bytes: &[u8], width: usize) -> Vec<u8> {
    let mut out = pad(bytes, width, Side::Right, b'0');
    let zeros = out.len() - bytes.len();
    if zeros > 0 && matches!(bytes.first(), Some(b'+' | b'-')) {
        out.swap(0, zeros);
    }
    out
}

/// The bytes that [`expand_tabs`] makes.
#[must_use]
pub fn expanded_length(bytes: &[u8], size: usize) -> usize {
    let (mut column, mut length) = (0_usize, 0_usize);
    for byte in bytes {
        let (made, next) = advance(*byte, column, size);
        length = length.saturating_add(made);
        column = next;
    }
    length
}

/// `bytes.expandtabs(size)`; the caller has charged [`expanded_length`].
#[must_use]
pub fn expand_tabs(bytes: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut column = 0;
    for byte in bytes {
        let (made, next) = advance(*byte, column, size);
        match byte {
            b'\t' => out.extend(std::iter::repeat_n(b' ', made)),
            _ => out.push(*byte),
        }
        column = next;
    }
    out
}

/// The bytes that a byte makes at a column, and the column behind it.
fn advance(byte: u8, column: usize, size: usize) -> (usize, usize) {
    match byte {
        b'\t' => {
            let spaces = column.checked_rem(size).map_or(0, |past| size - past);
            (spaces, column.saturating_add(spaces))
        }
        b'\n' | b'\r' => (1, 0),
        _ => (1, column.saturating_add(1)),
    }
}
