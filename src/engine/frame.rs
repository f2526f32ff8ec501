//! What surrounds the bindings of a target, by its kind: what is looked at before them, and the request
//! as they see it.

use crate::host::{InFlow, Request};

use super::{
    build::Engine,
    flow::{NOT_APPLICABLE, unmet},
    prompt::with_fields,
    rule::OF_A_RULE,
    target::Target,
    target_kind::TargetKind,
};

impl Engine {
    /// Asks the bindings of a target, with the request of its kind and what answers where no binding
    /// counts; or what is said where they are not to be asked.
    pub(super) fn frame<T>(
        &self,
        found: &Target,
        request: &Request<'_>,
        ask: impl FnOnce(&Request<'_>, bool) -> T,
    ) -> Result<T, &'static str> {
        let empty_result = found.empty_result;
        match &found.kind {
            TargetKind::Plain => Ok(ask(request, empty_result)),
            TargetKind::Application => Ok(ask(request, empty_result && self.default_app_access)),
            TargetKind::Flow(_) if unmet(found, request).is_some() => Err(NOT_APPLICABLE),
            TargetKind::Flow(_) | TargetKind::Stage(_) => {
                let flow = InFlow::of(request);
                Ok(ask(&flow.request(), empty_result))
            }
            TargetKind::Prompt(fields) => {
                with_fields(fields, request, |request| ask(request, empty_result))
            }
            TargetKind::Rule if self.made_by_a_rule(request) => Err(OF_A_RULE),
            TargetKind::Rule => Ok(ask(request, empty_result)),
        }
    }
}
