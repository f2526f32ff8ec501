//! Bytes taken to pieces, which borrow from the bytes.

use memchr::memmem;

use super::casing::is_space;
use super::trim::trim_by;
use crate::value::chars::trim::Ends;

/// The words between runs of whitespace, after at most `max` cuts from the left.
#[must_use]
pub fn words(bytes: &[u8], max: usize) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = trim_by(bytes, Ends::Left, is_space);
    while !rest.is_empty() {
        let end = match out.len() {
            cuts if cuts < max => rest.iter().position(|byte| is_space(*byte)),
            _ => None,
        };
        let end = end.unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end).unwrap_or_default();
        out.push(word);
        rest = trim_by(behind, Ends::Left, is_space);
    }
    out
}

/// The same with the cuts made from the right.
#[must_use]
pub fn words_from_right(bytes: &[u8], max: usize) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = trim_by(bytes, Ends::Right, is_space);
    while !rest.is_empty() {
        let start = match out.len() {
            cuts if cuts < max => rest.iter().rposition(|byte| is_space(*byte)),
            _ => None,
        };
        let start = start.map_or(0, |space| space + 1);
        let (before, word) = rest.split_at_checked(start).unwrap_or_default();
        out.push(word);
        rest = trim_by(before, Ends::Right, is_space);
    }
    out.reverse();
    out
}

/// The parts between occurrences of `separator`, which is not empty, after at most `max` cuts from the left.
#[must_use]
pub fn parts<'a>(bytes: &'a [u8], separator: &[u8], max: usize) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in memmem::find_iter(bytes, separator).take(max) {
        out.push(bytes.get(from..at).unwrap_or_default());
        from = at + separator.len();
    }
    out.push(bytes.get(from..).unwrap_or_default());
    out
}

/// The same with the cuts made from the right.
#[must_use]
pub fn parts_from_right<'a>(bytes: &'a [u8], separator: &[u8], max: usize) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    let mut rest = bytes;
    for at in memmem::rfind_iter(bytes, separator).take(max) {
        out.push(rest.get(at + separator.len()..).unwrap_or_default());
        rest = bytes.get(..at).unwrap_or_default();
    }
    out.push(rest);
    out.reverse();
    out
}

/// The lines, with their ends if `keep`; they end at `\n`, `\r` or both.
#[must_use]
pub fn lines(bytes: &[u8], keep: bool) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let end = end.unwrap_or(rest.len());
        let (line, behind) = rest.split_at_checked(end).unwrap_or_default();
        let width = match behind {
            [b'\r', b'\n', ..] => 2,
            _ => behind.len().min(1),
        };
        let (with_end, behind) = rest.split_at_checked(end + width).unwrap_or_default();
        out.push(if keep { with_end } else { line });
        rest = behind;
    }
    out
}
