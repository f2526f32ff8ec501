//! One policy on one request.

use std::time::{Duration, Instant};

use super::explanation::{Explanation, explain_last};
use super::policy::{Policies, Policy};
use super::pool::with_heap;
use super::services::SystemServices;
use crate::builtin::ordain::raw_result;
use crate::heap::Heap;
use crate::host::{Effects, Request, World};
use crate::limits::{Limits, Meter};
use crate::stdlib;
use crate::value::Value;
use crate::value::context::{Context, Services};
use crate::value::plain::Plain;
use crate::value::value::Stop;
use crate::vm::{self, Failure, Session};

/// What a policy answered: authentik's `PolicyResult`.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyResult {
    /// The truth of what it returned.
    pub passing: bool,
    /// What it said, in order; what has no JSON form as its `str()`.
    pub messages: Vec<Plain>,
    /// What it returned, if that has a JSON form.
    pub value: Option<Plain>,
}

/// What became of a policy, and what it cost.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Its answer, or the exception or limit that ended it.
    pub outcome: Result<PolicyResult, Failure>,
    /// What it changed; marked as failed if it raised, and nothing if a limit ended it.
    pub effects: Effects,
    /// Steps taken.
    pub steps: u64,
    /// Bytes of memory used.
    pub bytes: usize,
    /// Time taken, if the evaluator measures it.
    pub time: Option<Duration>,
    /// Why it answered so, if the evaluator explains it.
    pub explanation: Option<Box<Explanation>>,
}

/// Evaluates policies under limits.
pub struct Evaluator<'a> {
    policies: &'a Policies,
    services: &'a dyn Services,
    limits: Limits,
    timed: bool,
    explained: bool,
}

impl<'a> Evaluator<'a> {
    /// An evaluator; `policies` are what `ak_call_policy` finds.
    #[must_use]
    pub fn new(policies: &'a Policies, services: &'a dyn Services, limits: Limits) -> Self {
        Self {
            policies,
            services,
            limits,
            timed: false,
            explained: false,
        }
    }

    /// Measures how long each evaluation takes.
    #[must_use]
    pub fn timed(mut self) -> Self {
        self.timed = true;
        self
    }

    /// Explains each answer: the `return` that was taken, or what raised, and what the names there held.
    #[must_use]
    pub fn explained(mut self) -> Self {
        self.explained = true;
        self
    }

    /// Evaluates a policy.
    #[must_use]
    pub fn evaluate(&self, policy: &Policy, request: &Request<'_>) -> Evaluation {
        let start = self.timed.then(Instant::now);
        let mut evaluation = with_heap(|heap| {
            let meter = Meter::new(&self.limits);
            heap.set_limit(self.limits.bytes);
            self.evaluate_in(heap, &meter, policy, request)
        });
        evaluation.time = start.map(|start| start.elapsed());
        evaluation
    }

    fn evaluate_in<'h>(
        &'h self,
        heap: &'h Heap,
        meter: &'h Meter,
        policy: &'h Policy,
        request: &'h Request<'h>,
    ) -> Evaluation {
        let cx = Context::new(heap, meter, self.services);
        let mut session = Session::new(stdlib::prelude(), self.policies);
        if self.explained {
            session.watch();
        }
        let world = World::new(&cx, request);
        let (outcome, effects) = match &world {
            Ok(world) => run(&cx, &session, policy, world, &self.limits),
            Err(_) => (Err(Stop::Fatal), Effects::default()),
        };
        let mut evaluation = Evaluation {
            outcome: outcome.map_err(|stop| Failure::new(&cx, &session, stop)),
            effects,
            steps: meter.spent(),
            bytes: heap.used(),
            time: None,
            explanation: None,
        };
        if self.explained
            && let Ok(world) = world
        {
            let raised = evaluation.outcome.is_err();
            evaluation.explanation = self.explain(&cx, &session, world, (policy, raised));
        }
        evaluation
    }

    /// Why the policy answered as it did, told under an allowance of its own.
    #[cold]
    fn explain<'h>(
        &'h self,
        cx: &Context<'h>,
        session: &Session<'h>,
        world: &'h World<'h>,
        (policy, raised): (&Policy, bool),
    ) -> Option<Box<Explanation>> {
        cx.meter.restart(&self.limits);
        let source_of = |name: &str| Some(self.policies.policy(name)?.ok()?.source());
        explain_last(
            cx,
            session,
            world,
            (Some(policy.source()), raised),
            source_of,
        )
    }
}

fn run<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    policy: &'h Policy,
    world: &'h World<'h>,
    limits: &Limits,
) -> (Result<PolicyResult, Stop<'h>>, Effects) {
    match answer(cx, session, policy, world, limits) {
        Ok(result) => match Effects::of(cx, world) {
            Ok(effects) => (Ok(result), effects),
            Err(stop) => (Err(stop), Effects::default()),
        },
        Err(Stop::Fatal) => (Err(Stop::Fatal), Effects::default()),
        Err(raised) => {
            cx.mark_failed(None);
            (Err(raised), Effects::of(cx, world).unwrap_or_default())
        }
    }
}

/// Runs a policy in a world that may have seen others.
pub(super) fn answer<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    policy: &'h Policy,
    world: &'h World<'h>,
    limits: &Limits,
) -> Result<PolicyResult, Stop<'h>> {
    let program = session.load(cx, policy.program())?;
    let before = world.enter(cx);
    let result = vm::evaluate(cx, session, program, world, limits).and_then(|value| {
        let mut plain = Vec::new();
        if let Some(messages) = cx.messages.get() {
            plain.reserve_exact(messages.len());
            for message in messages.iter() {
                plain.push(plain_message(cx, message)?);
            }
        }
        Ok(PolicyResult {
            passing: cx.truth(value)?,
            messages: plain,
            value: Plain::of(cx, raw_result(value)).or_else(keep_limits)?,
        })
    });
    World::leave(cx, before);
    result
}

/// A value that cannot be shown (it contains itself) has no JSON form; a limit stays one.
fn keep_limits<T>(stop: Stop<'_>) -> Result<Option<T>, Stop<'_>> {
    match stop {
        Stop::Raised(_) => Ok(None),
        Stop::Fatal => Err(stop),
    }
}

/// A message as the embedder gets it.
pub(super) fn plain_message<'h>(cx: &Context<'h>, message: Value<'h>) -> Result<Plain, Stop<'h>> {
    match Plain::of(cx, message).or_else(keep_limits)? {
        Some(plain) => Ok(plain),
        None => Ok(Plain::Str(cx.display(message)?)),
    }
}

impl Policy {
    /// Evaluates it on a request, under the default limits, with the system's clock and without other
    /// policies to call.
    ///
    /// # Errors
    /// The exception that left it, or the limit that ended it.
    pub fn evaluate(&self, request: &Request<'_>) -> Result<PolicyResult, Failure> {
        let (policies, services) = (Policies::new(), SystemServices::new());
        let evaluator = Evaluator::new(&policies, &services, Limits::default());
        evaluator.evaluate(self, request).outcome
    }
}
