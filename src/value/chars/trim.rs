//! Texts without what stands at their ends.

use super::unicode::is_space;

/// Which ends are trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// Both.
    Both,
}

/// A set of characters to look up in.
struct Set {
    ascii: u128,
    others: Vec<char>,
}

impl Set {
    fn of(chars: &str) -> Self {
        let mut set = Self {
            ascii: 0,
            others: Vec::new(),
        };
        for c in chars.chars() {
            if c.is_ascii() {
                set.ascii |= 1 << u32::from(c);
            } else {
                set.others.push(c);
            }
        }
        set.others.sort_unstable();
        set
    }

    fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            self.ascii >> u32::from(c) & 1 != 0
        } else {
            self.others.binary_search(&c).is_ok()
        }
    }
}

/// `text.strip()` and its kin: without whitespace at the given ends.
#[must_use]
pub fn trim(text: &str, ends: Ends) -> &str {
    match ends {
        Ends::Left => text.trim_start_matches(is_space),
        Ends::Right => text.trim_end_matches(is_space),
        Ends::Both => text.trim_matches(is_space),
    }
}

/// `text.strip(chars)` and its kin: without any of `chars` at the given ends.
#[must_use]
pub fn trim_chars<'a>(text: &'a str, chars: &str, ends: Ends) -> &'a str {
    let set = Set::of(chars);
    match ends {
        Ends::Left => text.trim_start_matches(|c| set.has(c)),
        Ends::Right => text.trim_end_matches(|c| set.has(c)),
        Ends::Both => text.trim_matches(|c| set.has(c)),
    }
}
