//! Building containers, texts and functions from operands, and taking them apart again.

use super::session::Session;
use crate::code::Conversion;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Iter, Slice, Stop};

pub(super) fn set<'h>(cx: &Context<'h>, members: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
    let set = cx.set_of(members.iter().copied(), false)?;
    Ok(Value::Set(set))
}

/// A dict of keys and values in turn.
pub(super) fn dict<'h>(cx: &Context<'h>, pairs: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
    let dict = cx.dict_with(pairs.len() / 2)?;
    for pair in pairs.chunks_exact(2) {
        if let [key, value] = pair {
            dict.insert(cx, *key, *value)?;
        }
    }
    Ok(Value::Dict(dict))
}

pub(super) fn slice<'h>(cx: &Context<'h>, parts: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
    let part = |at| parts.get(at).copied().unwrap_or(Value::None);
    let slice = Slice {
        start: part(0),
        stop: part(1),
        step: part(2),
    };
    Ok(Value::Slice(cx.memory(cx.heap.alloc(slice))?))
}

/// The strs of an f-string, joined.
pub(super) fn joined<'h>(cx: &Context<'h>, parts: &[Value<'h>]) -> Result<Value<'h>, Stop<'h>> {
    let mut bytes = 0_usize;
    for part in parts {
        if let Value::Str(text) = part {
            bytes = bytes.saturating_add(text.as_str().len());
        }
    }
    cx.charge_bytes(bytes)?;
    cx.written(bytes, |pen| {
        for part in parts {
            if let Value::Str(text) = part {
                pen.write(text.as_str());
            }
        }
    })
}

/// What an f-string makes of a value: converted, then formatted.
pub(super) fn formatted<'h>(
    cx: &Context<'h>,
    conversion: Conversion,
    operands: &[Value<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    let value = operands.first().copied().ok_or(Stop::Fatal)?;
    let value = match (conversion, value) {
        (Conversion::Plain, value) => value,
        (Conversion::Str, value) => cx.display_value(value)?,
        (Conversion::Repr, value) => cx.str(&cx.repr(value)?)?,
        (Conversion::Ascii, value) => cx.str(&cx.ascii(value)?)?,
    };
    match (value, operands.get(1)) {
        (Value::Str(_), None) => Ok(value),
        (value, None) => cx.format(value, ""),
        (value, Some(Value::Str(spec))) => cx.format(value, spec.as_str()),
        _ => Err(Stop::Fatal),
    }
}

pub(super) fn append<'h>(
    cx: &Context<'h>,
    list: Value<'h>,
    item: Value<'h>,
) -> Result<(), Stop<'h>> {
    match list {
        Value::List(list) => list.push(cx, item),
        _ => Err(Stop::Fatal),
    }
}

pub(super) fn add<'h>(cx: &Context<'h>, set: Value<'h>, item: Value<'h>) -> Result<(), Stop<'h>> {
    match set {
        Value::Set(set) => set.insert(cx, item).map(drop),
        _ => Err(Stop::Fatal),
    }
}

pub(super) fn insert<'h>(
    cx: &Context<'h>,
    dict: Value<'h>,
    key: Value<'h>,
    value: Value<'h>,
) -> Result<(), Stop<'h>> {
    match dict {
        Value::Dict(dict) => dict.insert(cx, key, value).map(drop),
        _ => Err(Stop::Fatal),
    }
}

/// `[*items]`.
pub(super) fn extend<'h>(
    cx: &Context<'h>,
    list: Value<'h>,
    items: Value<'h>,
) -> Result<(), Stop<'h>> {
    match list {
        Value::List(list) => match items {
            Value::List(_) | Value::Tuple(_) => cx.extend(list, items),
            _ => match cx.maybe_iterate(items)? {
                Some(iter) => cx.extend(list, Value::Iter(iter)),
                None => Err(cx.type_error(format_args!(
                    "Value after * must be an iterable, not {}",
                    items.type_name()
                ))),
            },
        },
        _ => Err(Stop::Fatal),
    }
}

/// `{*items}`.
pub(super) fn update_set<'h>(
    cx: &Context<'h>,
    set: Value<'h>,
    items: Value<'h>,
) -> Result<(), Stop<'h>> {
    match set {
        Value::Set(set) => cx.each(items, |item| set.insert(cx, item).map(|_| true)),
        _ => Err(Stop::Fatal),
    }
}

/// `{**map}`.
pub(super) fn update_dict<'h>(
    cx: &Context<'h>,
    dict: Value<'h>,
    map: Value<'h>,
) -> Result<(), Stop<'h>> {
    let (Value::Dict(dict), Some(from)) = (dict, cx.mapping(map)?) else {
        return Err(cx.type_error(format_args!(
            "'{}' object is not a mapping",
            map.type_name()
        )));
    };
    cx.charge(from.len())?;
    for (key, value) in from.items(cx)? {
        dict.insert(cx, key, value)?;
    }
    Ok(())
}

/// `callee(**map)`; the dict collects the keyword arguments.
pub(super) fn merge_keywords<'h>(
    cx: &Context<'h>,
    session: &Session<'h>,
    callee: Value<'h>,
    dict: Value<'h>,
    map: Value<'h>,
) -> Result<(), Stop<'h>> {
    let (Value::Dict(dict), Some(from)) = (dict, cx.mapping(map)?) else {
        return Err(cx.type_error(format_args!(
            "{} argument after ** must be a mapping, not {}",
            session.shown_callee(cx, callee)?,
            map.type_name()
        )));
    };
    cx.charge(from.len())?;
    for (key, value) in from.items(cx)? {
        let Value::Str(name) = key else {
            return Err(cx.type_error(format_args!("keywords must be strings")));
        };
        if dict.insert(cx, key, value)?.is_some() {
            return Err(cx.type_error(format_args!(
                "{} got multiple values for keyword argument '{}'",
                session.shown_callee(cx, callee)?,
                name.as_str()
            )));
        }
    }
    Ok(())
}

pub(super) fn tuple_of<'h>(cx: &Context<'h>, list: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match list {
        Value::List(list) => {
            cx.charge(list.len() / 8)?;
            let items = cx.memory(cx.heap.filled(list.len(), Value::Unbound))?;
            for (to, from) in items.iter_mut().zip(list.iter()) {
                *to = from;
            }
            cx.lent_tuple(items)
        }
        _ => Err(Stop::Fatal),
    }
}

/// Exactly `count` items.
pub(super) fn unpacked<'h>(
    cx: &Context<'h>,
    items: Value<'h>,
    count: usize,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    let iter = check_iterable(cx, items)?;
    let mut unpacked = Vec::new();
    while unpacked.len() <= count {
        cx.charge(1)?;
        let Some(item) = cx.advance(iter)? else {
            break;
        };
        unpacked.push(item);
    }
    match unpacked.len() {
        len if len == count => Ok(unpacked),
        len if len < count => Err(cx.value_error(format_args!(
            "not enough values to unpack (expected {count}, got {len})"
        ))),
        _ => Err(cx.value_error(format_args!("too many values to unpack (expected {count})"))),
    }
}

/// The items in front, the list of those between, the items behind.
pub(super) fn unpacked_star<'h>(
    cx: &Context<'h>,
    items: Value<'h>,
    before: usize,
    after: usize,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    check_iterable(cx, items)?;
    let rest = cx.list(&[])?;
    cx.extend(rest, items)?;
    let len = rest.len();
    if len < before + after {
        return Err(cx.value_error(format_args!(
            "not enough values to unpack (expected at least {}, got {len})",
            before + after
        )));
    }
    let part = |from: usize, to: usize| (from..to).filter_map(|at| rest.item(at));
    let mut unpacked: Vec<_> = part(0, before).collect();
    unpacked.push(Value::List(rest));
    unpacked.extend(part(len - after, len));
    rest.splice(cx, len - after, len, &[])?;
    rest.splice(cx, 0, before, &[])?;
    Ok(unpacked)
}

fn check_iterable<'h>(cx: &Context<'h>, items: Value<'h>) -> Result<&'h Iter<'h>, Stop<'h>> {
    match cx.maybe_iterate(items)? {
        Some(iter) => Ok(iter),
        None => Err(cx.type_error(format_args!(
            "cannot unpack non-iterable {} object",
            items.type_name()
        ))),
    }
}
