//! Access to applications, and to sources of users.

use crate::host::Request;

use super::{
    build::Engine,
    decision::{DecideError, Decision},
    target::Target,
};

/// What is said where there is no such application.
const UNRESOLVED: &str = "Failed to resolve application";

impl Engine {
    /// Whether an application may be opened, with the messages to show if not. One that is not there
    /// may not. One without bindings may, unless the engine was built with
    /// [`default_app_access`](super::EngineBuilder::default_app_access) turned off.
    ///
    /// That somebody who is not signed in should sign in first, is up to the caller.
    ///
    /// # Errors
    /// A limit of the decision as a whole, or several applications of this slug.
    pub fn access(&self, slug: &str, request: &Request<'_>) -> Result<Decision, DecideError> {
        let name = format!("application:{slug}");
        match self.tables.target(&name) {
            Ok(found) => self.access_to(found, &name, request),
            Err(DecideError::UnknownTarget(_)) => Ok(Decision::denied(UNRESOLVED)),
            Err(error) => Err(error),
        }
    }

    /// Whether a source of users is offered, to be connected to an account: by its bindings. As in
    /// authentik, signing in through a source does not ask them; who wants that, asks here.
    ///
    /// # Errors
    /// An unknown source, or a limit of the decision as a whole.
    pub fn offers(&self, source: &str, request: &Request<'_>) -> Result<Decision, DecideError> {
        self.decide(&format!("source:{source}"), request)
    }

    pub(super) fn access_to(
        &self,
        found: &Target,
        name: &str,
        request: &Request<'_>,
    ) -> Result<Decision, DecideError> {
        let empty_result = found.empty_result && self.default_app_access;
        self.settle(found, name, request, empty_result)
    }
}
