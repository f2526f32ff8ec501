//! What the classes share in writing and reading: formats, time tuples, pieces of a repr.

use jiff::civil::Time;

use super::bad_time::BadTime;
use super::civil;
use super::held::{Answer, Shown};
use super::isoformat::{Timespec, offset_text};
use super::parts::Parts;
use super::strftime::{self, Extras};
use super::strptime::{self, Read};
use super::zones::{name_at, offset_at};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// A replaced part, or the old one.
pub(super) fn chosen<'h>(args: Args<'_, 'h>, place: usize, old: i64) -> Value<'h> {
    args.given(place).unwrap_or(Value::Int(old))
}

/// The argument `timespec`.
pub(super) fn timespec<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    at: usize,
    what: &str,
) -> Result<Timespec, Stop<'h>> {
    if args.given(at).is_none() {
        return Ok(Timespec::Auto);
    }
    let name = args.str(cx, at, what)?.as_str();
    Timespec::named(name).ok_or_else(|| cx.value_error(format_args!("Unknown timespec value")))
}

/// Seconds and microseconds in a repr, as far as they are not zero.
pub(super) fn seconds_repr(time: Time) -> String {
    match (time.second(), civil::microsecond(time)) {
        (0, 0) => String::new(),
        (second, 0) => format!(", {second}"),
        (second, micro) => format!(", {second}, {micro}"),
    }
}

/// `x.strftime(format)` of a date, datetime or time that shows `at`.
pub(super) fn strftime<'h>(cx: &Context<'h>, args: Args<'_, 'h>, shown: Shown<'h>) -> Answer<'h> {
    let format = args.str(cx, 1, "strftime() argument 1")?.as_str();
    cx.str(&formatted(cx, shown, format)?)
}

/// The text of a date, datetime or time by a format.
pub(super) fn formatted<'h>(
    cx: &Context<'h>,
    shown: Shown<'h>,
    format: &str,
) -> Result<String, Stop<'h>> {
    let Shown { at, zone, moment } = shown;
    let mut extras = Extras {
        fraction: Some(format!("{:06}", civil::microsecond(at.time()))),
        ..Extras::default()
    };
    if zone.is_some() {
        let offset = offset_at(cx, zone, moment)?;
        extras.offset = offset.map_or_else(String::new, |offset| offset_text(offset, ""));
        if let Value::Str(name) = name_at(cx, zone, moment)? {
            name.as_str().clone_into(&mut extras.zone);
        }
    }
    // What follows a null is lost in C.
    let format = format.split('\0').next().unwrap_or_default();
    written(cx, format, &Parts::of(at, -1), &extras)
}

/// A text by a format, paid for beforehand.
pub(crate) fn written<'h>(
    cx: &Context<'h>,
    format: &str,
    parts: &Parts,
    extras: &Extras,
) -> Result<String, Stop<'h>> {
    let longest = strftime::longest(format, extras);
    cx.charge_bytes(longest)?;
    if cx.heap.limit().saturating_sub(cx.heap.used()) < longest {
        cx.memory(cx.heap.charge(longest))?;
    }
    Ok(strftime::strftime(format, parts, extras))
}

/// Reads a text by a format.
pub(crate) fn read<'h>(
    cx: &Context<'h>,
    text: Value<'h>,
    format: Value<'h>,
) -> Result<Read, Stop<'h>> {
    let (Value::Str(given), Value::Str(by)) = (text, format) else {
        return Err(cx.wrong_type("strptime() argument 1", "str", text));
    };
    let (given, by) = (given.as_str(), by.as_str());
    cx.charge_bytes((given.len() + 64).saturating_mul(by.len()))?;
    strptime::strptime(given, by).map_err(|error| match error {
        BadTime::Mismatch => match (cx.repr(text), cx.repr(format)) {
            (Ok(text), Ok(format)) => cx.value_error(format_args!(
                "time data {text} does not match format {format}"
            )),
            (Err(stop), _) | (_, Err(stop)) => stop,
        },
        BadTime::Twice(_) => cx.raise(&crate::builtin::re::ERROR, format_args!("{error}")),
        error => cx.value_error(format_args!("{error}")),
    })
}
