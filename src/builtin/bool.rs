//! The class `bool`.

use super::int;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `bool`.
pub static CLASS: Class = Class {
    base: Some(&int::CLASS),
    construct: Some(&CONSTRUCT),
    ..Class::named("bool")
};

static CONSTRUCT: Row = Row::leaf("bool", "x=False, /", construct);

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    args.truth(cx, 0, false).map(Value::bool)
}
