//! Queries: `parse_qs`, `urlencode`, and the quoting functions as natives.

use super::coerce::{Kind, texts};
use super::quoting;
use crate::builtin::writer::Writer;
use crate::value::chars::quote::repr;
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Stop, Text, Value, ViewKind};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// A str parameter that may be None.
fn name<'h>(value: Value<'h>, default: &'static str) -> &'h str {
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
struct Style<'h> {
    safe: Value<'h>,
    encoding: Value<'h>,
    errors: Value<'h>,
    /// A space is a plus sign.
    plus: bool,
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

fn quoted<'h>(cx: &Context<'h>, value: Value<'h>, style: Style<'h>) -> Result<String, Stop<'h>> {
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
fn unquote_text<'h>(cx: &Context<'h>, text: &'h str, encoding: &str, errors: &str) -> Answer<'h> {
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

/// The names and values of a query: the parameters are those of `parse_qs`.
fn pairs<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Vec<(Value<'h>, Value<'h>)>, Stop<'h>> {
    let ([query], kind) = texts(cx, [args.value(0)])?;
    let separator = args.given(6).map_or_else(|| cx.lent_str("&"), Ok)?;
    if !matches!(separator, Value::Str(_) | Value::Bytes(_)) || !cx.truth(separator)? {
        return Err(cx.value_error(format_args!("Separator must be of type string or bytes.")));
    }
    let ([separator], _) = texts(cx, [separator])?;
    let (keep, strict) = (args.truth(cx, 1, false)?, args.truth(cx, 2, false)?);
    let (encoding, errors) = (name(args.value(3), "utf-8"), name(args.value(4), "replace"));
    let count = query.matches(separator).count() + 1;
    if !matches!(args.value(5), Value::None) {
        let fields = if query.is_empty() {
            0
        } else {
            i64::try_from(count).unwrap_or(i64::MAX)
        };
        if cx.clamped(args.value(5))? < fields {
            return Err(cx.value_error(format_args!("Max number of fields exceeded")));
        }
    }
    cx.charge(count)?;
    let mut pairs = Vec::new();
    let parts = if query.is_empty() {
        Vec::new()
    } else {
        query.split(separator).collect()
    };
    for part in parts {
        let Some((key, value)) = field(cx, part, keep, strict)? else {
            continue;
        };
        if value.is_empty() && !keep {
            continue;
        }
        let read = |text: &str| {
            let spaced = cx.memory(cx.heap.text(&text.replace('+', " ")))?;
            let plain = unquote_text(cx, spaced, encoding, errors)?;
            match (kind, plain) {
                (Kind::Bytes, Value::Str(plain)) => kind.value(cx, plain.as_str()),
                (_, plain) => Ok(plain),
            }
        };
        pairs.push((read(key)?, read(value)?));
    }
    Ok(pairs)
}

/// A field's name and value; none if it is passed over.
fn field<'h, 'q>(
    cx: &Context<'h>,
    part: &'q str,
    keep: bool,
    strict: bool,
) -> Result<Option<(&'q str, &'q str)>, Stop<'h>> {
    match part.split_once('=') {
        Some(pair) => Ok(Some(pair)),
        None if part.is_empty() && !strict => Ok(None),
        None if strict => Err(cx.value_error(format_args!("bad query field: {}", repr(part)))),
        None if keep => Ok(Some((part, ""))),
        None => Ok(None),
    }
}

pub(super) fn parse_qsl<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let pairs = pairs(cx, args)?;
    let pairs = pairs
        .into_iter()
        .map(|(key, value)| cx.tuple(&[key, value]));
    Ok(Value::List(
        cx.list(&pairs.collect::<Result<Vec<_>, _>>()?)?,
    ))
}

pub(super) fn parse_qs<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let dict = cx.dict()?;
    for (key, value) in pairs(cx, args)? {
        match dict.get(cx, key)? {
            Some(Value::List(values)) => values.push(cx, value)?,
            _ => {
                dict.insert(cx, key, Value::List(cx.list(&[value])?))?;
            }
        }
    }
    Ok(Value::Dict(dict))
}

/// A key or value of `urlencode`, quoted.
fn component<'h>(cx: &Context<'h>, value: Value<'h>, style: Style<'h>) -> Result<String, Stop<'h>> {
    match value {
        Value::Bytes(_) => quoted(
            cx,
            value,
            Style {
                encoding: Value::None,
                errors: Value::None,
                ..style
            },
        ),
        other => {
            let text: &Text<'h> = cx.display_text(other)?;
            quoted(cx, Value::Str(text), style)
        }
    }
}

/// `urlencode`, for the quoting functions of this module; any other is called by the prelude.
pub(super) fn urlencode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let safe = args.given(2).map_or_else(|| cx.lent_str(""), Ok)?;
    let sequences = args.truth(cx, 1, false)?;
    let pairs = query_pairs(cx, args.value(0))?;
    let plus = match args.given(5) {
        None => true,
        Some(Value::Native(row)) if row.name == "quote_plus" => true,
        Some(Value::Native(row)) if row.name == "quote" => false,
        Some(function) => {
            let pairs = Value::List(cx.list(&pairs)?);
            let handed = [
                pairs,
                Value::bool(sequences),
                safe,
                args.value(3),
                args.value(4),
                function,
            ];
            let args = cx.memory(cx.heap.slice(&handed))?;
            return Ok(Ending::Std {
                name: "urlencode_via",
                args,
            });
        }
    };
    let style = Style {
        safe,
        encoding: args.value(3),
        errors: args.value(4),
        plus,
    };
    let mut out = Writer::new(cx);
    let mut first = true;
    for pair in pairs {
        let (key, value) = two(cx, pair)?;
        let key = component(cx, key, style)?;
        let values = match value {
            Value::Str(_) | Value::Bytes(_) => vec![value],
            value if sequences && cx.size(value)?.is_some() => cx.collect(value)?,
            value => vec![value],
        };
        for value in values {
            if !std::mem::take(&mut first) {
                out.push(b"&")?;
            }
            out.push_str(&key)?;
            out.push(b"=")?;
            out.push_str(&component(cx, value, style)?)?;
        }
    }
    out.into_str().map(Ending::Value)
}

/// The pairs of a mapping, or of a sequence of tuples.
fn query_pairs<'h>(cx: &Context<'h>, query: Value<'h>) -> Result<Vec<Value<'h>>, Stop<'h>> {
    if let Value::Dict(dict) = query {
        return cx.collect(Value::View(cx.view(dict, ViewKind::Items)?));
    }
    let fits = match query {
        Value::List(list) => list
            .item(0)
            .is_none_or(|first| matches!(first, Value::Tuple(_))),
        Value::Tuple(tuple) => tuple
            .items
            .first()
            .is_none_or(|first| matches!(first, Value::Tuple(_))),
        other => cx.size(other)? == Some(0),
    };
    if fits {
        return cx.collect(query);
    }
    Err(cx.type_error(format_args!(
        "not a valid non-string sequence or mapping object"
    )))
}

fn two<'h>(cx: &Context<'h>, pair: Value<'h>) -> Result<(Value<'h>, Value<'h>), Stop<'h>> {
    match cx.collect(pair)?.as_slice() {
        [key, value] => Ok((*key, *value)),
        [_, _, _, ..] => {
            Err(cx.value_error(format_args!("too many values to unpack (expected 2)")))
        }
        few => Err(cx.value_error(format_args!(
            "not enough values to unpack (expected 2, got {})",
            few.len()
        ))),
    }
}
