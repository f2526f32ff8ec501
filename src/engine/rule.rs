//! Whether an event is notified of.

use serde_json::Value as Json;

use crate::host::Request;
use crate::host::in_flow::map;
use crate::value::value::Lent;

use super::{
    build::Engine,
    decision::{DecideError, Decision},
};

/// What is said of an event that is passed over.
pub(super) const OF_A_RULE: &str = "The event was created by a policy of a notification rule.";

impl Engine {
    /// Whether an event, which stands in the context's `event`, is notified of: any binding of the rule
    /// passes for the anonymous user. None: it is passed over, since a policy that is bound to a rule
    /// created it, and would create the next one.
    ///
    /// # Errors
    /// An unknown rule, or a limit of the decision as a whole.
    pub fn notify(
        &self,
        rule: &str,
        request: &Request<'_>,
    ) -> Result<Option<Decision>, DecideError> {
        let name = format!("rule:{rule}");
        let found = self.tables.target(&name)?;
        if self.made_by_a_rule(request) {
            return Ok(None);
        }
        self.settle(found, &name, request, found.empty_result)
            .map(Some)
    }

    /// Whether a policy that is bound to any rule created the event.
    pub(super) fn made_by_a_rule(&self, request: &Request<'_>) -> bool {
        let event = request.context().value("event");
        let maker = event
            .and_then(|event| member(event, "context"))
            .and_then(|context| member(context, "policy_uuid"));
        let key = match maker {
            Some(Lent::Str(key)) => key.to_owned(),
            Some(Lent::Text(key)) => key,
            Some(Lent::Json(Json::String(key))) => key.clone(),
            _ => return false,
        };
        self.tables.is_of_a_rule(&key)
    }
}

fn member<'l>(lent: Lent<'l>, name: &str) -> Option<Lent<'l>> {
    match lent {
        Lent::Object(object) => object.attr(name),
        other => map(other)?.value(name),
    }
}
