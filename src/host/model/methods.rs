//! What can be done with a row of any model.

use crate::host::query::deleted;
use crate::host::rows::save;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Host, Stop, Value};

/// `django.db.models.Model`.
pub static MODEL: Class = Class {
    module: "django.db.models.base",
    methods: METHODS,
    ..Class::named("Model")
};

static METHODS: &[Row] = &[
    Row::leaf("clean", "self", |_, _| Ok(Value::None)),
    Row::leaf("delete", "self", |cx, args| {
        let host = receiver(cx, &args)?;
        save::delete(cx, host)?;
        deleted(cx, &[host])
    }),
    Row::leaf("full_clean", "self", |_, _| Ok(Value::None)),
    Row::leaf("refresh_from_db", "self, *args, **kwargs", |_, _| {
        Ok(Value::None)
    }),
    Row::leaf("save", "self, *args, **kwargs", |cx, args| {
        save::save(cx, receiver(cx, &args)?)?;
        Ok(Value::None)
    }),
];

/// The row that a method is called on.
///
/// # Errors
/// `TypeError` if it is none.
pub(super) fn receiver<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
) -> Result<&'h Host<'h>, Stop<'h>> {
    match args.value(0) {
        Value::Host(host) => Ok(host),
        other => Err(cx.wrong_receiver("Model", other)),
    }
}
