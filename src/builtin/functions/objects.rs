//! Builtin functions of any object.

use crate::builtin::types;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::ATTRIBUTE_ERROR;
use crate::value::native::Args;
use crate::value::value::{Stop, Text};

/// The attribute's name, which must be a str.
fn name<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<&'h Text<'h>, Stop<'h>> {
    match args.value(1) {
        Value::Str(name) => Ok(name),
        other => Err(cx.type_error(format_args!(
            "attribute name must be string, not '{}'",
            other.type_name()
        ))),
    }
}

fn is_missing(stop: Stop<'_>) -> bool {
    match stop {
        Stop::Raised(exception) => exception.class.derives(&ATTRIBUTE_ERROR),
        Stop::Fatal => false,
    }
}

pub(super) fn attribute<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let name = name(cx, &args)?;
    match (cx.attribute(args.value(0), name), args.given(2)) {
        (Err(stop), Some(default)) if is_missing(stop) => Ok(default),
        (result, _) => result,
    }
}

pub(super) fn has_attribute<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let name = name(cx, &args)?;
    match cx.maybe_attribute(args.value(0), name.as_str()) {
        Ok(found) => Ok(Value::bool(found.is_some())),
        Err(stop) if is_missing(stop) => Ok(Value::False),
        Err(stop) => Err(stop),
    }
}

pub(super) fn store_attribute<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let name = name(cx, &args)?;
    cx.store_attribute(args.value(0), name, args.value(2))?;
    Ok(Value::None)
}

pub(super) fn delete_attribute<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let name = name(cx, &args)?;
    cx.store_attribute(args.value(0), name, Value::Unbound)?;
    Ok(Value::None)
}

pub(super) fn callable<'h>(_: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(Value::bool(args.value(0).is_callable()))
}

pub(super) fn hash<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.hash(args.value(0)).map(Value::Int)
}

pub(super) fn id<'h>(_: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(Value::Int(args.value(0).number()))
}

pub(super) fn is_instance<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    types::is_instance(cx, args.value(0), args.value(1)).map(Value::bool)
}

pub(super) fn is_subclass<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    types::is_subclass(cx, args.value(0), args.value(1)).map(Value::bool)
}

pub(super) fn len<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let len = match args.value(0) {
        Value::Str(text) => text.len(),
        other => cx.len(other)?,
    };
    Ok(Value::Int(len as i64))
}
