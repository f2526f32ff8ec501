//! Asking the policies of targets in order, in one heap, each with an allowance of its own.
//!
//! The allowance is what keeps bindings apart: what one policy wastes cannot make another fail, and
//! so open by its `failure_result`. The total is no allowance: meeting it ends the decision.

use std::borrow::Cow;
use std::time::Instant;

use crate::heap::Heap;
use crate::host::{Effects, Request, World};
use crate::limits::{Limit, Limits, Meter};
use crate::stdlib;
use crate::value::context::Context;
use crate::value::plain::Plain;
use crate::value::value::Stop;
use crate::vm::{Failure, Session};

use super::{
    binding::Binding,
    build::Engine,
    decision::{Answer, DecideError, Decision},
    evaluation::{self, Said},
    explanation::{Explanation, explain_last},
    hearing::{Asked, Hearing},
    mode::Outcome,
    report,
    services::Lending,
    walk::walk,
};

/// What a run stands on: made before it, so that it outlives all values.
pub(super) struct Ground<'e> {
    engine: &'e Engine,
    meter: Meter,
    lending: Lending<'e>,
}

impl<'e> Ground<'e> {
    /// The ground for policies of an engine.
    pub fn of(engine: &'e Engine) -> Self {
        let lending = Lending {
            services: &*engine.services,
            directory: &engine.tables.directory,
        };
        Self {
            engine,
            meter: Meter::new(&engine.limits),
            lending,
        }
    }

    /// The context of its values, whose bytes the total bounds.
    pub fn context<'h>(&'h self, heap: &'h Heap) -> Context<'h> {
        heap.set_limit(self.engine.total.bytes);
        Context::new(heap, &self.meter, &self.lending)
    }

    /// A session without programs.
    pub fn session(&self) -> Session<'_> {
        let mut session = Session::new(stdlib::prelude(), &self.engine.tables.policies);
        if self.engine.explained {
            session.watch();
        }
        session
    }
}

/// Policies being asked: of one target, or of several in one heap.
pub(super) struct Run<'h, 'r> {
    engine: &'h Engine,
    pub cx: &'r Context<'h>,
    session: &'r Session<'h>,
    /// Steps that all of them took.
    pub steps: u64,
}

impl<'h, 'r> Run<'h, 'r> {
    /// A run that has asked nothing yet.
    pub fn new(engine: &'h Engine, cx: &'r Context<'h>, session: &'r Session<'h>) -> Self {
        Self {
            engine,
            cx,
            session,
            steps: 0,
        }
    }

    /// The world of a request.
    pub fn world(&self, request: &'h Request<'h>) -> Result<&'h World<'h>, DecideError> {
        World::new(self.cx, request).map_err(|_| DecideError::Bytes(self.engine.total.bytes))
    }

    /// Hears a target. What its policies changed is not told yet.
    pub fn hear(
        &mut self,
        hearing: &Hearing<'h>,
        world: &'h World<'h>,
    ) -> Result<Decision, DecideError> {
        let before = self.steps;
        let mut bindings = Vec::with_capacity(hearing.most);
        let policies = &hearing.policies;
        if policies.len() > 1 {
            world.expect_many();
        }
        let terms = policies.iter().map(|asked| asked.binding.terms);
        let passing = walk(hearing.rules, hearing.aggregate, terms, |at| {
            let asked = policies.get(at);
            asked.map_or(Ok(false), |asked| self.ask(asked, world, &mut bindings))
        })?;
        let mut messages = Vec::new();
        for answer in bindings.iter().filter(|answer| answer.counted) {
            messages.extend_from_slice(&answer.messages);
        }
        for answer in &hearing.statics {
            answer.answer_in(&mut bindings);
        }
        Ok(Decision {
            passing,
            messages,
            effects: Effects::default(),
            steps: self.steps - before,
            bindings,
            aggregate: hearing.aggregate,
        })
    }

    /// What all policies changed, told under an allowance of its own.
    pub fn effects(&self, world: &'h World<'h>) -> Result<Effects, DecideError> {
        self.unbound();
        Effects::of(self.cx, world).map_err(|stop| self.error(stop))
    }

    /// Why the decision fails as a whole.
    pub fn error(&self, stop: Stop<'h>) -> DecideError {
        DecideError::Effects(Failure::new(self.cx, self.session, stop).message)
    }

    /// Frees the work between policies from what is left of the last one's allowance.
    pub fn unbound(&self) {
        self.cx.meter.restart(&self.engine.limits);
        self.cx.heap.set_limit(usize::MAX);
    }

    /// Asks one policy, notes its answer where it stays, and says what that is.
    fn ask(
        &mut self,
        asked: &Asked<'h>,
        world: &'h World<'h>,
        answers: &mut Vec<Answer>,
    ) -> Result<bool, DecideError> {
        let (start, used) = (self.engine.timed.then(Instant::now), self.cx.heap.used());
        let allowance = self.allow(asked.binding, used);
        let before = self.cx.journal.get();
        let answer = asked.binding.answer_in(answers);
        let said = Said {
            passing: &mut answer.passing,
            messages: &mut answer.messages,
            value: &mut answer.value,
        };
        let ended = self.evaluate(asked, world, &allowance, said);
        answer.steps = self.cx.meter.spent();
        answer.bytes = self.cx.heap.used() - used;
        self.steps += answer.steps;
        let outcome = match &ended {
            Ok(()) => Outcome::Returned(answer.passing),
            Err(_) => Outcome::Raised,
        };
        let passing = asked.binding.terms.answer(outcome);
        answer.passing = passing;
        if let Err(failure) = ended {
            self.cx.mark_failed(before);
            self.check_total(&failure, &allowance)?;
            answer.raised = true;
            answer.messages = vec![Plain::Str(failure.message.clone())];
            answer.failure = Some(failure);
        }
        if self.session.has_called() {
            answer.called = report::called(self.cx, self.session, &self.engine.tables, &allowance);
        }
        answer.time = start.map(|start| start.elapsed());
        if self.engine.explained {
            answer.explanation = self.explain(asked.policy, world, answer.raised);
        }
        Ok(passing)
    }

    /// Why the policy that ran last answered as it did.
    fn explain(
        &self,
        policy: &str,
        world: &'h World<'h>,
        raised: bool,
    ) -> Option<Box<Explanation>> {
        let source_of = |name: &str| self.engine.tables.source(name);
        self.unbound();
        let ended = (source_of(policy), raised);
        explain_last(self.cx, self.session, world, ended, source_of)
    }

    /// Gives a binding its allowance, as far as the total leaves it.
    fn allow(&self, binding: &Binding, used: usize) -> Cow<'h, Limits> {
        let (limits, total) = (&self.engine.limits, self.engine.total);
        let steps = total.steps.saturating_sub(self.steps);
        let bytes = total.bytes.saturating_sub(used);
        let whole = limits.steps <= steps && limits.bytes <= bytes && binding.timeout.is_none();
        let allowance = match whole {
            true => Cow::Borrowed(limits),
            false => Cow::Owned(Limits {
                steps: limits.steps.min(steps),
                bytes: limits.bytes.min(bytes),
                time: binding.timeout.or(limits.time),
                ..limits.clone()
            }),
        };
        self.cx.meter.restart(&allowance);
        self.cx.heap.set_limit(used.saturating_add(allowance.bytes));
        allowance
    }

    /// Tells a limit of the decision from one of the binding.
    fn check_total(&self, failure: &Failure, allowance: &Limits) -> Result<(), DecideError> {
        let (limits, total) = (&self.engine.limits, self.engine.total);
        match failure.limit {
            Some(Limit::Steps(_)) if allowance.steps < limits.steps => {
                Err(DecideError::Steps(total.steps))
            }
            Some(Limit::Memory(_)) if allowance.bytes < limits.bytes => {
                Err(DecideError::Bytes(total.bytes))
            }
            _ => Ok(()),
        }
    }

    fn evaluate(
        &self,
        asked: &Asked<'h>,
        world: &'h World<'h>,
        allowance: &Limits,
        said: Said<'_>,
    ) -> Result<(), Box<Failure>> {
        let policy = self.engine.tables.bound(asked.binding, asked.policy)?;
        let answer = evaluation::answer(self.cx, self.session, policy, world, allowance, said);
        answer.map_err(|stop| {
            let mut failure = Failure::new(self.cx, self.session, stop);
            // The heap counts for the whole decision; the binding is told of its own allowance.
            if let Some(Limit::Memory(_)) = failure.limit {
                let limit = Limit::Memory(allowance.bytes);
                failure.message = limit.to_string();
                failure.limit = Some(limit);
            }
            Box::new(failure)
        })
    }
}
