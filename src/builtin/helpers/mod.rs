//! authentik's helpers: globals of every policy.
//!
//! Those that reach outside go through the services that an embedder lends; without one they raise an
//! exception that names them.

pub(in crate::builtin) use plain::slugify;

pub(in crate::builtin) mod denied;
mod dns;
mod events;
mod library;
mod logger;
mod mail;
mod plain;
mod tokens;
mod users;

use super::global::Global;
use crate::host::query::AK_IS_GROUP_MEMBER;
use crate::value::class::Row;

static AK_CALL_POLICY: Row = Row::tail("ak_call_policy", "name, **context", plain::call_policy);
static LIST_FLATTEN: Row = Row::leaf("list_flatten", "value", plain::list_flatten);
static SLUGIFY: Row = Row::leaf("slugify", "value, allow_unicode=False", slugify);

/// The helpers, sorted by name.
pub static HELPERS: &[(&str, Global)] = &[
    ("ak_call_policy", Global::Native(&AK_CALL_POLICY)),
    ("ak_create_event", Global::Native(&events::AK_CREATE_EVENT)),
    ("ak_create_jwt", Global::Native(&tokens::AK_CREATE_JWT)),
    (
        "ak_create_jwt_raw",
        Global::Native(&tokens::AK_CREATE_JWT_RAW),
    ),
    ("ak_is_group_member", Global::Native(&AK_IS_GROUP_MEMBER)),
    ("ak_logger", Global::Constant("ak_logger", logger::make)),
    ("ak_send_email", Global::Native(&mail::AK_SEND_EMAIL)),
    ("ak_user_by", Global::Native(&users::AK_USER_BY)),
    (
        "ak_user_has_authenticator",
        Global::Native(&users::AK_USER_HAS_AUTHENTICATOR),
    ),
    ("ip_address", Global::Native(&library::IP_ADDRESS)),
    ("ip_network", Global::Native(&library::IP_NETWORK)),
    ("list_flatten", Global::Native(&LIST_FLATTEN)),
    ("regex_match", Global::Native(&library::REGEX_MATCH)),
    ("regex_replace", Global::Native(&library::REGEX_REPLACE)),
    (
        "requests",
        Global::Constant("requests", crate::builtin::requests::global),
    ),
    ("resolve_dns", Global::Native(&dns::RESOLVE_DNS)),
    ("reverse_dns", Global::Native(&dns::REVERSE_DNS)),
    ("slugify", Global::Native(&SLUGIFY)),
];
