//! Variables: boxes shared with nested functions, globals, and the errors of unassigned names.

use std::cell::Cell;

use super::machine::Frame;
use super::session::Loaded;
use crate::builtin::Global;
use crate::code::{Chunk, NameId, Slot};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::{NAME_ERROR, UNBOUND_LOCAL_ERROR};
use crate::value::value::Stop;

fn name(chunk: &Chunk, slot: Slot) -> &str {
    let name = chunk.locals.get(usize::from(slot.0));
    name.map_or("", |name| name.as_str())
}

/// The value of a local; `UnboundLocalError` if it is unassigned.
#[inline]
pub(super) fn local<'h>(
    cx: &Context<'h>,
    frame: &Frame<'h>,
    slot: Slot,
    value: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    match value {
        Value::Unbound => Err(unassigned(cx, frame.chunk(), slot)),
        value => Ok(value),
    }
}

/// `UnboundLocalError` for a slot.
#[cold]
pub(super) fn unassigned<'h>(cx: &Context<'h>, chunk: &Chunk, slot: Slot) -> Stop<'h> {
    cx.raise(
        &UNBOUND_LOCAL_ERROR,
        format_args!(
            "cannot access local variable '{}' where it is not associated with a value",
            name(chunk, slot)
        ),
    )
}

/// `NameError` for a context name that the request does not define.
#[cold]
pub(super) fn undefined_slot<'h>(cx: &Context<'h>, frame: &Frame<'h>, slot: Slot) -> Stop<'h> {
    undefined(cx, name(frame.chunk(), slot))
}

#[cold]
fn undefined<'h>(cx: &Context<'h>, name: &str) -> Stop<'h> {
    let error = cx.raise(&NAME_ERROR, format_args!("name '{name}' is not defined"));
    cx.with_name(error, name)
}

/// A fresh box around a value.
pub(super) fn share<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    let shared = cx.memory(cx.heap.alloc(Cell::new(value)))?;
    Ok(Value::Shared(shared))
}

/// The content of the box in a slot.
#[inline]
pub(super) fn content<'h>(
    cx: &Context<'h>,
    frame: &Frame<'h>,
    slot: Slot,
    shared: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let Value::Shared(shared) = shared else {
        return Err(Stop::Fatal);
    };
    match shared.get() {
        Value::Unbound => Err(empty(cx, frame.chunk(), slot)),
        value => Ok(value),
    }
}

/// The same for a variable that the slot's function does not own, though it holds its box.
#[inline]
pub(super) fn outer_content<'h>(
    cx: &Context<'h>,
    frame: &Frame<'h>,
    slot: Slot,
    shared: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let Value::Shared(shared) = shared else {
        return Err(Stop::Fatal);
    };
    match shared.get() {
        Value::Unbound => Err(unassigned_outer(cx, frame.chunk(), slot)),
        value => Ok(value),
    }
}

/// The error for an empty box: it says whose variable it is.
#[cold]
fn empty<'h>(cx: &Context<'h>, chunk: &Chunk, slot: Slot) -> Stop<'h> {
    if usize::from(slot.0) < chunk.first_captured() {
        return unassigned(cx, chunk, slot);
    }
    unassigned_outer(cx, chunk, slot)
}

/// `NameError` for a variable of an enclosing function.
#[cold]
pub(super) fn unassigned_outer<'h>(cx: &Context<'h>, chunk: &Chunk, slot: Slot) -> Stop<'h> {
    let name = name(chunk, slot);
    let error = cx.raise(
        &NAME_ERROR,
        format_args!(
            "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
        ),
    );
    cx.with_name(error, name)
}

/// Puts a value into a box.
#[inline]
pub(super) fn fill<'h>(shared: Value<'h>, value: Value<'h>) -> Result<(), Stop<'h>> {
    let Value::Shared(shared) = shared else {
        return Err(Stop::Fatal);
    };
    shared.set(value);
    Ok(())
}

impl<'h> Loaded<'h> {
    /// What a global name stands for: what the evaluation stored, else a builtin or helper.
    #[inline(always)]
    pub(super) fn global(&self, cx: &Context<'h>, id: NameId) -> Result<Value<'h>, Stop<'h>> {
        if self.globals.get().is_empty()
            && let Some(Global::Native(row)) = self.program.global(id)
        {
            return Ok(Value::Native(row));
        }
        self.any_global(cx, id)
    }

    fn any_global(&self, cx: &Context<'h>, id: NameId) -> Result<Value<'h>, Stop<'h>> {
        let at = usize::from(id.0);
        match self.globals.get().get(at).map(Cell::get) {
            None | Some(Value::Unbound) => self.builtin(cx, id),
            Some(value) => Ok(value),
        }
    }

    fn builtin(&self, cx: &Context<'h>, id: NameId) -> Result<Value<'h>, Stop<'h>> {
        match self.program.global(id) {
            Some(global) => global.value(cx),
            None => Err(undefined(cx, self.name(id)?.as_str())),
        }
    }

    pub(super) fn set_global(
        &self,
        cx: &Context<'h>,
        id: NameId,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        if self.globals.get().is_empty() {
            let count = self.program.names().len();
            let fresh = cx.memory(cx.heap.cells(count, Value::Unbound))?;
            self.globals.set(fresh);
        }
        let place = self.globals.get().get(usize::from(id.0));
        place.ok_or(Stop::Fatal)?.set(value);
        Ok(())
    }

    pub(super) fn delete_global(&self, cx: &Context<'h>, id: NameId) -> Result<(), Stop<'h>> {
        match self.globals.get().get(usize::from(id.0)) {
            None => Err(undefined(cx, self.name(id)?.as_str())),
            Some(place) => match place.replace(Value::Unbound) {
                Value::Unbound => Err(undefined(cx, self.name(id)?.as_str())),
                _ => Ok(()),
            },
        }
    }
}
