//! `round(x, n)`, and the nearest whole number.

use std::cmp::Ordering;

use super::digits::Digits;
use crate::value::fault::Fault;

/// `x` rounded to the nearest whole number, halves to the even one.
#[must_use]
pub fn whole(x: f64) -> f64 {
    x.round_ties_even()
}

/// `round(x, places)`: the float nearest to the exact decimal, halves to even.
///
/// # Errors
/// `OverflowError` if rounding leads beyond the range of a float.
pub fn places(x: f64, places: i64) -> Result<f64, Fault> {
    if !x.is_finite() || places > 323 || x == 0.0 {
        return Ok(x);
    }
    if places < -308 {
        return Ok(0.0 * x);
    }
    let text = match usize::try_from(places) {
        Ok(places) => format!("{x:.places$}"),
        Err(_) => before_point(x, places.unsigned_abs()),
    };
    match text.parse() {
        Ok(rounded) if f64::is_finite(rounded) => Ok(rounded),
        _ => Err(Fault::overflow("rounded value too large to represent")),
    }
}

/// `x` without its last `zeros` digits before the decimal point, as text.
fn before_point(x: f64, zeros: u64) -> String {
    let sign = if x < 0.0 { "-" } else { "" };
    let exact = Digits::significant(x, 800);
    let keep = exact.point - i64::try_from(zeros).unwrap_or(i64::MAX / 2);
    match keep.cmp(&0) {
        Ordering::Less => format!("{sign}0"),
        // All digits go: beyond one half up, exactly one half to even, which is zero.
        Ordering::Equal if exact.text.as_str() > "5" => format!("{sign}1e{zeros}"),
        Ordering::Equal => format!("{sign}0"),
        Ordering::Greater => {
            let kept = Digits::significant(x, usize::try_from(keep).unwrap_or(0));
            format!("{sign}0.{}e{}", kept.text, kept.point)
        }
    }
}
