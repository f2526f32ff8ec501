//! The class `bool`.

use super::int;
use crate::value::Value;
use crate::value::class::{Class, Row, Run};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `bool`.
pub static CLASS: Class = Class {
    base: Some(&int::CLASS),
    construct: Some(&CONSTRUCT),
    statics: STATICS,
    ..Class::named("bool")
};

static CONSTRUCT: Row = Row::leaf("bool", "x=False, /", construct);

static STATICS: &[Row] = &[Row::leaf(
    "from_bytes",
    "@bytes, byteorder='big', *, signed=False",
    from_bytes,
)];

/// The truth of what `int.from_bytes` gives.
fn from_bytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match int::CLASS.static_method("from_bytes").map(|row| row.run) {
        Some(Run::Leaf(leaf)) => cx.truth(leaf(cx, args)?).map(Value::bool),
        _ => Ok(Value::False),
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    args.truth(cx, 0, false).map(Value::bool)
}
