//! Where ints meet floats: exact comparison, conversion, true division.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{FromPrimitive as _, Signed as _, ToPrimitive as _, Zero as _};

use super::integer::{Int, IntRef};
use crate::value::fault::Fault;

/// The order of an int and a float, without rounding either; None if the float is not a number.
#[must_use]
pub fn compare(int: IntRef<'_>, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        });
    }
    let whole = float.trunc();
    let order = match int {
        IntRef::Small(n) if whole.abs() < 9_007_199_254_740_992.0 => n.cmp(&(whole as i64)),
        _ => int.widen().as_ref().cmp(&BigInt::from_f64(whole)?),
    };
    // Equal to the whole part: what was cut off decides.
    Some(order.then_with(|| {
        0.0_f64
            .partial_cmp(&(float - whole))
            .unwrap_or(Ordering::Equal)
    }))
}

/// `float(int)`, rounded half to even.
///
/// # Errors
/// `OverflowError` if it is beyond the range of a float.
pub fn to_float(int: IntRef<'_>) -> Result<f64, Fault> {
    match int {
        IntRef::Small(n) => Ok(n as f64),
        IntRef::Big(n) => n
            .to_f64()
            .filter(|x| x.is_finite())
            .ok_or_else(|| Fault::overflow("int too large to convert to float")),
    }
}

/// `int(float)`: the whole part.
///
/// # Errors
/// `OverflowError` or `ValueError` if the float is not finite.
pub fn to_int(float: f64) -> Result<Int, Fault> {
    if float.is_nan() {
        return Err(Fault::value("cannot convert float NaN to integer"));
    }
    if float.abs() < 9_007_199_254_740_992.0 {
        return Ok(Int::Small(float as i64));
    }
    BigInt::from_f64(float)
        .map(Int::from)
        .ok_or_else(|| Fault::overflow("cannot convert float infinity to integer"))
}

/// `a / b` of two ints, correctly rounded whatever their size.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero, `OverflowError` if the quotient is beyond the range of a float.
pub fn true_divide(a: IntRef<'_>, b: IntRef<'_>) -> Result<f64, Fault> {
    const EXACT: u64 = 1 << 53;
    if b.is_zero() {
        return Err(Fault::zero("division by zero"));
    }
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b)
        && a.unsigned_abs() <= EXACT
        && b.unsigned_abs() <= EXACT
    {
        return Ok(a as f64 / b as f64);
    }
    let negative = a.is_negative() != b.is_negative();
    let size = quotient(&a.widen().abs(), &b.widen().abs())?;
    Ok(if negative { -size } else { size })
}

/// The quotient of two positive ints: 66 bits or fewer of it, the last one telling whether anything follows,
/// round once.
fn quotient(a: &BigInt, b: &BigInt) -> Result<f64, Fault> {
    let too_large = || Fault::overflow("integer division result too large for a float");
    if a.is_zero() {
        return Ok(0.0);
    }
    let clamp = |bits: u64| i64::try_from(bits).unwrap_or(i64::MAX / 4);
    let order = clamp(a.bits()) - clamp(b.bits());
    if order > 1025 {
        return Err(too_large());
    }
    if order < -1100 {
        return Ok(0.0);
    }
    // Below the smallest normal number a float has fewer bits: never keep more than it has.
    let shift = (order - 64).max(-1074 - 2);
    let (whole, rest) = if shift >= 0 {
        a.div_rem(&(b << shift.unsigned_abs()))
    } else {
        (a << shift.unsigned_abs()).div_rem(b)
    };
    let digits = whole.to_u128().unwrap_or(u128::MAX);
    let digits = digits << 1 | u128::from(rest.sign() != Sign::NoSign);
    let result = scale(digits, shift - 1);
    if result.is_finite() {
        Ok(result)
    } else {
        Err(too_large())
    }
}

/// `digits * 2**exponent`, rounded half to even once; not finite if it is too large.
#[must_use]
pub fn scale(digits: u128, exponent: i64) -> f64 {
    let bits = 128 - i64::from(digits.leading_zeros());
    if bits == 0 || bits + exponent < -1074 {
        return 0.0;
    }
    if bits + exponent > 1024 {
        return f64::INFINITY;
    }
    // The lowest bit that the result can hold.
    let lowest = (bits + exponent - 53).max(-1074);
    let cut = lowest - exponent;
    if cut <= 0 {
        return ldexp(digits as f64, exponent);
    }
    let kept = digits.checked_shr(cut as u32).unwrap_or(0);
    let rest = digits - kept.checked_shl(cut as u32).unwrap_or(0);
    let half = 1_u128.checked_shl(cut as u32 - 1).unwrap_or(0);
    let up = match rest.cmp(&half) {
        Ordering::Less => 0,
        Ordering::Equal => kept & 1,
        Ordering::Greater => 1,
    };
    ldexp((kept + up) as f64, lowest)
}

/// `x * 2**exponent` for an `x` of at most 53 bits that stays exact, or becomes infinite.
fn ldexp(x: f64, exponent: i64) -> f64 {
    let first = exponent.clamp(-1000, 1000);
    x * 2_f64.powi(first as i32) * 2_f64.powi((exponent - first) as i32)
}
