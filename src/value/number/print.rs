//! Ints as text.

use num_bigint::BigInt;

use super::integer::IntRef;
use crate::value::fault::Fault;

/// Decimal digits beyond which an int is neither written nor read.
pub const MAX_DIGITS: usize = 4300;

/// Bits that are more than [`MAX_DIGITS`] decimal digits for sure.
const MAX_BITS: u64 = 14_300;

/// Places that the decimal digits of 64 bits and a sign take, at most.
pub const PLACES: usize = 20;

/// The decimal digits of a small int, written into places that are handed in.
pub fn small_decimal(int: i64, places: &mut [u8; PLACES]) -> &str {
    let (mut rest, mut start) = (int.unsigned_abs(), PLACES);
    for place in places.iter_mut().rev() {
        *place = b'0' + (rest % 10) as u8;
        (rest, start) = (rest / 10, start - 1);
        if rest == 0 {
            break;
        }
    }
    if int < 0
        && let Some(place) = places.get_mut(start.wrapping_sub(1))
    {
        (*place, start) = (b'-', start - 1);
    }
    let digits = places.get(start..).map(str::from_utf8);
    digits.and_then(Result::ok).unwrap_or_default()
}

/// The digits of the absolute value in a base from 2 to 36, in small letters, without a limit on their number.
#[must_use]
pub fn digits(value: IntRef<'_>, base: u32) -> String {
    match value {
        IntRef::Small(n) => match base {
            2 => format!("{:b}", n.unsigned_abs()),
            8 => format!("{:o}", n.unsigned_abs()),
            10 => n.unsigned_abs().to_string(),
            16 => format!("{:x}", n.unsigned_abs()),
            _ => BigInt::from(n.unsigned_abs()).to_str_radix(base),
        },
        IntRef::Big(n) => n.magnitude().to_str_radix(base),
    }
}

/// The decimal digits of the absolute value.
///
/// # Errors
/// `ValueError` if there are more than [`MAX_DIGITS`].
pub fn decimal_digits(value: IntRef<'_>) -> Result<String, Fault> {
    let refuse = || {
        Fault::value(format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    if value.bits() > MAX_BITS {
        return Err(refuse());
    }
    let text = digits(value, 10);
    if text.len() > MAX_DIGITS {
        return Err(refuse());
    }
    Ok(text)
}

/// `str(value)`.
///
/// # Errors
/// As [`decimal_digits`].
pub fn decimal(value: IntRef<'_>) -> Result<String, Fault> {
    if let IntRef::Small(n) = value {
        return Ok(n.to_string());
    }
    let mut text = decimal_digits(value)?;
    if value.is_negative() {
        text.insert(0, '-');
    }
    Ok(text)
}

/// `bin(value)`, `oct(value)` or `hex(value)`: sign, `prefix`, digits.
#[must_use]
pub fn prefixed(value: IntRef<'_>, base: u32, prefix: &str) -> String {
    let sign = if value.is_negative() { "-" } else { "" };
    format!("{sign}{prefix}{}", digits(value, base))
}

/// Characters that the int takes in a base, at most: what to charge before it is written.
#[must_use]
pub fn length(value: IntRef<'_>, base: u32) -> u64 {
    let bits_per_digit = u64::from(base.max(2).ilog2());
    value.bits() / bits_per_digit + 4
}

#[cfg(test)]
mod tests {
    use super::{PLACES, small_decimal};
    use proptest::prelude::*;

    #[test]
    fn the_longest_ints_have_room() {
        for int in [i64::MIN, i64::MAX, 0, -1, 10] {
            let mut places = [0; PLACES];
            assert_eq!(small_decimal(int, &mut places), int.to_string());
        }
    }

    proptest! {
        #[test]
        fn small_ints_are_written_as_rust_writes_them(int: i64) {
            let mut places = [0; PLACES];
            prop_assert_eq!(small_decimal(int, &mut places), int.to_string());
        }
    }
}
