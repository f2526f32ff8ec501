//! `authentik.core.models` and `authentik.brands.models`.

use super::enumerations::USER_TYPES;
use crate::host::model::{access, flows, people, sources, tokens};
use crate::value::module::{Member, Module};

/// `authentik.core.models`.
pub(super) static MODELS: Module = Module {
    name: "authentik.core.models",
    members: &[
        ("AnonymousUser", Member::Class(&people::ANONYMOUS)),
        ("Application", Member::Class(&access::APPLICATION)),
        (
            "ApplicationEntitlement",
            Member::Class(&access::ENTITLEMENT),
        ),
        ("Group", Member::Class(&people::GROUP)),
        ("Provider", Member::Class(&access::PROVIDER)),
        ("Source", Member::Class(&access::SOURCE)),
        ("Token", Member::Class(&tokens::TOKEN)),
        text!("USER_ATTRIBUTE_CAN_OVERRIDE_IP" = "goauthentik.io/user/override-ips"),
        text!("USER_ATTRIBUTE_CHANGE_EMAIL" = "goauthentik.io/user/can-change-email"),
        text!("USER_ATTRIBUTE_CHANGE_NAME" = "goauthentik.io/user/can-change-name"),
        text!("USER_ATTRIBUTE_CHANGE_USERNAME" = "goauthentik.io/user/can-change-username"),
        text!("USER_ATTRIBUTE_DEBUG" = "goauthentik.io/user/debug"),
        text!("USER_ATTRIBUTE_DELETE_ON_LOGOUT" = "goauthentik.io/user/delete-on-logout"),
        text!("USER_ATTRIBUTE_EXPIRES" = "goauthentik.io/user/expires"),
        text!("USER_ATTRIBUTE_GENERATED" = "goauthentik.io/user/generated"),
        text!("USER_ATTRIBUTE_SOURCES" = "goauthentik.io/user/sources"),
        text!("USER_ATTRIBUTE_TOKEN_EXPIRING" = "goauthentik.io/user/token-expires"),
        text!(
            "USER_ATTRIBUTE_TOKEN_MAXIMUM_LIFETIME" = "goauthentik.io/user/token-maximum-lifetime"
        ),
        text!("USER_PATH_SERVICE_ACCOUNT" = "goauthentik.io/service-accounts"),
        text!("USER_PATH_SYSTEM_PREFIX" = "goauthentik.io"),
        ("User", Member::Class(&people::USER)),
        ("UserSourceConnection", Member::Class(&sources::CONNECTION)),
        ("UserTypes", Member::Class(&USER_TYPES)),
    ],
};

/// `authentik.brands.models`.
pub(super) static BRANDS: Module = Module {
    name: "authentik.brands.models",
    members: &[("Brand", Member::Class(&flows::BRAND))],
};
