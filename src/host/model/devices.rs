//! What users sign in with beside a password.

use super::methods::MODEL;
use super::people::USER_MODEL;
use super::table::model;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::value::class::Class;
use crate::value::model::{Field, Kind};

/// `Device`, the base of all.
pub static DEVICE: Class = Class {
    module: "authentik.stages.authenticator.models",
    base: Some(&MODEL),
    ..Class::named("Device")
};

macro_rules! device {
    ($(#[$doc:meta])* $class:ident $model:ident $absent:ident $several:ident = $name:literal of $module:literal, $label:literal) => {
        model! {
            $(#[$doc])*
            $class $model $absent $several = $name of $module, $label,
            &DEVICE, &ABSENT, &SEVERAL,
            key Field::new("id", Kind::Int), methods &[],
            fields [
                Field::on("confirmed"),
                Field::new("created", Kind::Time),
                Field::new("email", Kind::Text),
                Field::new("last_updated", Kind::Time),
                Field::new("last_used", Kind::Time),
                Field::new("name", Kind::Text),
                Field::new("phone_number", Kind::Text),
                Field::new("user", Kind::One(&USER_MODEL)),
            ]
        }
    };
}

device! {
    /// `TOTPDevice`.
    TOTP TOTP_MODEL TOTP_ABSENT TOTP_SEVERAL =
    "TOTPDevice" of "authentik.stages.authenticator_totp.models",
    "authentik_stages_authenticator_totp.totpdevice"
}
device! {
    /// `StaticDevice`.
    STATIC STATIC_MODEL STATIC_ABSENT STATIC_SEVERAL =
    "StaticDevice" of "authentik.stages.authenticator_static.models",
    "authentik_stages_authenticator_static.staticdevice"
}
device! {
    /// `WebAuthnDevice`.
    WEBAUTHN WEBAUTHN_MODEL WEBAUTHN_ABSENT WEBAUTHN_SEVERAL =
    "WebAuthnDevice" of "authentik.stages.authenticator_webauthn.models",
    "authentik_stages_authenticator_webauthn.webauthndevice"
}
device! {
    /// `DuoDevice`.
    DUO DUO_MODEL DUO_ABSENT DUO_SEVERAL =
    "DuoDevice" of "authentik.stages.authenticator_duo.models",
    "authentik_stages_authenticator_duo.duodevice"
}
device! {
    /// `SMSDevice`.
    SMS SMS_MODEL SMS_ABSENT SMS_SEVERAL =
    "SMSDevice" of "authentik.stages.authenticator_sms.models",
    "authentik_stages_authenticator_sms.smsdevice"
}
device! {
    /// `EmailDevice`.
    EMAIL EMAIL_MODEL EMAIL_ABSENT EMAIL_SEVERAL =
    "EmailDevice" of "authentik.stages.authenticator_email.models",
    "authentik_stages_authenticator_email.emaildevice"
}

/// All types of devices.
pub static ALL: &[&Class] = &[&DUO, &EMAIL, &SMS, &STATIC, &TOTP, &WEBAUTHN];
