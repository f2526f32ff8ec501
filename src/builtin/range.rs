//! The class `range`.

use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Range, Stop};

/// `range`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    getters: GETTERS,
    ..Class::named("range")
};

static CONSTRUCT: Row = Row::leaf("range", "start, stop=None, step=1, /", construct);

static METHODS: &[Row] = &[
    Row::leaf("count", "self, value, /", count),
    Row::leaf("index", "self, value, /", index),
];

static GETTERS: &[Getter] = &[
    Getter {
        name: "start",
        get: |cx, me| Ok(range(cx, me)?.start),
    },
    Getter {
        name: "step",
        get: |cx, me| Ok(range(cx, me)?.step),
    },
    Getter {
        name: "stop",
        get: |cx, me| Ok(range(cx, me)?.stop),
    },
];

fn range<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<&'h Range<'h>, Stop<'h>> {
    match me {
        Value::Range(range) => Ok(range),
        other => Err(cx.wrong_receiver("range", other)),
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let first = cx.index(args.value(0))?;
    match (args.given(1), args.given(2)) {
        (None, _) => cx.range(Value::Int(0), first, Value::Int(1)),
        (Some(stop), step) => {
            let stop = cx.index(stop)?;
            let step = cx.index(step.unwrap_or(Value::Int(1)))?;
            cx.range(first, stop, step)
        }
    }
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = range(cx, args.value(0))?;
    let item = args.value(1);
    if item.as_int().is_some() {
        let found = cx.range_position(me, item)?.is_some();
        return Ok(Value::Int(i64::from(found)));
    }
    let mut count = 0;
    cx.each(args.value(0), |other| {
        count += i64::from(cx.same(other, item)?);
        Ok(true)
    })?;
    Ok(Value::Int(count))
}

fn index<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = range(cx, args.value(0))?;
    let item = args.value(1);
    let mut place = cx.range_position(me, item)?;
    if item.as_int().is_none() {
        let mut at = Value::Int(0);
        cx.each(args.value(0), |other| {
            if cx.same(other, item)? {
                place = Some(at);
                return Ok(false);
            }
            at = cx.binary(BinaryOp::Add, at, Value::Int(1))?;
            Ok(true)
        })?;
        if place.is_none() {
            return Err(cx.value_error(format_args!("sequence.index(x): x not in sequence")));
        }
    }
    match place {
        Some(place) => Ok(place),
        None => Err(cx.value_error(format_args!("{} is not in range", cx.repr(item)?))),
    }
}
