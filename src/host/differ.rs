//! Whether what policies hold differs from what was lent, looking only at what was handed out.

use crate::value::context::Context;
use crate::value::plain::Plain;
use crate::value::value::{Dict, Lent, List, Mapping, Sequence, Stop, Value};

/// Whether a dict differs from the map it was lent as; looks only at what was handed out, unless the
/// dict was taken over as a whole.
pub(super) fn dict_differs<'h>(
    cx: &Context<'h>,
    dict: &Dict<'h>,
    lent: &'h dyn Mapping,
) -> Result<bool, Stop<'h>> {
    let extra = dict.extra();
    let memo = extra.and_then(|extra| extra.memo);
    // What was taken over without a write differs at most in what it handed out.
    let written = cx.written.get() || extra.is_none_or(|extra| extra.origin.is_none());
    let (entries, whole) = match (dict.lent(), memo) {
        (Some(_), Some(memo)) => (memo, false),
        (None, Some(memo)) if !written => (memo, false),
        _ => (dict, true),
    };
    if whole && dict.len() != lent.len() {
        return Ok(true);
    }
    for (key, value) in entries.stored() {
        cx.charge(1)?;
        let Value::Str(key) = key else {
            return Ok(true);
        };
        let Some(before) = lent.value(key.as_str()) else {
            return Ok(true);
        };
        if cx.nested(|| differs(cx, value, before))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a value differs from what was lent in its place.
pub(super) fn differs<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    lent: Lent<'h>,
) -> Result<bool, Stop<'h>> {
    match (value, lent) {
        (Value::Dict(dict), Lent::Map(map)) => dict_differs(cx, dict, map),
        (Value::Dict(dict), Lent::Json(serde_json::Value::Object(map))) => {
            dict_differs(cx, dict, map)
        }
        (Value::List(list), Lent::List(items)) => list_differs(cx, list, items),
        (Value::List(list), Lent::Json(serde_json::Value::Array(items))) => {
            array_differs(cx, list, items)
        }
        (Value::Dict(_) | Value::List(_), _) => Ok(true),
        (Value::Int(after), Lent::Json(serde_json::Value::Number(before))) if before.is_i64() => {
            Ok(before.as_i64() != Some(after))
        }
        (Value::Str(after), Lent::Json(serde_json::Value::String(before))) => {
            Ok(after.as_str() != before)
        }
        (Value::Host(host), Lent::Object(object)) => Ok(!std::ptr::addr_eq(host.object, object)),
        (Value::Host(_), _) => Ok(true),
        (Value::Object(_), lent @ (Lent::DateTime { .. } | Lent::Address(_))) => {
            Ok(!cx.equal(value, cx.lend(lent, None)?)?)
        }
        (value, lent) => match (Plain::of(cx, value)?, plain(&lent)) {
            (Some(after), Some(before)) => Ok(after != before),
            (None, None) => Ok(false),
            _ => Ok(true),
        },
    }
}

fn list_differs<'h>(
    cx: &Context<'h>,
    list: &List<'h>,
    lent: &'h dyn Sequence,
) -> Result<bool, Stop<'h>> {
    if list.len() != lent.len() {
        return Ok(true);
    }
    for (at, value) in list.iter().enumerate() {
        cx.charge(1)?;
        let Some(before) = lent.item(at) else {
            return Ok(true);
        };
        if cx.nested(|| differs(cx, value, before))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn array_differs<'h>(
    cx: &Context<'h>,
    list: &List<'h>,
    lent: &'h [serde_json::Value],
) -> Result<bool, Stop<'h>> {
    if list.len() != lent.len() {
        return Ok(true);
    }
    cx.charge(lent.len())?;
    for (value, before) in list.iter().zip(lent) {
        let same = match (value, before) {
            (Value::Int(after), serde_json::Value::Number(before)) => {
                before.as_i64() == Some(after)
            }
            (Value::Str(after), serde_json::Value::String(before)) => after.as_str() == before,
            _ => false,
        };
        if !same && cx.nested(|| differs(cx, value, Lent::Json(before)))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The entries of a lent map that have a plain form.
pub(super) fn plain_entries(map: &dyn Mapping) -> Vec<(String, Plain)> {
    map.keys()
        .filter_map(|key| Some((key.to_owned(), plain(&map.value(key)?)?)))
        .collect()
}

/// The plain form of something lent.
pub(super) fn plain(lent: &Lent<'_>) -> Option<Plain> {
    Some(match lent {
        Lent::None => Plain::None,
        Lent::Bool(truth) => Plain::Bool(*truth),
        Lent::Int(int) => Plain::Int(*int),
        Lent::Float(float) if float.is_finite() => Plain::Float(*float),
        Lent::Str(text) => Plain::Str((*text).to_owned()),
        Lent::Text(text) => Plain::Str(text.clone()),
        Lent::Json(json) => Plain::of_json(json),
        Lent::Map(map) => {
            let entries = plain_entries(*map);
            if entries.len() < map.len() {
                return None;
            }
            Plain::Dict(entries)
        }
        Lent::List(items) => {
            let items: Option<Vec<Plain>> =
                (0..items.len()).map(|at| plain(&items.item(at)?)).collect();
            Plain::List(items?)
        }
        _ => return None,
    })
}
