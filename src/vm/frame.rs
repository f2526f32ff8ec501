//! Frames: beginning one, ending one, and handing its result to the frame below.

use std::mem::replace;
use std::ops::Range;

use super::machine::{Frame, Machine, Making, Then};
use super::session::Code;
use crate::code::{Label, Slot};
use crate::value::Value;
use crate::value::exceptions::{RECURSION_ERROR, STOP_ITERATION};
use crate::value::value::{Generator, Phase, Stop};

/// Values that a stack has room for once it grows.
pub(super) const GROWN: usize = 64;

impl<'h> Frame<'h> {
    #[inline(always)]
    pub(super) fn new(code: Code<'h>, base: usize, then: Then<'h>) -> Self {
        Self {
            caller: None,
            spare: None,
            code,
            base: base as u32,
            pc: 0,
            uncharged: 0,
            depth: 0,
            top: code.chunk.locals.len() as u32,
            then,
            handled: None,
            generator: None,
        }
    }

    /// Makes it the frame of a call. What it keeps for its own next call stays.
    #[inline(always)]
    fn begin(&mut self, code: Code<'h>, base: usize, then: Then<'h>) {
        *self = Self {
            spare: self.spare.take(),
            depth: self.depth,
            ..Self::new(code, base, then)
        };
    }

    /// Where its slots and operands lie on the stack.
    #[inline(always)]
    pub(super) fn window(&self) -> Range<usize> {
        let base = self.base as usize;
        base..base + self.code.chunk.frame()
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
        let frame = match self.frame.spare.take() {
            Some(frame) => frame,
            None => self.another(code)?,
        };
        frame.begin(code, base, then);
        let caller = replace(&mut self.frame, frame);
        self.frame.caller = Some(caller);
        Ok(())
    }

    /// The frame for the first call of the running one. Calls that are open are counted here alone: a frame
    /// has its place above the one that it is kept by.
    #[cold]
    fn another(&self, code: Code<'h>) -> Result<&'h mut Frame<'h>, Stop<'h>> {
        let depth = self.frame.depth + 1;
        if depth as usize > self.depth {
            return Err(self.too_deep());
        }
        let mut frame = Frame::new(code, 0, Then::Finish);
        frame.depth = depth;
        self.cx.memory(self.cx.heap.alloc_mut(frame))
    }

    /// Ends the running frame: its caller runs on. Nothing if it has none.
    #[inline(always)]
    pub(super) fn drop_frame(&mut self) -> Option<(Then<'h>, Option<&'h Generator<'h>>)> {
        let caller = self.frame.caller.take()?;
        let meaning = (self.frame.then, self.frame.generator);
        self.go_back(caller);
        Some(meaning)
    }

    #[inline(always)]
    fn go_back(&mut self, caller: &'h mut Frame<'h>) {
        let done = replace(&mut self.frame, caller);
        self.frame.spare = Some(done);
    }

    /// Where the stack is free, above the operands of the running frame.
    #[inline]
    pub(super) fn free(&self) -> usize {
        (self.frame.base + self.frame.top) as usize
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
        self.frame.top += 1;
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
        let at = self.frame.base as usize + usize::from(slot.0);
        self.stack.get(at).copied().ok_or(Stop::Fatal)
    }

    /// The slots of the running frame, without those of captured variables.
    pub(super) fn slots(&self) -> Result<&[Value<'h>], Stop<'h>> {
        let base = self.frame.base as usize;
        let end = base + self.frame.code.chunk.first_captured();
        self.stack.get(base..end).ok_or(Stop::Fatal)
    }

    /// Puts a value into a slot of the running frame.
    pub(super) fn set_local(&mut self, slot: Slot, value: Value<'h>) -> Result<(), Stop<'h>> {
        let at = self.frame.base as usize + usize::from(slot.0);
        *self.stack.get_mut(at).ok_or(Stop::Fatal)? = value;
        Ok(())
    }

    /// Drops the last `n` values of the running frame.
    pub(super) fn cut(&mut self, n: usize) {
        self.frame.top = self.frame.top.wrapping_sub(n as u32);
    }

    /// Ends the running frame, whose steps are charged, if its caller wants its result pushed and nothing
    /// else: whether it did.
    #[inline(always)]
    pub(super) fn answer_call(&mut self) -> bool {
        // No generator ends so: who asks it does more with the end than to push it.
        if let Then::Push = self.frame.then
            && let Some(caller) = self.frame.caller.take()
        {
            self.go_back(caller);
            return true;
        }
        false
    }

    /// Whether the running frame is the first one, whose result belongs to whoever runs the machine.
    #[inline(always)]
    pub(super) fn is_outermost(&self) -> bool {
        let frame = &*self.frame;
        frame.caller.is_none() && matches!((frame.then, frame.generator), (Then::Finish, None))
    }

    /// Ends the running frame with a result; some: it belongs to whoever runs the machine.
    #[inline(never)]
    pub(super) fn leave(&mut self, value: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        if matches!(self.frame.then, Then::Policy(_)) && self.session.watch.is_some() {
            self.keep_called_end(None);
        }
        let Some((then, generator)) = self.drop_frame() else {
            return match self.frame.then {
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
                self.frame.pc = Label::from(end).0;
                Ok(())
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
                self.frame.pc = Label::from(end).0;
                Ok(())
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
