//! Queries: `parse_qs` and `urlencode`.

use super::coerce::{Kind, texts};
use super::quotes::{Style, name, quoted, unquote_text};
use crate::builtin::writer::Writer;
use crate::value::chars::quote::repr;
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Stop, Text, Value, ViewKind};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

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
