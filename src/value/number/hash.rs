//! `hash()` of numbers: the value modulo the prime 2**61 - 1, so that equal numbers hash equal whatever their type.

use num_traits::ToPrimitive as _;

use super::integer::IntRef;

const MODULUS: u64 = (1 << 61) - 1;
const INFINITY: i64 = 314_159;

/// The hash of an int.
#[must_use]
pub fn of_int(value: IntRef<'_>) -> i64 {
    let rest = match value {
        IntRef::Small(n) => n.unsigned_abs() % MODULUS,
        IntRef::Big(n) => (n.magnitude() % MODULUS).to_u64().unwrap_or(0),
    };
    finish(rest, value.is_negative())
}

/// The hash of a float; of a NaN it is zero, where CPython takes the object's address.
#[must_use]
pub fn of_float(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value > 0.0 { INFINITY } else { -INFINITY };
    }
    let (mantissa, exponent) = super::super::float::ratio::split(value);
    // 2**61 is 1 in this ring: a power of two is a rotation.
    let turns = exponent.rem_euclid(61);
    let rest = u128::from(mantissa % MODULUS) << turns;
    let rest = (rest % u128::from(MODULUS)) as u64;
    finish(rest, value < 0.0)
}

/// The remainder with its sign; -1 is an error code inside CPython and so the hash of nothing.
fn finish(rest: u64, negative: bool) -> i64 {
    let hash = rest.cast_signed();
    match if negative { -hash } else { hash } {
        -1 => -2,
        hash => hash,
    }
}
