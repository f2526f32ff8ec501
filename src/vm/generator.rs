//! Generators: frames that are kept in the heap while they are suspended.

use std::cell::Cell;

use super::machine::{After, Closing, Drain, Machine, Then};
use super::session::Code;
use crate::builtin::itertools::shown_class;
use crate::code::{Instr, Label};
use crate::value::Value;
use crate::value::exceptions::{ATTRIBUTE_ERROR, GENERATOR_EXIT, RUNTIME_ERROR};
use crate::value::value::{Exc, Generator, List, Phase, Stop};

impl<'h> Machine<'_, 'h> {
    /// A generator that has not started, of the slots at `base`.
    pub(super) fn suspended(&mut self, code: Code<'h>, base: usize) -> Result<Value<'h>, Stop<'h>> {
        let cx = self.cx;
        let chunk = code.chunk;
        let saved = cx.memory(cx.heap.cells(chunk.frame(), Value::Unbound))?;
        let slots = self.stack.get(base..base + chunk.locals.len());
        for (to, from) in saved.iter().zip(slots.ok_or(Stop::Fatal)?) {
            to.set(*from);
        }
        // A generator of the prelude passes for the iterator that it stands in for.
        let ours = self.session.prelude.holds(code.loaded.program);
        let shown = if ours {
            shown_class(code.loaded.program.function(chunk))
        } else {
            None
        };
        let generator = cx.memory(cx.heap.alloc(Generator {
            program: code.loaded.id,
            chunk: chunk.entry.id,
            name: code.loaded.program.function(chunk),
            saved,
            pc: Cell::new(0),
            sp: Cell::new(chunk.locals.len() as u32),
            handled: Cell::new(None),
            phase: Cell::new(Phase::Created),
            class: Cell::new(shown),
        }))?;
        Ok(Value::Generator(generator))
    }

    /// Goes on with a generator; `sent` is what its `yield` gives.
    pub(super) fn resume(
        &mut self,
        generator: &'h Generator<'h>,
        sent: Value<'h>,
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        match generator.phase.get() {
            Phase::Running => Err(self.already_running()),
            Phase::Done => self.deliver(then, Value::None),
            Phase::Created if !matches!(sent, Value::None) => Err(self.cx.type_error(
                format_args!("can't send non-None value to a just-started generator"),
            )),
            Phase::Created => self.restore(generator, then),
            Phase::Suspended => {
                self.restore(generator, then)?;
                self.push(sent)
            }
        }
    }

    #[cold]
    fn already_running(&self) -> Stop<'h> {
        self.cx
            .value_error(format_args!("generator already executing"))
    }

    /// Puts the frame of a generator back on the stack.
    fn restore(&mut self, generator: &'h Generator<'h>, then: Then<'h>) -> Result<(), Stop<'h>> {
        let code = self.session.code(generator.program, generator.chunk)?;
        let base = self.free();
        self.reserve(base + code.chunk.frame())?;
        let (used, pc) = (generator.sp.get() as usize, generator.pc.get());
        self.cx.charge(used / 8)?;
        let window = self.stack.get_mut(base..base + used);
        for (to, from) in window.ok_or(Stop::Fatal)?.iter_mut().zip(generator.saved) {
            *to = from.get();
        }
        self.enter(code, base, then)?;
        // Up to there it was counted when it was suspended.
        self.cx.give_back(pc.into());
        self.frame.pc.set(pc);
        self.frame.top.set(generator.sp.get());
        self.frame.handled.set(generator.handled.get());
        self.frame.generator.set(Some(generator));
        generator.phase.set(Phase::Running);
        Ok(())
    }

    /// Takes the running frame, which is a generator's, off the stack.
    fn suspend(&mut self) -> Result<Then<'h>, Stop<'h>> {
        let frame = self.frame;
        let generator = frame.generator.get().ok_or(Stop::Fatal)?;
        let (used, pc) = (frame.top.get(), frame.pc.get());
        self.cx.count(i64::from(used / 8) + i64::from(pc))?;
        let window = frame.base.get() as usize..frame.free();
        let window = self.stack.get(window).ok_or(Stop::Fatal)?;
        for (to, from) in generator.saved.iter().zip(window) {
            to.set(*from);
        }
        generator.pc.set(pc);
        generator.sp.set(used);
        generator.handled.set(frame.handled.get());
        generator.phase.set(Phase::Suspended);
        let (then, _) = self.drop_frame().ok_or(Stop::Fatal)?;
        Ok(then)
    }

    /// `x -- sent`: hands a value out of the running generator.
    pub(super) fn give(&mut self, value: Value<'h>) -> Result<(), Stop<'h>> {
        match self.frame.then.get() {
            Then::Drain(drain) => {
                drain.into.push(self.cx, value)?;
                if drain.into.len() < drain.enough {
                    return self.push(Value::None);
                }
                self.suspend()?;
                self.drained(drain)
            }
            Then::Find(find) => {
                if !self.cx.same(value, find.item)? {
                    return self.push(Value::None);
                }
                self.suspend()?;
                self.push(Value::bool(!find.negated))
            }
            _ => match self.suspend()? {
                Then::Next(advance) => self.deliver(advance.then, value),
                Then::Close(_) => Err(self.cx.raise(
                    &RUNTIME_ERROR,
                    format_args!("generator ignored GeneratorExit"),
                )),
                Then::Iterate(_) | Then::Send(_) => self.push(value),
                _ => Err(Stop::Fatal),
            },
        }
    }

    /// What follows when a generator was drained.
    pub(super) fn drained(&mut self, drain: &'h Drain<'h>) -> Result<(), Stop<'h>> {
        match drain.after {
            After::Continue => Ok(()),
            After::Call(call) => self.attempt(call),
        }
    }

    /// Replaces the operand `n` places from the top by a list of what the generator there gives, and
    /// runs the instruction again.
    pub(super) fn drain_operand(
        &mut self,
        generator: &'h Generator<'h>,
        n: usize,
    ) -> Result<(), Stop<'h>> {
        let into = self.cx.list(&[])?;
        self.poke(n, Value::List(into))?;
        self.frame.again();
        self.drain(generator, into, usize::MAX)
    }

    /// `gen -- xn .. x1`: one item more than wanted is enough to know that there are too many.
    pub(super) fn unpack_generator(
        &mut self,
        generator: &'h Generator<'h>,
        count: usize,
    ) -> Result<(), Stop<'h>> {
        let into = self.cx.list(&[])?;
        self.push(Value::List(into))?;
        self.frame.again();
        self.drain(generator, into, count + 1)
    }

    /// `list gen -- list`: appends what the generator gives to the list below.
    pub(super) fn extend(&mut self, generator: &'h Generator<'h>) -> Result<(), Stop<'h>> {
        match self.peek(1)? {
            Value::List(into) => self.drain(generator, into, usize::MAX),
            _ => Err(Stop::Fatal),
        }
    }

    fn drain(
        &mut self,
        generator: &'h Generator<'h>,
        into: &'h List<'h>,
        enough: usize,
    ) -> Result<(), Stop<'h>> {
        let drain = self.cx.memory(self.cx.heap.alloc(Drain {
            into,
            enough,
            after: After::Continue,
        }))?;
        self.resume(generator, Value::None, Then::Drain(drain))
    }

    /// `it sent -- it x | it sent -- result`: one turn of `yield from`.
    pub(super) fn send(&mut self, end: Label) -> Result<(), Stop<'h>> {
        let (delegate, sent) = (self.peek(2)?, self.peek(1)?);
        self.cut(1);
        match (delegate, sent) {
            (Value::Generator(generator), sent) => {
                self.resume(generator, sent, Then::Send(end.into()))
            }
            (Value::Iter(iter), Value::None) => match self.cx.advance(iter)? {
                Some(item) => self.push(item),
                None => self.deliver(Then::Send(end.into()), Value::None),
            },
            (delegate, _) => Err(self.cx.raise(
                &ATTRIBUTE_ERROR,
                format_args!("'{}' object has no attribute 'send'", delegate.type_name()),
            )),
        }
    }

    /// Raises an exception where a generator is suspended, or where the one is to which it delegates.
    pub(super) fn throw(
        &mut self,
        generator: &'h Generator<'h>,
        error: Stop<'h>,
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let Stop::Raised(exception) = error else {
            return Err(error);
        };
        let (mut generator, mut then) = (generator, then);
        loop {
            match generator.phase.get() {
                Phase::Running => return Err(self.already_running()),
                Phase::Done => return Err(error),
                Phase::Created => {
                    generator.phase.set(Phase::Done);
                    return Err(error);
                }
                Phase::Suspended => self.restore(generator, then)?,
            }
            (generator, then) = match self.delegate(exception)? {
                Some(delegate) => delegate,
                None => return Err(error),
            };
        }
    }

    /// The generator to which the running one delegates, and what its end means.
    fn delegate(
        &mut self,
        exception: &'h Exc<'h>,
    ) -> Result<Option<(&'h Generator<'h>, Then<'h>)>, Stop<'h>> {
        let code = &self.frame.chunk().code;
        let before = |n: usize| code.get((self.frame.pc.get() as usize).wrapping_sub(n));
        let (Some(Instr::YieldDelegated), Some(Instr::Send(end))) = (before(1), before(2)) else {
            return Ok(None);
        };
        let Value::Generator(inner) = self.peek(1)? else {
            return Ok(None);
        };
        if exception.class.derives(&GENERATOR_EXIT) {
            let raise = Some(exception);
            let closing = self.cx.memory(self.cx.heap.alloc(Closing { raise }))?;
            return Ok(Some((inner, Then::Close(closing))));
        }
        let then = Then::Send((*end).into());
        self.frame.again();
        Ok(Some((inner, then)))
    }

    /// Ends a generator: `close`.
    pub(super) fn close(&mut self, generator: &'h Generator<'h>) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        let closing = cx.memory(cx.heap.alloc(Closing { raise: None }))?;
        match generator.phase.get() {
            Phase::Running => Err(self.already_running()),
            Phase::Created | Phase::Done => {
                generator.phase.set(Phase::Done);
                self.closed(closing)
            }
            Phase::Suspended => {
                let exit = cx.raise_with(&GENERATOR_EXIT, &[]);
                self.throw(generator, exit, Then::Close(closing))
            }
        }
    }

    /// What follows when a generator was closed.
    pub(super) fn closed(&mut self, closing: &Closing<'h>) -> Result<(), Stop<'h>> {
        match closing.raise {
            None => self.push(Value::None),
            Some(exception) => Err(Stop::Raised(exception)),
        }
    }
}
