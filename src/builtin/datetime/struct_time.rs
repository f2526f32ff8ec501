//! `time.struct_time`: a named tuple of nine numbers, with zone and offset as attributes beside them.

use super::held::Answer;
use super::parts::Parts;
use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Record, Stop, Tuple};

/// The fields.
const FIELDS: &[&str] = &[
    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
];

static CONSTRUCT: Row = Row::leaf("struct_time", "iterable, /", construct);

const fn class() -> Class {
    Class {
        module: "time",
        title: "time.struct_time",
        construct: Some(&CONSTRUCT),
        ..Class::named("struct_time")
    }
}

/// `time.struct_time`, of no known zone.
pub(crate) static STRUCT_TIME: Class = Class {
    getters: &[
        Getter::new("tm_gmtoff", |_, _| Ok(Value::None)),
        Getter::new("tm_zone", |_, _| Ok(Value::None)),
    ],
    ..class()
};

static IN_GMT: Class = Class {
    base: Some(&STRUCT_TIME),
    getters: &[
        Getter::new("tm_gmtoff", |_, _| Ok(Value::Int(0))),
        Getter::new("tm_zone", |cx, _| cx.lent_str("GMT")),
    ],
    ..class()
};

static IN_UTC: Class = Class {
    base: Some(&STRUCT_TIME),
    getters: &[
        Getter::new("tm_gmtoff", |_, _| Ok(Value::Int(0))),
        Getter::new("tm_zone", |cx, _| cx.lent_str("UTC")),
    ],
    ..class()
};

/// What a time tuple knows of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZoneName {
    /// Nothing.
    Unknown,
    /// It came from `gmtime`.
    Gmt,
    /// It came from `localtime`.
    Utc,
}

impl ZoneName {
    /// What the tuple knows.
    pub(crate) fn of(tuple: &Tuple<'_>) -> Self {
        match tuple.record.and_then(|record| record.class) {
            Some(class) if class.is(&IN_GMT) => Self::Gmt,
            Some(class) if class.is(&IN_UTC) => Self::Utc,
            _ => Self::Unknown,
        }
    }
}

/// The value of a time taken apart.
pub(crate) fn struct_time<'h>(cx: &Context<'h>, parts: &Parts, zone: ZoneName) -> Answer<'h> {
    let numbers = [
        parts.year,
        parts.month,
        parts.day,
        parts.hour,
        parts.minute,
        parts.second,
        parts.weekday,
        parts.yearday,
        parts.dst,
    ];
    made(cx, &numbers.map(Value::Int), zone)
}

fn made<'h>(cx: &Context<'h>, items: &[Value<'h>], zone: ZoneName) -> Answer<'h> {
    let class = match zone {
        ZoneName::Unknown => &STRUCT_TIME,
        ZoneName::Gmt => &IN_GMT,
        ZoneName::Utc => &IN_UTC,
    };
    let record = Record {
        name: "time.struct_time",
        module: "time",
        fields: FIELDS,
        defaults: &[],
        class: Some(class),
    };
    let record = cx.memory(cx.heap.alloc(record))?;
    let items = cx.memory(cx.heap.slice(items))?;
    Ok(Value::Tuple(cx.memory(cx.heap.alloc(Tuple {
        items,
        record: Some(record),
    }))?))
}

/// `time.struct_time(sequence)`.
fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let given = args.value(0);
    let items = match given {
        Value::Tuple(_) | Value::List(_) | Value::Range(_) | Value::Str(_) => cx.collect(given)?,
        _ => return Err(cx.type_error(format_args!("constructor requires a sequence"))),
    };
    let (wanted, most) = match items.len() {
        0..9 => ("at least 9", items.get(..0)),
        9..=11 => ("", items.get(..9)),
        _ => ("at most 11", items.get(..0)),
    };
    match most {
        Some(items) if !items.is_empty() => made(cx, items, ZoneName::Unknown),
        _ => Err(wrong_length(cx, wanted, items.len())),
    }
}

#[cold]
fn wrong_length<'h>(cx: &Context<'h>, wanted: &str, given: usize) -> Stop<'h> {
    cx.type_error(format_args!(
        "time.struct_time() takes an {wanted}-sequence ({given}-sequence given)"
    ))
}
