//! What zones say of a moment, and the classes `tzinfo` and `timezone`.

use super::civil;
use super::delta::{DAY, Delta};
use super::held::{
    Answer, Moment, Rule, Zone, delta, fixed_offset, in_range, moment, moment_value, zone,
};
use super::isoformat::offset_name;
use super::span::{delta_value, hash};
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Constant, Row};
use crate::value::context::Context;
use crate::value::exceptions::NOT_IMPLEMENTED_ERROR;
use crate::value::native::Args;
use crate::value::value::{Data, Instance, Stop};

/// `datetime.tzinfo`.
pub(super) static TZINFO: Class = Class {
    module: "datetime",
    title: "datetime.tzinfo",
    construct: Some(&Row::leaf("__new__", "", construct_abstract)),
    methods: METHODS,
    ..Class::named("tzinfo")
};

/// `datetime.timezone`.
pub(super) static TIMEZONE: Class = Class {
    module: "datetime",
    title: "datetime.timezone",
    base: Some(&TZINFO),
    construct: Some(&Row::leaf("timezone", "offset, name=None", construct)),
    constants: CONSTANTS,
    behaviour: &FixedZone,
    ..Class::named("timezone")
};

const METHODS: &[Row] = &[
    Row::leaf("dst", "self, dt, /", dst),
    Row::leaf("fromutc", "self, dt, /", fromutc),
    Row::leaf("tzname", "self, dt, /", tzname),
    Row::leaf("utcoffset", "self, dt, /", utcoffset),
];

const CONSTANTS: &[Constant] = &[
    Constant::new("max", |cx| {
        fixed_zone(cx, Delta::from_seconds(86_340), None)
    }),
    Constant::new("min", |cx| {
        fixed_zone(cx, Delta::from_seconds(-86_340), None)
    }),
    Constant::new("utc", utc),
];

/// `timezone(offset, name)`.
fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Some(offset) = delta(args.value(0)) else {
        return Err(cx.wrong_type("timezone() argument 1", "datetime.timedelta", args.value(0)));
    };
    if args.given(1).is_some() {
        args.str(cx, 1, "timezone() argument 2")?;
    }
    fixed_zone(cx, offset, args.given(1))
}

/// `tzinfo()`.
fn construct_abstract<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Answer<'h> {
    cx.instance(&TZINFO, Rule::Unknown)
}

/// The zone that is nowhere but in UTC: one object.
pub(super) fn utc<'h>(cx: &Context<'h>) -> Answer<'h> {
    cx.once("datetime.timezone.utc", |cx| {
        cx.instance(&TIMEZONE, Rule::Fixed(Delta::ZERO))
    })
}

/// A fixed zone; without name and offset it is UTC.
pub(super) fn fixed_zone<'h>(
    cx: &Context<'h>,
    offset: Delta,
    name: Option<Value<'h>>,
) -> Answer<'h> {
    if offset.micros().abs() >= DAY {
        return Err(bad_offset(cx, offset));
    }
    match name {
        None if offset == Delta::ZERO => utc(cx),
        None => cx.instance(&TIMEZONE, Rule::Fixed(offset)),
        Some(name) => {
            let name = cx.memory(cx.heap.cells(1, name))?;
            let own = cx.memory(cx.heap.alloc(Rule::Fixed(offset)))?;
            cx.object(&TIMEZONE, Data::Both(own, name))
        }
    }
}

/// A fixed zone as the zone of a datetime.
pub(super) fn fixed<'h>(cx: &Context<'h>, offset: Delta) -> Result<Option<Zone<'h>>, Stop<'h>> {
    Ok(zone(fixed_zone(cx, offset, None)?))
}

/// `ValueError`: an offset of a day or more.
pub(super) fn bad_offset<'h>(cx: &Context<'h>, offset: Delta) -> Stop<'h> {
    cx.value_error(format_args!(
        "offset must be a timedelta strictly between -timedelta(hours=24) and \
         timedelta(hours=24), not {}.",
        offset.repr()
    ))
}

/// How far a zone is from UTC at a moment, or always; none if it does not know.
pub(super) fn offset_at<'h>(
    cx: &Context<'h>,
    zone: Option<Zone<'h>>,
    _at: Option<Moment<'h>>,
) -> Result<Option<Delta>, Stop<'h>> {
    let Some(zone) = zone else {
        return Ok(None);
    };
    match fixed_offset(zone) {
        Some(offset) => Ok(Some(offset)),
        None => Err(unimplemented(cx, "utcoffset")),
    }
}

/// What a zone calls itself at a moment.
pub(super) fn name_at<'h>(
    cx: &Context<'h>,
    zone: Option<Zone<'h>>,
    _at: Option<Moment<'h>>,
) -> Answer<'h> {
    let Some(zone) = zone else {
        return Ok(Value::None);
    };
    match (fixed_offset(zone), zone.field(0)) {
        (None, _) => Err(unimplemented(cx, "tzname")),
        (Some(offset), Value::Unbound) => cx.str(&offset_name(offset)),
        (_, name) => Ok(name),
    }
}

/// The part of the offset that is summer time.
pub(super) fn dst_at<'h>(
    cx: &Context<'h>,
    zone: Option<Zone<'h>>,
    _at: Option<Moment<'h>>,
) -> Answer<'h> {
    match zone {
        Some(zone) if fixed_offset(zone).is_none() => Err(unimplemented(cx, "dst")),
        _ => Ok(Value::None),
    }
}

#[cold]
fn unimplemented<'h>(cx: &Context<'h>, method: &str) -> Stop<'h> {
    let text = format_args!("a tzinfo subclass must implement {method}()");
    cx.raise(&NOT_IMPLEMENTED_ERROR, text)
}

/// A moment in UTC as a zone shows it.
pub(super) fn from_utc<'h>(cx: &Context<'h>, zone: Zone<'h>, moment: Moment<'h>) -> Answer<'h> {
    let offset = offset_at(cx, Some(zone), Some(moment))?.unwrap_or(Delta::ZERO);
    let at = in_range(cx, civil::shift(moment.at, offset))?;
    moment_value(
        cx,
        Moment {
            at,
            fold: false,
            zone: Some(zone),
            ..moment
        },
    )
}

/// The zone and the moment that a method of a zone is about.
fn asked<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    method: &str,
) -> Result<(Zone<'h>, Option<Moment<'h>>), Stop<'h>> {
    let Some(zone) = zone(args.value(0)) else {
        return Err(cx.wrong_receiver("datetime.tzinfo", args.value(0)));
    };
    match (moment(args.value(1)), args.value(1)) {
        (Some(moment), _) => Ok((zone, Some(moment))),
        (None, Value::None) => Ok((zone, None)),
        _ if fixed_offset(zone).is_none() => Ok((zone, None)),
        (None, other) => Err(cx.type_error(format_args!(
            "{method}(dt) argument must be a datetime instance or None, not {}",
            other.type_name()
        ))),
    }
}

fn utcoffset<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (zone, at) = asked(cx, args, "utcoffset")?;
    match offset_at(cx, Some(zone), at)? {
        Some(offset) => delta_value(cx, offset),
        None => Ok(Value::None),
    }
}

fn tzname<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (zone, at) = asked(cx, args, "tzname")?;
    name_at(cx, Some(zone), at)
}

fn dst<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (zone, at) = asked(cx, args, "dst")?;
    dst_at(cx, Some(zone), at)
}

fn fromutc<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Some(moment) = moment(args.value(1)) else {
        return Err(cx.type_error(format_args!("fromutc: argument must be a datetime")));
    };
    match moment.zone {
        Some(zone) if Value::Object(zone).is(args.value(0)) => from_utc(cx, zone, moment),
        _ => Err(cx.value_error(format_args!("fromutc: dt.tzinfo is not self"))),
    }
}

/// What operators do with fixed zones.
struct FixedZone;

impl Behaviour for FixedZone {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let offset = fixed_offset(me).unwrap_or(Delta::ZERO);
        Ok(Some(match me.field(0) {
            Value::Unbound if offset == Delta::ZERO => "datetime.timezone.utc".to_owned(),
            Value::Unbound => format!("datetime.timezone({})", offset.repr()),
            name => format!("datetime.timezone({}, {})", offset.repr(), cx.repr(name)?),
        }))
    }

    fn str<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        match name_at(cx, Some(me), None)? {
            Value::Str(name) => Ok(Some(name.as_str().to_owned())),
            _ => Ok(None),
        }
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(zone(other)
            .and_then(fixed_offset)
            .map(|offset| fixed_offset(me) == Some(offset)))
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        fixed_offset(me).map(|offset| hash(cx, offset)).transpose()
    }
}
