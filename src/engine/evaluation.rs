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
use crate::value::context::{Context, Message, Services};
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
        with_heap(|heap| {
            let meter = Meter::new(&self.limits);
            heap.set_limit(self.limits.bytes);
            self.evaluate_in(heap, &meter, (policy, request), start)
        })
    }

    #[inline(always)]
    fn evaluate_in<'h>(
        &'h self,
        heap: &'h Heap,
        meter: &'h Meter,
        (policy, request): (&'h Policy, &'h Request<'h>),
        start: Option<Instant>,
    ) -> Evaluation {
        let cx = Context::new(heap, meter, self.services);
        let mut session = Session::new(stdlib::prelude(), self.policies);
        if self.explained {
            session.watch();
        }
        let (mut passing, mut messages, mut value) = (false, Vec::new(), None);
        let mut effects = Effects::default();
        let world = World::new(&cx, request);
        let ended = world.and_then(|world| {
            let said = Said {
                passing: &mut passing,
                messages: &mut messages,
                value: &mut value,
            };
            let ended = answer(&cx, &session, policy, world, &self.limits, said);
            note(&cx, world, ended, &mut effects)
        });
        let failure = ended.err().map(|stop| Failure::new(&cx, &session, stop));
        let (steps, bytes) = (meter.spent(), heap.used());
        let explanation = match world {
            Ok(world) if self.explained => {
                self.explain(&cx, &session, world, (policy, failure.is_some()))
            }
            _ => None,
        };
        session.end();
        // Put together once, where it is wanted: to move it costs more than many a policy does.
        Evaluation {
            outcome: match failure {
                None => Ok(PolicyResult {
                    passing,
                    messages,
                    // A bool, which most are, was just written: moved as a whole it would be waited for.
                    value: match value {
                        Some(Plain::Bool(truth)) => {
                            // It owns nothing, which the compiler does not see.
                            std::mem::forget(value);
                            Some(Plain::Bool(truth))
                        }
                        other => other,
                    },
                }),
                Some(failure) => Err(failure),
            },
            effects,
            steps,
            bytes,
            time: start.map(|start| start.elapsed()),
            explanation,
        }
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

/// Notes what a policy changed that ended so.
fn note<'h>(
    cx: &Context<'h>,
    world: &'h World<'h>,
    ended: Result<(), Stop<'h>>,
    effects: &mut Effects,
) -> Result<(), Stop<'h>> {
    match ended {
        Ok(()) => effects.note(cx, world),
        Err(Stop::Fatal) => Err(Stop::Fatal),
        Err(raised) => {
            cx.mark_failed(None);
            // Effects that cannot be told are none; the exception says what happened.
            effects.note(cx, world).ok();
            Err(raised)
        }
    }
}

/// Where the answer of a policy goes.
pub(super) struct Said<'a> {
    /// The truth of what it returned.
    pub passing: &'a mut bool,
    /// What it said.
    pub messages: &'a mut Vec<Plain>,
    /// What it returned, if that has a JSON form.
    pub value: &'a mut Option<Plain>,
}

/// Runs a policy in a world that may have seen others.
#[inline(always)]
pub(super) fn answer<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    policy: &'h Policy,
    world: &'h World<'h>,
    limits: &Limits,
    mut said: Said<'_>,
) -> Result<(), Stop<'h>> {
    world.begin(cx);
    let program = policy.program();
    let mut told = |value| tell(cx, value, &mut said);
    let result = vm::evaluate_to((cx, cx.meter), session, program, world, limits, &mut told);
    World::end(cx);
    result
}

/// Puts what a policy said and returned where it goes.
#[inline(always)]
fn tell<'h>(cx: &Context<'h>, value: Value<'h>, said: &mut Said<'_>) -> Result<(), Stop<'h>> {
    if let Some(last) = cx.messages.get() {
        tell_messages(cx, last, said.messages)?;
    }
    // What most policies return needs no second look at what it is.
    let truth = match value {
        Value::True => true,
        Value::False => false,
        value => return tell_other(cx, value, said),
    };
    *said.passing = truth;
    cx.charge(1)?;
    Plain::write(Plain::Bool(truth), said.value);
    Ok(())
}

#[inline(never)]
fn tell_other<'h>(cx: &Context<'h>, value: Value<'h>, said: &mut Said<'_>) -> Result<(), Stop<'h>> {
    *said.passing = cx.truth(value)?;
    match Plain::put(cx, raw_result(value), said.value) {
        Err(Stop::Fatal) => Err(Stop::Fatal),
        // What contains itself has no JSON form.
        Ok(()) | Err(Stop::Raised(_)) => Ok(()),
    }
}

/// Puts what a policy said where it goes.
#[inline(never)]
fn tell_messages<'h>(
    cx: &Context<'h>,
    last: &'h Message<'h>,
    messages: &mut Vec<Plain>,
) -> Result<(), Stop<'h>> {
    let told = match last {
        // Most say one text.
        Message {
            said: Value::Str(text),
            before: None,
        } => {
            cx.charge(1)?;
            vec![Plain::of_text(cx, text)?]
        }
        last => told_messages(cx, last)?,
    };
    // Nothing stood there that would have to be freed.
    std::mem::forget(std::mem::replace(messages, told));
    Ok(())
}

/// What a policy said, in order.
fn told_messages<'h>(cx: &Context<'h>, last: &'h Message<'h>) -> Result<Vec<Plain>, Stop<'h>> {
    let said = Message::newest_first(Some(last));
    let mut told = Vec::with_capacity(said.clone().count());
    for said in said {
        match said {
            // Most are texts, which are written where they stay.
            Value::Str(text) => {
                cx.charge(1)?;
                told.push(Plain::of_text(cx, text)?);
            }
            said => told.push(plain_message(cx, said)?),
        }
    }
    told.reverse();
    Ok(told)
}

/// A message as the embedder gets it: what cannot be told in JSON (it contains itself, say) as its text.
pub(super) fn plain_message<'h>(cx: &Context<'h>, message: Value<'h>) -> Result<Plain, Stop<'h>> {
    let mut plain = None;
    match (Plain::put(cx, message, &mut plain), plain) {
        (Err(Stop::Fatal), _) => Err(Stop::Fatal),
        (Ok(()), Some(plain)) => Ok(plain),
        _ => Ok(Plain::Str(cx.display(message)?)),
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
