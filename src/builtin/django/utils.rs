//! `django.utils`: `slugify` and the clock.

use crate::builtin::datetime;
use crate::builtin::helpers::slugify;
use crate::value::class::Row;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::module::{Member, Module};

/// `django.utils.text`.
pub static TEXT: Module = Module {
    name: "django.utils.text",
    members: &[(
        "slugify",
        Member::Function(Row::leaf("slugify", "value, allow_unicode=False", slugify)),
    )],
};

/// `django.utils.timezone`.
pub static TIMEZONE: Module = Module {
    name: "django.utils.timezone",
    members: &[(
        "now",
        Member::Function(Row::leaf("now", "", |cx, _| match cx.services.now() {
            Some((seconds, nanos)) => {
                let micros = seconds.saturating_mul(1_000_000) + i64::from(nanos / 1000);
                datetime::lent_value(cx, micros, Some(0))
            }
            None => Err(cx.raise(
                &RUNTIME_ERROR,
                format_args!("the clock is not lent to this policy"),
            )),
        })),
    )],
};
