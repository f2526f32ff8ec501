//! The class `set`.

use super::members;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::KEY_ERROR;
use crate::value::native::Args;
use crate::value::value::{Set, Stop};

/// `set`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    ..Class::named("set")
};

static CONSTRUCT: Row = Row::leaf("set", "@iterable=(), /", construct);

static METHODS: &[Row] = &[
    Row::leaf("add", "self, item, /", add),
    Row::leaf("clear", "self, /", clear),
    Row::leaf("copy", "self, /", copy),
    Row::leaf("difference", "self, *@others", members::difference),
    Row::leaf("difference_update", "self, *@others", difference_update),
    Row::leaf("discard", "self, item, /", discard),
    Row::leaf("intersection", "self, *@others", members::intersection),
    Row::leaf("intersection_update", "self, *@others", intersection_update),
    Row::leaf("isdisjoint", "self, @other, /", members::is_disjoint),
    Row::leaf("issubset", "self, @other, /", members::is_subset),
    Row::leaf("issuperset", "self, @other, /", members::is_superset),
    Row::leaf("pop", "self, /", pop),
    Row::leaf("remove", "self, item, /", remove),
    Row::leaf(
        "symmetric_difference",
        "self, @other, /",
        members::symmetric_difference,
    ),
    Row::leaf(
        "symmetric_difference_update",
        "self, @other, /",
        symmetric_difference_update,
    ),
    Row::leaf("union", "self, *@others", members::union),
    Row::leaf("update", "self, *@others", update),
];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    members::construct(cx, &args, false)
}

/// The receiver, which must not be frozen.
fn receiver<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<&'h Set<'h>, Stop<'h>> {
    match args.set(cx, 0)? {
        set if set.frozen => Err(cx.wrong_receiver("set", args.value(0))),
        set => Ok(set),
    }
}

fn add<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    receiver(cx, &args)?.insert(cx, args.value(1))?;
    Ok(Value::None)
}

fn clear<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    receiver(cx, &args)?.table.clear(cx)?;
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.copy_set(args.set(cx, 0)?, false).map(Value::Set)
}

fn discard<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    receiver(cx, &args)?.remove(cx, args.value(1))?;
    Ok(Value::None)
}

fn remove<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    if receiver(cx, &args)?.remove(cx, args.value(1))? {
        return Ok(Value::None);
    }
    Err(cx.key_error(args.value(1)))
}

fn pop<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match receiver(cx, &args)?.table.remove_end(cx, false)? {
        Some((member, _)) => Ok(member),
        None => Err(cx.raise(&KEY_ERROR, format_args!("pop from an empty set"))),
    }
}

fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = receiver(cx, &args)?;
    for other in args.rest {
        let other = cx.collect(*other)?;
        for member in other {
            me.insert(cx, member)?;
        }
    }
    Ok(Value::None)
}

fn difference_update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = receiver(cx, &args)?;
    for other in args.rest {
        let other = cx.as_set(*other)?;
        if std::ptr::eq(other, me) {
            me.table.clear(cx)?;
        }
        for member in other.iter() {
            cx.charge(1)?;
            me.remove(cx, member)?;
        }
    }
    Ok(Value::None)
}

fn intersection_update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = receiver(cx, &args)?;
    if let Value::Set(result) = members::intersection(cx, args)? {
        cx.replace_members(me, result);
    }
    Ok(Value::None)
}

fn symmetric_difference_update<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let me = receiver(cx, &args)?;
    let result = cx.symmetric_difference(me, args.value(1), false)?;
    cx.replace_members(me, result);
    Ok(Value::None)
}
