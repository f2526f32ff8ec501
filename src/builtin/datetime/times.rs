//! The class `time` of `datetime`.

use std::cmp::Ordering;

use jiff::civil::{Date, Time};

use super::civil::{self, LAST_TIME};
use super::days::{bad_iso, iso_text};
use super::delta::Delta;
use super::held::{
    Answer, Clock, Shown, checked, clock, clock_object, fold, zone_argument, zone_value,
};
use super::isoformat::{Timespec, offset_text, time_text};
use super::isoparse;
use super::now::c_int;
use super::span::{delta_value, hash};
use super::text::{self, chosen};
use super::zones::{dst_at, fixed, name_at, offset_at};
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Constant, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop};

/// `datetime.time`.
pub(super) static TIME: Class = Class {
    module: "datetime",
    title: "datetime.time",
    construct: Some(&Row::leaf("__new__", PARAMETERS, construct)),
    getters: GETTERS,
    methods: METHODS,
    statics: STATICS,
    constants: CONSTANTS,
    behaviour: &OfDay,
    ..Class::named("time")
};

const PARAMETERS: &str = "hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0";

const GETTERS: &[Getter] = &[
    Getter::new("fold", |_, me| Ok(Value::Int(mine(me).fold.into()))),
    Getter::new("hour", |_, me| Ok(Value::Int(mine(me).time.hour().into()))),
    Getter::new("microsecond", |_, me| {
        Ok(Value::Int(civil::microsecond(mine(me).time)))
    }),
    Getter::new("minute", |_, me| {
        Ok(Value::Int(mine(me).time.minute().into()))
    }),
    Getter::new("second", |_, me| {
        Ok(Value::Int(mine(me).time.second().into()))
    }),
    Getter::new("tzinfo", |_, me| Ok(zone_value(mine(me).zone))),
];

const METHODS: &[Row] = &[
    Row::leaf("dst", "self", dst),
    Row::leaf("isoformat", "self, timespec='auto'", isoformat),
    Row::leaf(
        "replace",
        "self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None",
        replace,
    ),
    Row::leaf("strftime", "self, format", strftime),
    Row::leaf("tzname", "self", tzname),
    Row::leaf("utcoffset", "self", utcoffset),
];

const STATICS: &[Row] = &[Row::leaf("fromisoformat", "time_string, /", fromisoformat)];

const CONSTANTS: &[Constant] = &[
    Constant::new("max", |cx| naive(cx, LAST_TIME)),
    Constant::new("min", |cx| naive(cx, Time::midnight())),
    Constant::new("resolution", |cx| delta_value(cx, Delta::RESOLUTION)),
];

/// The value of a time of day.
pub(super) fn clock_value<'h>(cx: &Context<'h>, clock: Clock<'h>) -> Answer<'h> {
    clock_object(cx, &TIME, clock)
}

fn strftime<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    text::strftime(cx, args, my_clock(cx, args)?.shown())
}

fn naive<'h>(cx: &Context<'h>, time: Time) -> Answer<'h> {
    clock_value(
        cx,
        Clock {
            time,
            fold: false,
            zone: None,
        },
    )
}

fn mine(value: Value<'_>) -> Clock<'_> {
    clock(value).unwrap_or(Clock {
        time: Time::midnight(),
        fold: false,
        zone: None,
    })
}

/// The time that a method belongs to.
fn my_clock<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Clock<'h>, Stop<'h>> {
    clock(args.value(0)).ok_or_else(|| cx.wrong_receiver("datetime.time", args.value(0)))
}

/// Hour, minute, second and microsecond of arguments.
pub(super) fn time_of<'h>(cx: &Context<'h>, parts: [Value<'h>; 4]) -> Result<Time, Stop<'h>> {
    let [hour, minute, second, micro] = parts;
    let (hour, minute) = (c_int(cx, hour)?, c_int(cx, minute)?);
    checked(
        cx,
        civil::time(hour, minute, c_int(cx, second)?, c_int(cx, micro)?),
    )
}

/// `time(...)`.
fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let zero = |at: usize| args.given(at).unwrap_or(Value::Int(0));
    let time = time_of(cx, [zero(0), zero(1), zero(2), zero(3)])?;
    let fold = fold(cx, zero(5))?;
    let zone = zone_argument(cx, args.value(4))?;
    clock_value(cx, Clock { time, fold, zone })
}

fn fromisoformat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let read = isoparse::read_time(iso_text(cx, args)?);
    let (time, offset) = read.map_err(|error| bad_iso(cx, args.value(0), error))?;
    let zone = match offset {
        Some(offset) => fixed(cx, offset)?,
        None => None,
    };
    clock_value(
        cx,
        Clock {
            time,
            fold: false,
            zone,
        },
    )
}

fn replace<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let clock = my_clock(cx, args)?;
    let time = clock.time;
    let or = |place: usize, old: i64| chosen(args, place, old);
    let zone = match args.given(5) {
        None => clock.zone,
        Some(zone) => zone_argument(cx, zone)?,
    };
    let parts = [
        or(1, time.hour().into()),
        or(2, time.minute().into()),
        or(3, time.second().into()),
        or(4, civil::microsecond(time)),
    ];
    let time = time_of(cx, parts)?;
    clock_value(
        cx,
        Clock {
            time,
            fold: fold(cx, or(6, clock.fold.into()))?,
            zone,
        },
    )
}

fn isoformat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let spec = text::timespec(cx, args, 1, "isoformat() argument 1")?;
    cx.str(&my_clock(cx, args)?.iso_text(cx, spec)?)
}

fn utcoffset<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let offset = my_clock(cx, args)?.offset(cx)?;
    offset.map_or(Ok(Value::None), |offset| delta_value(cx, offset))
}

fn tzname<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    name_at(cx, my_clock(cx, args)?.zone, None)
}

fn dst<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    dst_at(cx, my_clock(cx, args)?.zone, None)
}

impl<'h> Clock<'h> {
    /// On the day on which C shows a time without date.
    fn shown(self) -> Shown<'h> {
        let at = Date::constant(1900, 1, 1).to_datetime(self.time);
        Shown {
            at,
            zone: self.zone,
            moment: None,
        }
    }

    /// Its distance from UTC on every day, if it is the same.
    pub(super) fn offset(self, cx: &Context<'h>) -> Result<Option<Delta>, Stop<'h>> {
        offset_at(cx, self.zone, None)
    }

    fn iso_text(self, cx: &Context<'h>, spec: Timespec) -> Result<String, Stop<'h>> {
        let offset = self.offset(cx)?;
        let offset = offset.map_or_else(String::new, |offset| offset_text(offset, ":"));
        Ok(time_text(self.time, spec) + &offset)
    }

    fn micros(self, offset: Option<Delta>) -> i128 {
        let time = self.time;
        let minutes = i64::from(time.hour()) * 60 + i64::from(time.minute());
        let seconds = minutes * 60 + i64::from(time.second());
        let micros = seconds * 1_000_000 + civil::microsecond(time);
        i128::from(micros) - offset.map_or(0, Delta::micros)
    }

    /// The order of two times; none if only one of them knows its offset.
    fn order(self, cx: &Context<'h>, other: Self) -> Maybe<'h, Ordering> {
        if zone_value(self.zone).is(zone_value(other.zone)) {
            return Ok(Some(self.micros(None).cmp(&other.micros(None))));
        }
        let (mine, theirs) = (self.offset(cx)?, other.offset(cx)?);
        if mine.is_some() != theirs.is_some() {
            return Ok(None);
        }
        Ok(Some(self.micros(mine).cmp(&other.micros(theirs))))
    }
}

/// What operators do with times.
struct OfDay;

impl Behaviour for OfDay {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let Clock { time, fold, zone } = mine(Value::Object(me));
        let mut text = format!("datetime.time({}, {}", time.hour(), time.minute());
        text += &text::seconds_repr(time);
        if let Some(zone) = zone {
            text += &format!(", tzinfo={}", cx.repr(Value::Object(zone))?);
        }
        if fold {
            text += ", fold=1";
        }
        Ok(Some(text + ")"))
    }

    fn str<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        mine(Value::Object(me))
            .iso_text(cx, Timespec::Auto)
            .map(Some)
    }

    fn format<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, spec: &str) -> Maybe<'h, String> {
        text::formatted(cx, mine(Value::Object(me)).shown(), spec).map(Some)
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        let Some(theirs) = clock(other) else {
            return Ok(None);
        };
        let order = mine(Value::Object(me)).order(cx, theirs)?;
        Ok(Some(order == Some(Ordering::Equal)))
    }

    fn order<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        let Some(theirs) = clock(other) else {
            return Ok(None);
        };
        match mine(Value::Object(me)).order(cx, theirs)? {
            None => Err(cx.type_error(format_args!(
                "can't compare offset-naive and offset-aware times"
            ))),
            order => Ok(order),
        }
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        let clock = mine(Value::Object(me));
        let offset = clock.offset(cx)?;
        let since = Delta::from_micros(clock.micros(offset));
        hash(cx, since.unwrap_or(Delta::ZERO)).map(Some)
    }
}
