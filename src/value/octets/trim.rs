//! Bytes without what stands at their ends.

use super::casing::is_space;
use crate::value::chars::trim::Ends;

/// The bytes without those at the given ends that answer yes.
#[must_use]
pub fn trim_by(bytes: &[u8], ends: Ends, ask: impl Fn(u8) -> bool) -> &[u8] {
    let mut out = bytes;
    if ends != Ends::Right {
        while let [first, rest @ ..] = out
            && ask(*first)
        {
            out = rest;
        }
    }
    if ends != Ends::Left {
        while let [rest @ .., last] = out
            && ask(*last)
        {
            out = rest;
        }
    }
    out
}

/// `bytes.strip()` and its kin: without whitespace, or without any of `set`, at the given ends.
#[must_use]
pub fn trim<'a>(bytes: &'a [u8], set: Option<&[u8]>, ends: Ends) -> &'a [u8] {
    let Some(set) = set else {
        return trim_by(bytes, ends, is_space);
    };
    let mut table = [false; 256];
    for byte in set {
        if let Some(entry) = table.get_mut(usize::from(*byte)) {
            *entry = true;
        }
    }
    trim_by(bytes, ends, |byte| {
        table.get(usize::from(byte)) == Some(&true)
    })
}
