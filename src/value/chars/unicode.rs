//! What a character is, as CPython 3.11 sees it.

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_general_category::{GeneralCategory as Category, get_general_category};

use super::tables::{DIGITS, LATER, NUMERALS};

fn within(table: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let order = |&(first, last): &(u32, u32)| match () {
        () if last < c => Ordering::Less,
        () if first > c => Ordering::Greater,
        () => Ordering::Equal,
    };
    table.binary_search_by(order).is_ok()
}

/// The general category in Unicode 14.0.
#[must_use]
pub fn category(c: char) -> Category {
    if !c.is_ascii() && within(LATER, c) {
        return Category::Unassigned;
    }
    get_general_category(c)
}

/// Whether the character did not exist in Unicode 14.0.
#[must_use]
pub fn is_unassigned(c: char) -> bool {
    !c.is_ascii() && category(c) == Category::Unassigned
}

/// Whether `repr()` shows the character as it is.
#[must_use]
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    !matches!(
        category(c),
        Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::PrivateUse
            | Category::Unassigned
            | Category::LineSeparator
            | Category::ParagraphSeparator
            | Category::SpaceSeparator
    )
}

/// `c.isalpha()`.
#[must_use]
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(
        category(c),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
    )
}

/// `c.isdecimal()`.
#[must_use]
pub fn is_decimal(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && category(c) == Category::DecimalNumber)
}

/// `c.isdigit()`.
#[must_use]
pub fn is_digit(c: char) -> bool {
    is_decimal(c) || within(DIGITS, c)
}

/// `c.isnumeric()`.
#[must_use]
pub fn is_numeric(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    matches!(
        category(c),
        Category::DecimalNumber | Category::LetterNumber | Category::OtherNumber
    ) || within(NUMERALS, c)
}

/// `c.isspace()`.
#[must_use]
pub fn is_space(c: char) -> bool {
    matches!(c, '\x1c'..='\x1f') || c.is_whitespace()
}

/// `c.islower()`.
#[must_use]
pub fn is_lower(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_lowercase();
    }
    // These became, or ceased to be, lower case after Unicode 14.0.
    match c {
        '\u{295}' => true,
        '\u{10fc}' | '\u{a7f2}'..='\u{a7f4}' | '\u{ab69}' => false,
        _ => c.is_lowercase() && !is_unassigned(c),
    }
}

/// `c.isupper()`.
#[must_use]
pub fn is_upper(c: char) -> bool {
    c.is_uppercase() && !is_unassigned(c)
}

/// Whether the character is of the title case, which only digraphs have.
#[must_use]
pub fn is_title(c: char) -> bool {
    !c.is_ascii() && category(c) == Category::TitlecaseLetter
}

/// Whether an identifier may start with the character.
#[must_use]
pub fn starts_identifier(c: char) -> bool {
    c == '_' || (unicode_ident::is_xid_start(c) && !is_unassigned(c))
}

/// Whether an identifier may go on with the character.
#[must_use]
pub fn continues_identifier(c: char) -> bool {
    // These may since Unicode 15.1 and 16.0.
    let later = matches!(c, '\u{200c}' | '\u{200d}' | '\u{30fb}' | '\u{ff65}');
    unicode_ident::is_xid_continue(c) && !later && !is_unassigned(c)
}

/// The value of a decimal digit of any script.
#[must_use]
pub fn decimal_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    if category(c) != Category::DecimalNumber {
        return None;
    }
    // The digits of a script are ten neighbours, the first at a multiple of sixteen or six behind one; only the
    // mathematical ones are five such rows in a line.
    let c = u32::from(c);
    if (0x1d7ce..=0x1d7ff).contains(&c) {
        return Some((c - 0x1d7ce) % 10);
    }
    let low = c & 0xf;
    let aligned = char::from_u32(c - low).is_some_and(|c| category(c) == Category::DecimalNumber);
    Some(if aligned { low } else { low.wrapping_sub(6) })
}

/// The text as number readers see it: decimal digits of any script and wide spaces become ASCII ones, anything
/// else that is not ASCII something that is in no number.
#[must_use]
pub fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        _ if c.is_ascii() => c,
        _ if is_space(c) => ' ',
        _ => decimal_value(c)
            .and_then(|value| char::from_digit(value, 10))
            .unwrap_or('?'),
    };
    Cow::Owned(text.chars().map(plain).collect())
}
