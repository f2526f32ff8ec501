//! The class `list`.

use super::functools::comparison;
use super::iterators::twin;
use super::order;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

/// `list`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    ..Class::named("list")
};

static CONSTRUCT: Row = Row::leaf("list", "@iterable=(), /", construct);

static METHODS: &[Row] = &[
    Row::leaf("append", "self, object, /", append),
    Row::leaf("clear", "self, /", clear),
    Row::leaf("copy", "self, /", copy),
    Row::leaf("count", "self, value, /", count),
    Row::leaf("extend", "self, @iterable, /", extend),
    Row::leaf("index", "self, value, start=0, stop=None, /", index),
    Row::leaf("insert", "self, index, object, /", insert),
    Row::leaf("pop", "self, index=-1, /", pop),
    Row::leaf("remove", "self, value, /", remove),
    Row::leaf("reverse", "self, /", reverse),
    Row::tail("sort", "self, /, *, key=None, reverse=False", sort),
];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let list = cx.list(&[])?;
    if let Some(items) = args.given(0) {
        fill(cx, list, items)?;
    }
    Ok(Value::List(list))
}

fn fill<'h>(
    cx: &Context<'h>,
    list: &'h crate::value::value::List<'h>,
    items: Value<'h>,
) -> Result<(), Stop<'h>> {
    match items {
        Value::Tuple(tuple) => {
            cx.charge(tuple.items.len())?;
            list.splice(cx, 0, 0, tuple.items)
        }
        other => cx.extend(list, other),
    }
}

fn append<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    args.list(cx, 0)?.push(cx, args.value(1))?;
    Ok(Value::None)
}

fn clear<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    args.list(cx, 0)?.clear();
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let items = cx.collect(args.value(0))?;
    cx.list(&items).map(Value::List)
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut count = 0;
    for item in args.list(cx, 0)?.iter() {
        cx.charge(1)?;
        count += i64::from(cx.same(item, args.value(1))?);
    }
    Ok(Value::Int(count))
}

fn extend<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    fill_more(cx, args)?;
    Ok(Value::None)
}

fn fill_more<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<(), Stop<'h>> {
    cx.extend(args.list(cx, 0)?, args.value(1))
}

/// Where a search begins or ends: counted from the end if negative, cut to the length.
fn bound<'h>(
    cx: &Context<'h>,
    value: Option<Value<'h>>,
    len: usize,
    default: usize,
) -> Result<usize, Stop<'h>> {
    let Some(value) = value else {
        return Ok(default);
    };
    let Some(at) = cx.maybe_index(value)? else {
        return Err(cx.type_error(format_args!(
            "slice indices must be integers or have an __index__ method"
        )));
    };
    let at = at.cut();
    let at = if at < 0 {
        at.saturating_add(len as i64).max(0)
    } else {
        at
    };
    Ok(usize::try_from(at).unwrap_or(usize::MAX).min(len))
}

/// The position of the first item between two arguments that is the one looked for.
pub(super) fn find<'h>(
    cx: &Context<'h>,
    items: impl Iterator<Item = Value<'h>>,
    len: usize,
    args: Args<'_, 'h>,
) -> Result<Option<usize>, Stop<'h>> {
    let start = bound(cx, args.given(2), len, 0)?;
    let stop = bound(cx, args.given(3), len, len)?;
    for (at, item) in items.enumerate().take(stop).skip(start) {
        cx.charge(1)?;
        if cx.same(item, args.value(1))? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn index<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.list(cx, 0)?;
    match find(cx, me.iter(), me.len(), args)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(cx.value_error(format_args!("{} is not in list", cx.repr(args.value(1))?))),
    }
}

fn insert<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.list(cx, 0)?;
    let at = cx.ssize(args.value(1))?;
    let at = match at {
        ..0 => at.saturating_add(me.len() as i64).max(0) as usize,
        _ => at as usize,
    };
    cx.charge(me.len() / 16)?;
    me.splice(cx, at, at, &[args.value(2)])?;
    Ok(Value::None)
}

fn pop<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.list(cx, 0)?;
    if args.given(1).is_none()
        && let Some(last) = me.pop()
    {
        return Ok(last);
    }
    let at = match args.given(1) {
        None => -1,
        Some(at) => cx.position(at)?,
    };
    if me.is_empty() {
        return Err(cx.index_error(format_args!("pop from empty list")));
    }
    let at = if at < 0 { at + me.len() as i64 } else { at };
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let Some(item) = me.item(at) else {
        return Err(cx.index_error(format_args!("pop index out of range")));
    };
    cx.charge((me.len() - at) / 16)?;
    me.splice(cx, at, at + 1, &[])?;
    Ok(item)
}

fn remove<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.list(cx, 0)?;
    let args = Args::positional(args.fixed);
    match find(cx, me.iter(), me.len(), args)? {
        Some(at) => {
            cx.charge(me.len() / 16)?;
            me.splice(cx, at, at + 1, &[])?;
            Ok(Value::None)
        }
        None => Err(cx.value_error(format_args!("list.remove(x): x not in list"))),
    }
}

fn reverse<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let cells = args.list(cx, 0)?.cells();
    cx.charge(cells.len() / 8)?;
    let half = cells.len() / 2;
    for (front, back) in cells.iter().zip(cells.iter().rev()).take(half) {
        front.swap(back);
    }
    Ok(Value::None)
}

fn sort<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let me = args.list(cx, 0)?;
    let (key, reverse) = (args.value(1), args.truth(cx, 2, false)?);
    if let Some(compare) = comparison(key) {
        let args = [Value::List(me), compare, Value::bool(reverse)];
        return twin(cx, "list_sort_by_comparison", &args);
    }
    let items = cx.collect(Value::List(me))?;
    match order::sorted(cx, &items, key, reverse)? {
        Some(sorted) => {
            me.splice(cx, 0, me.len(), &sorted)?;
            Ok(Ending::Value(Value::None))
        }
        None => {
            let args = [Value::List(me), key, Value::bool(reverse)];
            twin(cx, "list_sort", &args)
        }
    }
}
