//! The questions that str answers about a whole text: `isalpha`, `isupper` and their kind.

use super::unicode;

fn all(text: &str, ask: fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(ask)
}

/// `text.isalpha()`.
#[must_use]
pub fn is_alpha(text: &str) -> bool {
    all(text, unicode::is_alpha)
}

/// `text.isdecimal()`.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    all(text, unicode::is_decimal)
}

/// `text.isdigit()`.
#[must_use]
pub fn is_digit(text: &str) -> bool {
    all(text, unicode::is_digit)
}

/// `text.isnumeric()`.
#[must_use]
pub fn is_numeric(text: &str) -> bool {
    all(text, unicode::is_numeric)
}

/// `text.isalnum()`.
#[must_use]
pub fn is_alnum(text: &str) -> bool {
    all(text, |c| unicode::is_alpha(c) || unicode::is_numeric(c))
}

/// `text.isspace()`.
#[must_use]
pub fn is_space(text: &str) -> bool {
    all(text, unicode::is_space)
}

/// `text.isprintable()`; the empty text is.
#[must_use]
pub fn is_printable(text: &str) -> bool {
    text.chars().all(unicode::is_printable)
}

/// `text.isidentifier()`.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(unicode::starts_identifier) && chars.all(unicode::continues_identifier)
}

/// `text.islower()`: something is lower case, and nothing upper or title case.
#[must_use]
pub fn is_lower(text: &str) -> bool {
    text.chars().any(unicode::is_lower)
        && !text
            .chars()
            .any(|c| unicode::is_upper(c) || unicode::is_title(c))
}

/// `text.isupper()`: something is upper case, and nothing lower or title case.
#[must_use]
pub fn is_upper(text: &str) -> bool {
    text.chars().any(unicode::is_upper)
        && !text
            .chars()
            .any(|c| unicode::is_lower(c) || unicode::is_title(c))
}

/// `text.istitle()`: capital letters start words and only they do.
#[must_use]
pub fn is_title(text: &str) -> bool {
    let mut in_word = false;
    let mut any = false;
    for c in text.chars() {
        let capital = unicode::is_upper(c) || unicode::is_title(c);
        let small = unicode::is_lower(c);
        if (capital && in_word) || (small && !in_word) {
            return false;
        }
        in_word = capital || small;
        any |= in_word;
    }
    any
}
