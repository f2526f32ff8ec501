//! Dates, times, spans and zones as values: what an instance holds and how it comes into the heap.
//!
//! The only field of a datetime or time is its zone, of a fixed zone its name.

use jiff::civil::{Date, DateTime, Time};

use super::civil::NoSuch;
use super::delta::Delta;
use super::now::c_int;
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::value::{Data, Instance, Stop};

/// What a method answers.
pub(super) type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The zone of a datetime or time: an instance of `tzinfo` or of a class under it.
pub(super) type Zone<'h> = &'h Instance<'h>;

/// What a datetime holds in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    at: DateTime,
    fold: bool,
}

/// What a time holds in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ClockStamp {
    time: Time,
    fold: bool,
}

/// What a zone holds in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It is always as far from UTC.
    Fixed(Delta),
    /// It knows nothing.
    Unknown,
}

/// A datetime.
#[derive(Clone, Copy)]
pub(super) struct Moment<'h> {
    /// What clock and calendar show.
    pub(super) at: DateTime,
    /// The second of two times that look alike.
    pub(super) fold: bool,
    /// Its zone; a naive one has none.
    pub(super) zone: Option<Zone<'h>>,
    /// The class of its values.
    pub(super) class: &'static Class,
}

/// What a format shows: calendar and clock, and the zone with the moment that it is asked about.
#[derive(Clone, Copy)]
pub(super) struct Shown<'h> {
    /// Calendar and clock.
    pub(super) at: DateTime,
    /// The zone.
    pub(super) zone: Option<Zone<'h>>,
    /// The datetime, if it is one.
    pub(super) moment: Option<Moment<'h>>,
}

impl<'h> Moment<'h> {
    /// What it shows.
    pub(super) fn shown(self) -> Shown<'h> {
        Shown {
            at: self.at,
            zone: self.zone,
            moment: Some(self),
        }
    }
}

/// A time of day.
#[derive(Clone, Copy)]
pub(super) struct Clock<'h> {
    /// What the clock shows.
    pub(super) time: Time,
    /// The second of two times that look alike.
    pub(super) fold: bool,
    /// Its zone; a naive one has none.
    pub(super) zone: Option<Zone<'h>>,
}

fn instance<'h>(value: Value<'h>) -> Option<&'h Instance<'h>> {
    match value {
        Value::Object(instance) => Some(instance),
        _ => None,
    }
}

fn zone_field<'h>(instance: &Instance<'h>) -> Option<Zone<'h>> {
    match instance.field(0) {
        Value::Object(zone) => Some(zone),
        _ => None,
    }
}

/// The datetime that a value is.
pub(super) fn moment(value: Value<'_>) -> Option<Moment<'_>> {
    let instance = instance(value)?;
    let Stamp { at, fold } = *instance.own::<Stamp>()?;
    Some(Moment {
        at,
        fold,
        zone: zone_field(instance),
        class: instance.class,
    })
}

/// The date that a value is, and no datetime.
pub(super) fn plain_date(value: Value<'_>) -> Option<Date> {
    instance(value)?.own::<Date>().copied()
}

/// The date that a value is or, as datetime, has.
pub(super) fn date(value: Value<'_>) -> Option<Date> {
    plain_date(value).or_else(|| Some(moment(value)?.at.date()))
}

/// The time of day that a value is.
pub(super) fn clock(value: Value<'_>) -> Option<Clock<'_>> {
    let instance = instance(value)?;
    let ClockStamp { time, fold } = *instance.own::<ClockStamp>()?;
    Some(Clock {
        time,
        fold,
        zone: zone_field(instance),
    })
}

/// The span that a value is.
pub(super) fn delta(value: Value<'_>) -> Option<Delta> {
    instance(value)?.own::<Delta>().copied()
}

/// The zone that a value is.
pub(super) fn zone(value: Value<'_>) -> Option<Zone<'_>> {
    instance(value).filter(|instance| instance.own::<Rule>().is_some())
}

/// The offset of a fixed zone.
pub(super) fn fixed_offset(zone: Zone<'_>) -> Option<Delta> {
    match zone.own::<Rule>() {
        Some(Rule::Fixed(offset)) => Some(*offset),
        _ => None,
    }
}

/// The zone that an argument names, `None` for none.
pub(super) fn zone_argument<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
) -> Result<Option<Zone<'h>>, Stop<'h>> {
    match value {
        Value::None => Ok(None),
        other => zone(other).map(Some).ok_or_else(|| {
            cx.type_error(format_args!(
                "tzinfo argument must be None or of a tzinfo subclass, not type '{}'",
                other.type_name()
            ))
        }),
    }
}

/// The value of a zone or of none.
pub(super) fn zone_value(zone: Option<Zone<'_>>) -> Value<'_> {
    zone.map_or(Value::None, Value::Object)
}

/// A part of a date or time that does not exist, raised.
pub(super) fn checked<'h, T>(cx: &Context<'h>, made: Result<T, NoSuch>) -> Result<T, Stop<'h>> {
    made.map_err(|error| cx.value_error(format_args!("{error}")))
}

/// A date beyond the ends of the calendar, raised.
pub(super) fn in_range<'h, T>(cx: &Context<'h>, made: Option<T>) -> Result<T, Stop<'h>> {
    made.ok_or_else(|| cx.overflow_error(format_args!("date value out of range")))
}

/// A fold: 0 or 1.
pub(super) fn fold<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<bool, Stop<'h>> {
    match c_int(cx, value)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => checked(cx, Err(NoSuch::Fold)),
    }
}

/// The value of a datetime.
pub(super) fn moment_value<'h>(cx: &Context<'h>, moment: Moment<'h>) -> Answer<'h> {
    let own = cx.memory(cx.heap.alloc(Stamp {
        at: moment.at,
        fold: moment.fold,
    }))?;
    match moment.zone {
        None => cx.object(moment.class, Data::Own(own)),
        Some(zone) => {
            let zone = cx.memory(cx.heap.cells(1, Value::Object(zone)))?;
            cx.object(moment.class, Data::Both(own, zone))
        }
    }
}

/// The value of a time of day.
pub(super) fn clock_object<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    clock: Clock<'h>,
) -> Answer<'h> {
    let own = cx.memory(cx.heap.alloc(ClockStamp {
        time: clock.time,
        fold: clock.fold,
    }))?;
    match clock.zone {
        None => cx.object(class, Data::Own(own)),
        Some(zone) => {
            let zone = cx.memory(cx.heap.cells(1, Value::Object(zone)))?;
            cx.object(class, Data::Both(own, zone))
        }
    }
}
