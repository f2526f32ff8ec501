//! `django.core.validators`: objects that are called with a value, and raise if it is not valid.

use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::{Args, Ending};
use crate::value::value::Instance;

/// `django.core.validators`.
pub static MODULE: Module = Module {
    name: "django.core.validators",
    members: &[
        ("EmailValidator", Member::Class(&EMAIL)),
        ("MaxLengthValidator", Member::Class(&MAX_LENGTH)),
        ("MaxValueValidator", Member::Class(&MAX_VALUE)),
        ("MinLengthValidator", Member::Class(&MIN_LENGTH)),
        ("MinValueValidator", Member::Class(&MIN_VALUE)),
        ("RegexValidator", Member::Class(&REGEX)),
        ("URLValidator", Member::Class(&URL)),
        (
            "ValidationError",
            Member::Class(&super::exceptions::VALIDATION_ERROR),
        ),
        (
            "validate_email",
            Member::Constant(|cx| cx.fields_instance(&EMAIL, &[])),
        ),
        (
            "validate_ipv46_address",
            Member::Function(Row::std(
                "validate_ipv46_address",
                "value",
                "validate_ipv46_address",
            )),
        ),
        (
            "validate_ipv4_address",
            Member::Function(Row::std(
                "validate_ipv4_address",
                "value",
                "validate_ipv4_address",
            )),
        ),
        (
            "validate_ipv6_address",
            Member::Function(Row::std(
                "validate_ipv6_address",
                "value",
                "validate_ipv6_address",
            )),
        ),
        (
            "validate_slug",
            Member::Constant(|cx| {
                let pattern = cx.lent_str(r"^[-a-zA-Z0-9_]+\Z")?;
                let message = "Enter a valid \u{201c}slug\u{201d} consisting of letters, numbers, underscores or hyphens.";
                cx.fields_instance(&REGEX, &[pattern, cx.lent_str(message)?])
            }),
        ),
    ],
};

/// A validator: the function of the prelude that is called with the value and the validator's fields.
struct Calls(&'static str);

impl Behaviour for Calls {
    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        let ([value], []) = (args.rest, args.keywords) else {
            let name = me.class.name;
            return Err(cx.type_error(format_args!("{name} takes one value")));
        };
        let mut given = vec![*value];
        given.extend(me.fields().iter().map(std::cell::Cell::get));
        let args = cx.memory(cx.heap.slice(&given))?;
        let name = self.0;
        Ok(Some(Ending::Std { name, args }))
    }
}

macro_rules! validator {
    ($class:ident = $name:literal, $params:literal, $behaviour:expr, $base:expr, |$args:ident| $fields:expr) => {
        static $class: Class = Class {
            base: $base,
            module: "django.core.validators",
            construct: Some(&Row::leaf($name, $params, |cx, $args| {
                cx.fields_instance(&$class, &$fields)
            })),
            behaviour: $behaviour,
            ..Class::named($name)
        };
    };
}

validator!(
    REGEX = "RegexValidator",
    "regex=None, message=None, code=None, inverse_match=None, flags=None",
    &Calls("validate_pattern"),
    None,
    |args| [0, 1, 2, 3, 4].map(|at| args.value(at))
);
validator!(
    URL = "URLValidator",
    "schemes=None, regex=None, message=None, code=None, inverse_match=None, flags=None",
    &Calls("validate_url"),
    Some(&REGEX),
    |args| [0, 2, 3].map(|at| args.value(at))
);
validator!(
    EMAIL = "EmailValidator",
    "message=None, code=None, allowlist=None",
    &Calls("validate_email"),
    None,
    |args| [0, 1, 2].map(|at| args.value(at))
);

macro_rules! limit {
    ($class:ident = $name:literal, $kind:literal) => {
        static $class: Class = Class {
            module: "django.core.validators",
            construct: Some(&Row::leaf(
                $name,
                "limit_value, message=None",
                |cx, args| {
                    let kind = cx.lent_str($kind)?;
                    cx.fields_instance(&$class, &[kind, args.value(0), args.value(1)])
                },
            )),
            behaviour: &Calls("validate_limit"),
            ..Class::named($name)
        };
    };
}

limit!(MAX_LENGTH = "MaxLengthValidator", "max_length");
limit!(MAX_VALUE = "MaxValueValidator", "max_value");
limit!(MIN_LENGTH = "MinLengthValidator", "min_length");
limit!(MIN_VALUE = "MinValueValidator", "min_value");
