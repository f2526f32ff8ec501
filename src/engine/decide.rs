//! Deciding about a target: its policies in order, in one world, each with an allowance of its own.
//!
//! The allowance is what keeps bindings apart: what one policy wastes cannot make another fail, and
//! so open by its `failure_result`. The total is no allowance: meeting it ends the decision.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::heap::Heap;
use crate::host::{Effects, Request, World};
use crate::limits::{Limit, Limits, Meter};
use crate::stdlib;
use crate::value::context::Context;
use crate::value::plain::Plain;
use crate::vm::{Failure, Session};

use super::{
    binding::Binding,
    build::Engine,
    decision::{Answer, DecideError, Decision, Kind},
    evaluation::{self, PolicyResult},
    mode::{Outcome, Terms},
    pool::with_heap,
    report,
    services::Lending,
    statics,
    walk::{Rules, walk},
};

/// A policy binding that has a part in the decision.
struct Asked<'h> {
    binding: &'h Binding,
    policy: &'h str,
}

impl Engine {
    /// Decides about a target.
    ///
    /// # Errors
    /// An unknown target, or a limit of the decision as a whole: what no `failure_result` answers
    /// for.
    pub fn decide(&self, target: &str, request: &Request<'_>) -> Result<Decision, DecideError> {
        let found = self.tables.target(target)?;
        let request = found.request(request);
        let now = self.now();
        let seen = || found.bindings.iter().filter(|binding| binding.is_seen(now));
        let (statics, aggregate) =
            statics::answer(seen(), found.bindings.len(), found.mode, request.user());
        let most = found.bindings.len();
        let mut policies = Vec::with_capacity(most);
        policies.extend(seen().filter_map(|binding| {
            let policy = binding.policy_name()?;
            Some(Asked { binding, policy })
        }));
        let rules = Rules {
            mode: found.mode,
            empty_result: found.empty_result,
            short_circuit: self.short_circuit,
        };
        let mut decision = with_heap(|heap| {
            self.walk_policies(heap, rules, aggregate, &policies, most, &request)
        })?;
        decision
            .bindings
            .extend(statics.iter().map(statics::Static::answer));
        decision.source_results.extend(aggregate.map(static_result));
        if !request.is_trial() {
            self.report(target, &decision.bindings, &request);
            self.report_created(target, &decision.effects, &request);
        }
        Ok(decision)
    }

    /// Seconds since 1970 by the clock that policies see, or else the system's.
    fn now(&self) -> i64 {
        let system = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |since| {
                i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
            })
        };
        (self.services.now()).map_or_else(system, |(seconds, _)| seconds)
    }

    fn walk_policies<'h>(
        &'h self,
        heap: &'h Heap,
        rules: Rules,
        statics: Option<bool>,
        policies: &[Asked<'h>],
        most: usize,
        request: &'h Request<'h>,
    ) -> Result<Decision, DecideError> {
        let meter = Meter::new(&self.limits);
        heap.set_limit(self.total.bytes);
        let lending = Lending {
            services: &*self.services,
            directory: &self.tables.directory,
        };
        let cx = Context::new(heap, &meter, &lending);
        let session = Session::new(stdlib::prelude(), &self.tables.policies);
        let world = World::new(&cx, request).map_err(|_| DecideError::Bytes(self.total.bytes))?;
        let mut run = Run {
            engine: self,
            cx: &cx,
            session: &session,
            world,
            steps: 0,
            answers: Vec::with_capacity(most),
            results: Vec::with_capacity(policies.len() + 1),
        };
        let terms: Vec<Terms> = policies.iter().map(|asked| asked.binding.terms).collect();
        let walked = walk(rules, statics, &terms, |at| {
            let asked = policies.get(at);
            asked.map_or(Ok(Outcome::Raised), |asked| run.ask(asked))
        })?;
        let effects = if policies.is_empty() {
            Effects::default()
        } else {
            run.effects()?
        };
        Ok(run.decision(walked.passing, effects))
    }
}

/// One decision under way.
struct Run<'h, 'r> {
    engine: &'h Engine,
    cx: &'r Context<'h>,
    session: &'r Session<'h>,
    world: &'h World<'h>,
    steps: u64,
    answers: Vec<Answer>,
    results: Vec<PolicyResult>,
}

impl<'h> Run<'h, '_> {
    /// Asks one policy and notes its answer.
    fn ask(&mut self, asked: &Asked<'h>) -> Result<Outcome, DecideError> {
        let (start, used) = (self.engine.timed.then(Instant::now), self.cx.heap.used());
        let allowance = self.allow(asked.binding, used);
        let before = self.cx.journal.get();
        let ended = self.evaluate(asked.policy, &allowance);
        let steps = self.cx.meter.spent();
        self.steps += steps;
        if let Err(failure) = &ended {
            self.cx.mark_failed(before);
            self.check_total(failure, &allowance)?;
        }
        let called = report::called(self.cx, self.session, &self.engine.tables, &allowance);
        let outcome = match &ended {
            Ok(result) => Outcome::Returned(result.passing),
            Err(_) => Outcome::Raised,
        };
        let terms = asked.binding.terms;
        let (messages, value, failure) = match ended {
            Ok(result) => (result.messages, result.value, None),
            Err(failure) => (
                vec![Plain::Str(failure.message.clone())],
                None,
                Some(Box::new(failure)),
            ),
        };
        let passing = terms.answer(outcome);
        if !terms.dry_run {
            self.results.push(PolicyResult {
                passing,
                messages: messages.clone(),
                value,
            });
        }
        self.answers.push(Answer {
            raised: failure.is_some(),
            steps,
            bytes: self.cx.heap.used() - used,
            time: start.map(|start| start.elapsed()),
            messages,
            failure,
            called,
            ..Answer::of(asked.binding, Kind::Policy, asked.policy, passing)
        });
        Ok(outcome)
    }

    /// Gives a binding its allowance, as far as the total leaves it.
    fn allow(&self, binding: &Binding, used: usize) -> Limits {
        let (limits, total) = (&self.engine.limits, self.engine.total);
        let allowance = Limits {
            steps: limits.steps.min(total.steps.saturating_sub(self.steps)),
            bytes: limits.bytes.min(total.bytes.saturating_sub(used)),
            time: binding.timeout.or(limits.time),
            ..limits.clone()
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

    fn evaluate(&self, name: &str, allowance: &Limits) -> Result<PolicyResult, Failure> {
        let policy = self.engine.tables.policy(name)?;
        let answer = evaluation::answer(self.cx, self.session, policy, self.world, allowance);
        answer.map_err(|stop| {
            let mut failure = Failure::new(self.cx, self.session, stop);
            // The heap counts for the whole decision; the binding is told of its own allowance.
            if let Some(Limit::Memory(_)) = failure.limit {
                let limit = Limit::Memory(allowance.bytes);
                failure.message = limit.to_string();
                failure.limit = Some(limit);
            }
            failure
        })
    }

    /// What all policies changed, told under an allowance of its own.
    fn effects(&self) -> Result<Effects, DecideError> {
        self.cx.meter.restart(&self.engine.limits);
        self.cx.heap.set_limit(usize::MAX);
        Effects::of(self.cx, self.world).map_err(|stop| {
            let failure = Failure::new(self.cx, self.session, stop);
            DecideError::Effects(failure.message)
        })
    }

    fn decision(self, passing: bool, effects: Effects) -> Decision {
        let counted = self.answers.iter().filter(|answer| answer.counted);
        Decision {
            passing,
            messages: counted.flat_map(|answer| answer.messages.clone()).collect(),
            effects,
            steps: self.steps,
            bindings: self.answers,
            source_results: self.results,
        }
    }
}

/// All users and groups that count, as one result.
fn static_result(passing: bool) -> PolicyResult {
    PolicyResult {
        passing,
        messages: Vec::new(),
        value: None,
    }
}
