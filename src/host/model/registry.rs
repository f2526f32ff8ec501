//! All models, and how one is found.

use super::{access, devices, event, flows, people, policies, security, sources, tokens};
use crate::value::class::Class;
use crate::value::model::Model;

/// The classes of all models.
pub static CLASSES: &[&Class] = &[
    &people::USER,
    &people::GROUP,
    &access::APPLICATION,
    &access::ENTITLEMENT,
    &access::PROVIDER,
    &access::SOURCE,
    &sources::OAUTH_SOURCE,
    &sources::SAML_SOURCE,
    &sources::LDAP_SOURCE,
    &sources::PLEX_SOURCE,
    &sources::CONNECTION,
    &sources::OAUTH_CONNECTION,
    &devices::DUO,
    &devices::EMAIL,
    &devices::SMS,
    &devices::STATIC,
    &devices::TOTP,
    &devices::WEBAUTHN,
    &flows::FLOW,
    &flows::STAGE,
    &flows::BINDING,
    &flows::BRAND,
    &flows::SYSTEM_SETTINGS,
    &flows::TENANT,
    &policies::POLICY,
    &policies::BINDING,
    &event::EVENT,
    &tokens::INVITATION,
    &tokens::TOKEN,
    &security::PASSWORD_HISTORY,
    &security::REPUTATION,
];

/// The model of a label, such as `authentik_core.user`.
#[must_use]
pub fn by_label(label: &str) -> Option<&'static Model> {
    models().find(|model| model.label == label)
}

/// The class of a model by its name, such as `User`.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|class| class.name == name).copied()
}

/// All models.
pub fn models() -> impl Iterator<Item = &'static Model> {
    CLASSES.iter().filter_map(|class| class.model)
}

#[cfg(test)]
mod tests {
    use super::models;

    #[test]
    fn fields_are_sorted_as_look_ups_expect() {
        for model in models() {
            for pair in model.fields.windows(2) {
                assert!(pair[0].name < pair[1].name, "{}", model.label);
            }
        }
    }
}
