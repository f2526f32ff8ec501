//! Where bytes occur in others.

use memchr::memmem;

use crate::value::chars::slice::bounds;

/// What lies between two bounds as Python takes them, and how many bytes before it; None if nothing can, not even
/// nothing.
#[must_use]
pub fn window(bytes: &[u8], start: Option<i64>, end: Option<i64>) -> Option<(usize, &[u8])> {
    let (start, end) = bounds(bytes.len(), start, end);
    Some((start, bytes.get(start..end)?))
}

/// The place of the first occurrence.
#[must_use]
pub fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memmem::find(bytes, needle)
}

/// The place of the last occurrence.
#[must_use]
pub fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memmem::rfind(bytes, needle)
}

/// How often `needle` occurs, without overlap, counting up to `max`; nothing occurs before, between and after all
/// bytes.
#[must_use]
pub fn count(bytes: &[u8], needle: &[u8], max: usize) -> usize {
    match needle {
        [] => max.min(bytes.len().saturating_add(1)),
        _ => memmem::find_iter(bytes, needle).take(max).count(),
    }
}
