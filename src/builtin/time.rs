//! The module `time`. The local zone is UTC, and the clock is the embedder's; nothing sleeps.

use super::datetime::now::{self, Rounding};
use super::datetime::parts::Parts;
use super::datetime::strftime::Extras;
use super::datetime::struct_time::{STRUCT_TIME, ZoneName, struct_time};
use super::datetime::text::{read, written};
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Tuple};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

macro_rules! function {
    ($name:literal, $params:literal, $run:expr) => {
        ($name, Member::Function(Row::leaf($name, $params, $run)))
    };
}

/// `time`.
pub static MODULE: Module = Module {
    name: "time",
    members: &[
        ("altzone", Member::Constant(|_| Ok(Value::Int(0)))),
        function!("asctime", "t=None, /", asctime),
        function!("ctime", "seconds=None, /", ctime),
        ("daylight", Member::Constant(|_| Ok(Value::Int(0)))),
        function!("gmtime", "seconds=None, /", gmtime),
        function!("localtime", "seconds=None, /", localtime),
        function!("mktime", "t, /", mktime),
        function!("monotonic", "", seconds),
        function!("monotonic_ns", "", nanoseconds),
        function!("perf_counter", "", seconds),
        function!("perf_counter_ns", "", nanoseconds),
        function!("process_time", "", seconds),
        function!("process_time_ns", "", nanoseconds),
        function!("strftime", "format, t=None, /", strftime),
        function!(
            "strptime",
            "string, format='%a %b %d %H:%M:%S %Y', /",
            strptime
        ),
        ("struct_time", Member::Class(&STRUCT_TIME)),
        function!("time", "", seconds),
        function!("time_ns", "", nanoseconds),
        ("timezone", Member::Constant(|_| Ok(Value::Int(0)))),
        ("tzname", Member::Constant(tzname)),
    ],
};

const CTIME: &str = "%a %b %e %H:%M:%S %Y";

fn tzname<'h>(cx: &Context<'h>) -> Answer<'h> {
    let name = cx.lent_str("UTC")?;
    cx.tuple(&[name, name])
}

fn seconds<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Answer<'h> {
    let (seconds, nanos) = now::clock(cx)?;
    Ok(Value::float(seconds as f64 + f64::from(nanos) / 1e9))
}

fn nanoseconds<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Answer<'h> {
    let (seconds, nanos) = now::clock(cx)?;
    cx.wide_int(i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
}

/// The time of an argument, or now, taken apart.
fn parts_at<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Parts, Stop<'h>> {
    let seconds = match args.value(0) {
        Value::None => now::clock(cx)?.0,
        given => now::posix(cx, given, Rounding::Floor)?.0,
    };
    Parts::at_posix(seconds).ok_or_else(|| now::too_large(cx))
}

fn gmtime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    struct_time(cx, &parts_at(cx, args)?, ZoneName::Gmt)
}

fn localtime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    struct_time(cx, &parts_at(cx, args)?, ZoneName::Utc)
}

fn ctime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let parts = parts_at(cx, args)?;
    cx.str(&written(cx, CTIME, &parts, &Extras::default())?)
}

/// The nine numbers of a time tuple.
fn parts_of<'h>(cx: &Context<'h>, given: Value<'h>, what: &str) -> Result<Parts, Stop<'h>> {
    let Value::Tuple(Tuple { items, .. }) = given else {
        return Err(cx.type_error(format_args!("Tuple or struct_time argument required")));
    };
    if items.len() != 9 {
        return Err(cx.type_error(format_args!("{what}(): illegal time tuple argument")));
    }
    let mut numbers = [0; 9];
    for (number, item) in numbers.iter_mut().zip(items.iter()) {
        *number = now::c_int(cx, *item)?;
    }
    let [
        year,
        month,
        day,
        hour,
        minute,
        second,
        weekday,
        yearday,
        dst,
    ] = numbers;
    Ok(Parts {
        year,
        month,
        day,
        hour,
        minute,
        second,
        weekday,
        yearday,
        dst,
    })
}

/// The parts as the C library takes them: zeros where nothing is known, the rest within bounds.
fn bounded<'h>(cx: &Context<'h>, mut parts: Parts) -> Result<Parts, Stop<'h>> {
    for part in [&mut parts.month, &mut parts.day, &mut parts.yearday] {
        if *part == 0 {
            *part = 1;
        }
    }
    let bounds = [
        (parts.month, 1, 12, "month"),
        (parts.day, 1, 31, "day of month"),
        (parts.hour, 0, 23, "hour"),
        (parts.minute, 0, 59, "minute"),
        (parts.second, 0, 61, "seconds"),
        (parts.weekday, -1, i64::MAX, "day of week"),
        (parts.yearday, 1, 366, "day of year"),
    ];
    for (part, low, high, name) in bounds {
        if !(low..=high).contains(&part) {
            return Err(cx.value_error(format_args!("{name} out of range")));
        }
    }
    parts.weekday = parts.weekday.rem_euclid(7);
    Ok(parts)
}

/// The time tuple that an argument is, or the local time.
fn given_or_now<'h>(cx: &Context<'h>, given: Value<'h>, what: &str) -> Result<Parts, Stop<'h>> {
    match given {
        Value::None => {
            let seconds = now::clock(cx)?.0;
            Parts::at_posix(seconds).ok_or_else(|| now::too_large(cx))
        }
        given => bounded(cx, parts_of(cx, given, what)?),
    }
}

fn asctime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let parts = given_or_now(cx, args.value(0), "asctime")?;
    cx.str(&written(cx, CTIME, &parts, &Extras::default())?)
}

fn strftime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let format = args.str(cx, 0, "strftime() argument 1")?.as_str();
    let parts = given_or_now(cx, args.value(1), "strftime")?;
    if format.contains('\0') {
        return Err(cx.value_error(format_args!("embedded null character")));
    }
    let mut extras = Extras::default();
    if parts.dst >= 0 {
        extras.offset = "+0000".to_owned();
        extras.zone = zone_name(args.value(1)).to_owned();
    }
    cx.str(&written(cx, format, &parts, &extras)?)
}

fn zone_name(tuple: Value<'_>) -> &'static str {
    match tuple {
        Value::Tuple(tuple) if ZoneName::of(tuple) == ZoneName::Gmt => "GMT",
        _ => "UTC",
    }
}

fn mktime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let parts = parts_of(cx, args.value(0), "mktime")?;
    // Summer time that does not exist here is an hour that is taken off.
    let summer = if parts.dst > 0 { 3600 } else { 0 };
    Ok(Value::float((parts.posix() - summer) as f64))
}

fn strptime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let default = cx.lent_str("%a %b %d %H:%M:%S %Y")?;
    let format = args.given(1).unwrap_or(default);
    for (at, given) in [args.value(0), format].into_iter().enumerate() {
        if !matches!(given, Value::Str(_)) {
            return Err(cx.type_error(format_args!(
                "strptime() argument {at} must be str, not <class '{}'>",
                given.type_name()
            )));
        }
    }
    struct_time(
        cx,
        &read(cx, args.value(0), format)?.parts,
        ZoneName::Unknown,
    )
}
