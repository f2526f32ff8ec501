//! Functions of the prelude, defined when a session first needs them.

use super::machine::{Machine, Then};
use super::session::Loaded;
use crate::value::Value;
use crate::value::value::{ChunkId, Stop};

impl<'h> Machine<'_, 'h> {
    /// A function of the prelude.
    pub(super) fn prelude_function(&mut self, name: &str) -> Result<Value<'h>, Stop<'h>> {
        let (program, slot) = self.session.prelude.function(name).ok_or(Stop::Fatal)?;
        let loaded = self.session.loaded_as(self.cx, program)?;
        let slots = match loaded.slots.get() {
            Some(slots) => slots,
            None => self.define(loaded)?,
        };
        match slots.get(usize::from(slot.0)) {
            Some(Value::Shared(shared)) => Ok(shared.get()),
            Some(function) => Ok(*function),
            None => Err(Stop::Fatal),
        }
    }

    /// Runs the body of a prelude program, which calls nothing, and keeps its slots.
    fn define(&mut self, loaded: &'h Loaded<'h>) -> Result<&'h [Value<'h>], Stop<'h>> {
        let (code, base) = (loaded.code(ChunkId(0))?, self.free());
        self.open(code, base, self.world)?;
        self.enter(code, base, Then::Finish)?;
        self.run(self.cx.meter)?;
        let slots = self.stack.get(base..base + code.chunk.locals.len());
        let heap = self.cx.heap;
        let slots = self.cx.memory(heap.slice(slots.ok_or(Stop::Fatal)?))?;
        loaded.slots.set(Some(slots));
        Ok(slots)
    }
}
