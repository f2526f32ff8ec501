//! `authentik.stages.authenticator` and the modules of the types of devices.

use crate::host::model::{devices as models, tokens};
use crate::host::query::find;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Host, IterState, Stop};

/// `authentik.stages.authenticator`.
pub(super) static AUTHENTICATOR: Module = Module {
    name: "authentik.stages.authenticator",
    members: &[
        (
            "devices_for_user",
            Member::Function(Row::leaf(
                "devices_for_user",
                "user, confirmed=True, for_verify=False",
                devices_for_user,
            )),
        ),
        ("models", Member::Module(&MODELS)),
        (
            "user_has_device",
            Member::Function(Row::leaf(
                "user_has_device",
                "user, confirmed=True",
                user_has_device,
            )),
        ),
    ],
};

/// `authentik.stages.authenticator.models`.
pub(super) static MODELS: Module = Module {
    name: "authentik.stages.authenticator.models",
    members: &[("Device", Member::Class(&models::DEVICE))],
};

macro_rules! device {
    ($(#[$doc:meta])* $module:ident = $name:literal, $member:literal => $class:expr) => {
        $(#[$doc])*
        pub(super) static $module: Module = Module {
            name: $name,
            members: &[($member, Member::Class($class))],
        };
    };
}

device! {
    /// `authentik.stages.authenticator_duo.models`.
    DUO = "authentik.stages.authenticator_duo.models", "DuoDevice" => &models::DUO
}
device! {
    /// `authentik.stages.authenticator_email.models`.
    EMAIL = "authentik.stages.authenticator_email.models", "EmailDevice" => &models::EMAIL
}
device! {
    /// `authentik.stages.authenticator_sms.models`.
    SMS = "authentik.stages.authenticator_sms.models", "SMSDevice" => &models::SMS
}
device! {
    /// `authentik.stages.authenticator_static.models`.
    STATIC = "authentik.stages.authenticator_static.models", "StaticDevice" => &models::STATIC
}
device! {
    /// `authentik.stages.authenticator_totp.models`.
    TOTP = "authentik.stages.authenticator_totp.models", "TOTPDevice" => &models::TOTP
}
device! {
    /// `authentik.stages.authenticator_webauthn.models`.
    WEBAUTHN = "authentik.stages.authenticator_webauthn.models", "WebAuthnDevice" => &models::WEBAUTHN
}
device! {
    /// `authentik.stages.invitation.models`.
    INVITATION = "authentik.stages.invitation.models", "Invitation" => &tokens::INVITATION
}

/// The devices of a user, of all types; `confirmed` none: whether confirmed or not.
///
/// # Errors
/// What looking them up raises.
pub fn devices<'h>(
    cx: &Context<'h>,
    user: Value<'h>,
    confirmed: Option<bool>,
) -> Result<Vec<&'h Host<'h>>, Stop<'h>> {
    let mut wanted = vec![(cx.lent_text("user")?, user)];
    if let Some(confirmed) = confirmed {
        wanted.push((cx.lent_text("confirmed")?, Value::bool(confirmed)));
    }
    let mut devices = Vec::new();
    if let Value::Host(user) = user
        && user.object.identity().is_none()
    {
        return Ok(devices);
    }
    for class in models::ALL {
        for row in find(cx, class, &wanted, usize::MAX)? {
            if let Value::Host(device) = row {
                devices.push(device);
            }
        }
    }
    Ok(devices)
}

/// What the argument at `at` says of being confirmed.
fn confirmed<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    at: usize,
) -> Result<Option<bool>, Stop<'h>> {
    match args.given(at) {
        None => Ok(Some(true)),
        Some(Value::None) => Ok(None),
        Some(value) => cx.truth(value).map(Some),
    }
}

fn devices_for_user<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let confirmed = confirmed(cx, &args, 1)?;
    let list = cx.list(&[])?;
    for device in devices(cx, args.value(0), confirmed)? {
        list.push(cx, Value::Host(device))?;
    }
    cx.iter(IterState::List(list, 0)).map(Value::Iter)
}

fn user_has_device<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let confirmed = confirmed(cx, &args, 1)?;
    let devices = devices(cx, args.value(0), confirmed)?;
    Ok(Value::bool(!devices.is_empty()))
}
