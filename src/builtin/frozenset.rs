//! The class `frozenset`.

use super::members;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `frozenset`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    ..Class::named("frozenset")
};

static CONSTRUCT: Row = Row::leaf("frozenset", "@iterable=(), /", construct);

static METHODS: &[Row] = &[
    Row::leaf("copy", "self, /", copy),
    Row::leaf("difference", "self, *@others", members::difference),
    Row::leaf("intersection", "self, *@others", members::intersection),
    Row::leaf("isdisjoint", "self, @other, /", members::is_disjoint),
    Row::leaf("issubset", "self, @other, /", members::is_subset),
    Row::leaf("issuperset", "self, @other, /", members::is_superset),
    Row::leaf(
        "symmetric_difference",
        "self, @other, /",
        members::symmetric_difference,
    ),
    Row::leaf("union", "self, *@others", members::union),
];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match args.given(0) {
        Some(Value::Set(set)) if set.frozen => Ok(Value::Set(set)),
        _ => members::construct(cx, &args, true),
    }
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    args.set(cx, 0).map(Value::Set)
}
