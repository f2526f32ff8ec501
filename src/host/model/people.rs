//! Users, groups, and what they reach: `authentik.core.models`.

use super::methods::MODEL;
use super::table::model;
use super::{access, users};
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::class::Class;
use crate::value::model::{Field, Kind};

model! {
    /// `User`.
    USER USER_MODEL USER_ABSENT USER_SEVERAL = "User" of "authentik.core.models",
    "authentik_core.user", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("id", Kind::Int), methods users::USER,
    fields [
        Field::also("ak_groups", Kind::Many(&GROUP_MODEL), "groups"),
        Field::new("attributes", Kind::Json),
        Field::new("date_joined", Kind::Time),
        Field::new("email", Kind::Text),
        Field::new("first_name", Kind::Text),
        Field::new("groups", Kind::Many(&GROUP_MODEL)),
        Field::on("is_active"),
        Field::new("last_login", Kind::Time),
        Field::new("last_name", Kind::Text),
        Field::new("last_updated", Kind::Time),
        Field::new("name", Kind::Text),
        Field::new("password", Kind::Text),
        Field::new("password_change_date", Kind::Time),
        Field::new("path", Kind::Text),
        Field::new("sources", Kind::Many(&access::SOURCE_MODEL)),
        Field::new("type", Kind::Text),
        Field::new("username", Kind::Text),
        Field::new("uuid", Kind::Uuid),
    ]
}

/// `AnonymousUser`: no row of any table.
pub static ANONYMOUS: Class = Class {
    module: "django.contrib.auth.models",
    methods: users::USER,
    ..Class::named("AnonymousUser")
};

model! {
    /// `Group`.
    GROUP GROUP_MODEL GROUP_ABSENT GROUP_SEVERAL = "Group" of "authentik.core.models",
    "authentik_core.group", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("group_uuid", Kind::Uuid), methods users::GROUP,
    fields [
        Field::new("attributes", Kind::Json),
        Field::new("children", Kind::Back(&GROUP_MODEL, "parents")),
        Field::new("is_superuser", Kind::Bool),
        Field::new("name", Kind::Text),
        Field::also("parent", Kind::Many(&GROUP_MODEL), "parents"),
        Field::new("parents", Kind::Many(&GROUP_MODEL)),
        Field::new("users", Kind::Back(&USER_MODEL, "groups")),
    ]
}
