//! `JSONDecodeError`.

use crate::value::chars::slice;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::native::Args;
use crate::value::value::{Exc, Stop, Text, Value};

/// The class.
pub static DECODE_ERROR: Class = Class {
    title: "json.decoder.JSONDecodeError",
    module: "json.decoder",
    base: Some(&exceptions::VALUE_ERROR),
    construct: Some(&Row::leaf("JSONDecodeError", "msg, doc, pos", construct)),
    ..Class::named("JSONDecodeError")
};

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (message, document) = (cx.display(args.value(0))?, args.str(cx, 1, "doc")?);
    make(cx, &message, document, args.int(cx, 2, 0)?).map(Value::Exc)
}

/// A message about a place of a document, which is given in characters.
fn make<'h>(
    cx: &Context<'h>,
    message: &str,
    document: &'h Text<'h>,
    place: i64,
) -> Result<&'h Exc<'h>, Stop<'h>> {
    cx.charge_bytes(document.as_str().len())?;
    let count = usize::try_from(place).unwrap_or(0);
    let before = document.as_str().chars().take(count);
    let (mut line, mut column) = (1, 1);
    for c in before {
        (line, column) = if c == '\n' {
            (line + 1, 1)
        } else {
            (line, column + 1)
        };
    }
    let text = cx.str(&format!(
        "{message}: line {line} column {column} (char {place})"
    ))?;
    let raised = cx.exception(&DECODE_ERROR, &[text])?;
    let fields = cx.dict()?;
    fields.insert_str(cx, "msg", cx.str(message)?)?;
    fields.insert_str(cx, "doc", Value::Str(document))?;
    fields.insert_str(cx, "pos", Value::Int(place))?;
    fields.insert_str(cx, "lineno", Value::Int(line))?;
    fields.insert_str(cx, "colno", Value::Int(column))?;
    raised.fields.set(Some(fields));
    Ok(raised)
}

/// Raises a message about the character of a document.
#[cold]
pub(super) fn refuse_at<'h>(
    cx: &Context<'h>,
    message: &str,
    document: &'h Text<'h>,
    place: usize,
) -> Stop<'h> {
    match make(
        cx,
        message,
        document,
        i64::try_from(place).unwrap_or(i64::MAX),
    ) {
        Ok(raised) => Stop::Raised(raised),
        Err(stop) => stop,
    }
}

/// Raises a message about the byte of a document.
#[cold]
pub(super) fn refuse<'h>(
    cx: &Context<'h>,
    message: &str,
    document: &'h Text<'h>,
    offset: usize,
) -> Stop<'h> {
    refuse_at(
        cx,
        message,
        document,
        slice::place(document.as_str(), document.is_ascii(), offset),
    )
}
