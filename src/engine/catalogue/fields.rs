//! Fields of objects, typed.

use serde_json::Value;

use crate::{
    engine::{
        blueprint::{BlueprintError, Object, Reason},
        mode::Mode,
    },
    source::Place,
};

type Read<T> = Result<T, BlueprintError>;

/// The refusal of a blueprint because of one of its objects.
pub(super) fn refused(object: &Object, place: Place, reason: Reason) -> BlueprintError {
    let file = object.file.clone();
    BlueprintError {
        file,
        place,
        reason,
    }
}

fn wrong(object: &Object, field: &str, expected: &'static str) -> BlueprintError {
    let what = format!("'{field}'");
    refused(object, object.place, Reason::WrongType { what, expected })
}

fn given<'o>(object: &'o Object, field: &str) -> Option<&'o Value> {
    object.attrs.get(field).filter(|value| !value.is_null())
}

/// A boolean, spelt in any way that authentik takes.
pub(super) fn flag(object: &Object, field: &str, default: bool) -> Read<bool> {
    let wrong = || wrong(object, field, "true or false");
    match given(object, field) {
        None => Ok(default),
        Some(Value::Bool(truth)) => Ok(*truth),
        Some(Value::Number(n)) if n.as_f64() == Some(1.0) => Ok(true),
        Some(Value::Number(n)) if n.as_f64() == Some(0.0) => Ok(false),
        Some(Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Ok(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Ok(false),
            _ => Err(wrong()),
        },
        Some(_) => Err(wrong()),
    }
}

/// A whole number, or a text that spells one.
pub(super) fn whole(object: &Object, field: &str, default: i64) -> Read<i64> {
    let value = match given(object, field) {
        None => return Ok(default),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(value) => value.as_i64(),
    };
    value.ok_or_else(|| wrong(object, field, "a whole number"))
}

/// A whole number that is not negative.
pub(super) fn count(object: &Object, field: &str, default: u64) -> Read<u64> {
    let value = whole(object, field, i64::try_from(default).unwrap_or(i64::MAX))?;
    u64::try_from(value).map_err(|_| wrong(object, field, "a whole number, and not negative"))
}

/// A text; empty if it is not there.
pub(super) fn text(object: &Object, field: &str) -> Read<String> {
    match given(object, field) {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(wrong(object, field, "a text")),
    }
}

/// A list of primary keys; a single one is a list of one.
pub(super) fn keys(object: &Object, field: &str) -> Read<Vec<Value>> {
    match given(object, field) {
        None => Ok(Vec::new()),
        Some(Value::Array(keys)) => Ok(keys.iter().filter(|key| !key.is_null()).cloned().collect()),
        Some(key @ (Value::String(_) | Value::Number(_))) => Ok(vec![key.clone()]),
        Some(_) => Err(wrong(object, field, "a list of keys")),
    }
}

/// A mapping; empty if it is not there.
pub(super) fn mapping(object: &Object, field: &str) -> Read<serde_json::Map<String, Value>> {
    match given(object, field) {
        None => Ok(serde_json::Map::new()),
        Some(Value::Object(map)) => Ok(map.clone()),
        Some(_) => Err(wrong(object, field, "a mapping")),
    }
}

/// The mode in which a target combines its bindings.
pub(super) fn mode(object: &Object) -> Read<Mode> {
    let name = text(object, "policy_engine_mode")?;
    if name.is_empty() {
        return Ok(Mode::default());
    }
    Mode::named(&name).ok_or_else(|| wrong(object, "policy_engine_mode", "any or all"))
}

/// A moment in seconds since 1970; one without a zone is in UTC.
pub(super) fn moment(object: &Object, field: &str) -> Read<Option<i64>> {
    let Some(value) = given(object, field) else {
        return Ok(None);
    };
    let text = value.as_str().unwrap_or("");
    let zoned = text.parse::<jiff::Timestamp>().ok();
    let moment = zoned.or_else(|| {
        let day = || {
            text.parse::<jiff::civil::Date>()
                .ok()
                .map(jiff::civil::DateTime::from)
        };
        let clock = text.parse::<jiff::civil::DateTime>().ok().or_else(day)?;
        clock
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    });
    let moment = moment.ok_or_else(|| wrong(object, field, "a date and time"))?;
    Ok(Some(moment.as_second()))
}
