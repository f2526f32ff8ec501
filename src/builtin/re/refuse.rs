//! `re.error`, and raising what a pattern or template was refused with.

use super::error::{PatternError, Refusal};
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::value::{Stop, Value};

/// `re.error`.
pub static ERROR: Class = Class {
    module: "re",
    base: Some(&exceptions::EXCEPTION),
    ..Class::named("error")
};

/// The characters of a pattern or template; those of a bytes are its bytes.
pub(super) fn characters<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Vec<char>, Stop<'h>> {
    cx.charge_bytes(bytes_of(value).len())?;
    paid_characters(value).ok_or_else(|| {
        let kind = value.type_name();
        cx.type_error(format_args!(
            "decoding to str: need a bytes-like object, {kind} found"
        ))
    })
}

/// The same where they are paid for; none of what is no text.
pub(super) fn paid_characters(value: Value<'_>) -> Option<Vec<char>> {
    match value {
        Value::Str(text) => Some(text.as_str().chars().collect()),
        Value::Bytes(bytes) => Some(bytes.as_slice().iter().copied().map(char::from).collect()),
        _ => None,
    }
}

/// The bytes of a pattern or template that is a str or bytes.
pub(super) fn bytes_of(value: Value<'_>) -> &[u8] {
    match value {
        Value::Str(text) => text.as_str().as_bytes(),
        Value::Bytes(bytes) => bytes.as_slice(),
        _ => &[],
    }
}

/// Raises what a pattern or template was refused with.
#[cold]
pub(super) fn raise<'h>(
    cx: &Context<'h>,
    error: &PatternError,
    pattern: Value<'h>,
    chars: &[char],
) -> Stop<'h> {
    let class = match error.class {
        Refusal::Pattern => {
            return raise_pattern(cx, error, pattern, chars).unwrap_or_else(|stop| stop);
        }
        Refusal::Value => &exceptions::VALUE_ERROR,
        Refusal::Index => &exceptions::INDEX_ERROR,
        Refusal::Overflow => &exceptions::OVERFLOW_ERROR,
        Refusal::Recursion => &exceptions::RECURSION_ERROR,
    };
    cx.raise(class, format_args!("{}", error.message))
}

fn raise_pattern<'h>(
    cx: &Context<'h>,
    error: &PatternError,
    pattern: Value<'h>,
    chars: &[char],
) -> Result<Stop<'h>, Stop<'h>> {
    let number = |n: Option<usize>| {
        n.and_then(|n| i64::try_from(n).ok())
            .map_or(Value::None, Value::Int)
    };
    // A refusal without a place knows no pattern either.
    let pattern = if error.position.is_some() {
        pattern
    } else {
        Value::None
    };
    let place = error.place(chars);
    let raised = cx.exception(&ERROR, &[cx.str(&error.text(chars))?])?;
    let fields = cx.dict()?;
    fields.insert_str(cx, "msg", cx.str(&error.message)?)?;
    fields.insert_str(cx, "pattern", pattern)?;
    fields.insert_str(cx, "pos", number(error.position))?;
    fields.insert_str(cx, "lineno", number(place.map(|place| place.0)))?;
    fields.insert_str(cx, "colno", number(place.map(|place| place.1)))?;
    raised.fields.set(Some(fields));
    Ok(Stop::Raised(raised))
}
