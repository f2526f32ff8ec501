//! Invitations and tokens.

use super::methods::MODEL;
use super::people::USER_MODEL;
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::model::{Field, Kind};

model! {
    /// `Invitation`.
    INVITATION INVITATION_MODEL INVITATION_ABSENT INVITATION_SEVERAL =
    "Invitation" of "authentik.stages.invitation.models",
    "authentik_stages_invitation.invitation", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("invite_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("created_by", Kind::One(&USER_MODEL)),
        Field::new("expires", Kind::Time),
        Field::new("fixed_data", Kind::Json),
        Field::new("name", Kind::Text),
        Field::new("single_use", Kind::Bool),
    ]
}

model! {
    /// `Token`.
    TOKEN TOKEN_MODEL TOKEN_ABSENT TOKEN_SEVERAL = "Token" of "authentik.core.models",
    "authentik_core.token", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("token_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("description", Kind::Text),
        Field::new("expires", Kind::Time),
        Field::on("expiring"),
        Field::new("identifier", Kind::Text),
        Field::new("intent", Kind::Text),
        Field::new("key", Kind::Text),
        Field::new("user", Kind::One(&USER_MODEL)),
    ]
}
