//! The quoting functions, as natives.

use super::quoting;
use crate::builtin::writer::Writer;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// A str parameter that may be None.
pub(super) fn name<'h>(value: Value<'h>, default: &'static str) -> &'h str {
    match value {
        Value::Str(text) => text.as_str(),
        _ => default,
    }
}

fn quote_bytes<'h>(cx: &Context<'h>, bytes: &[u8], safe: &[u8]) -> Result<String, Stop<'h>> {
    cx.charge(bytes.len().saturating_mul(1 + safe.len() / 16) / 2)?;
    cx.reserve("", bytes.len().saturating_mul(3))?;
    Ok(quoting::quote(bytes, safe))
}

/// How a text is quoted.
#[derive(Clone, Copy)]
pub(super) struct Style<'h> {
    pub(super) safe: Value<'h>,
    pub(super) encoding: Value<'h>,
    pub(super) errors: Value<'h>,
    /// A space is a plus sign.
    pub(super) plus: bool,
}

/// The bytes of a str or bytes to quote.
fn raw<'h>(cx: &Context<'h>, value: Value<'h>, style: Style<'h>) -> Result<&'h [u8], Stop<'h>> {
    if let Value::Str(text) = value {
        return match cx.encode(
            text,
            name(style.encoding, "utf-8"),
            name(style.errors, "strict"),
        )? {
            Value::Bytes(bytes) => Ok(bytes.as_slice()),
            _ => Ok(&[]),
        };
    }
    for (given, parameter) in [(style.encoding, "encoding"), (style.errors, "errors")] {
        if !matches!(given, Value::None) {
            return Err(cx.type_error(format_args!(
                "quote() doesn't support '{parameter}' for bytes"
            )));
        }
    }
    match value {
        Value::Bytes(bytes) => Ok(bytes.as_slice()),
        _ => Err(cx.type_error(format_args!("quote_from_bytes() expected bytes"))),
    }
}

/// A str or bytes, quoted.
pub(super) fn quoted<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    style: Style<'h>,
) -> Result<String, Stop<'h>> {
    let mut safe = match style.safe {
        Value::Str(safe) => safe.as_str().as_bytes().to_vec(),
        Value::Bytes(safe) => safe.as_slice().to_vec(),
        other => {
            return Err(cx.type_error(format_args!(
                "'{}' object is not iterable",
                other.type_name()
            )));
        }
    };
    let bytes = raw(cx, value, style)?;
    if !(style.plus && bytes.contains(&b' ')) {
        return quote_bytes(cx, bytes, &safe);
    }
    safe.push(b' ');
    Ok(quote_bytes(cx, bytes, &safe)?.replace(' ', "+"))
}

fn quote_with<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    safe: &'static str,
    plus: bool,
) -> Answer<'h> {
    let safe = args.given(1).map_or_else(|| cx.lent_str(safe), Ok)?;
    let style = Style {
        safe,
        encoding: args.value(2),
        errors: args.value(3),
        plus,
    };
    cx.str(&quoted(cx, args.value(0), style)?)
}

pub(super) fn quote<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    quote_with(cx, args, "/", false)
}

pub(super) fn quote_plus<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    quote_with(cx, args, "", true)
}

pub(super) fn quote_from_bytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    match args.value(0) {
        Value::Bytes(_) => quote_with(
            cx,
            Args::positional(args.fixed.get(..2).unwrap_or(args.fixed)),
            "/",
            false,
        ),
        _ => Err(cx.type_error(format_args!("quote_from_bytes() expected bytes"))),
    }
}

pub(super) fn unquote_to_bytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let bytes = match args.value(0) {
        Value::Str(text) => text.as_str().as_bytes(),
        Value::Bytes(bytes) => bytes.as_slice(),
        other => return Err(cx.attribute_error(other.type_name(), "split")),
    };
    cx.charge(bytes.len() / 4)?;
    cx.bytes(&quoting::unquote(bytes))
}

/// Decodes escapes in the ASCII parts of a text, each part by itself.
pub(super) fn unquote_text<'h>(
    cx: &Context<'h>,
    text: &'h str,
    encoding: &str,
    errors: &str,
) -> Answer<'h> {
    if !text.contains('%') {
        return cx.lent_str(text);
    }
    let mut out = Writer::new(cx);
    let mut rest = text;
    while !rest.is_empty() {
        let end = |ascii: bool| {
            rest.find(|c: char| c.is_ascii() != ascii)
                .unwrap_or(rest.len())
        };
        let (plain, after) = rest.split_at_checked(end(false)).unwrap_or((rest, ""));
        out.push_str(plain)?;
        rest = after;
        let end = rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len());
        let (ascii, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        if let Value::Bytes(bytes) = cx.bytes(&quoting::unquote(ascii.as_bytes()))?
            && let Value::Str(decoded) = cx.decode(bytes, encoding, errors)?
        {
            out.push_str(decoded.as_str())?;
        }
    }
    out.into_str()
}

pub(super) fn unquote<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (encoding, errors) = (name(args.value(1), "utf-8"), name(args.value(2), "replace"));
    match args.value(0) {
        Value::Str(text) => {
            cx.charge(text.as_str().len() / 4)?;
            unquote_text(cx, text.as_str(), encoding, errors)
        }
        Value::Bytes(_) => match unquote_to_bytes(cx, args)? {
            Value::Bytes(bytes) => cx.decode(bytes, encoding, errors),
            other => Ok(other),
        },
        other => Err(cx.type_error(format_args!(
            "argument of type '{}' is not iterable",
            other.type_name()
        ))),
    }
}

pub(super) fn unquote_plus<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Value::Str(text) = args.value(0) else {
        return match args.value(0) {
            Value::Bytes(_) => {
                Err(cx.type_error(format_args!("a bytes-like object is required, not 'str'")))
            }
            other => Err(cx.attribute_error(other.type_name(), "replace")),
        };
    };
    cx.charge_bytes(text.as_str().len())?;
    let spaced = cx.str(&text.as_str().replace('+', " "))?;
    unquote(
        cx,
        Args::positional(&[spaced, args.value(1), args.value(2)]),
    )
}
