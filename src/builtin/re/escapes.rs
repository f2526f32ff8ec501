//! What a backslash means in a pattern, outside and inside brackets.

use super::error::PatternError;
use super::sets::{Category, Item};
use super::tokens::{Token, Tokens};

/// What an escape stands for.
pub(super) enum Escaped {
    /// A character or a category.
    Item(Item),
    /// `\A \b \B \Z`.
    Place(char),
    /// `\1` and the like; with the number of characters it was written with.
    Group(u32, usize),
}

/// The character for which a letter stands in every escape: in patterns, brackets and templates.
pub(super) fn control(letter: char) -> Option<char> {
    Some(match letter {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        _ => return None,
    })
}

fn category(letter: char) -> Option<Item> {
    Some(match letter {
        'd' => Item::Category(Category::Digit, false),
        'D' => Item::Category(Category::Digit, true),
        's' => Item::Category(Category::Space, false),
        'S' => Item::Category(Category::Space, true),
        'w' => Item::Category(Category::Word, false),
        'W' => Item::Category(Category::Word, true),
        _ => return None,
    })
}

fn octal(c: char) -> bool {
    c.is_digit(8)
}

/// Reads the rest of `\x41`, `\u0041` or `\U00000041`: exactly `digits` digits.
fn hexadecimal(tokens: &mut Tokens<'_>, letter: char, digits: usize) -> Result<u32, PatternError> {
    let mut escape = format!("\\{letter}");
    tokens.take_while(digits, |c| c.is_ascii_hexdigit(), &mut escape)?;
    if escape.len() != digits + 2 {
        return Err(tokens.error(format!("incomplete escape {escape}"), escape.len()));
    }
    let code = escape
        .get(2..)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let code = code.filter(|code| *code <= 0x10_ffff);
    code.ok_or_else(|| tokens.error(format!("bad escape {escape}"), escape.len()))
}

/// Reads the rest of `\N{NAME}`.
fn named(tokens: &mut Tokens<'_>) -> Result<u32, PatternError> {
    if !tokens.accept('{')? {
        return Err(tokens.error("missing {", 0));
    }
    let name = tokens.take_until('}', "character name")?;
    let found = unicode_names2::character(&name).map(u32::from);
    found.ok_or_else(|| {
        let message = format!(
            "undefined character name {}",
            crate::value::chars::quote::repr(&name)
        );
        tokens.error(message, name.chars().count() + r"\N{}".len())
    })
}

/// Reads more octal digits after those in `escape`; over `\377` is an error.
fn octal_code(tokens: &Tokens<'_>, escape: &str) -> Result<u32, PatternError> {
    let code = escape
        .get(1..)
        .and_then(|digits| u32::from_str_radix(digits, 8).ok());
    code.filter(|code| *code <= 0o377).ok_or_else(|| {
        let message = format!("octal escape value {escape} outside of range 0-0o377");
        tokens.error(message, escape.len())
    })
}

/// The escapes that mean the same everywhere.
fn common(tokens: &mut Tokens<'_>, letter: char) -> Result<Option<u32>, PatternError> {
    Ok(Some(match letter {
        'x' => hexadecimal(tokens, 'x', 2)?,
        'u' if tokens.text => hexadecimal(tokens, 'u', 4)?,
        'U' if tokens.text => hexadecimal(tokens, 'U', 8)?,
        'N' if tokens.text => named(tokens)?,
        _ => return Ok(None),
    }))
}

/// A letter that means nothing is an error, anything else stands for itself.
fn itself(tokens: &Tokens<'_>, letter: char) -> Result<u32, PatternError> {
    if letter.is_ascii_alphanumeric() {
        return Err(tokens.error(format!("bad escape \\{letter}"), 2));
    }
    Ok(u32::from(letter))
}

/// The escape `\letter` inside brackets.
pub(super) fn in_set(tokens: &mut Tokens<'_>, letter: char) -> Result<Item, PatternError> {
    if let Some(c) = control(letter) {
        return Ok(Item::Literal(u32::from(c)));
    }
    if let Some(item) = category(letter) {
        return Ok(item);
    }
    if let Some(code) = common(tokens, letter)? {
        return Ok(Item::Literal(code));
    }
    if octal(letter) {
        let mut escape = format!("\\{letter}");
        tokens.take_while(2, octal, &mut escape)?;
        return octal_code(tokens, &escape).map(Item::Literal);
    }
    itself(tokens, letter).map(Item::Literal)
}

/// The escape `\letter` outside brackets.
pub(super) fn in_pattern(tokens: &mut Tokens<'_>, letter: char) -> Result<Escaped, PatternError> {
    if matches!(letter, 'A' | 'b' | 'B' | 'Z') {
        return Ok(Escaped::Place(letter));
    }
    if let Some(item) = category(letter) {
        return Ok(Escaped::Item(item));
    }
    let literal = |code| Ok(Escaped::Item(Item::Literal(code)));
    if let Some(c) = control(letter) {
        return literal(u32::from(c));
    }
    if let Some(code) = common(tokens, letter)? {
        return literal(code);
    }
    if letter == '0' {
        let mut escape = String::from("\\0");
        tokens.take_while(2, octal, &mut escape)?;
        return literal(octal_code(tokens, &escape)?);
    }
    if letter.is_ascii_digit() {
        return numbered(tokens, letter);
    }
    literal(itself(tokens, letter)?)
}

/// Three octal digits are a character, one or two digits a group.
fn numbered(tokens: &mut Tokens<'_>, first: char) -> Result<Escaped, PatternError> {
    let mut escape = format!("\\{first}");
    tokens.take_while(1, |c| c.is_ascii_digit(), &mut escape)?;
    let next_is_octal = matches!(tokens.next, Some(Token::Char(c)) if octal(c));
    if escape.len() == 3 && escape.chars().skip(1).all(octal) && next_is_octal {
        tokens.take_while(1, octal, &mut escape)?;
        let code = octal_code(tokens, &escape)?;
        return Ok(Escaped::Item(Item::Literal(code)));
    }
    let group = escape
        .get(1..)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(u32::MAX);
    Ok(Escaped::Group(group, escape.len()))
}
