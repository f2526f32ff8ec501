//! `django.utils`: `slugify` and the clock.

use crate::builtin::datetime;
use crate::builtin::helpers::slugify;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

/// `django.utils.text`.
pub static TEXT: Module = Module {
    name: "django.utils.text",
    members: &[(
        "slugify",
        Member::Function(Row::leaf("slugify", "value, allow_unicode=False", slugify)),
    )],
};

/// `django.utils.timezone`, and the classes that policies take from it.
pub static TIMEZONE: Module = Module {
    name: "django.utils.timezone",
    members: &[
        ("datetime", Member::Class(&datetime::DATETIME)),
        ("now", Member::Function(Row::leaf("now", "", now))),
        ("timedelta", Member::Class(&datetime::TIMEDELTA)),
    ],
};

/// `now()`: in UTC.
fn now<'h>(cx: &Context<'h>, _: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Some((seconds, nanos)) = cx.services.now() else {
        return Err(cx.raise(
            &RUNTIME_ERROR,
            format_args!("the clock is not lent to this policy"),
        ));
    };
    let micros = seconds.saturating_mul(1_000_000) + i64::from(nanos / 1000);
    datetime::lent_value(cx, micros, Some(0))
}
