//! What natives ask for: the call is made, its answer kept, and the instruction that asked runs again.

use std::ptr::eq;

use super::evaluate::{Budget, Once};
use super::machine::{Asked, Machine, Pending, Retry, Then};
use crate::code::Instr;
use crate::value::Value;
use crate::value::ask::{Demand, Wanted};
use crate::value::value::{Exc, List, Stop};

fn is_iterator(value: &Value<'_>) -> bool {
    matches!(value, Value::Iter(_))
}

impl<'h> Machine<'_, 'h> {
    /// Runs the instruction again that asked, now with one more answer.
    pub(super) fn once_more(&mut self, budget: &impl Budget) -> Result<Value<'h>, Stop<'h>> {
        self.frame.again();
        let outcome = self.steps(&Once(budget));
        if self.cx.demanded.get().is_none() && !self.retry {
            self.cx.forget_answers();
        }
        outcome
    }

    /// Makes the call that the instruction at hand waits for.
    #[cold]
    pub(super) fn answer(&mut self) -> Result<(), Stop<'h>> {
        let Some(demand) = self.cx.demanded.take() else {
            return Err(Stop::Fatal);
        };
        let log = self.cx.forget_answers();
        let pc = self.frame.pc.get();
        let chunk = self.frame.chunk();
        let at = pc.wrapping_sub(1) as usize;
        let depth = self.frame.loaded().program.depth(chunk.entry.id, at);
        let depth = depth.ok_or(Stop::Fatal)?;
        // All operands of the instruction are still there.
        self.frame.top.set(chunk.locals.len() as u32 + depth);
        let misplaced = std::mem::take(&mut self.delivering) || self.uses_up(at)?;
        let asked = match misplaced {
            true => Err(self.cx.no_call()),
            false => self.ask(demand, log, Retry::Instruction),
        };
        match asked {
            Err(Stop::Raised(exception)) => self.unwind(exception),
            Err(Stop::Fatal) if self.retry => Ok(()),
            other => other,
        }
    }

    /// Whether the instruction advances a native iterator: that cannot be done twice.
    fn uses_up(&self, at: usize) -> Result<bool, Stop<'h>> {
        let instr = self.frame.chunk().code.get(at).ok_or(Stop::Fatal)?;
        let takes = instr.effect().takes as usize;
        let operands = self.operands(takes)?;
        let unpacked = matches!(instr, Instr::CallUnpacked { .. });
        Ok(operands.iter().any(|operand| match operand {
            Value::List(list) if unpacked => list.iter().any(|item| is_iterator(&item)),
            Value::Tuple(tuple) if unpacked => tuple.items.iter().any(is_iterator),
            operand => is_iterator(operand),
        }))
    }

    /// Calls what a native asked for.
    fn ask(
        &mut self,
        demand: &'h Demand<'h>,
        log: Option<&'h List<'h>>,
        retry: Retry<'h>,
    ) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        let callee = match demand.callee {
            Wanted::Value(callee) => callee,
            Wanted::Std(name) => self.prelude_function(name)?,
        };
        let asked = cx.memory(cx.heap.alloc(Asked { log, retry }))?;
        let call = cx.memory(cx.heap.alloc(Pending {
            callee,
            args: demand.args,
            keywords: demand.keywords,
            then: Then::Answer(asked),
        }))?;
        match cx.nested(|| self.attempt(call)) {
            Err(Stop::Raised(exception)) => self.answered(asked, Err(exception)),
            other => other,
        }
    }

    /// Makes a call that may ask in its turn.
    pub(super) fn attempt(&mut self, call: &'h Pending<'h>) -> Result<(), Stop<'h>> {
        let result = self.invoke(call.callee, call.args, call.keywords, call.then);
        if let Err(Stop::Fatal) = result
            && let Some(demand) = self.cx.demanded.take()
        {
            let log = self.cx.forget_answers();
            if call.args.iter().any(is_iterator) {
                return Err(self.cx.no_call());
            }
            return self.ask(demand, log, Retry::Call(call));
        }
        if !self.retry {
            self.cx.forget_answers();
        }
        result
    }

    /// Keeps an answer, and does again what asked for it.
    pub(super) fn answered(
        &mut self,
        asked: &'h Asked<'h>,
        answer: Result<Value<'h>, &'h Exc<'h>>,
    ) -> Result<(), Stop<'h>> {
        self.cx.note_answer(asked.log, answer)?;
        match asked.retry {
            Retry::Instruction => {
                self.retry = true;
                Err(Stop::Fatal)
            }
            Retry::Call(call) => self.attempt(call),
        }
    }

    /// Whether an exception comes from an answer: it keeps its context.
    pub(super) fn passes(&self, exception: &'h Exc<'h>) -> bool {
        self.cx
            .passed
            .take()
            .is_some_and(|passed| eq(passed, exception))
    }
}
