//! `authentik.flows.*`, `authentik.policies.*` and `authentik.events.models`.

use super::enumerations::{ACTIONS, DESIGNATIONS, MODES, REQUIREMENTS};
use crate::builtin::policy_result;
use crate::host::model::{event, flows, policies, security};
use crate::host::rows::draft;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

/// `authentik.flows.models`.
pub(super) static FLOWS: Module = Module {
    name: "authentik.flows.models",
    members: &[
        ("Flow", Member::Class(&flows::FLOW)),
        (
            "FlowAuthenticationRequirement",
            Member::Class(&REQUIREMENTS),
        ),
        ("FlowDesignation", Member::Class(&DESIGNATIONS)),
        ("FlowStageBinding", Member::Class(&flows::BINDING)),
        ("Stage", Member::Class(&flows::STAGE)),
        ("in_memory_stage", IN_MEMORY_STAGE),
    ],
};

/// `authentik.flows.planner`.
pub(super) static PLANNER: Module = Module {
    name: "authentik.flows.planner",
    members: &[
        text!("PLAN_CONTEXT_APPLICATION" = "application"),
        text!("PLAN_CONTEXT_IS_REDIRECTED" = "is_redirected"),
        text!("PLAN_CONTEXT_IS_RESTORED" = "is_restored"),
        text!("PLAN_CONTEXT_OUTPOST" = "outpost"),
        text!("PLAN_CONTEXT_PENDING_USER" = "pending_user"),
        text!("PLAN_CONTEXT_REDIRECT" = "redirect"),
        text!("PLAN_CONTEXT_SOURCE" = "source"),
        text!("PLAN_CONTEXT_SSO" = "is_sso"),
        ("in_memory_stage", IN_MEMORY_STAGE),
    ],
};

const IN_MEMORY_STAGE: Member = Member::Function(Row::leaf(
    "in_memory_stage",
    "view, **kwargs",
    in_memory_stage,
));

/// `in_memory_stage(view, **kwargs)`: a stage of no table, named after its view, for
/// `flow_plan.insert_stage`.
fn in_memory_stage<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let view = args.value(0);
    let name = match view {
        Value::Class(class) => cx.lent_str(class.name)?,
        Value::Type(class) => cx.lent_str(class.name)?,
        Value::Str(_) => view,
        other => cx.display_value(other)?,
    };
    let stage = draft::construct(cx, &flows::STAGE, &[(cx.lent_text("name")?, name)])?;
    stage.memo.insert_str(cx, "view", view)?;
    for (name, value) in args.keywords {
        stage.memo.insert(cx, Value::Str(name), *value)?;
    }
    Ok(Value::Host(stage))
}

/// `authentik.policies.models`.
pub(super) static POLICIES: Module = Module {
    name: "authentik.policies.models",
    members: &[
        ("Policy", Member::Class(&policies::POLICY)),
        ("PolicyBinding", Member::Class(&policies::BINDING)),
        ("PolicyEngineMode", Member::Class(&MODES)),
    ],
};

/// `authentik.policies.types`.
pub(super) static TYPES: Module = Module {
    name: "authentik.policies.types",
    members: &[("PolicyResult", Member::Class(&policy_result::CLASS))],
};

/// `authentik.policies.reputation.models`.
pub(super) static REPUTATION: Module = Module {
    name: "authentik.policies.reputation.models",
    members: &[("Reputation", Member::Class(&security::REPUTATION))],
};

/// `authentik.enterprise.policies.unique_password.models`.
pub(super) static UNIQUE_PASSWORD: Module = Module {
    name: "authentik.enterprise.policies.unique_password.models",
    members: &[(
        "UserPasswordHistory",
        Member::Class(&security::PASSWORD_HISTORY),
    )],
};

/// `authentik.events.models`.
pub(super) static EVENTS: Module = Module {
    name: "authentik.events.models",
    members: &[
        ("Event", Member::Class(&event::EVENT)),
        ("EventAction", Member::Class(&ACTIONS)),
    ],
};
