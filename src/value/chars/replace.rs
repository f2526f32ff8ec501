//! `text.replace`.

/// How often `old` is replaced, at most `max` times.
#[must_use]
pub fn occurrences(text: &str, old: &str, max: usize) -> usize {
    text.matches(old).take(max).count()
}

/// The bytes of the text after `count` replacements.
#[must_use]
pub fn replaced_length(text: &str, old: &str, new: &str, count: usize) -> usize {
    let kept = text.len().saturating_sub(old.len().saturating_mul(count));
    new.len().saturating_mul(count).saturating_add(kept)
}

/// The text with its first `count` occurrences of `old` replaced; the caller has charged [`replaced_length`].
#[must_use]
pub fn replace(text: &str, old: &str, new: &str, count: usize) -> String {
    text.replacen(old, new, count)
}
