//! Applications, providers and sources: `authentik.core.models`.

use super::methods::MODEL;
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::class::Row;
use crate::value::model::{Field, Kind};

model! {
    /// `Application`.
    APPLICATION APPLICATION_MODEL APPLICATION_ABSENT APPLICATION_SEVERAL =
    "Application" of "authentik.core.models",
    "authentik_core.application", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("uuid", Kind::Uuid),
    methods &[Row::std("get_launch_url", "self, user=None", "application_launch_url")],
    fields [
        Field::new("group", Kind::Text),
        Field::new("meta_description", Kind::Text),
        Field::new("meta_hide", Kind::Bool),
        Field::new("meta_icon", Kind::Text),
        Field::new("meta_launch_url", Kind::Text),
        Field::new("meta_publisher", Kind::Text),
        Field::new("name", Kind::Text),
        Field::new("open_in_new_tab", Kind::Bool),
        Field::new("pbm_uuid", Kind::Uuid),
        Field::new("policy_engine_mode", Kind::Text),
        Field::new("provider", Kind::One(&PROVIDER_MODEL)),
        Field::new("slug", Kind::Text),
    ]
}

model! {
    /// `ApplicationEntitlement`: what an application grants to the users and groups that are bound to it.
    ENTITLEMENT ENTITLEMENT_MODEL ENTITLEMENT_ABSENT ENTITLEMENT_SEVERAL =
    "ApplicationEntitlement" of "authentik.core.models",
    "authentik_core.applicationentitlement", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("pbm_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("app", Kind::One(&APPLICATION_MODEL)),
        Field::new("attributes", Kind::Json),
        Field::new("name", Kind::Text),
    ]
}

model! {
    /// `Provider`.
    PROVIDER PROVIDER_MODEL PROVIDER_ABSENT PROVIDER_SEVERAL =
    "Provider" of "authentik.core.models",
    "authentik_core.provider", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("id", Kind::Int), methods &[],
    fields [
        Field::new("application", Kind::Back(&APPLICATION_MODEL, "provider")),
        Field::new("client_id", Kind::Text),
        Field::new("name", Kind::Text),
    ]
}

model! {
    /// `Source`.
    SOURCE SOURCE_MODEL SOURCE_ABSENT SOURCE_SEVERAL = "Source" of "authentik.core.models",
    "authentik_core.source", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("pbm_uuid", Kind::Uuid),
    methods &[Row::std("get_user_path", "self", "source_user_path")],
    fields [
        Field::new("authentication_flow", Kind::Text),
        Field::on("enabled"),
        Field::new("enrollment_flow", Kind::Text),
        Field::new("name", Kind::Text),
        Field::new("policy_engine_mode", Kind::Text),
        Field::new("slug", Kind::Text),
        Field::new("user_matching_mode", Kind::Text),
        Field::new("user_path_template", Kind::Text),
    ]
}
