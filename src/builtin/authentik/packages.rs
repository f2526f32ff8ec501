//! The packages that hold authentik's modules, and Django's and guardian's beside them.

use super::{config, core, flows, settings, sources, stages};
use crate::builtin::django::{exceptions, guardian, transaction, utils, validators};
use crate::value::module::{Member, Module};

macro_rules! package {
    ($module:ident = $name:literal { $($member:literal => $inner:expr),* $(,)? }) => {
        static $module: Module = Module {
            name: $name,
            members: &[$(($member, Member::Module($inner))),*],
        };
    };
}

package!(AUTHENTIK = "authentik" {
    "admin" => &ADMIN, "brands" => &BRANDS, "core" => &CORE, "enterprise" => &ENTERPRISE, "events" => &EVENTS, "flows" => &FLOWS, "lib" => &LIB,
    "policies" => &POLICIES, "sources" => &SOURCES, "stages" => &STAGES, "tenants" => &TENANTS,
});
package!(ADMIN = "authentik.admin" {
    "models" => &settings::ADMIN, "utils" => &settings::ADMIN_UTILS,
});
package!(BRANDS = "authentik.brands" { "models" => &core::BRANDS });
package!(CORE = "authentik.core" { "models" => &core::MODELS });
package!(ENTERPRISE = "authentik.enterprise" { "policies" => &ENTERPRISE_POLICIES });
package!(ENTERPRISE_POLICIES = "authentik.enterprise.policies" {
    "unique_password" => &UNIQUE_PASSWORD,
});
package!(UNIQUE_PASSWORD = "authentik.enterprise.policies.unique_password" {
    "models" => &flows::UNIQUE_PASSWORD,
});
package!(EVENTS = "authentik.events" { "models" => &flows::EVENTS });
package!(FLOWS = "authentik.flows" { "models" => &flows::FLOWS, "planner" => &flows::PLANNER });
package!(LIB = "authentik.lib" { "config" => &config::MODULE });
package!(POLICIES = "authentik.policies" {
    "models" => &flows::POLICIES, "reputation" => &REPUTATION, "types" => &flows::TYPES,
});
package!(REPUTATION = "authentik.policies.reputation" { "models" => &flows::REPUTATION });
package!(SOURCES = "authentik.sources" {
    "ldap" => &LDAP, "oauth" => &OAUTH, "plex" => &PLEX, "saml" => &SAML,
});
package!(LDAP = "authentik.sources.ldap" { "models" => &sources::LDAP });
package!(OAUTH = "authentik.sources.oauth" { "models" => &sources::OAUTH });
package!(PLEX = "authentik.sources.plex" { "models" => &sources::PLEX });
package!(SAML = "authentik.sources.saml" { "models" => &sources::SAML });
package!(STAGES = "authentik.stages" {
    "authenticator" => &stages::AUTHENTICATOR, "authenticator_duo" => &DUO,
    "authenticator_email" => &EMAIL, "authenticator_sms" => &SMS,
    "authenticator_static" => &STATIC, "authenticator_totp" => &TOTP,
    "authenticator_webauthn" => &WEBAUTHN, "invitation" => &INVITATION,
});
package!(DUO = "authentik.stages.authenticator_duo" { "models" => &stages::DUO });
package!(EMAIL = "authentik.stages.authenticator_email" { "models" => &stages::EMAIL });
package!(SMS = "authentik.stages.authenticator_sms" { "models" => &stages::SMS });
package!(STATIC = "authentik.stages.authenticator_static" { "models" => &stages::STATIC });
package!(TOTP = "authentik.stages.authenticator_totp" { "models" => &stages::TOTP });
package!(WEBAUTHN = "authentik.stages.authenticator_webauthn" { "models" => &stages::WEBAUTHN });
package!(INVITATION = "authentik.stages.invitation" { "models" => &stages::INVITATION });
package!(TENANTS = "authentik.tenants" {
    "models" => &settings::TENANTS, "utils" => &settings::TENANT_UTILS,
});

package!(DJANGO = "django" {
    "contrib" => &DJANGO_CONTRIB, "core" => &DJANGO_CORE, "db" => &transaction::DB, "utils" => &DJANGO_UTILS,
});
package!(DJANGO_CONTRIB = "django.contrib" { "auth" => &utils::AUTH });
package!(DJANGO_CORE = "django.core" {
    "exceptions" => &exceptions::MODULE, "validators" => &validators::MODULE,
});
package!(DJANGO_UTILS = "django.utils" {
    "text" => &utils::TEXT, "timezone" => &utils::TIMEZONE, "translation" => &utils::TRANSLATION,
});
package!(GUARDIAN = "guardian" { "shortcuts" => &guardian::MODULE });

/// All of them, sorted by name: packages stand before what they hold.
pub static MODULES: &[&Module] = &[
    &AUTHENTIK,
    &ADMIN,
    &settings::ADMIN,
    &settings::ADMIN_UTILS,
    &BRANDS,
    &core::BRANDS,
    &CORE,
    &core::MODELS,
    &ENTERPRISE,
    &ENTERPRISE_POLICIES,
    &UNIQUE_PASSWORD,
    &flows::UNIQUE_PASSWORD,
    &EVENTS,
    &flows::EVENTS,
    &FLOWS,
    &flows::FLOWS,
    &flows::PLANNER,
    &LIB,
    &config::MODULE,
    &POLICIES,
    &flows::POLICIES,
    &REPUTATION,
    &flows::REPUTATION,
    &flows::TYPES,
    &SOURCES,
    &LDAP,
    &sources::LDAP,
    &OAUTH,
    &sources::OAUTH,
    &PLEX,
    &sources::PLEX,
    &SAML,
    &sources::SAML,
    &STAGES,
    &stages::AUTHENTICATOR,
    &stages::MODELS,
    &DUO,
    &stages::DUO,
    &EMAIL,
    &stages::EMAIL,
    &SMS,
    &stages::SMS,
    &STATIC,
    &stages::STATIC,
    &TOTP,
    &stages::TOTP,
    &WEBAUTHN,
    &stages::WEBAUTHN,
    &INVITATION,
    &stages::INVITATION,
    &TENANTS,
    &settings::TENANTS,
    &settings::TENANT_UTILS,
    &DJANGO,
    &DJANGO_CONTRIB,
    &utils::AUTH,
    &DJANGO_CORE,
    &exceptions::MODULE,
    &validators::MODULE,
    &transaction::DB,
    &transaction::MODELS,
    &transaction::MODULE,
    &transaction::UTILS,
    &DJANGO_UTILS,
    &utils::TEXT,
    &utils::TIMEZONE,
    &utils::TRANSLATION,
    &GUARDIAN,
    &guardian::MODULE,
];
