//! `user.group_attributes()`: attributes of all groups by name, then the user's own, merged deeply.

use std::sync::Arc;

use super::group::Group;
use crate::value::context::Context;
use crate::value::copy::Copier;
use crate::value::value::{Dict, Host, Lent, Stop, Value};

/// Merges the attributes of `groups`, in the order of their names, and then those of `user`, into a
/// fresh dict: dicts merge, lists concatenate, anything else is replaced.
///
/// # Errors
/// `RecursionError` if they nest too deeply, [`Stop::Fatal`] by a limit.
pub fn merge_attributes<'h>(
    cx: &Context<'h>,
    groups: &'h [Arc<Group>],
    user: &'h Host<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let merged = cx.dict()?;
    let mut sorted: Vec<&'h Arc<Group>> = groups.iter().collect();
    cx.charge(sorted.len())?;
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    for group in sorted {
        if let Value::Host(host) = cx.lend(Lent::Object(&**group), None)? {
            merge_from(cx, merged, host)?;
        }
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
