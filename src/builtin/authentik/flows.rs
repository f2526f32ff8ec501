//! `authentik.flows.models`, `authentik.policies.*` and `authentik.events.models`.

use super::enumerations::{ACTIONS, DESIGNATIONS, MODES, REQUIREMENTS};
use crate::builtin::policy_result;
use crate::host::model::{events, flows, policies};
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

/// `authentik.events.models`.
pub(super) static EVENTS: Module = Module {
    name: "authentik.events.models",
    members: &[
        ("Event", Member::Class(&events::EVENT)),
        ("EventAction", Member::Class(&ACTIONS)),
    ],
};
