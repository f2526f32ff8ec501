//! `argon2_matches` and `bcrypt_matches` of a library that was built without them.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `argon2_matches(password, encoded)`.
pub(super) fn argon2_matches<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Err(missing(cx, "Argon2"))
}

/// `bcrypt_matches(password, encoded)`.
pub(super) fn bcrypt_matches<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Err(missing(cx, "bcrypt"))
}

/// The same error as for a hash of an unknown format: to this library it is one.
fn missing<'h>(cx: &Context<'h>, what: &str) -> Stop<'h> {
    cx.value_error(format_args!(
        "hashes of {what} need ordain's feature 'hashes'"
    ))
}
