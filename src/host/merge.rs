//! `user.group_attributes()`: attributes of brand, groups and user, merged deeply.

use crate::value::context::Context;
use crate::value::copy::Copier;
use crate::value::value::{Dict, Host, Stop, Value};

/// Merges the attributes of a brand, of groups in the order of their names, and then those of a user,
/// into a fresh dict: dicts merge, lists concatenate, anything else is replaced.
///
/// # Errors
/// `RecursionError` if they nest too deeply, [`Stop::Fatal`] by a limit.
pub fn merge_attributes<'h>(
    cx: &Context<'h>,
    brand: Option<&'h Host<'h>>,
    groups: Vec<&'h Host<'h>>,
    user: &'h Host<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let merged = cx.dict()?;
    if let Some(brand) = brand {
        merge_from(cx, merged, brand)?;
    }
    let mut named = Vec::with_capacity(groups.len());
    for group in groups {
        cx.charge(1)?;
        let name = match group.attribute(cx, "name")? {
            Some(Value::Str(name)) => name.as_str(),
            _ => "",
        };
        named.push((name, group));
    }
    named.sort_by_key(|(name, _)| *name);
    for (_, group) in named {
        merge_from(cx, merged, group)?;
    }
    merge_from(cx, merged, user)?;
    Ok(Value::Dict(merged))
}

fn merge_from<'h>(
    cx: &Context<'h>,
    merged: &'h Dict<'h>,
    host: &'h Host<'h>,
) -> Result<(), Stop<'h>> {
    match host.attribute(cx, "attributes")? {
        Some(Value::Dict(attributes)) => merge(cx, merged, attributes),
        _ => Ok(()),
    }
}

fn merge<'h>(cx: &Context<'h>, base: &Dict<'h>, new: &'h Dict<'h>) -> Result<(), Stop<'h>> {
    let copy = Copier::new(None).copy_dict(cx, new)?;
    copy.settle(cx)?;
    for (key, value) in copy.stored() {
        match (base.get(cx, key)?, value) {
            (Some(Value::Dict(old)), Value::Dict(value)) => {
                cx.nested(|| merge(cx, old, value))?;
            }
            (Some(Value::List(old)), Value::List(value)) => {
                cx.charge(value.len())?;
                for item in value.iter() {
                    old.push(cx, item)?;
                }
            }
            _ => {
                base.insert(cx, key, value)?;
            }
        }
    }
    Ok(())
}
