//! Questions to JSON values, answered as Python and Django answer them.

use serde_json::{Map, Value};

/// A value as the key of a JSON object.
pub(super) fn as_key(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Python's truth of a value.
pub(super) fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// Equal, or equal as texts: a number that was written as a text is found too.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    let scalar = |value: &Value| matches!(value, Value::String(_) | Value::Number(_));
    a == b || (scalar(a) && scalar(b) && as_key(a) == as_key(b))
}

/// Whether one value holds another, as JSON in the database does.
pub(super) fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .all(|(key, value)| whole.get(key).is_some_and(|old| contains(old, value))),
        (Value::Array(whole), Value::Array(part)) => part
            .iter()
            .all(|value| whole.iter().any(|old| contains(old, value))),
        (Value::Array(whole), part) => whole.iter().any(|old| same(old, part)),
        (Value::String(whole), Value::String(part)) => whole.contains(part.as_str()),
        _ => same(whole, part),
    }
}

/// Merges deeply: mappings are joined, lists are appended, of anything else the later wins.
pub(super) fn merge_maps(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge_maps(old, new),
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (Some(old), new) => *old = new,
            (None, new) => {
                into.insert(key, new);
            }
        }
    }
}
