//! `django.utils`: `slugify` and the clock.

use crate::builtin::datetime;
use crate::builtin::helpers::slugify;
use crate::host::model::people::USER;
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

/// `django.utils.translation`: nothing is translated.
pub static TRANSLATION: Module = Module {
    name: "django.utils.translation",
    members: &[
        (
            "gettext",
            Member::Function(Row::leaf("gettext", "message", |_, args| Ok(args.value(0)))),
        ),
        (
            "gettext_lazy",
            Member::Function(Row::leaf("gettext_lazy", "message", |_, args| {
                Ok(args.value(0))
            })),
        ),
        (
            "ngettext",
            Member::Function(Row::leaf(
                "ngettext",
                "singular, plural, number",
                |cx, args| {
                    let single = cx.equal(args.value(2), Value::Int(1))?;
                    Ok(args.value(usize::from(!single)))
                },
            )),
        ),
    ],
};

/// `django.contrib.auth`.
pub static AUTH: Module = Module {
    name: "django.contrib.auth",
    members: &[(
        "get_user_model",
        Member::Function(Row::leaf("get_user_model", "", |_, _| {
            Ok(Value::Class(&USER))
        })),
    )],
};

/// `django.utils.timezone`, and the classes that policies take from it.
pub static TIMEZONE: Module = Module {
    name: "django.utils.timezone",
    members: &[
        ("datetime", Member::Class(&datetime::DATETIME)),
        (
            "is_aware",
            Member::Function(Row::std("is_aware", "value", "is_aware")),
        ),
        (
            "is_naive",
            Member::Function(Row::std("is_naive", "value", "is_naive")),
        ),
        (
            "make_aware",
            Member::Function(Row::std("make_aware", "value, timezone=None", "make_aware")),
        ),
        (
            "make_naive",
            Member::Function(Row::std("make_naive", "value, timezone=None", "make_naive")),
        ),
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
