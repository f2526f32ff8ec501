//! What a native does that needs a function of the policy: it asks.
//!
//! A native cannot call. Where it needs the answer of a method that a policy's class defines, it notes
//! what is to be called and stops. The machine calls it, keeps the answer, and runs the same instruction
//! again: this time the native finds the answer and goes on, until it asks for the next one. So what a
//! native does before it asks must be such that it can be done twice.

use super::context::Context;
use super::value::{Exc, List, Stop, Text, Value};

/// What is to be called.
#[derive(Clone, Copy)]
pub enum Wanted<'h> {
    /// A value.
    Value(Value<'h>),
    /// A function of the prelude.
    Std(&'static str),
}

/// A call that a native waits for.
pub struct Demand<'h> {
    /// What is called.
    pub callee: Wanted<'h>,
    /// With what.
    pub args: &'h [Value<'h>],
    /// With what by keyword.
    pub keywords: &'h [(&'h Text<'h>, Value<'h>)],
}

impl<'h> Context<'h> {
    /// The answer of a call.
    ///
    /// # Errors
    /// What the call raises; [`Stop::Fatal`] where it was not made yet.
    pub fn ask(&self, callee: Value<'h>, args: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
        self.demand(Wanted::Value(callee), args, &[])
    }

    /// The answer of a function of the prelude.
    ///
    /// # Errors
    /// Those of [`Context::ask`].
    pub fn ask_std(&self, name: &'static str, args: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
        self.demand(Wanted::Std(name), args, &[])
    }

    /// The answer of a call with keyword arguments.
    ///
    /// # Errors
    /// Those of [`Context::ask`].
    pub fn ask_named(
        &self,
        callee: Value<'h>,
        args: &[Value<'h>],
        keywords: &[(&'h Text<'h>, Value<'h>)],
    ) -> Result<Value<'h>, Stop<'h>> {
        self.demand(Wanted::Value(callee), args, keywords)
    }

    fn demand(
        &self,
        callee: Wanted<'h>,
        args: &[Value<'h>],
        keywords: &[(&'h Text<'h>, Value<'h>)],
    ) -> Result<Value<'h>, Stop<'h>> {
        self.charge(1)?;
        if self.firm.get() {
            return Err(self.no_call());
        }
        let at = self.answered.get();
        let answer = |at: usize| self.answers.get().and_then(|answers| answers.item(at));
        if let (Some(raised), Some(value)) = (answer(2 * at), answer(2 * at + 1)) {
            self.answered.set(at + 1);
            return match (raised, value) {
                (Value::True, Value::Exc(exception)) => {
                    self.passed.set(Some(exception));
                    Err(Stop::Raised(exception))
                }
                _ => Ok(value),
            };
        }
        let args = self.memory(self.heap.slice(args))?;
        let keywords = self.memory(self.heap.slice(keywords))?;
        let demand = Demand {
            callee,
            args,
            keywords,
        };
        let demand = self.memory(self.heap.alloc(demand))?;
        self.demanded.set(Some(demand));
        Err(Stop::Fatal)
    }

    /// Does what cannot be done twice: a native that would ask raises a `TypeError`.
    ///
    /// # Errors
    /// What `work` raises.
    pub fn firmly<T>(&self, work: impl FnOnce() -> Result<T, Stop<'h>>) -> Result<T, Stop<'h>> {
        let before = self.firm.replace(true);
        let result = work();
        self.firm.set(before);
        result
    }

    /// The error where a method cannot be called.
    #[cold]
    pub fn no_call(&self) -> Stop<'h> {
        self.type_error(format_args!(
            "a method of a class of the policy cannot be called from here"
        ))
    }

    /// Notes the answer of the last call that was asked for, beside those before.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn note_answer(
        &self,
        before: Option<&'h List<'h>>,
        answer: Result<Value<'h>, &'h Exc<'h>>,
    ) -> Result<(), Stop<'h>> {
        let answers = match before {
            Some(answers) => answers,
            None => self.list(&[])?,
        };
        let (raised, value) = match answer {
            Ok(value) => (false, value),
            Err(exception) => (true, Value::Exc(exception)),
        };
        answers.push(self, Value::bool(raised))?;
        answers.push(self, value)?;
        self.answers.set(Some(answers));
        self.answered.set(0);
        Ok(())
    }

    /// Forgets the answers: what asked for them has ended.
    pub fn forget_answers(&self) -> Option<&'h List<'h>> {
        self.answered.set(0);
        self.answers.take()
    }
}
