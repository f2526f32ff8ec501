//! What "the same letter" means when case is ignored: lower case as a pattern sees it.
//!
//! A character matches when its lower case is in the set of lower-cased members, where a few lower-case letters
//! that share an upper case stand for each other. So the sets are completed here once, and no engine folds.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};
use std::sync::OnceLock;

/// Lower-case letters that have one upper case; members of a group match each other.
const KIN: [&str; 24] = [
    "i\u{131}",
    "s\u{17f}",
    "\u{b5}\u{3bc}",
    "\u{345}\u{3b9}\u{1fbe}",
    "\u{390}\u{1fd3}",
    "\u{3b0}\u{1fe3}",
    "\u{3b2}\u{3d0}",
    "\u{3b5}\u{3f5}",
    "\u{3b8}\u{3d1}",
    "\u{3ba}\u{3f0}",
    "\u{3c0}\u{3d6}",
    "\u{3c1}\u{3f1}",
    "\u{3c2}\u{3c3}",
    "\u{3c6}\u{3d5}",
    "\u{432}\u{1c80}",
    "\u{434}\u{1c81}",
    "\u{43e}\u{1c82}",
    "\u{441}\u{1c83}",
    "\u{442}\u{1c84}\u{1c85}",
    "\u{44a}\u{1c86}",
    "\u{463}\u{1c87}",
    "\u{1c88}\u{a64b}",
    "\u{1e61}\u{1e9b}",
    "\u{fb05}\u{fb06}",
];

/// The lower case of one character, where that is one character.
pub(super) fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether two characters are the same when case is ignored, as a back reference compares them.
pub(super) fn same(a: char, b: char) -> bool {
    let (a, b) = (lower(a), lower(b));
    a == b || KIN.iter().any(|kin| kin.contains(a) && kin.contains(b))
}

/// Every character that has another lower case, with it, in order.
fn changing() -> &'static [(char, char)] {
    static TABLE: OnceLock<Vec<(char, char)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let cased = '\0'..='\u{1ffff}';
        let pairs = cased.map(|c| (c, lower(c)));
        pairs.filter(|(c, low)| c != low).collect()
    })
}

/// Whether `c` is in the set.
pub(super) fn contains(set: &ClassUnicode, c: char) -> bool {
    let ranges = set.ranges();
    let after = ranges.partition_point(|range| range.end() < c);
    ranges.get(after).is_some_and(|range| range.start() <= c)
}

fn class(chars: impl Iterator<Item = char>) -> ClassUnicode {
    ClassUnicode::new(chars.map(|c| ClassUnicodeRange::new(c, c)))
}

/// The lower case of every member, and the kin of those.
pub(super) fn lowered(set: &ClassUnicode) -> ClassUnicode {
    let changed = changing().iter().filter(|(c, _)| contains(set, *c));
    let mut low = set.clone();
    low.difference(&class(changed.clone().map(|(c, _)| *c)));
    low.union(&class(changed.map(|(_, low)| *low)));
    let kin = KIN
        .iter()
        .filter(|kin| kin.chars().any(|c| contains(&low, c)));
    let kin = class(kin.flat_map(|kin| kin.chars()));
    low.union(&kin);
    low
}

/// The characters whose lower case is in the set.
pub(super) fn raised(set: &ClassUnicode) -> ClassUnicode {
    let mut all = set.clone();
    all.difference(&class(changing().iter().map(|(c, _)| *c)));
    let back = changing().iter().filter(|(_, low)| contains(set, *low));
    all.union(&class(back.map(|(c, _)| *c)));
    all
}

fn ascii_letters(set: &ClassUnicode, letters: std::ops::RangeInclusive<char>) -> Vec<char> {
    letters.filter(|c| contains(set, *c)).collect()
}

/// The set with the ASCII capitals among its members replaced by small letters.
pub(super) fn ascii_lowered(set: &ClassUnicode) -> ClassUnicode {
    let capitals = ascii_letters(set, 'A'..='Z');
    let mut low = set.clone();
    low.difference(&class(capitals.iter().copied()));
    low.union(&class(capitals.iter().map(char::to_ascii_lowercase)));
    low
}

/// The characters whose ASCII lower case is in the set.
pub(super) fn ascii_raised(set: &ClassUnicode) -> ClassUnicode {
    let small = ascii_letters(set, 'a'..='z');
    let mut all = set.clone();
    all.difference(&class('A'..='Z'));
    all.union(&class(small.iter().map(char::to_ascii_uppercase)));
    all
}

/// The characters of which either case is in the set.
pub(super) fn ascii_either(set: &ClassUnicode) -> ClassUnicode {
    let mut all = set.clone();
    all.union(&class(
        ascii_letters(set, 'a'..='z')
            .iter()
            .map(char::to_ascii_uppercase),
    ));
    all.union(&class(
        ascii_letters(set, 'A'..='Z')
            .iter()
            .map(char::to_ascii_lowercase),
    ));
    all
}
