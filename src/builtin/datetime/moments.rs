//! The class `datetime`: its properties, operators and ways of being made.

use jiff::civil::{DateTime, Time};

use super::civil::{self, EPOCH, FIRST_DAY, LAST_DAY, LAST_TIME};
use super::days::{DATE, bad_iso, date_of, date_of_week, iso_text};
use super::delta::Delta;
use super::held::{
    Answer, Moment, Zone, checked, clock, date, fold, in_range, moment, moment_value, zone,
    zone_argument, zone_value,
};
use super::isoparse;
use super::moment_methods::METHODS;
use super::moment_operators::When;
use super::now::{self, c_int};
use super::parts::Parts;
use super::span::delta_value;
use super::text;
use super::times::time_of;
use super::zones::{fixed, fixed_zone, from_utc};
use crate::value::Value;
use crate::value::class::{Class, Constant, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `datetime.datetime`.
pub static DATETIME: Class = Class {
    module: "datetime",
    title: "datetime.datetime",
    base: Some(&DATE),
    construct: Some(&Row::leaf("__new__", PARAMETERS, construct)),
    getters: GETTERS,
    methods: METHODS,
    statics: STATICS,
    constants: CONSTANTS,
    behaviour: &When,
    ..Class::named("datetime")
};

const PARAMETERS: &str = "year, month, day, hour=0, minute=0, second=0, microsecond=0, \
                                     tzinfo=None, *, fold=0";

const GETTERS: &[Getter] = &[
    Getter::new("fold", |_, me| Ok(Value::Int(mine(me).fold.into()))),
    Getter::new("hour", |_, me| Ok(Value::Int(mine(me).at.hour().into()))),
    Getter::new("microsecond", |_, me| {
        Ok(Value::Int(civil::microsecond(mine(me).at.time())))
    }),
    Getter::new("minute", |_, me| {
        Ok(Value::Int(mine(me).at.minute().into()))
    }),
    Getter::new("second", |_, me| {
        Ok(Value::Int(mine(me).at.second().into()))
    }),
    Getter::new("tzinfo", |_, me| Ok(zone_value(mine(me).zone))),
];

const STATICS: &[Row] = &[
    Row::leaf("combine", "date, time, tzinfo=True", combine),
    Row::leaf("fromisocalendar", "year, week, day", fromisocalendar),
    Row::leaf("fromisoformat", "date_string, /", fromisoformat),
    Row::leaf("fromordinal", "ordinal, /", fromordinal),
    Row::leaf("fromtimestamp", "timestamp, tz=None", fromtimestamp),
    Row::leaf("now", "tz=None", now_in),
    Row::leaf("strptime", "date_string, format, /", strptime),
    Row::leaf("today", "", today),
    Row::leaf("utcfromtimestamp", "timestamp, /", utcfromtimestamp),
    Row::leaf("utcnow", "", today),
];

const CONSTANTS: &[Constant] = &[
    Constant::new("max", |cx| naive_value(cx, LAST_DAY.to_datetime(LAST_TIME))),
    Constant::new("min", |cx| {
        naive_value(cx, FIRST_DAY.to_datetime(Time::midnight()))
    }),
    Constant::new("resolution", |cx| delta_value(cx, Delta::RESOLUTION)),
];

fn mine(value: Value<'_>) -> Moment<'_> {
    moment(value).unwrap_or(Moment {
        at: EPOCH,
        fold: false,
        zone: None,
        class: &DATETIME,
    })
}

fn made<'h>(cx: &Context<'h>, at: DateTime, fold: bool, zone: Option<Zone<'h>>) -> Answer<'h> {
    moment_value(
        cx,
        Moment {
            at,
            fold,
            zone,
            class: &DATETIME,
        },
    )
}

/// The value of a datetime without zone.
fn naive_value<'h>(cx: &Context<'h>, at: DateTime) -> Answer<'h> {
    made(cx, at, false, None)
}

/// A moment in UTC as a zone shows it.
fn in_zone<'h>(cx: &Context<'h>, at: DateTime, zone: Zone<'h>) -> Answer<'h> {
    from_utc(
        cx,
        zone,
        Moment {
            at,
            fold: false,
            zone: Some(zone),
            class: &DATETIME,
        },
    )
}

/// `datetime(...)`.
fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let zero = |at: usize| args.given(at).unwrap_or(Value::Int(0));
    let date = date_of(cx, args.value(0), args.value(1), args.value(2))?;
    let time = time_of(cx, [zero(3), zero(4), zero(5), zero(6)])?;
    let fold = fold(cx, zero(8))?;
    let zone = zone_argument(cx, args.value(7))?;
    made(cx, date.to_datetime(time), fold, zone)
}

fn combine<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Some(date) = date(args.value(0)) else {
        return Err(cx.wrong_type("combine() argument 1", "datetime.date", args.value(0)));
    };
    let Some(clock) = clock(args.value(1)) else {
        return Err(cx.wrong_type("combine() argument 2", "datetime.time", args.value(1)));
    };
    let zone = match args.given(2) {
        None => clock.zone,
        Some(zone) => zone_argument(cx, zone)?,
    };
    made(cx, date.to_datetime(clock.time), clock.fold, zone)
}

fn fromisocalendar<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    naive_value(cx, date_of_week(cx, args)?.to_datetime(Time::midnight()))
}

fn fromisoformat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let read = isoparse::read_datetime(iso_text(cx, args)?);
    let (date, (time, offset)) = read.map_err(|error| bad_iso(cx, args.value(0), error))?;
    let zone = match offset {
        Some(offset) => fixed(cx, offset)?,
        None => None,
    };
    made(cx, date.to_datetime(time), false, zone)
}

fn fromordinal<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let date = checked(cx, civil::from_ordinal(c_int(cx, args.value(0))?))?;
    naive_value(cx, date.to_datetime(Time::midnight()))
}

fn fromtimestamp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let zone = zone_argument(cx, args.value(1))?;
    let (seconds, micros) = now::posix(cx, args.value(0), now::Rounding::HalfEven)?;
    let at = now::calendar(cx, seconds, micros)?;
    match zone {
        Some(zone) => in_zone(cx, at, zone),
        None => {
            // CPython looks a day back for a change of the local time.
            now::calendar(cx, seconds.saturating_sub(86_400), 0)?;
            naive_value(cx, at)
        }
    }
}

fn utcfromtimestamp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (seconds, micros) = now::posix(cx, args.value(0), now::Rounding::HalfEven)?;
    naive_value(cx, now::calendar(cx, seconds, micros)?)
}

fn now_in<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let zone = zone_argument(cx, args.value(0))?;
    let at = now::now(cx)?;
    match zone {
        Some(zone) => in_zone(cx, at, zone),
        None => naive_value(cx, at),
    }
}

fn today<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Answer<'h> {
    naive_value(cx, now::now(cx)?)
}

fn strptime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    args.str(cx, 0, "strptime() argument 1")?;
    args.str(cx, 1, "strptime() argument 2")?;
    let read = text::read(cx, args.value(0), args.value(1))?;
    let Parts {
        year,
        month,
        day,
        hour,
        minute,
        second,
        ..
    } = read.parts;
    let zone = match read.offset {
        None => None,
        Some(micros) => {
            let name = read.zone.as_deref().map(|name| cx.str(name)).transpose()?;
            let offset = Delta::from_micros(micros).unwrap_or(Delta::ZERO);
            zone(fixed_zone(cx, offset, name)?)
        }
    };
    let date = date_of(cx, Value::Int(year), Value::Int(month), Value::Int(day))?;
    let time = time_of(cx, [hour, minute, second, read.micro].map(Value::Int))?;
    made(cx, date.to_datetime(time), false, zone)
}

/// A datetime that the embedder lends: microseconds since 1970 on the clock shown, and seconds east of UTC.
///
/// # Errors
/// `OverflowError` if no calendar shows it, `ValueError` if the offset is a day or more.
pub fn lent_value<'h>(
    cx: &Context<'h>,
    micros: i64,
    offset: Option<i32>,
) -> Result<Value<'h>, Stop<'h>> {
    let since = Delta::from_micros(micros.into()).unwrap_or(Delta::ZERO);
    let at = in_range(cx, civil::shift(EPOCH, since))?;
    let zone = match offset {
        Some(seconds) => fixed(cx, Delta::from_seconds(seconds))?,
        None => None,
    };
    made(cx, at, false, zone)
}
