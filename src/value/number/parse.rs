//! `int(text, base)`.

use num_bigint::{BigInt, Sign};

use super::integer::Int;
use super::print::MAX_DIGITS;
use crate::value::chars::unicode;
use crate::value::fault::Fault;

/// Reads an int by Python's rules; base 0 takes the base from the prefix. `shown` is the `repr()` of what was given.
///
/// # Errors
/// `ValueError` if it is no int, the base is impossible, or it has more than [`MAX_DIGITS`] digits.
pub fn int(text: &str, base: i64, shown: impl FnOnce() -> String) -> Result<Int, Fault> {
    check_base(base)?;
    let ascii = unicode::ascii_digits(text);
    if base == 10
        && let Some(small) = small(ascii.trim_ascii().as_bytes())
    {
        return Ok(Int::Small(small));
    }
    let invalid = || {
        // CPython cuts what it shows after 200 characters.
        let shown: String = shown().chars().take(200).collect();
        Fault::value(format!(
            "invalid literal for int() with base {base}: {shown}"
        ))
    };
    scan(trim(&ascii), base)?.ok_or_else(invalid)
}

/// Whether ints can be read in a base; 0 takes it from the prefix.
///
/// # Errors
/// `ValueError` if they cannot.
pub fn check_base(base: i64) -> Result<(), Fault> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Fault::value("int() base must be >= 2 and <= 36, or 0"));
    }
    Ok(())
}

/// Eighteen plain digits or fewer, the common case.
fn small(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0_i64, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + i64::from(byte - b'0'))
    })
}

/// C's idea of whitespace: `trim_ascii` with the vertical tab.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c| matches!(c, ' ' | '\t'..='\r'))
}

/// The prefix's base and what follows it, if `text` starts with a prefix that `base` allows.
fn prefix(text: &str, base: i64) -> (i64, &str) {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let of = match (first, second) {
        (Some('0'), Some('x' | 'X')) => 16,
        (Some('0'), Some('o' | 'O')) => 8,
        (Some('0'), Some('b' | 'B')) => 2,
        _ => 0,
    };
    if of == 0 || (base != 0 && base != of) {
        return (base, text);
    }
    let rest = chars.as_str();
    (of, rest.strip_prefix('_').unwrap_or(rest))
}

/// Sign, prefix and digits; None if it is no int.
fn scan(text: &str, base: i64) -> Result<Option<Int>, Fault> {
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, text.get(1..).unwrap_or("")),
        Some(b'+') => (false, text.get(1..).unwrap_or("")),
        _ => (false, text),
    };
    let (found, body) = prefix(unsigned, base);
    let radix = if found == 0 { 10 } else { found as u32 };
    let Some(digits) = digits(body, radix)? else {
        return Ok(None);
    };
    // With base 0, a number that starts with 0 is zero: 010 would be octal in C.
    if found == 0 && digits.first() == Some(&0) && digits.iter().any(|d| *d != 0) {
        return Ok(None);
    }
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    Ok(BigInt::from_radix_be(sign, &digits, radix).map(Int::from))
}

/// The digits' values; underscores stand between digits only.
fn digits(text: &str, radix: u32) -> Result<Option<Vec<u8>>, Fault> {
    let mut digits = Vec::with_capacity(text.len());
    let mut after_digit = false;
    let mut whole = true;
    for c in text.chars() {
        match c.to_digit(radix) {
            Some(digit) => digits.push(digit as u8),
            None if c == '_' && after_digit => {}
            None if c == '_' => return Ok(None),
            None => {
                whole = false;
                break;
            }
        }
        after_digit = c != '_';
    }
    if !after_digit {
        return Ok(None);
    }
    // Counted before what follows is looked at, as CPython does.
    if !radix.is_power_of_two() && digits.len() > MAX_DIGITS {
        return Err(Fault::value(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        )));
    }
    Ok(whole.then_some(digits))
}
