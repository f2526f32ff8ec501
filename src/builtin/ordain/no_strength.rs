//! `password_strength` of a library that was built without it.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `password_strength(password, words=())`.
pub(super) fn password_strength<'h>(
    cx: &Context<'h>,
    _: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    Err(cx.raise(
        &RUNTIME_ERROR,
        format_args!("password_strength needs ordain's feature 'zxcvbn'"),
    ))
}
