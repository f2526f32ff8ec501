//! Iteration and items: the turns of a `for`, and what a `defaultdict` makes of a missing key.

use super::machine::{Find, Keep, Machine, Then};
use crate::code::{Instr, Label};
use crate::ops::CompareOp;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::iterate::Iteration;
use crate::value::pairs::Pairing;
use crate::value::value::{DictKind, Generator, Iter, IterState, Stop, ViewKind};

/// What iterates a value, as a value.
pub(super) fn iterator<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.iterate(value).map(|iteration| match iteration {
        Iteration::Native(iter) => Value::Iter(iter),
        Iteration::Generator(generator) => Value::Generator(generator),
    })
}

/// The next item of the most frequent iterators; none: ask [`further`] or [`advance`].
#[inline(always)]
pub(super) fn next<'h>(iter: &Iter<'h>) -> Option<Value<'h>> {
    match iter.state.get() {
        IterState::Range(at, step, left) => {
            let left = left.checked_sub(1)?;
            let next = IterState::Range(at.wrapping_add(step), step, left);
            iter.state.set(next);
            Some(Value::Int(at))
        }
        IterState::List(list, at) => {
            let item = list.item(at)?;
            iter.state.set(IterState::List(list, at + 1));
            Some(item)
        }
        _ => None,
    }
}

/// The next item of any other native iterator. Not inlined: the steps must stay small.
#[inline(never)]
pub(super) fn further<'h>(
    cx: &Context<'h>,
    iter: &Iter<'h>,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    cx.advance(iter)
}

/// Key and value of the next entry of `dict.items()`; none: ask [`advance`].
#[inline]
pub(super) fn next_pair<'h>(iter: &Iter<'h>) -> Option<(Value<'h>, Value<'h>)> {
    let IterState::Dict(view, cursor) = iter.state.get() else {
        return None;
    };
    if view.kind != ViewKind::Items {
        return None;
    }
    let (entry, after) = view.dict.turn(cursor)?;
    iter.state.set(IterState::Dict(view, after));
    Some((entry.key, entry.value))
}

/// One turn of a `for`.
pub(super) enum Turn<'h> {
    /// The next item.
    Item(Value<'h>),
    /// The two halves of the next item, which the following instruction would have unpacked.
    Pair(Value<'h>, Value<'h>),
    /// Nothing is left.
    End,
}

/// The next turn of a `for` over a native iterator; no tuple is made only to be taken apart.
pub(super) fn advance<'h>(
    cx: &Context<'h>,
    iter: &'h Iter<'h>,
    following: Option<&Instr>,
) -> Result<Turn<'h>, Stop<'h>> {
    if let Some(Instr::Unpack(2)) = following {
        match cx.advance_pair(iter)? {
            Pairing::Pair(first, second) => {
                cx.charge(1)?;
                return Ok(Turn::Pair(first, second));
            }
            Pairing::End => return Ok(Turn::End),
            Pairing::Other => {}
        }
    }
    Ok(cx.advance(iter)?.map_or(Turn::End, Turn::Item))
}

/// `object[key]`; none if a `defaultdict` misses the key.
#[inline]
pub(super) fn item<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    key: Value<'h>,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    match (object, key) {
        (Value::List(list), Value::Int(at)) if at >= 0 && (at as usize) < list.len() => {
            Ok(list.item(at as usize))
        }
        (Value::Dict(dict), key) if dict.kind() == DictKind::Default => dict.get(cx, key),
        _ => cx.item(object, key).map(Some),
    }
}

impl<'h> Machine<'_, 'h> {
    /// Lets a `defaultdict` make the item of a missing key: `object key -- item`.
    pub(super) fn missing(&mut self, object: Value<'h>, key: Value<'h>) -> Result<(), Stop<'h>> {
        let Value::Dict(map) = object else {
            return Err(Stop::Fatal);
        };
        let factory = map.extra().map_or(Value::None, |extra| extra.factory.get());
        if let Value::None = factory {
            return Err(self.cx.key_error(key));
        }
        self.cut(2);
        let keep = self.cx.memory(self.cx.heap.alloc(Keep { map, key }))?;
        self.invoke(factory, &[], &[], Then::Keep(keep))
    }

    /// `it -- it item | it --` over a generator.
    pub(super) fn iterate(
        &mut self,
        generator: &'h Generator<'h>,
        end: Label,
    ) -> Result<(), Stop<'h>> {
        self.resume(generator, Value::None, Then::Iterate(end.into()))
    }

    /// `item in generator`: runs it until an item equals.
    pub(super) fn find(
        &mut self,
        generator: &'h Generator<'h>,
        op: CompareOp,
    ) -> Result<(), Stop<'h>> {
        let find = Find {
            item: self.peek(2)?,
            negated: op == CompareOp::NotIn,
        };
        self.cut(2);
        let find = self.cx.memory(self.cx.heap.alloc(find))?;
        self.resume(generator, Value::None, Then::Find(find))
    }
}
