//! `ak_call_policy`: another policy's program, run in a frame of its own behind a boundary that turns
//! whatever it raises into a failing result.

use super::machine::{Boundary, Machine, Then};
use super::session::End;
use crate::builtin::ordain::raw_result;
use crate::builtin::policy_result;
use crate::host::World;
use crate::host::rows::store;
use crate::value::Value;
use crate::value::context::Message;
use crate::value::value::{ChunkId, Dict, Exc, Stop, Text};

impl<'h> Machine<'_, 'h> {
    /// Calls a policy by name; it sees a copy of the request with `extra` added to its context.
    pub(super) fn call_policy(
        &mut self,
        name: &'h Text<'h>,
        extra: Option<&'h Dict<'h>>,
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        let program = match self.session.library.policy(name.as_str()) {
            Some(Ok(program)) => program,
            Some(Err(refusal)) => {
                let refusal = cx.str(refusal)?;
                let verdict = (false, &[refusal][..]);
                self.session
                    .note(cx, name.as_str(), End::Refused, verdict)?;
                return self.result(then, verdict, Value::None);
            }
            None => {
                return Err(cx.value_error(format_args!("Policy '{}' not found.", name.as_str())));
            }
        };
        let called = self.session.loaded_as(cx, program)?;
        let world = self.world.copied(cx, extra)?;
        let (code, base) = (called.code(ChunkId(0))?, self.free());
        let before = world.enter(cx);
        if let Err(stop) = self.open(code, base, world) {
            World::leave(cx, before);
            return Err(stop);
        }
        let boundary = cx.memory(cx.heap.alloc(Boundary {
            name: name.as_str(),
            world: self.world,
            before,
            called,
            globals: called.globals.replace(&[]),
            then,
        }))?;
        self.world = world;
        if code.chunk.generator {
            let generator = self.suspended(code, base)?;
            return self.judged(boundary, generator);
        }
        let entered = self.enter(code, base, Then::Policy(boundary));
        if entered.is_err() {
            self.back(boundary);
        }
        entered
    }

    /// The called policy's body returned.
    pub(super) fn judged(
        &mut self,
        boundary: &'h Boundary<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let mut messages: Vec<_> = Message::newest_first(self.cx.messages.get()).collect();
        messages.reverse();
        self.back(boundary);
        store::rejoin(self.cx)?;
        let verdict = (self.cx.truth(value)?, messages.as_slice());
        self.session
            .note(self.cx, boundary.name, End::Returned, verdict)?;
        self.result(boundary.then, verdict, raw_result(value))
    }

    /// The called policy raised.
    pub(super) fn failed(
        &mut self,
        boundary: &'h Boundary<'h>,
        exception: &'h Exc<'h>,
    ) -> Result<(), Stop<'h>> {
        self.back(boundary);
        store::rejoin(self.cx)?;
        let text = self.cx.display_value(Value::Exc(exception))?;
        let (verdict, end) = ((false, &[text][..]), End::Raised(exception));
        self.session.note(self.cx, boundary.name, end, verdict)?;
        self.result(boundary.then, verdict, Value::None)
    }

    fn back(&mut self, boundary: &Boundary<'h>) {
        self.world = boundary.world;
        World::leave(self.cx, boundary.before);
        boundary.called.globals.set(boundary.globals);
    }

    fn result(
        &mut self,
        then: Then<'h>,
        (passing, messages): (bool, &[Value<'h>]),
        raw: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let result = policy_result::make(self.cx, Value::bool(passing), messages, raw)?;
        self.deliver(then, result)
    }
}
