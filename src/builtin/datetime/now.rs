//! The clock, and POSIX times.

use jiff::civil::DateTime;
use num_traits::ToPrimitive;

use super::civil::{self, NoSuch};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::OS_ERROR;
use crate::value::value::Stop;

/// What becomes of parts of a microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// The fraction is lost, downwards.
    Floor,
    /// Half goes to the even neighbour.
    HalfEven,
}

/// The clock that the embedder lends: seconds and nanoseconds since 1970.
pub(crate) fn clock<'h>(cx: &Context<'h>) -> Result<(i64, u32), Stop<'h>> {
    cx.services
        .now()
        .ok_or_else(|| cx.raise(&OS_ERROR, format_args!("no clock is lent to this policy")))
}

/// Now, in UTC, which is the local zone too.
pub(crate) fn now<'h>(cx: &Context<'h>) -> Result<DateTime, Stop<'h>> {
    let (seconds, nanos) = clock(cx)?;
    calendar(cx, seconds, i64::from(nanos / 1000))
}

/// What the calendar shows at a POSIX time.
pub(crate) fn calendar<'h>(
    cx: &Context<'h>,
    seconds: i64,
    micros: i64,
) -> Result<DateTime, Stop<'h>> {
    let made = civil::from_posix(seconds, micros);
    if let Err(NoSuch::Year(year)) = made
        && i32::try_from(year).is_err()
    {
        return Err(too_large(cx));
    }
    made.map_err(|error| cx.value_error(format_args!("{error}")))
}

/// `OSError`: the C library has no such year.
#[cold]
pub(crate) fn too_large<'h>(cx: &Context<'h>) -> Stop<'h> {
    match cx.str("Value too large for defined data type") {
        Ok(text) => cx.raise_with(&OS_ERROR, &[Value::Int(75), text]),
        Err(stop) => stop,
    }
}

/// An int that C holds in an `int`: a part of a date or time.
pub(crate) fn c_int<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<i64, Stop<'h>> {
    let Value::Int(number) = cx.index(value)? else {
        return Err(cx.overflow_error(format_args!("Python int too large to convert to C long")));
    };
    if number > i64::from(i32::MAX) {
        return Err(cx.overflow_error(format_args!("signed integer is greater than maximum")));
    }
    if number < i64::from(i32::MIN) {
        return Err(cx.overflow_error(format_args!("signed integer is less than minimum")));
    }
    Ok(number)
}

/// Seconds and microseconds of a number that is a POSIX time.
pub(crate) fn posix<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    rounding: Rounding,
) -> Result<(i64, i64), Stop<'h>> {
    if let Value::Float(float) = value {
        let float = float.get();
        if float.is_nan() {
            let text = format_args!("Invalid value NaN (not a number)");
            return Err(cx.value_error(text));
        }
        return split(float, rounding).ok_or_else(|| out_of_range(cx));
    }
    match cx.index(value)? {
        Value::Int(seconds) => Ok((seconds, 0)),
        _ => Err(out_of_range(cx)),
    }
}

#[cold]
fn out_of_range<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.overflow_error(format_args!("timestamp out of range for platform time_t"))
}

fn split(float: f64, rounding: Rounding) -> Option<(i64, i64)> {
    let (mut whole, mut micros) = match rounding {
        Rounding::Floor => (float.floor(), 0.0),
        Rounding::HalfEven => (float.trunc(), (float.fract() * 1e6).round_ties_even()),
    };
    if micros >= 1e6 {
        (whole, micros) = (whole + 1.0, micros - 1e6);
    } else if micros < 0.0 {
        (whole, micros) = (whole - 1.0, micros + 1e6);
    }
    Some((whole.to_i64()?, micros as i64))
}
