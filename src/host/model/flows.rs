//! Flows, their stages, and brands.

use super::methods::MODEL;
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::model::{Field, Kind};

model! {
    /// `Flow`.
    FLOW FLOW_MODEL FLOW_ABSENT FLOW_SEVERAL = "Flow" of "authentik.flows.models",
    "authentik_flows.flow", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("flow_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("authentication", Kind::Text),
        Field::new("background", Kind::Text),
        Field::new("compatibility_mode", Kind::Bool),
        Field::new("denied_action", Kind::Text),
        Field::new("designation", Kind::Text),
        Field::new("layout", Kind::Text),
        Field::new("name", Kind::Text),
        Field::new("pbm_uuid", Kind::Uuid),
        Field::new("policy_engine_mode", Kind::Text),
        Field::new("slug", Kind::Text),
        Field::new("title", Kind::Text),
    ]
}

model! {
    /// `Stage`.
    STAGE STAGE_MODEL STAGE_ABSENT STAGE_SEVERAL = "Stage" of "authentik.flows.models",
    "authentik_flows.stage", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("stage_uuid", Kind::Uuid), methods &[],
    fields [Field::new("name", Kind::Text)]
}

model! {
    /// `FlowStageBinding`.
    BINDING BINDING_MODEL BINDING_ABSENT BINDING_SEVERAL =
    "FlowStageBinding" of "authentik.flows.models",
    "authentik_flows.flowstagebinding", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("fsb_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("evaluate_on_plan", Kind::Bool),
        Field::new("invalid_response_action", Kind::Text),
        Field::new("order", Kind::Int),
        Field::new("policy_engine_mode", Kind::Text),
        Field::on("re_evaluate_policies"),
        Field::new("stage", Kind::One(&STAGE_MODEL)),
        Field::new("target", Kind::One(&FLOW_MODEL)),
    ]
}

model! {
    /// `Brand`.
    BRAND BRAND_MODEL BRAND_ABSENT BRAND_SEVERAL = "Brand" of "authentik.brands.models",
    "authentik_brands.brand", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("brand_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("attributes", Kind::Json),
        Field::new("branding_title", Kind::Text),
        Field::new("default", Kind::Bool),
        Field::new("domain", Kind::Text),
    ]
}

model! {
    /// `Tenant`.
    TENANT TENANT_MODEL TENANT_ABSENT TENANT_SEVERAL = "Tenant" of "authentik.tenants.models",
    "authentik_tenants.tenant", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("tenant_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("attributes", Kind::Json),
        Field::new("base_url", Kind::Text),
        Field::new("default_user_change_email", Kind::Bool),
        Field::on("default_user_change_name"),
        Field::new("default_user_change_username", Kind::Bool),
        Field::new("name", Kind::Text),
        Field::new("reputation_lower_limit", Kind::Int),
        Field::new("reputation_upper_limit", Kind::Int),
        Field::new("schema_name", Kind::Text),
    ]
}

model! {
    /// `SystemSettings`: where newer versions keep what a tenant had.
    SYSTEM_SETTINGS SYSTEM_SETTINGS_MODEL SYSTEM_SETTINGS_ABSENT SYSTEM_SETTINGS_SEVERAL =
    "SystemSettings" of "authentik.admin.models",
    "authentik_admin.systemsettings", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("id", Kind::Int), methods &[],
    fields [
        Field::new("base_url", Kind::Text),
        Field::new("default_user_change_email", Kind::Bool),
        Field::on("default_user_change_name"),
        Field::new("default_user_change_username", Kind::Bool),
        Field::new("reputation_lower_limit", Kind::Int),
        Field::new("reputation_upper_limit", Kind::Int),
    ]
}
