//! `float.hex()` and `float.fromhex()`.

use crate::value::fault::Fault;
use crate::value::number::mixed::scale;
use crate::value::number::parse::trim;

/// `x.hex()`.
#[must_use]
pub fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return super::layout::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exponent) = match ((bits >> 52) & 0x7ff).cast_signed() {
        0 => (0, -1022),
        biased => (1, biased - 1023),
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex(text)`.
///
/// # Errors
/// `ValueError` if it is no such number, `OverflowError` if it is too large.
pub fn from_hex(text: &str) -> Result<f64, Fault> {
    let text = trim(text);
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let size = if body.eq_ignore_ascii_case("inf") || body.eq_ignore_ascii_case("infinity") {
        f64::INFINITY
    } else if body.eq_ignore_ascii_case("nan") {
        f64::NAN
    } else {
        finite(body)?
    };
    Ok(if negative { -size } else { size })
}

fn finite(body: &str) -> Result<f64, Fault> {
    let invalid = || Fault::value("invalid hexadecimal floating-point string");
    let body = body
        .strip_prefix("0x")
        .or(body.strip_prefix("0X"))
        .unwrap_or(body);
    let (number, power) = match body.split_once(['p', 'P']) {
        Some((number, power)) => (number, exponent(power).ok_or_else(invalid)?),
        None => (body, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.len() + fraction.len() == 0 {
        return Err(invalid());
    }
    let mut digits = 0_u128;
    let mut scaled = power.saturating_sub(4 * fraction.len() as i64);
    for c in whole.chars().chain(fraction.chars()) {
        let digit = c.to_digit(16).ok_or_else(invalid)?;
        if digits >> 120 == 0 {
            digits = digits << 4 | u128::from(digit);
        } else {
            // More digits than any float holds: only whether they are zero can matter.
            digits |= u128::from(digit != 0);
            scaled = scaled.saturating_add(4);
        }
    }
    let size = scale(digits, scaled.clamp(-1 << 40, 1 << 40));
    if size.is_infinite() {
        return Err(Fault::overflow(
            "hexadecimal value too large to represent as a float",
        ));
    }
    Ok(size)
}

/// A decimal exponent, clamped to what is far out of range anyway.
fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(i64::MAX).min(1 << 40);
    Some(if text.starts_with('-') { -size } else { size })
}
