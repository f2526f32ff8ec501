//! `ak_user_by` and `ak_user_has_authenticator`.

use crate::builtin::authentik::devices;
use crate::host::model::people::USER;
use crate::host::query::errors::FIELD_ERROR;
use crate::host::query::find;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `ak_user_by(**filters)`: the first user that matches, if any; `None` too for a name that is no
/// field.
pub(super) static AK_USER_BY: Row = Row::leaf("ak_user_by", "**filters", |cx, args| {
    match find(cx, &USER, args.keywords, 1) {
        Ok(found) => Ok(found.first().copied().unwrap_or(Value::None)),
        Err(Stop::Raised(error)) if error.class.derives(&FIELD_ERROR) => Ok(Value::None),
        Err(stop) => Err(stop),
    }
});

/// `ak_user_has_authenticator(user, device_type=None)`: whether a user has a confirmed device, of a
/// type such as `totp` if one is named.
pub(super) static AK_USER_HAS_AUTHENTICATOR: Row = Row::leaf(
    "ak_user_has_authenticator",
    "user, device_type=None",
    has_authenticator,
);

fn has_authenticator<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let devices = devices(cx, args.value(0), Some(true))?;
    let Value::Str(wanted) = args.value(1) else {
        return Ok(Value::bool(!devices.is_empty()));
    };
    let has = devices.iter().any(|device| {
        let name = device.object.class_name().to_lowercase();
        name.replace("device", "") == wanted.as_str()
    });
    Ok(Value::bool(has))
}
