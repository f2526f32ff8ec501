//! The methods that set and frozenset share: the result is of the class of the receiver.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

pub(super) fn construct<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    frozen: bool,
) -> Result<Value<'h>, Stop<'h>> {
    let set = match args.given(0) {
        None => cx.set(frozen)?,
        Some(Value::Set(other)) => cx.copy_set(other, frozen)?,
        Some(other) => {
            let set = cx.set(frozen)?;
            cx.each(other, |member| set.insert(cx, member).map(|_| true))?;
            set
        }
    };
    Ok(Value::Set(set))
}

pub(super) fn union<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.set(cx, 0)?;
    let union = cx.copy_set(me, me.frozen)?;
    for other in args.rest {
        cx.each(*other, |member| union.insert(cx, member).map(|_| true))?;
    }
    Ok(Value::Set(union))
}

pub(super) fn intersection<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let me = args.set(cx, 0)?;
    let mut result = cx.copy_set(me, me.frozen)?;
    for other in args.rest {
        result = cx.intersection(result, *other, me.frozen)?;
    }
    Ok(Value::Set(result))
}

pub(super) fn difference<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.set(cx, 0)?;
    let mut result = cx.copy_set(me, me.frozen)?;
    for other in args.rest {
        result = cx.difference(result, *other, me.frozen)?;
    }
    Ok(Value::Set(result))
}

pub(super) fn symmetric_difference<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let me = args.set(cx, 0)?;
    let result = cx.symmetric_difference(me, args.value(1), me.frozen)?;
    Ok(Value::Set(result))
}

pub(super) fn is_disjoint<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.set(cx, 0)?;
    let mut disjoint = true;
    cx.each(args.value(1), |member| {
        disjoint = !me.table.contains(cx, member)?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}

pub(super) fn is_subset<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let other = cx.as_set(args.value(1))?;
    cx.subset(args.set(cx, 0)?, other).map(Value::bool)
}

pub(super) fn is_superset<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let other = cx.as_set(args.value(1))?;
    cx.subset(other, args.set(cx, 0)?).map(Value::bool)
}
