//! Where a policy ended and what its variables held there, for whoever explains it.
//!
//! Kept only where a session asks for it, outside the heap: what a policy costs does not depend on it.

use super::machine::Machine;
use super::session::Session;
use super::watch::{CalledEnd, CalledVerdict, Ended, Standing};
use crate::code::Program;
use crate::source::Place;
use crate::value::Value;
use crate::value::value::{ChunkId, Exc, ProgramId, Trace};

impl<'h> Session<'h> {
    /// Keeps where each policy ends.
    pub fn watch(&mut self) {
        self.watch = Some(Box::default());
    }

    /// Where the policy ended that ran last, if that was in its author's text.
    pub fn take_ended(&self) -> Option<Ended<'h>> {
        let watch = self.watch.as_ref()?;
        watch.ended.take().map(|ended| *ended)
    }

    /// How the policies ended that were called since this was last asked, in their order, if the
    /// session keeps it.
    pub fn take_called_ends(&self) -> Vec<CalledVerdict<'h>> {
        (self.watch.as_ref()).map_or_else(Vec::new, |watch| watch.called.take())
    }

    /// Where an exception was raised in the author's text: what the prelude does is none of his business.
    fn origin(&self, trace: Option<&'h Trace<'h>>) -> Option<&'h Trace<'h>> {
        let own = |program: &Program| !self.prelude.holds(program);
        let links = std::iter::successors(trace, |link| link.inner);
        let links = links.filter(|link| self.program(link.program).is_some_and(own));
        links.last()
    }
}

impl<'h> Machine<'_, 'h> {
    /// The running function.
    pub(super) fn standing(&self) -> Standing {
        Standing {
            program: self.frame.loaded().id,
            chunk: self.frame.chunk().entry.id,
            base: self.frame.base.get(),
        }
    }

    /// Keeps where the policy ended, by an exception or without one.
    #[cold]
    pub(super) fn keep_end(&self, raised: Option<&'h Exc<'h>>) {
        if let Some(watch) = &self.session.watch {
            watch.ended.set(self.end(raised).map(Box::new));
        }
    }

    /// Keeps where the called policy ended whose body is running.
    #[cold]
    pub(super) fn keep_called_end(&self, raised: Option<&'h Exc<'h>>) {
        if let Some(watch) = &self.session.watch {
            let end = self.end(raised).map(|ended| CalledEnd {
                ended,
                world: self.world,
            });
            watch.ending.set(end.map(Box::new));
        }
    }

    /// Where the running function ends, by an exception or without one.
    fn end(&self, raised: Option<&'h Exc<'h>>) -> Option<Ended<'h>> {
        let standing = self.standing();
        let Some(exception) = raised else {
            let pc = self.frame.pc.get().saturating_sub(1);
            let place = self.place_of(standing.program, standing.chunk, pc)?;
            let variables = self.variables(standing);
            return Some(Ended { place, variables });
        };
        let link = self.session.origin(exception.trace.get())?;
        let raised = (self.session.watch.as_ref()).and_then(|watch| watch.raised.get());
        let mut known = [raised, Some(standing)].into_iter().flatten();
        let there = |one: &Standing| (one.program, one.chunk) == (link.program, link.chunk);
        let place = self.place_of(link.program, link.chunk, link.pc)?;
        let variables = known.find(there).map(|one| self.variables(one));
        let variables = variables.unwrap_or_default();
        Some(Ended { place, variables })
    }

    fn place_of(&self, program: ProgramId, chunk: ChunkId, pc: u32) -> Option<Place> {
        let program = self.session.program(program)?;
        if self.session.prelude.holds(program) {
            return None;
        }
        program.chunk(chunk)?.places.at(pc as usize)
    }

    fn variables(&self, standing: Standing) -> Vec<(&'h str, Value<'h>)> {
        let program = self.session.program(standing.program);
        let chunk = program.and_then(|program| program.chunk(standing.chunk));
        let Some(chunk) = chunk else {
            return Vec::new();
        };
        let slots = self.stack.get(standing.base as usize..).unwrap_or_default();
        let held = chunk.locals.iter().zip(slots).map(|(name, value)| {
            let value = match value {
                Value::Shared(shared) => shared.get(),
                value => *value,
            };
            (name.as_str(), value)
        });
        held.filter(|(name, value)| !name.is_empty() && !matches!(value, Value::Unbound))
            .collect()
    }
}
