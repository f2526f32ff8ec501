//! What a native receives and how it ends.

use super::value::{Dict, Generator, Stop, Text, Value};

/// The arguments of a native, bound to its parameters.
#[derive(Clone, Copy)]
pub struct Args<'a, 'h> {
    /// Positional parameters, then keyword-only ones; unbound, or missing at the end, where not given.
    pub fixed: &'a [Value<'h>],
    /// Further positional arguments, for `*args`.
    pub rest: &'a [Value<'h>],
    /// Further keyword arguments, for `**kwargs`, in order.
    pub keywords: &'a [(&'h Text<'h>, Value<'h>)],
}

impl<'a, 'h> Args<'a, 'h> {
    /// Positional arguments only.
    #[must_use]
    pub fn positional(fixed: &'a [Value<'h>]) -> Self {
        Self {
            fixed,
            rest: &[],
            keywords: &[],
        }
    }

    /// The argument of parameter `at`, if it was given.
    #[must_use]
    pub fn given(&self, at: usize) -> Option<Value<'h>> {
        match self.fixed.get(at) {
            None | Some(Value::Unbound) => None,
            Some(value) => Some(*value),
        }
    }

    /// The argument of parameter `at`, or `None` if it was not given.
    #[must_use]
    pub fn value(&self, at: usize) -> Value<'h> {
        self.given(at).unwrap_or(Value::None)
    }
}

/// How a native ends.
pub enum Ending<'h> {
    /// With a value.
    Value(Value<'h>),
    /// With a call in its place: the callable's result is the native's.
    Call {
        /// What is called.
        callee: Value<'h>,
        /// Its positional arguments.
        args: &'h [Value<'h>],
        /// Its keyword arguments: a dict with str keys.
        keywords: Option<&'h Dict<'h>>,
    },
    /// With a call of a function of the prelude.
    Std {
        /// The function's name.
        name: &'static str,
        /// Its positional arguments.
        args: &'h [Value<'h>],
    },
    /// With the next item of a generator.
    Resume {
        /// The generator.
        generator: &'h Generator<'h>,
        /// What `yield` gives.
        send: Value<'h>,
        /// What stands for an exhausted generator; unbound raises `StopIteration`.
        default: Value<'h>,
    },
    /// With an exception raised inside a generator, where it is suspended (`throw`).
    Throw {
        /// The generator.
        generator: &'h Generator<'h>,
        /// What is raised.
        error: Stop<'h>,
    },
    /// With the end of a generator (`close`).
    Close(&'h Generator<'h>),
    /// With another policy's result (`ak_call_policy`).
    Policy {
        /// The policy's name.
        name: &'h Text<'h>,
        /// What is added to its context: a dict with str keys.
        context: Option<&'h Dict<'h>>,
    },
}
