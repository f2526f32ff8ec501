//! The class `deque`.

use std::cell::Cell;
use std::cmp::Ordering;

use super::deque_methods::METHODS;
use super::ring::Ring;
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::native::Args;
use crate::value::value::{Data, Instance, Iter, IterState, Stop};

/// `collections.deque`.
pub(super) static DEQUE: Class = Class {
    module: "collections",
    title: "collections.deque",
    construct: Some(&Row::leaf("deque", "@iterable=(), maxlen=None", construct)),
    methods: METHODS,
    getters: &[Getter::new("maxlen", |_, me| Ok(most(me)))],
    behaviour: &Queue,
    ..Class::named("deque")
};

fn most(value: Value<'_>) -> Value<'_> {
    let most = Ring::of(value).and_then(Ring::most);
    most.map_or(Value::None, |most| Value::Int(most as i64))
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let most = match args.value(1) {
        Value::None => None,
        Value::Int(_) | Value::Big(_) | Value::True | Value::False => {
            let most = usize::try_from(cx.ssize(args.value(1))?);
            let text = format_args!("maxlen must be non-negative");
            Some(most.map_err(|_| cx.value_error(text))?)
        }
        _ => return Err(cx.type_error(format_args!("an integer is required"))),
    };
    let ring = Ring::empty(cx, &DEQUE, most)?;
    if let Some(items) = args.given(0) {
        cx.each(items, |item| ring.push_right(cx, item).map(|()| true))?;
    }
    Ok(ring.value())
}

/// The place that an index means.
fn place<'h>(cx: &Context<'h>, ring: Ring<'h>, key: Value<'h>) -> Result<usize, Stop<'h>> {
    if cx.maybe_index(key)?.is_none() {
        return Err(cx.type_error(format_args!(
            "sequence index must be integer, not '{}'",
            key.type_name()
        )));
    }
    let (at, len) = (cx.position(key)?, ring.len() as i64);
    let at = if at < 0 { at + len } else { at };
    let place = usize::try_from(at).ok().filter(|at| *at < ring.len());
    place.ok_or_else(|| cx.index_error(format_args!("deque index out of range")))
}

/// A deque of the items of one, or of several, with the limit of the first.
fn joined<'h>(cx: &Context<'h>, parts: &[Ring<'h>]) -> Result<Ring<'h>, Stop<'h>> {
    let most = parts.first().and_then(|first| first.most());
    let made = Ring::empty(cx, &DEQUE, most)?;
    for part in parts {
        for item in part.items() {
            cx.charge(1)?;
            made.push_right(cx, item)?;
        }
    }
    Ok(made)
}

fn repeated<'h>(cx: &Context<'h>, ring: Ring<'h>, times: i64) -> Result<Ring<'h>, Stop<'h>> {
    let made = Ring::empty(cx, &DEQUE, ring.most())?;
    for _ in 0..times {
        cx.charge(1)?;
        if ring.len() == 0 {
            break;
        }
        for item in ring.items() {
            cx.charge(1)?;
            made.push_right(cx, item)?;
        }
    }
    Ok(made)
}

/// What operators do with deques.
struct Queue;

impl Behaviour for Queue {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let Some(ring) = Ring::held(me) else {
            return Ok(None);
        };
        let mut text = String::new();
        cx.shown_once(ring.address(), "[...]", &mut text, |out| {
            out.push_str("deque([");
            for (at, item) in ring.items().enumerate() {
                cx.put(out, if at > 0 { ", " } else { "" })?;
                cx.write_repr(item, out)?;
            }
            out.push(']');
            if let Some(most) = ring.most() {
                cx.put(out, &format!(", maxlen={most}"))?;
            }
            out.push(')');
            Ok(())
        })?;
        Ok(Some(text))
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        let (Some(mine), Some(theirs)) = (Ring::held(me), Ring::of(other)) else {
            return Ok(None);
        };
        if mine.len() != theirs.len() {
            return Ok(Some(false));
        }
        cx.nested_in(" in comparison", || {
            for (a, b) in mine.items().zip(theirs.items()) {
                cx.charge(1)?;
                if !cx.same(a, b)? {
                    return Ok(Some(false));
                }
            }
            Ok(Some(true))
        })
    }

    fn order<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        let (Some(mine), Some(theirs)) = (Ring::held(me), Ring::of(other)) else {
            return Ok(None);
        };
        cx.nested_in(" in comparison", || {
            for (a, b) in mine.items().zip(theirs.items()) {
                cx.charge(1)?;
                if !cx.same(a, b)? {
                    let less = cx.ordered(CompareOp::Lt, a, b)?;
                    return Ok(Some(if less {
                        Ordering::Less
                    } else {
                        Ordering::Greater
                    }));
                }
            }
            Ok(Some(mine.len().cmp(&theirs.len())))
        })
    }

    fn hash<'h>(&self, cx: &Context<'h>, _: &'h Instance<'h>) -> Maybe<'h, i64> {
        Err(cx.type_error(format_args!("unhashable type: 'collections.deque'")))
    }

    fn len<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, usize> {
        Ok(Ring::held(me).map(Ring::len))
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        match Ring::held(me) {
            Some(ring) => Ok(ring.item(place(cx, ring, key)?)),
            None => Ok(None),
        }
    }

    fn store_item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        let Some(ring) = Ring::held(me) else {
            return Ok(false);
        };
        let at = place(cx, ring, key)?;
        if let Value::Unbound = value {
            cx.charge(ring.len() / 16)?;
            ring.remove(at);
        } else {
            ring.set(at, value);
        }
        Ok(true)
    }

    fn contains<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        let Some(ring) = Ring::held(me) else {
            return Ok(None);
        };
        let changes = ring.changes();
        for candidate in ring.items() {
            cx.charge(1)?;
            let found = cx.same(candidate, item)?;
            if ring.changes() != changes {
                return Err(mutated(cx));
            }
            if found {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        walk(cx, me, &ITERATOR).map(Some)
    }

    fn reversed<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        walk(cx, me, &REVERSED).map(Some)
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        let made = match (op, Ring::of(left), Ring::of(right)) {
            (BinaryOp::Add, Some(a), Some(b)) => joined(cx, &[a, b])?,
            (BinaryOp::Add, Some(_), None) => {
                return Err(cx.type_error(format_args!(
                    "can only concatenate deque (not \"{}\") to deque",
                    right.type_name()
                )));
            }
            (BinaryOp::Mul, Some(ring), None) if cx.maybe_index(right)?.is_some() => {
                repeated(cx, ring, cx.ssize(right)?)?
            }
            (BinaryOp::Mul, None, Some(ring)) if cx.maybe_index(left)?.is_some() => {
                repeated(cx, ring, cx.ssize(left)?)?
            }
            _ => return Ok(None),
        };
        Ok(Some(made.value()))
    }

    fn in_place<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: &'h Instance<'h>,
        right: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        let Some(ring) = Ring::held(left) else {
            return Ok(None);
        };
        let more = match op {
            BinaryOp::Add => cx.collect(right)?,
            BinaryOp::Mul if cx.maybe_index(right)?.is_some() => {
                let all = repeated(cx, ring, cx.ssize(right)?)?;
                ring.clear();
                all.items().collect()
            }
            _ => return Ok(None),
        };
        for item in more {
            ring.push_right(cx, item)?;
        }
        Ok(Some(Value::Object(left)))
    }

    fn copied<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        match Ring::held(me) {
            Some(ring) => Ok(Some(joined(cx, &[ring])?.value())),
            None => Ok(None),
        }
    }
}

#[cold]
fn mutated<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.raise(
        &RUNTIME_ERROR,
        format_args!("deque mutated during iteration"),
    )
}

static ITERATOR: Class = Class {
    module: "_collections",
    title: "_collections._deque_iterator",
    behaviour: &Walk { reversed: false },
    ..Class::named("_deque_iterator")
};

static REVERSED: Class = Class {
    module: "_collections",
    title: "_collections._deque_reverse_iterator",
    behaviour: &Walk { reversed: true },
    ..Class::named("_deque_reverse_iterator")
};

/// How far an iterator got, and the changes that the deque had seen when it began.
struct Progress {
    given: Cell<usize>,
    changes: u64,
}

fn walk<'h>(
    cx: &Context<'h>,
    deque: &'h Instance<'h>,
    class: &'static Class,
) -> Result<&'h Iter<'h>, Stop<'h>> {
    let changes = Ring::held(deque).map_or(0, Ring::changes);
    let progress = cx.memory(cx.heap.alloc(Progress {
        given: Cell::new(0),
        changes,
    }))?;
    let field = cx.memory(cx.heap.cells(1, Value::Object(deque)))?;
    let data = Data::Both(progress, field);
    let state = cx.memory(cx.heap.alloc(Instance { class, data }))?;
    cx.iter(IterState::Other(state))
}

/// What advances the iterators.
struct Walk {
    reversed: bool,
}

impl Behaviour for Walk {
    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        let (Some(progress), Some(ring)) = (me.own::<Progress>(), Ring::of(me.field(0))) else {
            return Ok(None);
        };
        let given = progress.given.get();
        if ring.changes() != progress.changes {
            return Err(mutated(cx));
        }
        progress.given.set(given + 1);
        let at = if self.reversed {
            ring.len().checked_sub(given + 1)
        } else {
            Some(given)
        };
        Ok(at.and_then(|at| ring.item(at)))
    }
}
