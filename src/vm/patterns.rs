//! What patterns ask of values.

use crate::builtin::{collections, types};
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::{ATTRIBUTE_ERROR, KEY_ERROR};
use crate::value::value::{Stop, Text, Type};

/// Whether a value is a sequence of `count` items, or with `more` of at least so many. Texts, bytes and
/// iterators are none here.
pub(super) fn is_sequence<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    count: usize,
    more: bool,
) -> Result<bool, Stop<'h>> {
    let sequence = match value {
        Value::List(_) | Value::Tuple(_) | Value::Range(_) => true,
        Value::Object(object) => {
            collections::passes(object.class, &collections::SEQUENCE)
                && !object
                    .class
                    .lineage()
                    .any(|class| class.name == "bytearray")
        }
        _ => false,
    };
    if !sequence {
        return Ok(false);
    }
    let len = cx.len(value)?;
    Ok(if more { len >= count } else { len == count })
}

/// Whether a value is a mapping of at least so many keys.
pub(super) fn is_mapping<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    least: usize,
) -> Result<bool, Stop<'h>> {
    let mapping = match value {
        Value::Dict(_) => true,
        Value::Object(object) => collections::passes(object.class, &collections::MAPPING),
        _ => false,
    };
    Ok(mapping && (least == 0 || cx.len(value)? >= least))
}

/// The values of all keys of a mapping; none if one is not there. A `defaultdict` makes none.
pub(super) fn values<'h>(
    cx: &Context<'h>,
    mapping: Value<'h>,
    keys: Value<'h>,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let Value::Tuple(keys) = keys else {
        return Err(Stop::Fatal);
    };
    let mut values: Vec<Value<'h>> = Vec::with_capacity(keys.items.len());
    for (at, key) in keys.items.iter().enumerate() {
        cx.charge(1)?;
        for before in keys.items.iter().take(at) {
            if cx.same(*before, *key)? {
                let key = cx.repr(*key)?;
                return Err(
                    cx.value_error(format_args!("mapping pattern checks duplicate key ({key})"))
                );
            }
        }
        match value(cx, mapping, *key)? {
            Some(value) => values.push(value),
            None => return Ok(None),
        }
    }
    cx.tuple(&values).map(Some)
}

fn value<'h>(
    cx: &Context<'h>,
    mapping: Value<'h>,
    key: Value<'h>,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    match mapping {
        Value::Dict(dict) => dict.get(cx, key),
        other => match cx.item(other, key) {
            Ok(value) => Ok(Some(value)),
            Err(Stop::Raised(error)) if error.class.derives(&KEY_ERROR) => Ok(None),
            Err(stop) => Err(stop),
        },
    }
}

/// A dict of what a mapping has beside the keys.
pub(super) fn rest<'h>(
    cx: &Context<'h>,
    mapping: Value<'h>,
    keys: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let Value::Tuple(keys) = keys else {
        return Err(Stop::Fatal);
    };
    let rest = cx.dict()?;
    match mapping {
        Value::Dict(dict) => {
            cx.charge(dict.len())?;
            for (key, value) in dict.items(cx)? {
                rest.insert(cx, key, value)?;
            }
        }
        other => cx.each(other, |key| {
            let value = cx.item(other, key)?;
            rest.insert(cx, key, value).map(|_| true)
        })?,
    }
    for key in keys.items {
        rest.remove(cx, *key)?;
    }
    Ok(Value::Dict(rest))
}

/// The attributes of an instance of a class by position and by name; none if the value is no instance,
/// or lacks one.
pub(super) fn attributes<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    class: Value<'h>,
    positional: usize,
    names: &'h [Text<'h>],
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let name = match class {
        Value::Class(class) => class.name,
        Value::Record(record) => record.name,
        Value::Type(class) => class.name,
        _ => {
            return Err(cx.type_error(format_args!("called match pattern must be a type")));
        }
    };
    if !types::is_instance(cx, value, class)? {
        return Ok(None);
    }
    let fields = match class {
        Value::Record(record) => record.fields.to_vec(),
        Value::Type(class) if positional > 0 => named_fields(cx, class)?,
        _ => Vec::new(),
    };
    let itself = matches!(class, Value::Class(class) if matches_itself(class));
    let most = if itself { 1 } else { fields.len() };
    if positional > most {
        return Err(cx.type_error(format_args!(
            "{name}() accepts {most} positional sub-pattern{} ({positional} given)",
            if most == 1 { "" } else { "s" }
        )));
    }
    let mut found = Vec::with_capacity(positional + names.len());
    let by_position = fields.into_iter().take(positional);
    if itself {
        found.extend(std::iter::repeat_n(value, positional));
    }
    let mut seen: Vec<&str> = Vec::new();
    for attribute in by_position.chain(names.iter().map(Text::as_str)) {
        cx.charge(1 + seen.len() / 8)?;
        if seen.contains(&attribute) {
            return Err(cx.type_error(format_args!(
                "{name}() got multiple sub-patterns for attribute '{attribute}'"
            )));
        }
        seen.push(attribute);
        match cx.maybe_attribute(value, attribute) {
            Ok(Some(attribute)) => found.push(attribute),
            Ok(None) => return Ok(None),
            Err(Stop::Raised(error)) if error.class.derives(&ATTRIBUTE_ERROR) => return Ok(None),
            Err(stop) => return Err(stop),
        }
    }
    cx.tuple(&found).map(Some)
}

/// The attributes that stand for patterns by position: `__match_args__`.
fn named_fields<'h>(cx: &Context<'h>, class: &'h Type<'h>) -> Result<Vec<&'h str>, Stop<'h>> {
    let Some(names) = class.find("__match_args__") else {
        return Ok(Vec::new());
    };
    let Value::Tuple(names) = names else {
        return Err(cx.type_error(format_args!(
            "{}.__match_args__ must be a tuple (got {})",
            class.name,
            names.type_name()
        )));
    };
    let name = |name: &Value<'h>| match name {
        Value::Str(name) => Ok(name.as_str()),
        other => Err(cx.type_error(format_args!(
            "__match_args__ elements must be strings (got {})",
            other.type_name()
        ))),
    };
    names.items.iter().map(name).collect()
}

/// Classes whose one pattern by position takes the instance itself.
fn matches_itself(class: &Class) -> bool {
    const NAMES: [&str; 11] = [
        "bool",
        "bytearray",
        "bytes",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "set",
        "str",
        "tuple",
    ];
    class
        .lineage()
        .any(|class| class.module == "builtins" && NAMES.contains(&class.name))
}
