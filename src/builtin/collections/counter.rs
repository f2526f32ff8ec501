//! The class `Counter`.

use super::elements;
use crate::builtin::dict;
use crate::builtin::order::sort_pairs;
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::NOT_IMPLEMENTED_ERROR;
use crate::value::native::Args;
use crate::value::value::{Dict, DictKind, Stop};

/// `collections.Counter`.
pub static COUNTER: Class = Class {
    base: Some(&dict::CLASS),
    module: "collections",
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: &[Row::leaf("fromkeys", "iterable, v=None", from_keys)],
    ..Class::named("Counter")
};

static CONSTRUCT: Row = Row::leaf("Counter", "@iterable=None, /, **keywords", construct);

static METHODS: &[Row] = &[
    Row::leaf("elements", "self", elements),
    Row::leaf("most_common", "self, n=None", most_common),
    Row::leaf("subtract", "self, @iterable=None, /, **keywords", subtract),
    Row::leaf("total", "self", total),
    Row::leaf("update", "self, @iterable=None, /, **keywords", update),
];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let counter = cx.dict_of(DictKind::Counter, Value::None)?;
    change(cx, counter, args.value(0), args, BinaryOp::Add)?;
    Ok(Value::Dict(counter))
}

fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.firmly(|| change(cx, args.dict(cx, 0)?, args.value(1), args, BinaryOp::Add))?;
    Ok(Value::None)
}

fn subtract<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.firmly(|| change(cx, args.dict(cx, 0)?, args.value(1), args, BinaryOp::Sub))?;
    Ok(Value::None)
}

/// Adds or takes away what is counted: the counts of a mapping, one for each item of an iterable.
fn change<'h>(
    cx: &Context<'h>,
    counter: &Dict<'h>,
    source: Value<'h>,
    args: Args<'_, 'h>,
    op: BinaryOp,
) -> Result<(), Stop<'h>> {
    match source {
        Value::None => {}
        Value::Dict(counts) => {
            let fresh = counter.is_empty() && op == BinaryOp::Add;
            let counts: Vec<_> = counts.items(cx)?.collect();
            for (key, count) in counts {
                match fresh {
                    true => counter.insert(cx, key, count).map(drop)?,
                    false => count_in(cx, counter, key, count, op)?,
                }
            }
        }
        items => cx.each(items, |key| {
            count_in(cx, counter, key, Value::Int(1), op).map(|()| true)
        })?,
    }
    // Keywords count as a mapping of their own.
    let fresh = counter.is_empty() && op == BinaryOp::Add;
    for (name, count) in args.keywords {
        match fresh {
            true => counter.insert(cx, Value::Str(name), *count).map(drop)?,
            false => count_in(cx, counter, Value::Str(name), *count, op)?,
        }
    }
    Ok(())
}

fn count_in<'h>(
    cx: &Context<'h>,
    counter: &Dict<'h>,
    key: Value<'h>,
    count: Value<'h>,
    op: BinaryOp,
) -> Result<(), Stop<'h>> {
    cx.charge(1)?;
    let before = counter.get(cx, key)?.unwrap_or(Value::Int(0));
    let after = match op {
        BinaryOp::Add => cx.binary(BinaryOp::Add, count, before)?,
        _ => cx.binary(op, before, count)?,
    };
    counter.insert(cx, key, after).map(drop)
}

fn most_common<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let entries = args.dict(cx, 0)?.items(cx)?;
    let mut pairs = Vec::new();
    for (key, count) in entries {
        cx.charge(1)?;
        pairs.push((count, cx.tuple(&[key, count])?));
    }
    sort_pairs(cx, &mut pairs, true)?;
    let wanted = match args.value(1) {
        Value::None => pairs.len(),
        count => usize::try_from(cx.clamped(count)?).unwrap_or(0),
    };
    let pairs: Vec<Value<'h>> = pairs.iter().take(wanted).map(|(_, pair)| *pair).collect();
    cx.list(&pairs).map(Value::List)
}

fn total<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut total = Value::Int(0);
    for (_, count) in args.dict(cx, 0)?.items(cx)? {
        cx.charge(1)?;
        total = cx.binary(BinaryOp::Add, total, count)?;
    }
    Ok(total)
}

fn elements<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    elements::iterator(cx, args.dict(cx, 0)?)
}

fn from_keys<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Err(cx.raise(
        &NOT_IMPLEMENTED_ERROR,
        format_args!("Counter.fromkeys() is undefined.  Use Counter(iterable) instead."),
    ))
}
