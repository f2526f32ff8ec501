//! Shifts and bit by bit operators, on the two's complement of ints of any size.

use num_bigint::BigInt;

use super::integer::{Int, IntRef};
use crate::value::fault::Fault;

/// `a & b`.
#[must_use]
pub fn and(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a & b),
        _ => Int::from(a.widen().as_ref() & b.widen().as_ref()),
    }
}

/// `a | b`.
#[must_use]
pub fn or(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a | b),
        _ => Int::from(a.widen().as_ref() | b.widen().as_ref()),
    }
}

/// `a ^ b`.
#[must_use]
pub fn xor(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::Small(a ^ b),
        _ => Int::from(a.widen().as_ref() ^ b.widen().as_ref()),
    }
}

/// `~a`.
#[must_use]
pub fn invert(a: IntRef<'_>) -> Int {
    match a {
        IntRef::Small(n) => Int::Small(!n),
        IntRef::Big(n) => Int::from(!n),
    }
}

/// Bits that `a << by` has; the caller refuses what is too many before it shifts.
#[must_use]
pub fn bits_of_shift(a: IntRef<'_>, by: IntRef<'_>) -> u64 {
    if a.is_zero() || by.is_negative() {
        return 0;
    }
    let by = by.small().and_then(|n| u64::try_from(n).ok());
    a.bits().saturating_add(by.unwrap_or(u64::MAX))
}

fn count(by: IntRef<'_>) -> Result<usize, Fault> {
    if by.is_negative() {
        return Err(Fault::value("negative shift count"));
    }
    let small = by.small().and_then(|n| usize::try_from(n).ok());
    Ok(small.unwrap_or(usize::MAX))
}

/// `a << by`, of a size that the caller has found acceptable.
///
/// # Errors
/// `ValueError` if `by` is negative, `OverflowError` if the result cannot be addressed.
pub fn shift_left(a: IntRef<'_>, by: IntRef<'_>) -> Result<Int, Fault> {
    let by = count(by)?;
    if a.is_zero() {
        return Ok(Int::Small(0));
    }
    if by > usize::MAX / 64 {
        return Err(Fault::overflow("too many digits in integer"));
    }
    if let IntRef::Small(n) = a
        && by < 64
    {
        return Ok(Int::from(i128::from(n) << by));
    }
    Ok(Int::from(a.widen().into_owned() << by))
}

/// `a >> by`, rounded down.
///
/// # Errors
/// `ValueError` if `by` is negative.
pub fn shift_right(a: IntRef<'_>, by: IntRef<'_>) -> Result<Int, Fault> {
    let by = count(by)?;
    match a {
        IntRef::Small(n) => Ok(Int::Small(n >> by.min(63))),
        IntRef::Big(n) if (by as u64) < n.bits() => Ok(Int::from(BigInt::clone(n) >> by)),
        IntRef::Big(_) => Ok(Int::Small(if a.is_negative() { -1 } else { 0 })),
    }
}
