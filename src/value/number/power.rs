//! `pow` of ints.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, Signed as _, Zero as _};

use super::integer::{Int, IntRef};
use crate::value::fault::Fault;

/// Bits that `base ** exponent` can have, for an exponent that is not negative.
#[must_use]
pub fn bits_of_power(base: IntRef<'_>, exponent: IntRef<'_>) -> u64 {
    match base {
        IntRef::Small(-1..=1) => 1,
        _ => {
            let exponent = u64::try_from(exponent.clamp()).unwrap_or(0);
            base.bits().saturating_mul(exponent)
        }
    }
}

/// `base ** exponent` for an exponent that is not negative, of a size that the caller has found acceptable.
#[must_use]
pub fn power(base: IntRef<'_>, exponent: IntRef<'_>) -> Int {
    match base {
        IntRef::Small(0) if exponent.is_zero() => return Int::Small(1),
        IntRef::Small(n @ (0 | 1)) => return Int::Small(n),
        IntRef::Small(-1) => return Int::Small(if exponent.is_even() { 1 } else { -1 }),
        _ => {}
    }
    let exponent = u32::try_from(exponent.clamp()).unwrap_or(0);
    if let IntRef::Small(n) = base
        && let Some(result) = n.checked_pow(exponent)
    {
        return Int::Small(result);
    }
    Int::from(base.widen().pow(exponent))
}

/// `pow(base, exponent, modulus)`.
///
/// # Errors
/// `ValueError` if the modulus is zero, or the exponent negative and the base not invertible.
pub fn power_modulo(
    base: IntRef<'_>,
    exponent: IntRef<'_>,
    modulus: IntRef<'_>,
) -> Result<Int, Fault> {
    if modulus.is_zero() {
        return Err(Fault::value("pow() 3rd argument cannot be 0"));
    }
    let signed = modulus.widen();
    let modulus = signed.abs();
    let base = base.widen().mod_floor(&modulus);
    let exponent = exponent.widen();
    let result = if exponent.is_negative() {
        let inverse = invert(&base, &modulus)?;
        inverse.modpow(&exponent.abs(), &modulus)
    } else {
        base.modpow(&exponent, &modulus)
    };
    Ok(Int::from(result.mod_floor(&signed)))
}

fn invert(base: &BigInt, modulus: &BigInt) -> Result<BigInt, Fault> {
    if modulus.is_one() {
        return Ok(BigInt::zero());
    }
    let common = base.extended_gcd(modulus);
    if common.gcd.is_one() {
        Ok(common.x.mod_floor(modulus))
    } else {
        Err(Fault::value("base is not invertible for the given modulus"))
    }
}
