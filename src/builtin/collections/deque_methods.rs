//! The methods of `deque`.

use super::ring::Ring;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::native::Args;
use crate::value::value::Stop;

/// The methods.
pub(super) static METHODS: &[Row] = &[
    Row::leaf("append", "self, item, /", append),
    Row::leaf("appendleft", "self, item, /", append_left),
    Row::leaf("clear", "self, /", clear),
    Row::leaf("copy", "self, /", copy),
    Row::leaf("count", "self, item, /", count),
    Row::leaf("extend", "self, @iterable, /", extend),
    Row::leaf("extendleft", "self, @iterable, /", extend_left),
    Row::leaf("index", "self, item, start=0, stop=None, /", index),
    Row::leaf("insert", "self, index, item, /", insert),
    Row::leaf("pop", "self, /", pop),
    Row::leaf("popleft", "self, /", pop_left),
    Row::leaf("remove", "self, item, /", remove),
    Row::leaf("reverse", "self, /", reverse),
    Row::leaf("rotate", "self, n=1, /", rotate),
];

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

fn mine<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ring<'h>, Stop<'h>> {
    Ring::of(args.value(0)).ok_or_else(|| cx.wrong_receiver("collections.deque", args.value(0)))
}

fn append<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    mine(cx, args)?.push_right(cx, args.value(1))?;
    Ok(Value::None)
}

fn append_left<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    mine(cx, args)?.push_left(cx, args.value(1))?;
    Ok(Value::None)
}

fn clear<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    mine(cx, args)?.clear();
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    let copy = Ring::empty(cx, ring.class(), ring.most())?;
    for item in ring.items() {
        cx.charge(1)?;
        copy.push_right(cx, item)?;
    }
    Ok(copy.value())
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    let changes = ring.changes();
    let mut count = 0;
    for item in ring.items() {
        cx.charge(1)?;
        count += i64::from(cx.same(item, args.value(1))?);
        if ring.changes() != changes {
            return Err(mutated(cx));
        }
    }
    Ok(Value::Int(count))
}

#[cold]
fn mutated<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.raise(
        &RUNTIME_ERROR,
        format_args!("deque mutated during iteration"),
    )
}

/// The items of an argument, read beforehand: it may be the deque itself.
fn items<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Vec<Value<'h>>, Stop<'h>> {
    cx.collect(args.value(1))
}

fn extend<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    for item in items(cx, args)? {
        ring.push_right(cx, item)?;
    }
    Ok(Value::None)
}

fn extend_left<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    for item in items(cx, args)? {
        ring.push_left(cx, item)?;
    }
    Ok(Value::None)
}

/// A place counted from the left, or with a negative index from the right, within the deque.
fn within(at: i64, len: usize) -> usize {
    let at = if at < 0 {
        at.saturating_add(len as i64).max(0)
    } else {
        at
    };
    usize::try_from(at).unwrap_or(usize::MAX).min(len)
}

fn index<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    let start = within(args.clamped(cx, 2, 0)?, ring.len());
    let stop = within(args.clamped(cx, 3, i64::MAX)?, ring.len());
    let changes = ring.changes();
    for at in start..stop {
        cx.charge(1)?;
        let Some(item) = ring.item(at) else { break };
        let found = cx.same(item, args.value(1))?;
        if ring.changes() != changes {
            return Err(mutated(cx));
        }
        if found {
            return Ok(Value::Int(at as i64));
        }
    }
    let shown = cx.repr(args.value(1))?;
    Err(cx.value_error(format_args!("{shown} is not in deque")))
}

fn insert<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    if ring.most() == Some(ring.len()) {
        return Err(cx.index_error(format_args!("deque already at its maximum size")));
    }
    let at = within(cx.ssize(args.value(1))?, ring.len());
    cx.charge(ring.len() / 16)?;
    ring.insert(cx, at, args.value(2))?;
    Ok(Value::None)
}

fn pop<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    mine(cx, args)?.pop_right().ok_or_else(|| empty(cx))
}

fn pop_left<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    mine(cx, args)?.pop_left().ok_or_else(|| empty(cx))
}

#[cold]
fn empty<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.index_error(format_args!("pop from an empty deque"))
}

fn remove<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    let changes = ring.changes();
    for (at, item) in ring.items().enumerate() {
        cx.charge(1)?;
        let found = cx.same(item, args.value(1))?;
        if ring.changes() != changes {
            return Err(cx.index_error(format_args!("deque mutated during remove().")));
        }
        if found {
            ring.remove(at);
            return Ok(Value::None);
        }
    }
    let shown = cx.repr(args.value(1))?;
    Err(cx.value_error(format_args!("{shown} is not in deque")))
}

fn reverse<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    cx.charge(ring.len())?;
    for at in 0..ring.len() / 2 {
        let mirrored = ring.len() - 1 - at;
        if let (Some(a), Some(b)) = (ring.item(at), ring.item(mirrored)) {
            ring.set(at, b);
            ring.set(mirrored, a);
        }
    }
    Ok(Value::None)
}

fn rotate<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ring = mine(cx, args)?;
    let by = cx.ssize(args.given(1).unwrap_or(Value::Int(1)))?;
    if let Some(by) = by.checked_rem_euclid(ring.len() as i64) {
        ring.rotate(cx, by as usize)?;
    }
    Ok(Value::None)
}
