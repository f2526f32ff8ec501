//! The class `date`.

use std::cmp::Ordering;

use jiff::civil::{Date, Time};

use super::civil::{self, FIRST_DAY, LAST_DAY};
use super::delta::{DAY, Delta};
use super::held::{Answer, Shown, checked, date, delta, in_range, moment, plain_date};
use super::isoformat::date_text;
use super::isoparse::{self, BadIso};
use super::now::{self, c_int};
use super::parts::Parts;
use super::span::{delta_value, fitting};
use super::struct_time::{ZoneName, struct_time};
use super::text;
use super::zones::bad_offset;
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Constant, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Record, Stop, Tuple};

/// `datetime.date`.
pub(super) static DATE: Class = Class {
    module: "datetime",
    title: "datetime.date",
    construct: Some(&Row::leaf("__new__", "year, month, day", construct)),
    getters: GETTERS,
    methods: METHODS,
    statics: STATICS,
    constants: CONSTANTS,
    behaviour: &Day,
    ..Class::named("date")
};

const GETTERS: &[Getter] = &[
    Getter::new("day", |_, me| Ok(Value::Int(mine(me).day().into()))),
    Getter::new("month", |_, me| Ok(Value::Int(mine(me).month().into()))),
    Getter::new("year", |_, me| Ok(Value::Int(mine(me).year().into()))),
];

const METHODS: &[Row] = &[
    Row::leaf("ctime", "self", ctime),
    Row::leaf("isocalendar", "self", isocalendar),
    Row::leaf("isoformat", "self", isoformat),
    Row::leaf("isoweekday", "self", isoweekday),
    Row::leaf("replace", "self, year=None, month=None, day=None", replace),
    Row::leaf("strftime", "self, format", strftime),
    Row::leaf("timetuple", "self", timetuple),
    Row::leaf("toordinal", "self", toordinal),
    Row::leaf("weekday", "self", weekday),
];

const STATICS: &[Row] = &[
    Row::leaf("fromisocalendar", "year, week, day", fromisocalendar),
    Row::leaf("fromisoformat", "date_string, /", fromisoformat),
    Row::leaf("fromordinal", "ordinal, /", fromordinal),
    Row::leaf("fromtimestamp", "timestamp, /", fromtimestamp),
    Row::leaf("today", "", today),
];

const CONSTANTS: &[Constant] = &[
    Constant::new("max", |cx| date_value(cx, LAST_DAY)),
    Constant::new("min", |cx| date_value(cx, FIRST_DAY)),
    Constant::new("resolution", |cx| delta_value(cx, a_day())),
];

/// The value of a date.
pub(super) fn date_value<'h>(cx: &Context<'h>, date: Date) -> Answer<'h> {
    cx.instance(&DATE, date)
}

fn a_day() -> Delta {
    Delta::from_micros(DAY).unwrap_or(Delta::ZERO)
}

fn mine(value: Value<'_>) -> Date {
    date(value).unwrap_or(FIRST_DAY)
}

/// The date that a method belongs to.
fn my_date<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Date, Stop<'h>> {
    date(args.value(0)).ok_or_else(|| cx.wrong_receiver("datetime.date", args.value(0)))
}

/// What a date shows, at midnight, or a datetime.
fn shown<'h>(value: Value<'h>) -> Option<Shown<'h>> {
    if let Some(moment) = moment(value) {
        return Some(moment.shown());
    }
    let at = plain_date(value)?.to_datetime(Time::midnight());
    Some(Shown {
        at,
        zone: None,
        moment: None,
    })
}

/// What the date that a method belongs to shows.
fn my_shown<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Shown<'h>, Stop<'h>> {
    shown(args.value(0)).ok_or_else(|| cx.wrong_receiver("datetime.date", args.value(0)))
}

fn strftime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    text::strftime(cx, args, my_shown(cx, args)?)
}

/// Year, month and day of arguments.
pub(super) fn date_of<'h>(
    cx: &Context<'h>,
    year: Value<'h>,
    month: Value<'h>,
    day: Value<'h>,
) -> Result<Date, Stop<'h>> {
    checked(
        cx,
        civil::date(c_int(cx, year)?, c_int(cx, month)?, c_int(cx, day)?),
    )
}

/// `date(year, month, day)`.
fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    date_value(
        cx,
        date_of(cx, args.value(0), args.value(1), args.value(2))?,
    )
}

fn replace<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let date = my_date(cx, args)?;
    let or = |at: usize, old: i64| args.given(at).unwrap_or(Value::Int(old));
    let (year, month, day) = (date.year().into(), date.month().into(), date.day().into());
    date_value(cx, date_of(cx, or(1, year), or(2, month), or(3, day))?)
}

fn ctime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let parts = Parts::of(my_shown(cx, args)?.at, -1);
    let moment = "%a %b %e %H:%M:%S";
    let text = super::strftime::strftime(moment, &parts, &Default::default());
    // Unlike `%Y`, the year is as wide here as it may be.
    cx.str(&format!("{text} {:04}", my_date(cx, args)?.year()))
}

fn isocalendar<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (year, week, weekday) = civil::iso_week(my_date(cx, args)?);
    let record = cx.memory(cx.heap.alloc(Record {
        name: "datetime.IsoCalendarDate",
        module: "datetime",
        fields: &["year", "week", "weekday"],
        defaults: &[],
        class: None,
    }))?;
    let items = [Value::Int(year), Value::Int(week), Value::Int(weekday)];
    let items = cx.memory(cx.heap.slice(&items))?;
    Ok(Value::Tuple(cx.memory(cx.heap.alloc(Tuple {
        items,
        record: Some(record),
    }))?))
}

fn isoformat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.str(&date_text(my_date(cx, args)?))
}

fn isoweekday<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(Value::Int(civil::weekday(my_date(cx, args)?) + 1))
}

fn weekday<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(Value::Int(civil::weekday(my_date(cx, args)?)))
}

fn toordinal<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(Value::Int(civil::ordinal(my_date(cx, args)?)))
}

fn timetuple<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    struct_time(
        cx,
        &Parts::of(my_shown(cx, args)?.at, -1),
        ZoneName::Unknown,
    )
}

/// Year, week and weekday of arguments.
pub(super) fn date_of_week<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Date, Stop<'h>> {
    let mut parts = [0; 3];
    for (at, part) in parts.iter_mut().enumerate() {
        *part = match cx.index(args.value(at))? {
            Value::Int(number) if i32::try_from(number).is_ok() => number,
            _ => {
                let text = format_args!("ISO calendar component out of range");
                return Err(cx.value_error(text));
            }
        };
    }
    let [year, week, weekday] = parts;
    checked(cx, civil::from_iso_week(year, week, weekday))
}

fn fromisocalendar<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    date_value(cx, date_of_week(cx, args)?)
}

/// The text that a class method `fromisoformat` reads.
pub(super) fn iso_text<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h str, Stop<'h>> {
    match args.value(0) {
        Value::Str(text) => {
            cx.charge_bytes(text.as_str().len())?;
            Ok(text.as_str())
        }
        _ => Err(cx.type_error(format_args!("fromisoformat: argument must be str"))),
    }
}

/// Why a text is no date or time, raised.
pub(super) fn bad_iso<'h>(cx: &Context<'h>, text: Value<'h>, error: BadIso) -> Stop<'h> {
    match error {
        BadIso::NoSuch(error) => cx.value_error(format_args!("{error}")),
        BadIso::Offset(offset) => bad_offset(cx, offset),
        BadIso::Form => match cx.repr(text) {
            Ok(shown) => cx.value_error(format_args!("Invalid isoformat string: {shown}")),
            Err(stop) => stop,
        },
    }
}

fn fromisoformat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let read = isoparse::read_date(iso_text(cx, args)?);
    date_value(cx, read.map_err(|error| bad_iso(cx, args.value(0), error))?)
}

fn fromordinal<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    date_value(
        cx,
        checked(cx, civil::from_ordinal(c_int(cx, args.value(0))?))?,
    )
}

fn fromtimestamp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (seconds, _) = now::posix(cx, args.value(0), now::Rounding::Floor)?;
    date_value(cx, now::calendar(cx, seconds, 0)?.date())
}

fn today<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Answer<'h> {
    date_value(cx, now::now(cx)?.date())
}

/// What operators do with dates.
struct Day;

impl Behaviour for Day {
    fn repr<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let date = mine(Value::Object(me));
        let (year, month, day) = (date.year(), date.month(), date.day());
        Ok(Some(format!("datetime.date({year}, {month}, {day})")))
    }

    fn str<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(Some(date_text(mine(Value::Object(me)))))
    }

    fn format<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, spec: &str) -> Maybe<'h, String> {
        shown(Value::Object(me))
            .map(|shown| text::formatted(cx, shown, spec))
            .transpose()
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(plain_date(other).map(|other| mine(Value::Object(me)) == other))
    }

    fn order<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        Ok(plain_date(other).map(|other| mine(Value::Object(me)).cmp(&other)))
    }

    fn hash<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        Ok(Some(civil::ordinal(mine(Value::Object(me)))))
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        let moved = match (op, plain_date(left), plain_date(right)) {
            (BinaryOp::Sub, Some(a), Some(b)) => {
                let days = i128::from(civil::ordinal(a) - civil::ordinal(b));
                return fitting(cx, Delta::from_micros(days * DAY)).map(Some);
            }
            (BinaryOp::Add, Some(date), None) => delta(right).map(|by| (date, by.days())),
            (BinaryOp::Add, None, Some(date)) => delta(left).map(|by| (date, by.days())),
            (BinaryOp::Sub, Some(date), None) => delta(right).map(|by| (date, -by.days())),
            _ => None,
        };
        let Some((date, days)) = moved else {
            return Ok(None);
        };
        date_value(cx, in_range(cx, civil::later(date, days))?).map(Some)
    }
}
