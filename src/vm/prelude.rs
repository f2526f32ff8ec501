//! The prelude: functions written in the language that natives end in.
//!
//! A program of the prelude defines functions in its body. The body runs when one of them is first
//! called in a session, at the cost of the policy that calls it.

use std::collections::HashMap;

use super::frame::Then;
use super::machine::Machine;
use super::session::Loaded;
use crate::code::{Program, Slot};
use crate::value::Value;
use crate::value::value::{ChunkId, Stop};

/// The programs of the prelude, and where each of their functions stands.
pub struct Prelude {
    programs: Vec<Program>,
    functions: HashMap<String, (usize, Slot)>,
}

impl Prelude {
    /// A prelude of compiled programs: every name that the body of one assigns is a function.
    #[must_use]
    pub fn new(programs: Vec<Program>) -> Self {
        let mut functions = HashMap::new();
        for (at, program) in programs.iter().enumerate() {
            let locals = program
                .chunk(ChunkId(0))
                .map_or(&[][..], |body| &body.locals);
            for (slot, name) in (0..).zip(locals) {
                functions.insert(name.as_str().to_owned(), (at, Slot(slot)));
            }
        }
        Self {
            programs,
            functions,
        }
    }

    /// Whether it defines a function.
    #[must_use]
    pub fn defines(&self, name: &str) -> bool {
        self.functions.contains_key(name)
    }

    /// Whether a program is one of the prelude's.
    pub(super) fn holds(&self, program: &Program) -> bool {
        self.programs.iter().any(|own| std::ptr::eq(own, program))
    }
}

impl<'h> Machine<'_, 'h> {
    /// A function of the prelude.
    pub(super) fn prelude_function(&mut self, name: &str) -> Result<Value<'h>, Stop<'h>> {
        let prelude = self.session.prelude;
        let (at, slot) = *prelude.functions.get(name).ok_or(Stop::Fatal)?;
        let program = prelude.programs.get(at).ok_or(Stop::Fatal)?;
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
        self.run()?;
        let slots = self.stack.get(base..base + code.chunk.locals.len());
        let heap = self.cx.heap;
        let slots = self.cx.memory(heap.slice(slots.ok_or(Stop::Fatal)?))?;
        loaded.slots.set(Some(slots));
        Ok(slots)
    }
}
