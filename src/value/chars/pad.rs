//! Texts made wider. Widths are charged by the caller before anything is made.

/// Where the text stands in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At the left: `ljust`.
    Left,
    /// At the right: `rjust`.
    Right,
    /// In the middle: `center`.
    Center,
}

/// How many fillers go to the left and to the right of `length` characters.
#[must_use]
pub fn margins(length: usize, width: usize, side: Side) -> (usize, usize) {
    let missing = width.saturating_sub(length);
    match side {
        Side::Left => (0, missing),
        Side::Right => (missing, 0),
        Side::Center => {
            // An odd rest goes to the left of a text of even length.
            let left = missing / 2 + (missing & width & 1);
            (left, missing - left)
        }
    }
}

/// The text of `length` code points, widened with `fill`.
#[must_use]
pub fn pad(text: &str, length: usize, width: usize, side: Side, fill: char) -> String {
    let (left, right) = margins(length, width, side);
    let mut out = String::with_capacity(text.len() + (left + right) * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, right));
    out
}

/// `text.zfill(width)`: zeros behind the sign.
#[must_use]
pub fn zero_fill(text: &str, length: usize, width: usize) -> String {
    let zeros = width.saturating_sub(length);
    let (sign, digits) = match text.as_bytes().first() {
        Some(b'+' | b'-') => text.split_at_checked(1).unwrap_or(("", text)),
        _ => ("", text),
    };
    let mut out = String::with_capacity(text.len() + zeros);
    out.push_str(sign);
    out.extend(std::iter::repeat_n('0', zeros));
    out.push_str(digits);
    out
}

/// The bytes that `expand_tabs` makes.
#[must_use]
pub fn expanded_length(text: &str, size: usize) -> usize {
    let (mut column, mut length) = (0_usize, 0_usize);
    for c in text.chars() {
        let (bytes, next) = advance(c, column, size);
        length = length.saturating_add(bytes);
        column = next;
    }
    length
}

/// `text.expandtabs(size)`; the caller has charged [`expanded_length`].
#[must_use]
pub fn expand_tabs(text: &str, size: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        let (bytes, next) = advance(c, column, size);
        match c {
            '\t' => out.extend(std::iter::repeat_n(' ', bytes)),
            _ => out.push(c),
        }
        column = next;
    }
    out
}

/// The bytes that a character makes at a column, and the column behind it.
fn advance(c: char, column: usize, size: usize) -> (usize, usize) {
    match c {
        '\t' => {
            let spaces = column.checked_rem(size).map_or(0, |past| size - past);
            (spaces, column.saturating_add(spaces))
        }
        '\n' | '\r' => (1, 0),
        _ => (c.len_utf8(), column.saturating_add(1)),
    }
}
