//! A set of characters laid out for asking.

use regex_syntax::hir::ClassUnicode;

/// Ranges in order, and a bit for each ASCII character.
#[derive(Debug)]
pub(super) struct CharSet {
    ascii: u128,
    ranges: Box<[(char, char)]>,
}

impl CharSet {
    /// The members of a class.
    pub(super) fn new(class: &ClassUnicode) -> Self {
        let ranges: Box<[_]> = class
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect();
        let mut set = Self { ascii: 0, ranges };
        for code in 0..128u8 {
            if set.searched(char::from(code)) {
                set.ascii |= 1 << code;
            }
        }
        set
    }

    fn searched(&self, c: char) -> bool {
        let after = self.ranges.partition_point(|(_, end)| *end < c);
        self.ranges.get(after).is_some_and(|(start, _)| *start <= c)
    }

    /// Whether the character is a member.
    pub(super) fn contains(&self, c: char) -> bool {
        match u32::from(c) {
            code @ 0..128 => self.ascii >> code & 1 == 1,
            _ => self.searched(c),
        }
    }
}
