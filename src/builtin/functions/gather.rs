//! Builtin functions over iterables.

use crate::builtin::functools::comparison;
use crate::builtin::order;
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::STOP_ITERATION;
use crate::value::iterate::Iteration;
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

pub(super) fn all<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    if let items @ Value::Generator(_) = args.value(0) {
        return twin(cx, "all_true", &[items]);
    }
    let mut all = true;
    cx.each(args.value(0), |item| {
        all = cx.truth(item)?;
        Ok(all)
    })?;
    Ok(Ending::Value(Value::bool(all)))
}

pub(super) fn any<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    if let items @ Value::Generator(_) = args.value(0) {
        return twin(cx, "any_true", &[items]);
    }
    let mut any = false;
    cx.each(args.value(0), |item| {
        any = cx.truth(item)?;
        Ok(!any)
    })?;
    Ok(Ending::Value(Value::bool(any)))
}

fn twin<'h>(
    cx: &Context<'h>,
    name: &'static str,
    args: &[Value<'h>],
) -> Result<Ending<'h>, Stop<'h>> {
    let args = cx.memory(cx.heap.slice(args))?;
    Ok(Ending::Std { name, args })
}

pub(super) fn iter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    if let Some(sentinel) = args.given(1) {
        let callee = args.value(0);
        if !callee.is_callable() {
            return Err(cx.type_error(format_args!("iter(v, w): v must be callable")));
        }
        return twin(cx, "iter_until", &[callee, sentinel]);
    }
    let value = args.value(0);
    if let Some(iterator) = cx.ask_special(value, "__iter__", &[])? {
        let sound = match iterator {
            Value::Iter(_) | Value::Generator(_) => true,
            other => other.special("__next__").is_some(),
        };
        return match sound {
            true => Ok(Ending::Value(iterator)),
            false => Err(cx.type_error(format_args!(
                "iter() returned non-iterator of type '{}'",
                iterator.type_name()
            ))),
        };
    }
    Ok(Ending::Value(match cx.iterate(value)? {
        Iteration::Native(iter) => Value::Iter(iter),
        Iteration::Generator(generator) => Value::Generator(generator),
    }))
}

pub(super) fn next<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let iter = match args.value(0) {
        Value::Iter(iter) => iter,
        Value::Generator(generator) => {
            return Ok(Ending::Resume {
                generator,
                send: Value::None,
                default: args.given(1).unwrap_or(Value::Unbound),
            });
        }
        made if made.special("__next__").is_some() => {
            let next = cx.ask_special(made, "__next__", &[]);
            return match (next, args.given(1)) {
                (Err(Stop::Raised(error)), Some(default))
                    if error.class.derives(&STOP_ITERATION) =>
                {
                    Ok(Ending::Value(default))
                }
                (next, _) => Ok(Ending::Value(next?.unwrap_or(Value::None))),
            };
        }
        other => {
            return Err(cx.type_error(format_args!(
                "'{}' object is not an iterator",
                other.type_name()
            )));
        }
    };
    match (cx.advance(iter)?, args.given(1)) {
        (Some(item), _) | (None, Some(item)) => Ok(Ending::Value(item)),
        (None, None) => Err(cx.raise_with(&STOP_ITERATION, &[])),
    }
}

pub(super) fn sum<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut sum = args.given(1).unwrap_or(Value::Int(0));
    let joined = match sum {
        Value::Str(_) => Some("sum() can't sum strings [use ''.join(seq) instead]"),
        Value::Bytes(_) => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
        _ => None,
    };
    if let Some(text) = joined {
        return Err(cx.type_error(format_args!("{text}")));
    }
    // A list that was made here is nobody else's: adding to it in place is quick and unseen.
    let mut own = false;
    cx.each(args.value(0), |item| {
        sum = match (own, sum, item) {
            (true, Value::List(_), Value::List(_)) => cx.in_place(BinaryOp::Add, sum, item)?,
            _ => cx.binary(BinaryOp::Add, sum, item)?,
        };
        own = true;
        Ok(true)
    })?;
    Ok(sum)
}

pub(super) fn sorted<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let [iterable] = args.rest else {
        return Err(cx.type_error(format_args!(
            "sorted expected 1 argument, got {}",
            args.rest.len()
        )));
    };
    let (key, reverse) = (args.value(0), args.truth(cx, 1, false)?);
    let items = cx.collect(*iterable)?;
    if let Some(compare) = comparison(key) {
        let items = Value::List(cx.list(&items)?);
        let args = [items, compare, Value::bool(reverse)];
        return twin(cx, "sorted_by_comparison", &args);
    }
    match order::sorted(cx, &items, key, reverse)? {
        Some(sorted) => Ok(Ending::Value(Value::List(cx.list(&sorted)?))),
        None => {
            let items = Value::List(cx.list(&items)?);
            twin(cx, "sorted_by", &[items, key, Value::bool(reverse)])
        }
    }
}

pub(super) fn min<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    extreme(cx, args, false)
}

pub(super) fn max<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    extreme(cx, args, true)
}

fn extreme<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    greatest: bool,
) -> Result<Ending<'h>, Stop<'h>> {
    let name = if greatest { "max" } else { "min" };
    let (key, default) = (args.value(0), args.given(1));
    let items = match args.rest {
        [] => {
            return Err(cx.type_error(format_args!("{name} expected at least 1 argument, got 0")));
        }
        [iterable] => cx.collect(*iterable)?,
        _ if default.is_some() => {
            return Err(cx.type_error(format_args!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        many => many.to_vec(),
    };
    if items.is_empty() {
        return match default {
            Some(default) => Ok(Ending::Value(default)),
            None => Err(cx.value_error(format_args!("{name}() arg is an empty sequence"))),
        };
    }
    if let Some(compare) = comparison(key) {
        let items = Value::List(cx.list(&items)?);
        let args = [items, compare, Value::bool(greatest)];
        return twin(cx, "extreme_by_comparison", &args);
    }
    let Some(pairs) = order::keyed(cx, &items, key)? else {
        let items = Value::List(cx.list(&items)?);
        let args = [items, key];
        return twin(cx, if greatest { "max_by" } else { "min_by" }, &args);
    };
    let found = order::extreme(cx, &pairs, greatest)?;
    Ok(Ending::Value(found.unwrap_or(Value::None)))
}
