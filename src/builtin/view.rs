//! The classes of `d.keys()`, `d.values()` and `d.items()`.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `dict_keys`.
pub static KEYS: Class = Class {
    methods: METHODS,
    ..Class::named("dict_keys")
};

/// `dict_items`.
pub static ITEMS: Class = Class {
    methods: METHODS,
    ..Class::named("dict_items")
};

/// `dict_values`.
pub static VALUES: Class = Class::named("dict_values");

static METHODS: &[Row] = &[Row::leaf("isdisjoint", "self, @other, /", is_disjoint)];

fn is_disjoint<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut disjoint = true;
    cx.each(args.value(1), |item| {
        disjoint = !cx.contains(args.value(0), item)?;
        Ok(disjoint)
    })?;
    Ok(Value::bool(disjoint))
}
