//! The models that entries name, as far as decisions know them apart.

/// What an entry is, from its `app.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Model {
    /// `authentik_policies_expression.expressionpolicy`.
    ExpressionPolicy,
    /// Another type of policy; the field is the name of its model.
    Policy(String),
    /// `authentik_policies.policybinding`.
    Binding,
    /// `authentik_core.group`.
    Group,
    /// `authentik_core.user`.
    User,
    /// `authentik_core.application`.
    Application,
    /// `authentik_flows.flow`.
    Flow,
    /// `authentik_flows.flowstagebinding`.
    StageBinding,
    /// A source of users; the field is the name of its model.
    Source(String),
    /// `authentik_stages_prompt.promptstage`.
    PromptStage,
    /// `authentik_stages_prompt.prompt`.
    Prompt,
    /// Another type of stage; the field is the name of its model.
    Stage(String),
    /// `authentik_events.notificationrule`.
    NotificationRule,
    /// `authentik_brands.brand` or its older name, `authentik_tenants.tenant`.
    Brand,
    /// Anything else: it can be found and referred to.
    Other,
}

impl Model {
    /// The model of a label in lower case.
    pub(super) fn of(label: &str) -> Self {
        let (app, name) = label.split_once('.').unwrap_or((label, ""));
        match (app, name) {
            ("authentik_policies_expression", "expressionpolicy") => Self::ExpressionPolicy,
            ("authentik_policies", "policybinding") => Self::Binding,
            ("authentik_policies", "policy") => Self::Policy(name.to_owned()),
            ("authentik_core", "group") => Self::Group,
            ("authentik_core", "user") => Self::User,
            ("authentik_core", "application") => Self::Application,
            ("authentik_flows", "flow") => Self::Flow,
            ("authentik_flows", "flowstagebinding") => Self::StageBinding,
            ("authentik_stages_prompt", "promptstage") => Self::PromptStage,
            ("authentik_stages_prompt", "prompt") => Self::Prompt,
            ("authentik_events", "notificationrule") => Self::NotificationRule,
            ("authentik_brands", "brand") | ("authentik_tenants", "tenant") => Self::Brand,
            _ if app.starts_with("authentik_policies_") && name.ends_with("policy") => {
                Self::Policy(name.to_owned())
            }
            _ if app.starts_with("authentik_sources_")
                && name.ends_with("source")
                && !name.starts_with("group") =>
            {
                Self::Source(name.to_owned())
            }
            _ if app.starts_with("authentik_stages_") && name.ends_with("stage") => {
                Self::Stage(name.to_owned())
            }
            _ => Self::Other,
        }
    }

    /// Whether this is one of the types of policy.
    #[must_use]
    pub fn is_policy(&self) -> bool {
        matches!(self, Self::ExpressionPolicy | Self::Policy(_))
    }

    /// Whether this is one of the types of stage.
    #[must_use]
    pub fn is_stage(&self) -> bool {
        matches!(self, Self::PromptStage | Self::Stage(_))
    }

    /// Whether a look-up of the label `base` finds objects of this model, labelled `label`: the
    /// same model, or one that it is derived from.
    pub(super) fn is_a(&self, label: &str, base: &str) -> bool {
        match base {
            "authentik_policies.policy" => self.is_policy(),
            "authentik_flows.stage" => self.is_stage(),
            "authentik_core.source" => matches!(self, Self::Source(_)),
            "authentik_core.provider" => {
                label.starts_with("authentik_providers_") && label.ends_with("provider")
            }
            "authentik_policies.policybindingmodel" => self.is_bindable(),
            _ => label == base,
        }
    }

    /// Whether a field of this name refers to objects of this model, labelled `label`: keys that are
    /// numbers are not unique among all models.
    pub(super) fn is_meant_by(&self, label: &str, field: &str) -> bool {
        match field {
            "user" | "users" => *self == Self::User,
            "group" | "groups" | "ak_groups" | "parent" | "parents" => *self == Self::Group,
            "policy" | "validation_policies" => self.is_policy(),
            "stage" => self.is_stage(),
            "fields" => *self == Self::Prompt,
            "provider" => self.is_a(label, "authentik_core.provider"),
            "target" => !self.is_policy() && !matches!(self, Self::User | Self::Group),
            _ => !field.ends_with("_flow") || *self == Self::Flow,
        }
    }

    /// Whether policies can be bound to objects of this model.
    #[must_use]
    pub fn is_bindable(&self) -> bool {
        matches!(
            self,
            Self::Application
                | Self::Flow
                | Self::StageBinding
                | Self::Source(_)
                | Self::NotificationRule
        )
    }

    /// The field that names an object of this model.
    #[must_use]
    pub fn name_field(&self) -> &'static str {
        match self {
            Self::Application | Self::Flow | Self::Source(_) => "slug",
            Self::User => "username",
            Self::Brand => "domain",
            _ => "name",
        }
    }
}
