//! Division and power of floats by Python's rules, and their refusals.

use crate::value::fault::{Fault, FaultClass};

/// `a / b`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn divide(a: f64, b: f64) -> Result<f64, Fault> {
    if b == 0.0 {
        return Err(Fault::zero("float division by zero"));
    }
    Ok(a / b)
}

/// `a // b`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn floor_divide(a: f64, b: f64) -> Result<f64, Fault> {
    if b == 0.0 {
        return Err(Fault::zero("float floor division by zero"));
    }
    Ok(quotient_and_rest(a, b).0)
}

/// `a % b`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn modulo(a: f64, b: f64) -> Result<f64, Fault> {
    if b == 0.0 {
        return Err(Fault::zero("float modulo"));
    }
    Ok(quotient_and_rest(a, b).1)
}

/// `divmod(a, b)`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64), Fault> {
    if b == 0.0 {
        return Err(Fault::zero("float divmod()"));
    }
    Ok(quotient_and_rest(a, b))
}

/// The quotient rounded down, and the remainder with the sign of `b`.
fn quotient_and_rest(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0_f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    let step = if quotient - floor > 0.5 { 1.0 } else { 0.0 };
    (floor + step, rest)
}

/// `a ** b`; None if the answer is a complex number.
///
/// # Errors
/// `ZeroDivisionError` for zero to a negative power, `OverflowError` if the answer is too large.
pub fn power(a: f64, b: f64) -> Result<Option<f64>, Fault> {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(Fault::zero("0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return Ok(None);
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(Fault::new(
            FaultClass::Overflow,
            "(34, 'Numerical result out of range')",
        ));
    }
    Ok(Some(result))
}
