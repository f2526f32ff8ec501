//! Policies and their bindings.

use super::methods::MODEL;
use super::people::{GROUP_MODEL, USER_MODEL};
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::model::{Field, Kind};

model! {
    /// `Policy`.
    POLICY POLICY_MODEL POLICY_ABSENT POLICY_SEVERAL = "Policy" of "authentik.policies.models",
    "authentik_policies.policy", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("policy_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("execution_logging", Kind::Bool),
        Field::new("expression", Kind::Text),
        Field::new("name", Kind::Text),
    ]
}

model! {
    /// `PolicyBinding`.
    BINDING BINDING_MODEL BINDING_ABSENT BINDING_SEVERAL =
    "PolicyBinding" of "authentik.policies.models",
    "authentik_policies.policybinding", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("policy_binding_uuid", Kind::Uuid), methods &[],
    fields [
        Field::on("enabled"),
        Field::new("failure_result", Kind::Bool),
        Field::new("group", Kind::One(&GROUP_MODEL)),
        Field::new("negate", Kind::Bool),
        Field::new("order", Kind::Int),
        Field::new("policy", Kind::One(&POLICY_MODEL)),
        Field::new("target", Kind::Uuid),
        Field::new("timeout", Kind::Int),
        Field::new("user", Kind::One(&USER_MODEL)),
    ]
}
