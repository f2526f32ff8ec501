//! What is remembered of logins and passwords: reputations, and the hashes of passwords of before.

use super::methods::MODEL;
use super::people::USER_MODEL;
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::model::{Field, Kind};

model! {
    /// `Reputation`: one row for an identifier and an address.
    REPUTATION REPUTATION_MODEL REPUTATION_ABSENT REPUTATION_SEVERAL =
    "Reputation" of "authentik.policies.reputation.models",
    "authentik_policies_reputation.reputation", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("reputation_uuid", Kind::Uuid), methods &[],
    fields [
        Field::new("expires", Kind::Time),
        Field::new("identifier", Kind::Text),
        Field::new("ip", Kind::Text),
        Field::new("ip_asn_data", Kind::Json),
        Field::new("ip_geo_data", Kind::Json),
        Field::new("score", Kind::Int),
        Field::new("updated", Kind::Time),
    ]
}

model! {
    /// `UserPasswordHistory`.
    PASSWORD_HISTORY HISTORY_MODEL HISTORY_ABSENT HISTORY_SEVERAL =
    "UserPasswordHistory" of "authentik.enterprise.policies.unique_password.models",
    "authentik_policies_unique_password.userpasswordhistory", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("id", Kind::Int), methods &[],
    fields [
        Field::new("created_at", Kind::Time),
        Field::new("old_password", Kind::Text),
        Field::new("user", Kind::One(&USER_MODEL)),
    ]
}
