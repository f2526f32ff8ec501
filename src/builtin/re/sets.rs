//! Sets of characters: what stands between brackets, and the categories `\d \s \w`.

use super::flags::Flags;
use super::fold;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};
use std::sync::OnceLock;

/// A kind of character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    /// `\d`.
    Digit,
    /// `\s`.
    Space,
    /// `\w`.
    Word,
}

/// A member of a set, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// One code, which may be a surrogate that no text holds.
    Literal(u32),
    /// All codes between two, both included.
    Range(u32, u32),
    /// A category, or all but it.
    Category(Category, bool),
}

/// A set written in the syntax of the regex crates.
fn written(text: &str) -> ClassUnicode {
    let hir = regex_syntax::parse(text).map(regex_syntax::hir::Hir::into_kind);
    match hir {
        Ok(HirKind::Class(Class::Unicode(class))) => class,
        _ => ClassUnicode::empty(),
    }
}

/// The characters for which Python says `isalnum()`, and the underscore.
pub(super) fn word(unicode: bool) -> &'static ClassUnicode {
    static ALL: OnceLock<ClassUnicode> = OnceLock::new();
    static ASCII: OnceLock<ClassUnicode> = OnceLock::new();
    if unicode {
        ALL.get_or_init(|| written(r"[\p{L}\p{N}_]"))
    } else {
        ASCII.get_or_init(|| written("[0-9A-Za-z_]"))
    }
}

fn digit(unicode: bool) -> &'static ClassUnicode {
    static ALL: OnceLock<ClassUnicode> = OnceLock::new();
    static ASCII: OnceLock<ClassUnicode> = OnceLock::new();
    if unicode {
        ALL.get_or_init(|| written(r"\p{Nd}"))
    } else {
        ASCII.get_or_init(|| written("[0-9]"))
    }
}

/// Python's white space has the four separators from U+001C on.
fn space(unicode: bool) -> &'static ClassUnicode {
    static ALL: OnceLock<ClassUnicode> = OnceLock::new();
    static ASCII: OnceLock<ClassUnicode> = OnceLock::new();
    if unicode {
        ALL.get_or_init(|| written(r"[\s\x1c-\x1f]"))
    } else {
        ASCII.get_or_init(|| written(r"[ \t-\r]"))
    }
}

fn category(category: Category, negated: bool, unicode: bool) -> ClassUnicode {
    let mut class = match category {
        Category::Digit => digit(unicode),
        Category::Space => space(unicode),
        Category::Word => word(unicode),
    }
    .clone();
    if negated {
        class.negate();
    }
    class
}

/// The characters among the codes from `low` to `high`.
fn range(low: u32, high: u32) -> ClassUnicode {
    let low = if (0xd800..0xe000).contains(&low) {
        0xe000
    } else {
        low
    };
    let high = if (0xd800..0xe000).contains(&high) {
        0xd7ff
    } else {
        high
    };
    let ends = char::from_u32(low).zip(char::from_u32(high));
    let ends = ends.filter(|(low, high)| low <= high);
    ClassUnicode::new(ends.map(|(low, high)| ClassUnicodeRange::new(low, high)))
}

/// All characters, or all but a newline.
pub(super) fn any(newline: bool) -> ClassUnicode {
    let mut class = ClassUnicode::empty();
    if !newline {
        class.push(ClassUnicodeRange::new('\n', '\n'));
    }
    class.negate();
    class
}

/// The set that the items make under the flags; `text` says whether the pattern is a str.
pub(super) fn build(items: &[Item], negate: bool, flags: Flags, text: bool) -> ClassUnicode {
    let unicode = text && !flags.has(Flags::ASCII);
    let mut codes = ClassUnicode::empty();
    let mut rest = ClassUnicode::empty();
    for item in items {
        let (low, high) = match *item {
            Item::Literal(code) => (code, code),
            Item::Range(low, high) => (low, high),
            Item::Category(kind, negated) => {
                rest.union(&category(kind, negated, unicode));
                continue;
            }
        };
        codes.union(&range(low, high));
        if high > 0xffff && low < high {
            // Such a range also counts as it stands, next to its lower case.
            rest.union(&range(low, high));
        }
    }
    ignoring(codes, rest, items, negate, flags, unicode)
}

/// Joins explicit codes and categories, with or without regard to case.
fn ignoring(
    mut codes: ClassUnicode,
    rest: ClassUnicode,
    items: &[Item],
    negate: bool,
    flags: Flags,
    unicode: bool,
) -> ClassUnicode {
    let locale = flags.has(Flags::LOCALE);
    let ignore = flags.has(Flags::IGNORECASE) && !codes.ranges().is_empty();
    if ignore && !locale {
        codes = if unicode {
            fold::lowered(&codes)
        } else {
            fold::ascii_lowered(&codes)
        };
    }
    codes.union(&rest);
    // A negated single literal is refused in either case; any other negated set is asked for both cases in turn.
    let single = matches!(items, [Item::Literal(_)]);
    if ignore && locale && single {
        codes = fold::ascii_either(&codes);
    }
    if negate {
        codes.negate();
    }
    match (ignore, locale) {
        (false, _) => codes,
        (true, true) if single => codes,
        (true, true) => fold::ascii_either(&codes),
        (true, false) if unicode => fold::raised(&codes),
        (true, false) => fold::ascii_raised(&codes),
    }
}
