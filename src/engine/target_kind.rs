//! What the kinds of targets add to their bindings.

use serde::Serialize;
use serde_json::Value as Json;

/// What kind of target it is.
#[derive(Clone, Debug, Default)]
pub(super) enum TargetKind {
    /// Its bindings say all.
    #[default]
    Plain,
    /// An application: without bindings it is as open as the engine says.
    Application,
    /// A flow, with who may enter it at all.
    Flow(Authentication),
    /// A stage of a flow.
    Stage(StageTerms),
    /// The validation of a prompt stage, with its fields.
    Prompt(Vec<PromptField>),
    /// A notification rule: it is decided for nobody in particular, whoever asks.
    Rule,
}

impl TargetKind {
    /// Whether its policies run within a flow.
    pub fn is_of_flow(&self) -> bool {
        matches!(self, Self::Flow(_) | Self::Stage(_) | Self::Prompt(_))
    }
}

/// Who may enter a flow, before its bindings are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Authentication {
    /// Everybody.
    #[default]
    None,
    /// Who is signed in.
    RequireAuthenticated,
    /// Who is not signed in.
    RequireUnauthenticated,
    /// A superuser.
    RequireSuperuser,
    /// Who was sent here by another flow: the context has `is_redirected`.
    RequireRedirect,
    /// Who comes through an outpost: the context has `outpost`.
    RequireOutpost,
}

impl Authentication {
    /// The requirement of a name, as authentik spells it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "require_authenticated" => Self::RequireAuthenticated,
            "require_unauthenticated" => Self::RequireUnauthenticated,
            "require_superuser" => Self::RequireSuperuser,
            "require_redirect" => Self::RequireRedirect,
            "require_outpost" => Self::RequireOutpost,
            _ => return None,
        })
    }

    /// As authentik spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::RequireAuthenticated => "require_authenticated",
            Self::RequireUnauthenticated => "require_unauthenticated",
            Self::RequireSuperuser => "require_superuser",
            Self::RequireRedirect => "require_redirect",
            Self::RequireOutpost => "require_outpost",
        }
    }
}

/// How a stage stands in its flow.
#[derive(Clone, Debug)]
pub(super) struct StageTerms {
    /// The slug of the flow.
    pub flow: String,
    /// Its place among the stages of the flow.
    pub order: i64,
    /// The name of the stage.
    pub name: String,
    /// Its bindings are asked while the flow is planned.
    pub evaluate_on_plan: bool,
    /// Its bindings are asked when the stage is reached.
    pub re_evaluate: bool,
}

/// A field of a prompt stage.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct PromptField {
    pub(super) key: String,
    pub(super) shape: FieldShape,
}

/// What validation does to a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FieldShape {
    /// Taken as submitted.
    Plain,
    /// Taken as submitted; two of them must be the same.
    Password,
    /// Whatever was submitted, it is this; none: what it is cannot be told, and it is left out.
    Fixed(Option<Json>),
}

impl PromptField {
    /// A field that is taken as it was submitted.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            shape: FieldShape::Plain,
        }
    }

    /// A password: where a stage has two of them, they must be the same.
    pub fn password(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            shape: FieldShape::Password,
        }
    }

    /// A static, hidden or read-only field: whatever was submitted, it is its default.
    pub fn fixed(key: impl Into<String>, default: impl Into<Json>) -> Self {
        Self {
            key: key.into(),
            shape: FieldShape::Fixed(Some(default.into())),
        }
    }

    /// A static, hidden or read-only field whose default is an expression: it is left out of what
    /// the policies see, unless the plan's context has it.
    pub fn computed(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            shape: FieldShape::Fixed(None),
        }
    }
}
