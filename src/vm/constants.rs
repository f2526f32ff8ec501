//! The constants of a program as values: lent as they lie where that is possible, else made, once a decision.

use super::session::Loaded;
use crate::code::{Const, ConstId};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{IterState, Stop, Text};

impl<'h> Loaded<'h> {
    /// A constant. Scalars are converted each time, texts are lent.
    #[inline(always)]
    pub(super) fn constant(&self, cx: &Context<'h>, id: ConstId) -> Result<Value<'h>, Stop<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Str(text)) => Ok(Value::Str(text)),
            _ => self.other_constant(cx, id),
        }
    }

    /// A constant that is no text. Not inlined: the steps must stay small.
    #[inline(never)]
    fn other_constant(&self, cx: &Context<'h>, id: ConstId) -> Result<Value<'h>, Stop<'h>> {
        let at = usize::from(id.0);
        let constant = self.program.constants().get(at).ok_or(Stop::Fatal)?;
        match constant {
            Const::Int(int) => Ok(Value::Int(*int)),
            Const::Tuple(_) | Const::FrozenSet(_) | Const::Inet(_) => {
                self.remembered(cx, at, constant)
            }
            other => make(cx, other),
        }
    }

    /// Whether a text or `None` is in a constant tuple or set, without making a value of that; none of other
    /// values and containers.
    #[inline(never)]
    pub(super) fn has(
        &self,
        cx: &Context<'h>,
        id: ConstId,
        item: Value<'h>,
    ) -> Result<Option<bool>, Stop<'h>> {
        let constant = self.program.constants().get(usize::from(id.0));
        let Some(Const::Tuple(members) | Const::FrozenSet(members)) = constant else {
            return Ok(None);
        };
        match item {
            Value::Str(text) => match members.has_text(text.as_str()) {
                Some(found) => {
                    cx.charge(members.depth() * (1 + text.as_str().len() / 16))?;
                    Ok(Some(found))
                }
                // Nothing but a str equals a str.
                None => {
                    let items = members.iter().map(|item| match item {
                        Const::Str(text) => Value::Str(text),
                        _ => Value::None,
                    });
                    cx.text_among(items, text).map(Some)
                }
            },
            Value::None => {
                cx.charge(1 + members.len() / 16)?;
                Ok(Some(members.iter().any(|item| matches!(item, Const::None))))
            }
            _ => Ok(None),
        }
    }

    /// What iterates a constant tuple as it lies in the program; none for other constants, and for tuples
    /// with members that are made.
    pub(super) fn iterator(
        &self,
        cx: &Context<'h>,
        id: ConstId,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Tuple(members)) if let Some(fixed) = members.fixed() => {
                let iter = cx.iter(IterState::Fixed(fixed, 0))?;
                Ok(Some(Value::Iter(iter)))
            }
            _ => Ok(None),
        }
    }

    /// The members of a constant tuple, without the tuple.
    pub(super) fn members(
        &self,
        cx: &Context<'h>,
        id: ConstId,
    ) -> Result<&'h [Value<'h>], Stop<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Tuple(members)) => make_all(cx, members),
            _ => Err(Stop::Fatal),
        }
    }

    /// A constant that is a str.
    #[inline(always)]
    pub(super) fn constant_text(&self, id: ConstId) -> Option<&'h Text<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Str(text)) => Some(text),
            _ => None,
        }
    }

    fn remembered(
        &self,
        cx: &Context<'h>,
        at: usize,
        constant: &'h Const,
    ) -> Result<Value<'h>, Stop<'h>> {
        if self.constants.get().is_empty() {
            let count = self.program.constants().len();
            let fresh = cx.memory(cx.heap.cells(count, Value::Unbound))?;
            self.constants.set(fresh);
        }
        let place = self.constants.get().get(at).ok_or(Stop::Fatal)?;
        if let Value::Unbound = place.get() {
            place.set(make(cx, constant)?);
        }
        Ok(place.get())
    }

    /// The names of keyword arguments.
    pub(super) fn keyword_names(&self, id: ConstId) -> Result<&'h [Text<'h>], Stop<'h>> {
        let at = usize::from(id.0);
        match self.program.constants().get(at) {
            Some(Const::Names(names)) => Ok(names),
            _ => Err(Stop::Fatal),
        }
    }
}

/// Makes the value of a constant; the verifier bounds how deep constants nest.
fn make<'h>(cx: &Context<'h>, constant: &'h Const) -> Result<Value<'h>, Stop<'h>> {
    if let Some(value) = constant.value() {
        return Ok(value);
    }
    match constant {
        Const::Tuple(items) => cx.lent_tuple(make_all(cx, items)?),
        Const::FrozenSet(items) => {
            let set = cx.set(true)?;
            for item in items.iter() {
                set.insert(cx, cx.nested(|| make(cx, item))?)?;
            }
            Ok(Value::Set(set))
        }
        Const::Inet(written) => written.value(cx),
        _ => Err(Stop::Fatal),
    }
}

fn make_all<'h>(cx: &Context<'h>, items: &'h [Const]) -> Result<&'h [Value<'h>], Stop<'h>> {
    let values = cx.memory(cx.heap.filled(items.len(), Value::Unbound))?;
    for (to, from) in values.iter_mut().zip(items) {
        *to = match from.value() {
            Some(value) => value,
            None => cx.nested(|| make(cx, from))?,
        };
    }
    Ok(values)
}
