//! `authentik.flows.models`, `authentik.policies.*` and `authentik.events.models`.

use super::enumerations::{ACTIONS, DESIGNATIONS, MODES, REQUIREMENTS};
use crate::builtin::policy_result;
use crate::host::model::{events, flows, policies, security};
use crate::value::module::{Member, Module};

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
    ],
};

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
        ("Event", Member::Class(&events::EVENT)),
        ("EventAction", Member::Class(&ACTIONS)),
    ],
};
