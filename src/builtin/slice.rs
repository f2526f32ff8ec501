//! The class `slice`.

use num_traits::Signed;

use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Slice, Stop};

/// `slice`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    getters: GETTERS,
    ..Class::named("slice")
};

static CONSTRUCT: Row = Row::leaf("slice", "start, stop=None, step=None, /", construct);

static METHODS: &[Row] = &[Row::leaf("indices", "self, length, /", indices)];

static GETTERS: &[Getter] = &[
    Getter {
        name: "start",
        get: |cx, me| Ok(slice(cx, me)?.start),
    },
    Getter {
        name: "step",
        get: |cx, me| Ok(slice(cx, me)?.step),
    },
    Getter {
        name: "stop",
        get: |cx, me| Ok(slice(cx, me)?.stop),
    },
];

fn slice<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<&'h Slice<'h>, Stop<'h>> {
    match me {
        Value::Slice(slice) => Ok(slice),
        other => Err(cx.wrong_receiver("slice", other)),
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match args.given(1) {
        None => cx.slice(Value::None, args.value(0), Value::None),
        Some(stop) => cx.slice(args.value(0), stop, args.value(2)),
    }
}

fn indices<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = slice(cx, args.value(0))?;
    let len = cx.index(args.value(1))?.to_big().unwrap_or_default();
    if len.is_negative() {
        return Err(cx.value_error(format_args!("length should not be negative")));
    }
    cx.tuple(&cx.wide_cut(me, &len)?)
}
