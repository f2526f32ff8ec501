//! A span of time in exact microseconds, with the arithmetic of Python's `timedelta`.

use std::fmt::{self, Display, Formatter};

use crate::value::number::integer::Int;
use crate::value::number::mixed::true_divide;

/// Microseconds in a second.
pub(crate) const SECOND: i128 = 1_000_000;
/// Microseconds in a day.
pub(crate) const DAY: i128 = 86_400 * SECOND;
/// The most days that a span may have, in either direction.
const MAX_DAYS: i128 = 999_999_999;

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Delta(i128);

/// A span of more than 999,999,999 days (Python's `OverflowError`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TooLong {
    /// So many days.
    #[error("days={0}; must have magnitude <= 999999999")]
    Days(i32),
    /// More than C counts.
    #[error("Python int too large to convert to C int")]
    Beyond,
}

/// A factor or divisor that is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadFactor {
    /// Not a number.
    Nan,
    /// Infinite.
    Infinite,
    /// Division by zero.
    Zero,
    /// The result is too long.
    TooLong(TooLong),
}

impl Delta {
    /// No time at all.
    pub(crate) const ZERO: Self = Self(0);
    /// The longest span backwards.
    pub(crate) const MIN: Self = Self(-MAX_DAYS * DAY);
    /// The longest span forwards.
    pub(crate) const MAX: Self = Self((MAX_DAYS + 1) * DAY - 1);
    /// The shortest span.
    pub(crate) const RESOLUTION: Self = Self(1);

    /// A span of so many microseconds.
    pub(crate) fn from_micros(micros: i128) -> Result<Self, TooLong> {
        let days = micros.div_euclid(DAY);
        if days.abs() <= MAX_DAYS {
            return Ok(Self(micros));
        }
        Err(i32::try_from(days).map_or(TooLong::Beyond, TooLong::Days))
    }

    /// A span of so many seconds.
    pub(crate) fn from_seconds(seconds: i32) -> Self {
        Self(i128::from(seconds) * SECOND)
    }

    /// All of it, in microseconds.
    pub(crate) fn micros(self) -> i128 {
        self.0
    }

    /// `days`: negative spans have negative days only.
    pub(crate) fn days(self) -> i64 {
        self.0.div_euclid(DAY) as i64
    }

    /// `seconds`, of the last day.
    pub(crate) fn seconds(self) -> i64 {
        (self.0.rem_euclid(DAY) / SECOND) as i64
    }

    /// `microseconds`, of the last second.
    pub(crate) fn microseconds(self) -> i64 {
        self.0.rem_euclid(SECOND) as i64
    }

    /// `total_seconds()`.
    pub(crate) fn total_seconds(self) -> f64 {
        ratio(self.0, SECOND)
    }

    /// The sum.
    pub(crate) fn plus(self, other: Self) -> Result<Self, TooLong> {
        Self::from_micros(self.0 + other.0)
    }

    /// The difference.
    pub(crate) fn minus(self, other: Self) -> Result<Self, TooLong> {
        Self::from_micros(self.0 - other.0)
    }

    /// The same backwards. The longest of all has no opposite: it is as long as can be.
    pub(crate) fn reversed(self) -> Self {
        Self::from_micros(-self.0).unwrap_or(Self::MIN)
    }

    /// A whole multiple.
    pub(crate) fn times(self, factor: i128) -> Result<Self, TooLong> {
        Self::from_micros(self.0.checked_mul(factor).ok_or(TooLong::Beyond)?)
    }

    /// A multiple by a float, rounded half to even.
    pub(crate) fn scaled(self, factor: f64) -> Result<Self, BadFactor> {
        let (mantissa, exponent) = exact(factor)?;
        let product = self.0 * i128::from(mantissa);
        let micros = if exponent >= 0 {
            shifted(product, exponent)
        } else if exponent > -126 {
            Some(nearest(product, 1 << -exponent))
        } else {
            Some(0)
        };
        within(micros)
    }

    /// A part, rounded half to even.
    pub(crate) fn divided(self, divisor: i128) -> Result<Self, BadFactor> {
        if divisor == 0 {
            return Err(BadFactor::Zero);
        }
        within(Some(nearest(self.0, divisor)))
    }

    /// A part by a float, rounded half to even.
    pub(crate) fn parted(self, divisor: f64) -> Result<Self, BadFactor> {
        let (mantissa, exponent) = exact(divisor)?;
        if mantissa == 0 {
            return Err(BadFactor::Zero);
        }
        let micros = if exponent <= 0 {
            shifted(self.0, -exponent).map(|dividend| nearest(dividend, i128::from(mantissa)))
        } else {
            let divisor = shifted(i128::from(mantissa), exponent);
            Some(divisor.map_or(0, |divisor| nearest(self.0, divisor)))
        };
        within(micros)
    }

    /// How often `other`, not zero, fits, as a float.
    pub(crate) fn ratio(self, other: Self) -> f64 {
        ratio(self.0, other.0)
    }
}

fn within(micros: Option<i128>) -> Result<Delta, BadFactor> {
    let micros = micros.ok_or(BadFactor::TooLong(TooLong::Beyond))?;
    Delta::from_micros(micros).map_err(BadFactor::TooLong)
}

/// A float as an integer times a power of two.
fn exact(float: f64) -> Result<(i64, i32), BadFactor> {
    if float.is_nan() {
        return Err(BadFactor::Nan);
    }
    if float.is_infinite() {
        return Err(BadFactor::Infinite);
    }
    let (mantissa, exponent, sign) = num_traits::Float::integer_decode(float);
    let mantissa = mantissa as i64 * i64::from(sign);
    let spare = if mantissa == 0 {
        0
    } else {
        mantissa.trailing_zeros()
    };
    Ok((mantissa >> spare, i32::from(exponent) + spare as i32))
}

/// `number` times a power of two, if that fits.
fn shifted(number: i128, exponent: i32) -> Option<i128> {
    let factor = 1i128
        .checked_shl(exponent.unsigned_abs())
        .filter(|factor| *factor > 0);
    if number == 0 {
        Some(0)
    } else {
        number.checked_mul(factor?)
    }
}

/// The quotient, rounded half to even.
fn nearest(dividend: i128, divisor: i128) -> i128 {
    let (quotient, rest) = floor_division(dividend, divisor);
    let half = rest.abs().cmp(&(divisor.abs() - rest.abs()));
    let up = half.is_gt() || (half.is_eq() && quotient % 2 != 0);
    quotient + i128::from(up)
}

/// Quotient rounded down, and the rest, which has the divisor's sign; the divisor is not zero.
pub(crate) fn floor_division(dividend: i128, divisor: i128) -> (i128, i128) {
    num_integer::Integer::div_mod_floor(&dividend, &divisor)
}

/// The quotient, correctly rounded; the divisor is not zero.
fn ratio(dividend: i128, divisor: i128) -> f64 {
    let (dividend, divisor) = (Int::from(dividend), Int::from(divisor));
    true_divide(dividend.borrow(), divisor.borrow()).unwrap_or(f64::NAN)
}

/// Adds up the arguments of `timedelta(...)`: integers exactly, fractions of floats at the end.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    micros: i128,
    fraction: f64,
}

impl Sum {
    /// Adds so many units of `factor` microseconds.
    pub(crate) fn add(&mut self, count: i128, factor: i128) -> Result<(), TooLong> {
        let part = count.checked_mul(factor).ok_or(TooLong::Beyond)?;
        self.micros = self.micros.checked_add(part).ok_or(TooLong::Beyond)?;
        Ok(())
    }

    /// The same for a float, which is finite.
    pub(crate) fn add_float(&mut self, count: f64, factor: i128) -> Result<(), TooLong> {
        if count.abs() >= 2f64.powi(120) {
            return Err(TooLong::Beyond);
        }
        self.add(count.trunc() as i128, factor)?;
        let rest = factor as f64 * count.fract();
        self.add(rest.trunc() as i128, 1)?;
        self.fraction += rest.fract();
        Ok(())
    }

    /// The sum: a half microsecond goes to the even neighbour.
    pub(crate) fn delta(self) -> Result<Delta, TooLong> {
        let mut whole = self.fraction.round();
        if (whole - self.fraction).abs() == 0.5 {
            let odd = f64::from(u8::from(self.micros % 2 != 0));
            whole = 2.0 * ((self.fraction + odd) * 0.5).round() - odd;
        }
        Delta::from_micros(self.micros + whole as i128)
    }
}

impl Display for Delta {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.days(), self.seconds());
        if days != 0 {
            write!(f, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" })?;
        }
        write!(
            f,
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )?;
        match self.microseconds() {
            0 => Ok(()),
            micros => write!(f, ".{micros:06}"),
        }
    }
}

impl Delta {
    /// `repr(x)`.
    pub(crate) fn repr(self) -> String {
        let parts = [
            ("days", self.days()),
            ("seconds", self.seconds()),
            ("microseconds", self.microseconds()),
        ];
        let shown = parts.iter().filter(|(_, count)| *count != 0);
        let shown: Vec<String> = shown
            .map(|(name, count)| format!("{name}={count}"))
            .collect();
        let shown = if shown.is_empty() {
            "0".to_owned()
        } else {
            shown.join(", ")
        };
        format!("datetime.timedelta({shown})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_to_even() {
        let micros = |count: f64| {
            let mut sum = Sum::default();
            sum.add_float(count, 1).unwrap();
            sum.delta().unwrap().micros()
        };
        assert_eq!((micros(0.5), micros(1.5), micros(2.5)), (0, 2, 2));
        assert_eq!(Delta(3).scaled(0.5).unwrap(), Delta(2));
        assert_eq!(Delta(5).divided(2).unwrap(), Delta(2));
        assert_eq!(Delta(DAY).divided(7).unwrap(), Delta(12_342_857_143));
    }

    #[test]
    fn shows_itself() {
        let delta = Delta::from_micros(-DAY + 3 * SECOND).unwrap();
        assert_eq!(delta.to_string(), "-1 day, 0:00:03");
        assert_eq!(delta.repr(), "datetime.timedelta(days=-1, seconds=3)");
        let long = Delta::from_micros(DAY * 100_000_000 + 1).unwrap();
        assert_eq!(long.total_seconds(), 8_640_000_000_000.0);
        assert_eq!(
            Delta::from_micros(DAY * 1_000_000_000),
            Err(TooLong::Days(1_000_000_000))
        );
    }
}
