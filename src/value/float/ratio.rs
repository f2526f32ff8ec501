//! A float taken apart: mantissa and exponent, or a fraction in lowest terms.

use num_bigint::BigInt;

use crate::value::fault::Fault;
use crate::value::number::integer::Int;

/// Integers `m`, `e` with `abs(x) == m * 2**e`, for a finite `x`; `m` is odd or zero.
#[must_use]
pub fn split(x: f64) -> (u64, i64) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let exponent = ((bits >> 52) & 0x7ff).cast_signed();
    let (mantissa, exponent) = match exponent {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, exponent - 1075),
    };
    if mantissa == 0 {
        return (0, 0);
    }
    let zeros = mantissa.trailing_zeros();
    (mantissa >> zeros, exponent + i64::from(zeros))
}

/// `x.as_integer_ratio()`: numerator and denominator without a common factor.
///
/// # Errors
/// `OverflowError` or `ValueError` if `x` is not finite.
pub fn as_integer_ratio(x: f64) -> Result<(Int, Int), Fault> {
    if x.is_nan() {
        return Err(Fault::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Fault::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent) = split(x);
    let signed = BigInt::from(if x < 0.0 {
        -i128::from(mantissa)
    } else {
        i128::from(mantissa)
    });
    let power = exponent.unsigned_abs();
    Ok(if exponent < 0 {
        (Int::from(signed), Int::from(BigInt::from(1) << power))
    } else {
        (Int::from(signed << power), Int::Small(1))
    })
}
