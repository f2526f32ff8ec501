//! Targets: what bindings hang on, and how each kind of them combines its bindings.

use crate::host::{Record, Request};

use super::{
    binding::Binding,
    mode::Mode,
    target_kind::{Authentication, PromptField, StageTerms, TargetKind},
};

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
    pub(super) kind: TargetKind,
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
        Self::named("application", slug.as_ref()).of_kind(TargetKind::Application)
    }

    /// A flow: `flow:SLUG`, which everybody may enter as far as its bindings let him.
    pub fn flow(slug: impl AsRef<str>) -> Self {
        let kind = TargetKind::Flow(Authentication::None);
        Self::named("flow", slug.as_ref()).of_kind(kind)
    }

    /// A source of users: `source:SLUG`.
    pub fn source(slug: impl AsRef<str>) -> Self {
        Self::named("source", slug.as_ref())
    }

    /// A stage of a flow, `stage:FLOW-SLUG/ORDER`: its bindings are asked when it is reached.
    pub fn stage(flow: impl AsRef<str>, order: i64) -> Self {
        let flow = flow.as_ref();
        let terms = StageTerms {
            flow: flow.to_owned(),
            order,
            name: String::new(),
            evaluate_on_plan: false,
            re_evaluate: true,
        };
        Self::named("stage", &format!("{flow}/{order}")).of_kind(TargetKind::Stage(terms))
    }

    /// The validation of a prompt stage, `prompt:NAME`: all its policies must pass.
    pub fn prompt(stage: impl AsRef<str>) -> Self {
        let prompt = Self::named("prompt", stage.as_ref()).mode(Mode::All);
        prompt.of_kind(TargetKind::Prompt(Vec::new()))
    }

    /// A notification rule, `rule:NAME`: any policy is enough, without policies it is closed, and
    /// its user is the anonymous one.
    pub fn rule(name: impl AsRef<str>) -> Self {
        let rule = Self::named("rule", name.as_ref()).empty_result(false);
        rule.of_kind(TargetKind::Rule)
    }

    fn named(kind: &str, name: &str) -> Self {
        Self {
            names: vec![format!("{kind}:{name}")],
            mode: Mode::default(),
            empty_result: true,
            kind: TargetKind::default(),
            bindings: Vec::new(),
            object: None,
        }
    }

    fn of_kind(mut self, kind: TargetKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets who may enter a flow at all; nothing for other targets.
    pub fn authentication(mut self, requirement: Authentication) -> Self {
        if let TargetKind::Flow(own) = &mut self.kind {
            *own = requirement;
        }
        self
    }

    /// Sets the name of the stage that stands in a flow; nothing for other targets.
    pub fn stage_name(self, name: impl Into<String>) -> Self {
        self.change_stage(|terms| terms.name = name.into())
    }

    /// Asks the bindings of a stage while its flow is planned; nothing for other targets.
    pub fn evaluate_on_plan(self, yes: bool) -> Self {
        self.change_stage(|terms| terms.evaluate_on_plan = yes)
    }

    /// Asks the bindings of a stage when it is reached, which is the default; nothing for other
    /// targets.
    pub fn re_evaluate(self, yes: bool) -> Self {
        self.change_stage(|terms| terms.re_evaluate = yes)
    }

    fn change_stage(mut self, change: impl FnOnce(&mut StageTerms)) -> Self {
        if let TargetKind::Stage(terms) = &mut self.kind {
            change(terms);
        }
        self
    }

    /// Adds a field to a prompt stage; nothing for other targets.
    pub fn field(mut self, field: PromptField) -> Self {
        if let TargetKind::Prompt(fields) = &mut self.kind {
            fields.push(field);
        }
        self
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

    /// The name by which it is known first.
    pub(super) fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// The request as the target's policies see it: about the target, and of nobody if it asks for
    /// nobody in particular.
    pub(super) fn request<'d>(&'d self, request: &Request<'d>) -> Request<'d> {
        let mut request = request.with_geo(None, None);
        if let TargetKind::Rule = self.kind {
            request = request.by_nobody();
        }
        match &self.object {
            Some(object) => request.about(object),
            None => request,
        }
    }
}
