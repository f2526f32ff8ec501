//! `authentik.sources.*.models`.

use crate::host::model::sources;
use crate::value::module::{Member, Module};

/// `authentik.sources.oauth.models`.
pub(super) static OAUTH: Module = Module {
    name: "authentik.sources.oauth.models",
    members: &[
        ("OAuthSource", Member::Class(&sources::OAUTH_SOURCE)),
        (
            "UserOAuthSourceConnection",
            Member::Class(&sources::OAUTH_CONNECTION),
        ),
    ],
};

/// `authentik.sources.saml.models`.
pub(super) static SAML: Module = Module {
    name: "authentik.sources.saml.models",
    members: &[("SAMLSource", Member::Class(&sources::SAML_SOURCE))],
};

/// `authentik.sources.ldap.models`.
pub(super) static LDAP: Module = Module {
    name: "authentik.sources.ldap.models",
    members: &[("LDAPSource", Member::Class(&sources::LDAP_SOURCE))],
};

/// `authentik.sources.plex.models`.
pub(super) static PLEX: Module = Module {
    name: "authentik.sources.plex.models",
    members: &[("PlexSource", Member::Class(&sources::PLEX_SOURCE))],
};
