//! The value of a number literal.

use std::num::IntErrorKind;

/// What a number stands for.
pub(crate) enum Number {
    /// A whole number of 64 bits.
    Int(i64),
    /// A larger one: its digits, with a prefix if they are not decimal.
    Big(String),
    /// A float.
    Float(f64),
}

/// The most decimal digits that CPython turns into an int.
const MAX_DIGITS: usize = 4300;

/// The most bits of an int that is written in another base: as many as a policy may compute by default.
const MAX_BITS: usize = 1 << 20;

/// Reads a literal that the scanner found well-formed; what it cannot be is said in CPython's words.
pub(crate) fn value(digits: &str) -> Result<Number, String> {
    if digits.len() < 19 && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        let value = digits.bytes().map(|digit| i64::from(digit - b'0'));
        return Ok(Number::Int(value.fold(0, |sum, digit| sum * 10 + digit)));
    }
    let plain = digits.replace('_', "").to_ascii_lowercase();
    let base: u32 = match plain.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 10,
    };
    if base == 10 && plain.ends_with('j') {
        return Err("complex numbers are not supported".into());
    }
    if base == 10 && plain.contains(['.', 'e']) {
        return plain
            .parse()
            .map(Number::Float)
            .map_err(|_| "invalid decimal literal".into());
    }
    let bare = plain
        .get(if base == 10 { 0 } else { 2 }..)
        .unwrap_or("")
        .trim_start_matches('0');
    if base == 10 && bare.len() > MAX_DIGITS {
        return Err(too_many(bare.len()));
    }
    if base != 10 && bare.len() > MAX_BITS / base.ilog2() as usize {
        return Err("int literal is too large".into());
    }
    match i64::from_str_radix(bare, base) {
        Ok(value) => Ok(Number::Int(value)),
        Err(error) if *error.kind() == IntErrorKind::Empty => Ok(Number::Int(0)),
        Err(_) => Ok(Number::Big(plain)),
    }
}

fn too_many(digits: usize) -> String {
    format!(
        "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} digits; use \
         sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
         avoid decimal conversion limits."
    )
}
