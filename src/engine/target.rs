//! Targets: what bindings hang on, and how each kind of them combines its bindings.

use crate::host::{Record, Request};

use super::{binding::Binding, mode::Mode};

/// Something that is open or closed to a subject.
///
/// ```
/// use ordain::engine::{Binding, Mode, Target};
///
/// let target = Target::application("wiki")
///     .mode(Mode::All)
///     .bind(Binding::policy("employees"))
///     .bind(Binding::policy("office-hours").order(1));
/// assert_eq!(target.names(), ["application:wiki"]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Target {
    pub(super) names: Vec<String>,
    pub(super) mode: Mode,
    pub(super) empty_result: bool,
    /// It is decided for nobody in particular, whoever asks.
    pub(super) anonymous: bool,
    pub(super) bindings: Vec<Binding>,
    /// What policies see as `request.obj`, in place of the request's own.
    pub(super) object: Option<Record>,
}

impl Target {
    /// A target with a name of the embedder's: `id:NAME`.
    pub fn id(name: impl AsRef<str>) -> Self {
        Self::named("id", name.as_ref())
    }

    /// An application: `application:SLUG`.
    pub fn application(slug: impl AsRef<str>) -> Self {
        Self::named("application", slug.as_ref())
    }

    /// A flow: `flow:SLUG`.
    pub fn flow(slug: impl AsRef<str>) -> Self {
        Self::named("flow", slug.as_ref())
    }

    /// A source of users: `source:SLUG`.
    pub fn source(slug: impl AsRef<str>) -> Self {
        Self::named("source", slug.as_ref())
    }

    /// A stage of a flow: `stage:FLOW-SLUG/ORDER`.
    pub fn stage(flow: impl AsRef<str>, order: i64) -> Self {
        Self::named("stage", &format!("{}/{order}", flow.as_ref()))
    }

    /// The validation of a prompt stage, `prompt:NAME`: all its policies must pass.
    pub fn prompt(stage: impl AsRef<str>) -> Self {
        Self::named("prompt", stage.as_ref()).mode(Mode::All)
    }

    /// A notification rule, `rule:NAME`: any policy is enough, without policies it is closed, and
    /// its user is the anonymous one.
    pub fn rule(name: impl AsRef<str>) -> Self {
        let mut rule = Self::named("rule", name.as_ref()).empty_result(false);
        rule.anonymous = true;
        rule
    }

    fn named(kind: &str, name: &str) -> Self {
        Self {
            names: vec![format!("{kind}:{name}")],
            mode: Mode::default(),
            empty_result: true,
            anonymous: false,
            bindings: Vec::new(),
            object: None,
        }
    }

    /// Adds a name by which it can be decided.
    pub fn also(mut self, name: impl Into<String>) -> Self {
        self.names.push(name.into());
        self
    }

    /// Sets how its bindings are combined; the default is any.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets the answer where no binding counts; the default is to pass.
    pub fn empty_result(mut self, passing: bool) -> Self {
        self.empty_result = passing;
        self
    }

    /// Attaches a binding.
    pub fn bind(mut self, binding: Binding) -> Self {
        self.bindings.push(binding);
        self
    }

    /// Sets what policies see as `request.obj`, in place of the request's own.
    pub fn object(mut self, object: Record) -> Self {
        self.object = Some(object);
        self
    }

    /// The names by which it can be decided.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The request as the target's policies see it: about the target, and of nobody if it asks for
    /// nobody in particular.
    pub(super) fn request<'d>(&'d self, request: &Request<'d>) -> Request<'d> {
        let mut request = request.with_geo(None, None);
        if self.anonymous {
            request = request.by_nobody();
        }
        match &self.object {
            Some(object) => request.about(object),
            None => request,
        }
    }
}
