//! Entering flows, and reaching their stages.

use serde::Serialize;
use serde_json::Value as Json;

use crate::host::{InFlow, Request};
use crate::value::value::Lent;

use super::{
    build::Engine,
    decision::{DecideError, Decision},
    target::Target,
    target_kind::{Authentication, TargetKind},
};

/// What is said to whom a flow does not let in, if no policy said anything.
pub(super) const NOT_APPLICABLE: &str = "Flow does not apply to current user.";

/// Whether a flow may be entered.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The requirement of the flow that is not met: then no binding was asked.
    pub unmet: Option<Authentication>,
    /// What to say to whom the flow does not let in; none: it does.
    pub denial: Option<String>,
    /// What the bindings of the flow answered.
    pub decision: Decision,
}

impl Entry {
    /// Whether the flow lets the subject in.
    #[must_use]
    pub fn passing(&self) -> bool {
        self.denial.is_none()
    }

    /// The entry that a requirement closes.
    pub(super) fn unmet(requirement: Authentication) -> Self {
        Self {
            unmet: Some(requirement),
            denial: Some(NOT_APPLICABLE.to_owned()),
            decision: Decision::closed(),
        }
    }

    /// The entry that the bindings of a flow open or close.
    pub(super) fn of(decision: Decision) -> Self {
        let said: Vec<String> = decision.messages.iter().map(ToString::to_string).collect();
        let denial = match (decision.passing, said.is_empty()) {
            (true, _) => None,
            (false, true) => Some(NOT_APPLICABLE.to_owned()),
            (false, false) => Some(said.join("\n")),
        };
        Self {
            unmet: None,
            denial,
            decision,
        }
    }
}

impl Engine {
    /// Whether a flow may be entered: first its requirement of who is signed in, then its bindings,
    /// for the pending user of the context if there is one.
    ///
    /// # Errors
    /// An unknown flow, or a limit of the decision as a whole.
    pub fn enter(&self, flow: &str, request: &Request<'_>) -> Result<Entry, DecideError> {
        let name = format!("flow:{flow}");
        self.enter_into(self.tables.target(&name)?, &name, request)
    }

    pub(super) fn enter_into(
        &self,
        found: &Target,
        name: &str,
        request: &Request<'_>,
    ) -> Result<Entry, DecideError> {
        match unmet(found, request) {
            Some(requirement) => Ok(Entry::unmet(requirement)),
            None => Ok(Entry::of(self.ask_in_flow(found, name, request)?)),
        }
    }

    /// Asks the bindings of a stage when it is reached, for the pending user: whether it runs. The
    /// context holds the `flow_plan`; what the plan's own context holds is added.
    ///
    /// # Errors
    /// An unknown target, or a limit of the decision as a whole.
    pub fn reevaluate(&self, stage: &str, request: &Request<'_>) -> Result<Decision, DecideError> {
        self.ask_in_flow(self.tables.target(stage)?, stage, request)
    }

    /// Asks the bindings of a target for the pending user, in the context of the plan.
    pub(super) fn ask_in_flow(
        &self,
        found: &Target,
        name: &str,
        request: &Request<'_>,
    ) -> Result<Decision, DecideError> {
        let flow = InFlow::of(request);
        self.settle(found, name, &flow.request(), found.empty_result)
    }
}

/// The requirement of a flow that a request does not meet. It is about who sent the request, not about
/// the pending user.
pub(super) fn unmet(flow: &Target, request: &Request<'_>) -> Option<Authentication> {
    let TargetKind::Flow(requirement) = flow.kind else {
        return None;
    };
    let user = request.user();
    let is = |name: &str| user.attr(name).and_then(|lent| truth(&lent));
    let signed_in = || is("is_authenticated").unwrap_or(!user.is_anonymous());
    let has = |key: &str| {
        let value = request.context().value(key);
        value.is_some_and(|lent| !matches!(lent, Lent::None | Lent::Json(Json::Null)))
    };
    let met = match requirement {
        Authentication::None => true,
        Authentication::RequireAuthenticated => signed_in(),
        Authentication::RequireUnauthenticated => !signed_in(),
        Authentication::RequireSuperuser => is("is_superuser").unwrap_or(false),
        Authentication::RequireRedirect => has("is_redirected"),
        Authentication::RequireOutpost => has("outpost"),
    };
    (!met).then_some(requirement)
}

fn truth(lent: &Lent<'_>) -> Option<bool> {
    match lent {
        Lent::Bool(truth) => Some(*truth),
        Lent::Json(json) => json.as_bool(),
        _ => None,
    }
}
