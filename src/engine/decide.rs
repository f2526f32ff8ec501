//! Deciding about a target, in the way of its kind.

use std::cell::LazyCell;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::host::in_flow::share_plan;
use crate::host::{Effects, Request};

use super::{
    build::Engine,
    decision::{DecideError, Decision},
    hearing::Hearing,
    pool::with_heap,
    run::{Ground, Run},
    target::Target,
};

impl Engine {
    /// Decides about a target, as authentik asks about targets of its kind: what
    /// [`access`](Self::access), [`enter`](Self::enter), [`reevaluate`](Self::reevaluate),
    /// [`validate`](Self::validate) and [`notify`](Self::notify) tell in more detail.
    ///
    /// # Errors
    /// An unknown target, or a limit of the decision as a whole: what no `failure_result` answers
    /// for.
    pub fn decide(&self, target: &str, request: &Request<'_>) -> Result<Decision, DecideError> {
        let found = self.tables.target(target)?;
        let framed = self.frame(found, request, |request, empty_result| {
            self.settle(found, target, request, empty_result)
        });
        framed.unwrap_or_else(|denial| Ok(Decision::denied(denial)))
    }

    /// Decides about a target by its bindings alone.
    pub(super) fn settle(
        &self,
        found: &Target,
        name: &str,
        request: &Request<'_>,
        empty_result: bool,
    ) -> Result<Decision, DecideError> {
        let request = found.request(request);
        let hearing = self
            .hearing(found, &request)
            .with_empty_result(empty_result);
        let decision = self.hear(found, &hearing, &request)?;
        self.tell(name, &decision, &decision.effects, &request);
        Ok(decision)
    }

    /// Decides about a target by what there is to ask about it. Nobody is told yet.
    pub(super) fn hear(
        &self,
        found: &Target,
        hearing: &Hearing<'_>,
        request: &Request<'_>,
    ) -> Result<Decision, DecideError> {
        with_heap(|heap| {
            let ground = Ground::of(self);
            let (cx, session) = (ground.context(heap), ground.session());
            let mut run = Run::new(self, &cx, &session);
            let world = run.world(request)?;
            if found.kind.is_of_flow() {
                share_plan(&cx, world).map_err(|stop| run.error(stop))?;
            }
            let mut decision = run.hear(hearing, world)?;
            if !hearing.policies.is_empty() {
                decision.effects = run.effects(world)?;
            }
            Ok(decision)
        })
    }

    /// What there is to ask about a target now.
    pub(super) fn hearing<'t>(&self, target: &'t Target, request: &Request<'_>) -> Hearing<'t> {
        let now = LazyCell::new(|| self.now());
        Hearing::of(target, || *now, self.short_circuit, request.user())
    }

    /// Reports a decision, unless it is a trial.
    pub(super) fn tell(
        &self,
        name: &str,
        decision: &Decision,
        effects: &Effects,
        request: &Request<'_>,
    ) {
        if !request.is_trial() {
            self.report(name, &decision.bindings, request);
            self.report_created(name, effects, request);
        }
    }

    /// Seconds since 1970 by the clock that policies see, or else the system's.
    pub(super) fn now(&self) -> i64 {
        let system = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |since| {
                i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
            })
        };
        (self.services.now()).map_or_else(system, |(seconds, _)| seconds)
    }
}
