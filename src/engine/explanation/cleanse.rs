//! Values as an explanation shows them: short, and without secrets.

use crate::host::events::{CLEANSED, is_secret};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Host, Stop};

/// How many characters of a value are shown.
const LONGEST: usize = 120;
/// How deep containers are looked through for secrets, and shown.
const DEEPEST: u8 = 6;
/// How many items of a container are looked at.
const MOST: usize = 64;

/// What a value shows of itself, under the names by which it was reached.
pub(super) fn shown<'n, 'h>(
    cx: &Context<'h>,
    names: impl IntoIterator<Item = &'n str>,
    value: Value<'h>,
) -> Result<String, Stop<'h>> {
    let is_open = matches!(value, Value::None | Value::True | Value::False);
    if !is_open && names.into_iter().any(is_secret) {
        return Ok(CLEANSED.to_owned());
    }
    let mut text = match value {
        Value::Host(host) => host_text(host),
        value => cx.repr(cleansed(cx, value, DEEPEST)?)?,
    };
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push('…');
    }
    Ok(text)
}

/// A lent object as Django shows a row: by its class and text.
fn host_text(host: &Host<'_>) -> String {
    let class = host.object.class_name();
    match host.object.text() {
        Some(text) if !text.is_empty() => format!("<{class}: {text}>"),
        _ => format!("<{class}>"),
    }
}

/// A copy of a container without secrets; anything else as it is.
fn cleansed<'h>(cx: &Context<'h>, value: Value<'h>, depth: u8) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(1)?;
    let Some(depth) = depth.checked_sub(1) else {
        return Ok(Value::Ellipsis);
    };
    match value {
        Value::Dict(dict) => {
            dict.settle(cx)?;
            let copy = cx.dict()?;
            for (key, value) in dict.stored().take(MOST) {
                let is_open = matches!(value, Value::None | Value::True | Value::False);
                let value = match key {
                    Value::Str(name) if !is_open && is_secret(name.as_str()) => cx.str(CLEANSED)?,
                    _ => cleansed(cx, value, depth)?,
                };
                copy.insert(cx, key, value)?;
            }
            Ok(Value::Dict(copy))
        }
        Value::List(list) => {
            let copy = cx.list(&[])?;
            for item in list.iter().take(MOST) {
                copy.push(cx, cleansed(cx, item, depth)?)?;
            }
            Ok(Value::List(copy))
        }
        Value::Tuple(tuple) if tuple.record.is_none() => {
            let items = tuple.items.iter().take(MOST);
            let items = items.map(|item| cleansed(cx, *item, depth));
            cx.tuple(&items.collect::<Result<Vec<_>, _>>()?)
        }
        value => Ok(value),
    }
}
