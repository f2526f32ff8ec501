//! The entry: one evaluation, and the loop around its steps.

use super::frame::GROWN;
use super::machine::{Frame, Machine, Then};
use super::session::{Code, Session};
use crate::code::Program;
use crate::host::World;
use crate::limits::{Limit, Limits, Meter};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{ChunkId, ProgramId, Stop};

/// What the steps of a policy are charged to.
pub trait Budget {
    /// It is for one instruction only.
    const ONCE: bool = false;

    /// Counts steps that were taken, or fewer than none: gives back what was counted before. `false`: what is
    /// at hand is overdrawn, and [`Budget::settle`] is to be asked.
    fn count(&self, steps: i64) -> bool;

    /// Makes up for what is overdrawn. `false`: the policy must stop.
    fn settle(&self) -> bool;
}

impl Budget for Meter {
    #[inline(always)]
    fn count(&self, steps: i64) -> bool {
        self.count(steps)
    }

    fn settle(&self) -> bool {
        self.settle()
    }
}

/// The budget of one instruction.
pub(super) struct Once<'b, B>(pub(super) &'b B);

impl<B: Budget> Budget for Once<'_, B> {
    const ONCE: bool = true;

    fn count(&self, steps: i64) -> bool {
        self.0.count(steps)
    }

    fn settle(&self) -> bool {
        self.0.settle()
    }
}

/// Runs a policy in a world that was entered, and answers with what its body returns.
///
/// # Errors
/// The exception that leaves the policy, or [`Stop::Fatal`] at a limit, which then stands in the meter.
pub fn evaluate<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    program: ProgramId,
    world: &'h World<'h>,
    limits: &Limits,
) -> Result<Value<'h>, Stop<'h>> {
    evaluate_within(cx, session, program, world, limits, cx.meter)
}

/// The same with its steps charged elsewhere than what natives do, which the context's meter counts.
/// Shows what charging costs.
///
/// # Errors
/// Those of [`evaluate`].
#[doc(hidden)]
pub fn evaluate_within<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    program: ProgramId,
    world: &'h World<'h>,
    limits: &Limits,
    budget: &impl Budget,
) -> Result<Value<'h>, Stop<'h>> {
    let mut returned = Value::None;
    let mut then = |value| {
        returned = value;
        Ok(())
    };
    let code = session.code(program, ChunkId(0))?;
    evaluate_code((cx, budget), session, code, world, limits, &mut then)?;
    Ok(returned)
}

/// The same, going on with what the body returns. It is handed on, not returned: the machine writes it in
/// two pieces, and what is moved is read as a whole, which makes the processor wait for both.
#[inline(always)]
pub(crate) fn evaluate_to<'h>(
    (cx, budget): (&Context<'h>, &impl Budget),
    session: &Session<'h>,
    program: &'h Program,
    world: &'h World<'h>,
    limits: &Limits,
    then: &mut impl FnMut(Value<'h>) -> Result<(), Stop<'h>>,
) -> Result<(), Stop<'h>> {
    let code = session.loaded_as(cx, program)?.code(ChunkId(0))?;
    evaluate_code((cx, budget), session, code, world, limits, then)
}

#[inline(always)]
fn evaluate_code<'h>(
    (cx, budget): (&Context<'h>, &impl Budget),
    session: &Session<'h>,
    code: Code<'h>,
    world: &'h World<'h>,
    limits: &Limits,
    then: &mut impl FnMut(Value<'h>) -> Result<(), Stop<'h>>,
) -> Result<(), Stop<'h>> {
    session.stopped.set(None);
    code.loaded.globals.set(&[]);
    let frame = code.chunk.frame();
    // It grows with a call beyond it; most policies call nothing but natives.
    let size = match code.loaded.program.chunks() {
        [_] => frame,
        _ => frame.max(GROWN.min(limits.stack)),
    };
    let mut machine = Machine {
        cx,
        session,
        world,
        stack: cx.memory(cx.heap.filled(size, Value::Unbound))?,
        room: limits.stack.max(frame),
        depth: limits.depth,
        frame: cx.memory(cx.heap.alloc_mut(Frame::new(None, code, 0, Then::Finish)))?,
        again: false,
        retry: false,
        delivering: false,
        args: Vec::new(),
        keywords: Vec::new(),
    };
    let ended = machine.body(budget, then);
    if let Err(Stop::Fatal) = ended {
        machine.note_stop();
    }
    ended
}

/// Whether an instance says itself whether it is true.
fn has_truth(value: Value<'_>) -> bool {
    value
        .special("__bool__")
        .or(value.special("__len__"))
        .is_some()
}

impl<'h> Machine<'_, 'h> {
    /// Prepares the slots of a policy's body at `base`: its context names, as its world defines them.
    pub(super) fn open(
        &mut self,
        code: Code<'h>,
        base: usize,
        world: &'h World<'h>,
    ) -> Result<(), Stop<'h>> {
        self.reserve(base + code.chunk.frame())?;
        let slots = base..base + code.chunk.locals.len();
        let slots = self.stack.get_mut(slots).ok_or(Stop::Fatal)?;
        slots.fill(Value::Unbound);
        self.read_params(code, base, world)
    }

    /// Sets the context names that a policy reads.
    #[inline(always)]
    fn read_params(
        &mut self,
        code: Code<'h>,
        base: usize,
        world: &'h World<'h>,
    ) -> Result<(), Stop<'h>> {
        for (param, slot) in code.loaded.program.params().iter() {
            let slot = self.stack.get_mut(base + usize::from(slot.0));
            *slot.ok_or(Stop::Fatal)? = world.param(self.cx, param)?;
        }
        Ok(())
    }

    /// Runs the first frame; a body with `yield` in it is a generator that nobody advances.
    #[inline(always)]
    fn body(
        &mut self,
        budget: &impl Budget,
        then: &mut impl FnMut(Value<'h>) -> Result<(), Stop<'h>>,
    ) -> Result<(), Stop<'h>> {
        let code = self.frame.code.get();
        self.read_params(code, 0, self.world)?;
        let ended = match code.chunk.generator {
            true => self.suspended(code, 0),
            false => self.run(budget),
        };
        let value = match ended {
            Ok(value) if self.session.watch.is_some() || matches!(value, Value::Made(_)) => {
                self.returned(value, budget)?
            }
            Ok(value) => value,
            Err(stop) => {
                self.stopped(stop, budget)?;
                return Err(stop);
            }
        };
        then(value)
    }

    /// The result of a policy that is watched, or made an instance of a class of its own.
    #[cold]
    fn returned(&mut self, value: Value<'h>, budget: &impl Budget) -> Result<Value<'h>, Stop<'h>> {
        // A generator's body has not begun.
        if !self.frame.chunk().generator {
            self.keep_end(None);
        }
        match value {
            Value::Made(_) if has_truth(value) => self.finish_with("truth_of", value, budget),
            value => Ok(value),
        }
    }

    /// What is left to do with the end of a policy that returned nothing.
    #[cold]
    fn stopped(&mut self, stop: Stop<'h>, budget: &impl Budget) -> Result<(), Stop<'h>> {
        let Stop::Raised(exception) = stop else {
            self.keep_end(None);
            return Ok(());
        };
        self.keep_end(Some(exception));
        if exception.of.is_some() {
            let text = self.finish_with("text_of", Value::Exc(exception), budget)?;
            if let Value::Str(text) = text {
                self.session.shown.set(Some((exception, text)));
            }
        }
        Ok(())
    }

    /// Calls a function of the prelude where the policy has ended.
    #[cold]
    fn finish_with(
        &mut self,
        name: &str,
        value: Value<'h>,
        budget: &impl Budget,
    ) -> Result<Value<'h>, Stop<'h>> {
        self.frame.top.set(self.frame.chunk().locals.len() as u32);
        self.frame.then.set(Then::Finish);
        let function = self.prelude_function(name)?;
        self.invoke(function, &[value], &[], Then::Finish)?;
        self.run(budget)
    }

    /// Runs until the frame ends that was to finish.
    #[inline(always)]
    pub(super) fn run(&mut self, budget: &impl Budget) -> Result<Value<'h>, Stop<'h>> {
        loop {
            let outcome = match std::mem::take(&mut self.retry) {
                true => self.once_more(budget),
                false => self.steps(budget),
            };
            match outcome {
                Ok(Value::Unbound) => {}
                Ok(value) => return Ok(value),
                Err(Stop::Fatal) if self.retry => {}
                Err(Stop::Fatal) => self.answer()?,
                Err(Stop::Raised(exception)) => self.unwind(exception)?,
            }
        }
    }

    /// Notes where the policy stood, that no limit ended it if none did, and what the running frame took.
    /// Where it called a function of the prelude or another policy, the call is the place: it is the text of
    /// the policy that was asked.
    #[cold]
    fn note_stop(&self) {
        let meter = self.cx.meter;
        let frames = std::iter::successors(Some(self.frame), |frame| frame.caller);
        let asked = frames.clone().last().map(|frame| frame.loaded().id);
        let mut own = frames.filter(|frame| Some(frame.loaded().id) == asked);
        let frame = own.next().unwrap_or(self.frame);
        let pc = frame.pc.get().saturating_sub(1);
        let at = (frame.loaded().id, frame.chunk().entry.id, pc);
        self.session.stopped.set(Some(at));
        if meter.hit().is_none() {
            self.cx
                .stop(Limit::Bug("verified code reached an impossible state"));
        }
        // If that is too much, too: the limit that ended it stays noted.
        let _ = meter.count(self.frame.pc.get().into()) || meter.settle();
    }
}
