//! The types of sources, and who is connected to them.

use super::access::{SOURCE, SOURCE_ABSENT, SOURCE_MODEL, SOURCE_SEVERAL};
use super::methods::MODEL;
use super::people::USER_MODEL;
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::model::{Field, Kind};

macro_rules! source {
    ($(#[$doc:meta])* $class:ident $model:ident $absent:ident $several:ident = $name:literal of $module:literal, $label:literal) => {
        model! {
            $(#[$doc])*
            $class $model $absent $several = $name of $module, $label,
            &SOURCE, &SOURCE_ABSENT, &SOURCE_SEVERAL,
            key Field::new("pbm_uuid", Kind::Uuid), methods &[],
            fields [
                Field::new("authentication_flow", Kind::Text),
                Field::on("enabled"),
                Field::new("enrollment_flow", Kind::Text),
                Field::new("name", Kind::Text),
                Field::new("policy_engine_mode", Kind::Text),
                Field::new("provider_type", Kind::Text),
                Field::new("slug", Kind::Text),
                Field::new("user_matching_mode", Kind::Text),
                Field::new("user_path_template", Kind::Text),
            ]
        }
    };
}

source! {
    /// `OAuthSource`.
    OAUTH_SOURCE OAUTH_MODEL OAUTH_ABSENT OAUTH_SEVERAL =
    "OAuthSource" of "authentik.sources.oauth.models", "authentik_sources_oauth.oauthsource"
}
source! {
    /// `SAMLSource`.
    SAML_SOURCE SAML_MODEL SAML_ABSENT SAML_SEVERAL =
    "SAMLSource" of "authentik.sources.saml.models", "authentik_sources_saml.samlsource"
}
source! {
    /// `LDAPSource`.
    LDAP_SOURCE LDAP_MODEL LDAP_ABSENT LDAP_SEVERAL =
    "LDAPSource" of "authentik.sources.ldap.models", "authentik_sources_ldap.ldapsource"
}
source! {
    /// `PlexSource`.
    PLEX_SOURCE PLEX_MODEL PLEX_ABSENT PLEX_SEVERAL =
    "PlexSource" of "authentik.sources.plex.models", "authentik_sources_plex.plexsource"
}

macro_rules! connection {
    ($(#[$doc:meta])* $class:ident $model:ident $absent:ident $several:ident = $name:literal of $module:literal, $label:literal, $base:expr, $absent_base:expr, $several_base:expr) => {
        model! {
            $(#[$doc])*
            $class $model $absent $several = $name of $module, $label,
            $base, $absent_base, $several_base,
            key Field::new("id", Kind::Int), methods &[],
            fields [
                Field::new("access_token", Kind::Text),
                Field::new("created", Kind::Time),
                Field::new("expires", Kind::Time),
                Field::new("identifier", Kind::Text),
                Field::new("last_updated", Kind::Time),
                Field::new("refresh_token", Kind::Text),
                Field::new("source", Kind::One(&SOURCE_MODEL)),
                Field::new("user", Kind::One(&USER_MODEL)),
            ]
        }
    };
}

connection! {
    /// `UserSourceConnection`.
    CONNECTION CONNECTION_MODEL CONNECTION_ABSENT CONNECTION_SEVERAL =
    "UserSourceConnection" of "authentik.core.models", "authentik_core.usersourceconnection",
    &MODEL, &ABSENT, &SEVERAL
}
connection! {
    /// `UserOAuthSourceConnection`.
    OAUTH_CONNECTION OAUTH_CONNECTION_MODEL OAUTH_CONNECTION_ABSENT OAUTH_CONNECTION_SEVERAL =
    "UserOAuthSourceConnection" of "authentik.sources.oauth.models",
    "authentik_sources_oauth.useroauthsourceconnection",
    &CONNECTION, &CONNECTION_ABSENT, &CONNECTION_SEVERAL
}
