//! Frames: beginning one, ending one, and handing its result to the frame below.

use std::cell::Cell;
use std::ops::Range;

use super::machine::{Frame, Machine, Making, Then};
use super::session::{Code, Loaded};
use crate::code::{Chunk, Label, Slot};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::{RECURSION_ERROR, STOP_ITERATION};
use crate::value::value::{Generator, Phase, Stop};

/// Values that a stack has room for once it grows.
pub(super) const GROWN: usize = 64;

impl<'h> Frame<'h> {
    /// A frame on top of another one.
    #[inline(always)]
    pub(super) fn new(
        caller: Option<&'h Self>,
        code: Code<'h>,
        base: usize,
        then: Then<'h>,
    ) -> Self {
        Self {
            caller,
            above: Cell::new(None),
            depth: caller.map_or(0, |caller| caller.depth + 1),
            base: Cell::new(base as u32),
            top: Cell::new(code.chunk.locals.len() as u32),
            pc: Cell::new(0),
            code: Cell::new(code),
            then: Cell::new(then),
            handled: Cell::new(None),
            generator: Cell::new(None),
        }
    }

    /// Makes it the frame of a call.
    #[inline(always)]
    pub(super) fn begin(&self, code: Code<'h>, base: usize, then: Then<'h>) {
        self.base.set(base as u32);
        self.top.set(code.chunk.locals.len() as u32);
        self.pc.set(0);
        self.code.set(code);
        self.then.set(then);
        self.handled.set(None);
        self.generator.set(None);
    }

    /// Its program.
    #[inline(always)]
    pub(super) fn loaded(&self) -> &'h Loaded<'h> {
        self.code.get().loaded
    }

    /// The code of its function.
    #[inline(always)]
    pub(super) fn chunk(&self) -> &'h Chunk {
        self.code.get().chunk
    }

    /// Makes the instruction that ran last the next one.
    pub(super) fn again(&self) {
        self.pc.set(self.pc.get().wrapping_sub(1));
    }

    /// Goes on at a label.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent.
    pub(super) fn go(&self, cx: &Context<'h>, to: Label) -> Result<(), Stop<'h>> {
        cx.count(i64::from(self.pc.get()) - i64::from(to.0))?;
        self.pc.set(to.0);
        Ok(())
    }

    /// Where its slots and operands lie on the stack.
    #[inline(always)]
    pub(super) fn window(&self) -> Range<usize> {
        let base = self.base.get() as usize;
        base..base + self.chunk().frame()
    }

    /// Where the stack is free, above its operands.
    #[inline(always)]
    pub(super) fn free(&self) -> usize {
        (self.base.get() + self.top.get()) as usize
    }
}

impl<'h> Machine<'_, 'h> {
    /// Begins a frame whose first slots, its parameters, lie on the stack at `base`.
    #[inline(always)]
    pub(super) fn enter(
        &mut self,
        code: Code<'h>,
        base: usize,
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let frame = match self.frame.above.get() {
            Some(frame) => frame,
            None => self.another(code)?,
        };
        frame.begin(code, base, then);
        self.step_into(frame)
    }

    /// Makes a frame that was begun the running one.
    #[inline(always)]
    pub(super) fn step_into(&mut self, frame: &'h Frame<'h>) -> Result<(), Stop<'h>> {
        self.cx.count(self.frame.pc.get().into())?;
        self.frame = frame;
        Ok(())
    }

    /// The frame for the first call of the running one. Calls that are open are counted here alone: a frame
    /// has its place for good.
    #[cold]
    fn another(&self, code: Code<'h>) -> Result<&'h Frame<'h>, Stop<'h>> {
        let frame = Frame::new(Some(self.frame), code, 0, Then::Finish);
        if frame.depth as usize > self.depth {
            return Err(self.too_deep());
        }
        let frame = &*self.cx.memory(self.cx.heap.alloc_mut(frame))?;
        self.frame.above.set(Some(frame));
        Ok(frame)
    }

    /// Ends the running frame, whose steps were counted: its caller runs on. Nothing if it has none.
    pub(super) fn drop_frame(&mut self) -> Option<(Then<'h>, Option<&'h Generator<'h>>)> {
        let done = self.frame;
        let caller = done.caller?;
        self.cx.give_back(caller.pc.get().into());
        self.frame = caller;
        Some((done.then.get(), done.generator.get()))
    }

    /// Where the stack is free, above the operands of the running frame.
    #[inline]
    pub(super) fn free(&self) -> usize {
        self.frame.free()
    }

    /// Makes room on the stack up to `end`.
    #[inline]
    pub(super) fn reserve(&mut self, end: usize) -> Result<(), Stop<'h>> {
        if end <= self.stack.len() {
            Ok(())
        } else {
            self.grow(end)
        }
    }

    #[cold]
    fn grow(&mut self, end: usize) -> Result<(), Stop<'h>> {
        if end > self.room {
            return Err(self.too_deep());
        }
        let cx = self.cx;
        let wanted = end.max(self.stack.len() * 2).max(GROWN).min(self.room);
        let fresh = cx.memory(cx.heap.filled(wanted, Value::Unbound))?;
        for (to, from) in fresh.iter_mut().zip(self.stack.iter()) {
            *to = *from;
        }
        self.stack = fresh;
        Ok(())
    }

    #[cold]
    fn too_deep(&self) -> Stop<'h> {
        self.cx.raise(
            &RECURSION_ERROR,
            format_args!("maximum recursion depth exceeded"),
        )
    }

    /// Pushes a value for the running frame.
    #[inline]
    pub(super) fn push(&mut self, value: Value<'h>) -> Result<(), Stop<'h>> {
        let at = self.free();
        *self.stack.get_mut(at).ok_or(Stop::Fatal)? = value;
        self.frame.top.set(self.frame.top.get() + 1);
        Ok(())
    }

    /// The value `n` places from the top of the running frame; 1 is the top.
    pub(super) fn peek(&self, n: usize) -> Result<Value<'h>, Stop<'h>> {
        let top = self.free();
        let at = top.wrapping_sub(n);
        self.stack.get(at).copied().ok_or(Stop::Fatal)
    }

    /// Overwrites the value `n` places from the top of the running frame.
    pub(super) fn poke(&mut self, n: usize, value: Value<'h>) -> Result<(), Stop<'h>> {
        let top = self.free();
        *self.stack.get_mut(top.wrapping_sub(n)).ok_or(Stop::Fatal)? = value;
        Ok(())
    }

    /// Takes the top of the running frame.
    pub(super) fn pop(&mut self) -> Result<Value<'h>, Stop<'h>> {
        let value = self.peek(1)?;
        self.cut(1);
        Ok(value)
    }

    /// Replaces the last `n` values of the running frame by one.
    pub(super) fn fold(&mut self, n: usize, value: Value<'h>) -> Result<(), Stop<'h>> {
        self.cut(n);
        self.push(value)
    }

    /// Exchanges the top of the running frame with the value `n` places from the top.
    pub(super) fn swap(&mut self, n: usize) -> Result<(), Stop<'h>> {
        let (top, deep) = (self.peek(1)?, self.peek(n)?);
        self.poke(1, deep)?;
        self.poke(n, top)
    }

    /// What a slot of the running frame holds.
    pub(super) fn local(&self, slot: Slot) -> Result<Value<'h>, Stop<'h>> {
        let at = self.frame.base.get() as usize + usize::from(slot.0);
        self.stack.get(at).copied().ok_or(Stop::Fatal)
    }

    /// The slots of the running frame, without those of captured variables.
    pub(super) fn slots(&self) -> Result<&[Value<'h>], Stop<'h>> {
        let base = self.frame.base.get() as usize;
        let end = base + self.frame.chunk().first_captured();
        self.stack.get(base..end).ok_or(Stop::Fatal)
    }

    /// Puts a value into a slot of the running frame.
    pub(super) fn set_local(&mut self, slot: Slot, value: Value<'h>) -> Result<(), Stop<'h>> {
        let at = self.frame.base.get() as usize + usize::from(slot.0);
        *self.stack.get_mut(at).ok_or(Stop::Fatal)? = value;
        Ok(())
    }

    /// Drops the last `n` values of the running frame.
    pub(super) fn cut(&mut self, n: usize) {
        self.frame
            .top
            .set(self.frame.top.get().wrapping_sub(n as u32));
    }

    /// Whether the running frame is the first one, whose result belongs to whoever runs the machine.
    #[inline(always)]
    pub(super) fn is_outermost(&self) -> bool {
        let frame = self.frame;
        let end = (frame.then.get(), frame.generator.get());
        frame.caller.is_none() && matches!(end, (Then::Finish, None))
    }

    /// Ends the running frame with a result; some: it belongs to whoever runs the machine.
    #[inline(never)]
    pub(super) fn leave(&mut self, value: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        if matches!(self.frame.then.get(), Then::Policy(_)) && self.session.watch.is_some() {
            self.keep_called_end(None);
        }
        let Some((then, generator)) = self.drop_frame() else {
            return match self.frame.then.get() {
                Then::Finish => Ok(Some(value)),
                _ => Err(Stop::Fatal),
            };
        };
        if let Some(generator) = generator {
            generator.phase.set(Phase::Done);
        }
        match then {
            Then::Push => self.push(value).map(|()| None),
            Then::Finish => Ok(Some(value)),
            then => self.deliver(then, value).map(|()| None),
        }
    }

    /// Hands the result of a call to the running frame.
    pub(super) fn deliver(&mut self, then: Then<'h>, value: Value<'h>) -> Result<(), Stop<'h>> {
        match then {
            Then::Push => self.push(value),
            Then::Discard => Ok(()),
            Then::Truth => {
                self.delivering = true;
                let truth = self.cx.truth(value)?;
                self.delivering = false;
                self.push(Value::bool(truth))
            }
            Then::Iterate(end) => {
                self.cut(1);
                self.frame.go(self.cx, end.into())
            }
            Then::Next(advance) => match advance.default {
                Value::Unbound => Err(self.stop_iteration(value)),
                default => self.deliver(advance.then, default),
            },
            Then::Drain(drain) => self.drained(drain),
            Then::Find(find) => self.push(Value::bool(find.negated)),
            Then::Keep(keep) => {
                self.delivering = true;
                keep.map.insert(self.cx, keep.key, value)?;
                self.delivering = false;
                self.push(value)
            }
            Then::Send(end) => {
                self.poke(1, value)?;
                self.frame.go(self.cx, end.into())
            }
            Then::Close(closing) => self.closed(closing),
            Then::Policy(boundary) => self.judged(boundary, value),
            Then::Initialise(making) => {
                let Making {
                    class,
                    args,
                    keywords,
                    then,
                } = *making;
                self.initialise(class, value, args, keywords, then)
            }
            Then::Built(building) => self.built(building, value),
            Then::Answer(asked) => self.answered(asked, Ok(value)),
            Then::Finish => Err(Stop::Fatal),
        }
    }

    /// The `StopIteration` that carries a generator's result.
    fn stop_iteration(&self, value: Value<'h>) -> Stop<'h> {
        match value {
            Value::None => self.cx.raise_with(&STOP_ITERATION, &[]),
            value => self.cx.raise_with(&STOP_ITERATION, &[value]),
        }
    }
}
