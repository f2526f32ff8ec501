//! Writing through managers and query sets: rows made, changed, deleted, and linked.

use super::base::{dict_of, instance, listed, matching, same};
use super::errors;
use super::expression::{is_expression, resolve};
use super::steps::{self, Step};
use crate::host::rows::node::Node;
use crate::host::rows::related::relink;
use crate::host::rows::save;
use crate::host::rows::select::by_key;
use crate::value::class::Class;
use crate::value::context::{Context, Deed};
use crate::value::model::{Field, Kind, Model};
use crate::value::native::Args;
use crate::value::plain::Plain;
use crate::value::value::{Host, Stop, Text, Value};

/// The row and the field that a relation's manager stands for.
fn ends<'h>(
    cx: &Context<'h>,
    me: Value<'h>,
) -> Result<(&'h Host<'h>, &'static Field, &'static Model), Stop<'h>> {
    let relation = steps::relation(steps::args_of(instance(cx, me)?));
    match relation {
        Some((host, field)) => match field.kind {
            Kind::Many(model) | Kind::Back(model, _) => Ok((host, field, model)),
            _ => Err(Stop::Fatal),
        },
        None => Err(Stop::Fatal),
    }
}

/// The row that an argument names: a row of the model, or its key.
fn row_of<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    value: Value<'h>,
) -> Result<&'h Host<'h>, Stop<'h>> {
    match value {
        Value::Host(host) if host.object.class().is_some_and(|c| c.derives(model.class)) => {
            Ok(host)
        }
        Value::Int(_) | Value::Str(_) => {
            let key = Plain::of(cx, value)?.unwrap_or(Plain::None);
            match by_key(cx, model, &key)? {
                Some(row) => row.show(cx),
                None => Err(errors::absent(cx, Some(model))),
            }
        }
        other => Err(cx.type_error(format_args!(
            "'{}' instance expected, got {}",
            model.class.name,
            cx.repr(other)?
        ))),
    }
}

pub(super) fn relate<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    deed: Deed,
) -> Result<Value<'h>, Stop<'h>> {
    let (host, field, model) = ends(cx, args.value(0))?;
    for value in args.rest {
        let row = row_of(cx, model, *value)?;
        relink(cx, host, field, &[row], deed)?;
    }
    Ok(Value::None)
}

fn current<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<Vec<&'h Host<'h>>, Stop<'h>> {
    let rows = listed(cx, instance(cx, me)?)?;
    let hosts = rows.iter().filter_map(|row| match row {
        Value::Host(host) => Some(host),
        _ => None,
    });
    Ok(hosts.collect())
}

pub(super) fn clear<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (host, field, _) = ends(cx, args.value(0))?;
    let rows = current(cx, args.value(0))?;
    relink(cx, host, field, &rows, Deed::Unlink)?;
    Ok(Value::None)
}

pub(super) fn set_rows<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (host, field, model) = ends(cx, args.value(0))?;
    let mut wanted: Vec<&'h Host<'h>> = Vec::new();
    cx.each(args.value(1), |value| {
        wanted.push(row_of(cx, model, value)?);
        Ok(true)
    })?;
    let before = current(cx, args.value(0))?;
    cx.charge(wanted.len().saturating_mul(before.len()))?;
    let among = |rows: &[&'h Host<'h>], row: &Host<'h>| {
        rows.iter().any(|other| same(other.object, row.object))
    };
    let out: Vec<&'h Host<'h>> = before
        .iter()
        .filter(|row| !among(&wanted, row))
        .copied()
        .collect();
    relink(cx, host, field, &out, Deed::Unlink)?;
    relink(cx, host, field, &wanted, Deed::Link)?;
    Ok(Value::None)
}

/// The class whose rows a manager makes.
fn class_of<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<&'static Class, Stop<'h>> {
    match steps::model_of(cx, instance(cx, me)?)? {
        Some(model) => Ok(model.class),
        None => Err(cx.attribute_error("QuerySet", "create")),
    }
}

/// A new row, in the relation if the manager is of one.
fn made<'h>(
    cx: &Context<'h>,
    me: Value<'h>,
    fields: &[(&'h Text<'h>, Value<'h>)],
) -> Result<&'h Host<'h>, Stop<'h>> {
    let row = save::create(cx, class_of(cx, me)?, fields)?;
    let manager = instance(cx, me)?;
    if Step::of(manager) == Step::Related {
        let (host, field, _) = ends(cx, me)?;
        relink(cx, host, field, &[row], Deed::Link)?;
    }
    Ok(row)
}

pub(super) fn create<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    made(cx, args.value(0), args.keywords).map(Value::Host)
}

/// `bulk_create(rows)`: saves rows that a policy made.
pub(super) fn bulk_create<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let class = class_of(cx, args.value(0))?;
    let rows = cx.list(&[])?;
    cx.each(args.value(1), |row| {
        let Value::Host(host) = row else {
            return Err(cx.type_error(format_args!("'{}' instance expected", class.name)));
        };
        save::save(cx, host)?;
        rows.push(cx, row)?;
        Ok(true)
    })?;
    Ok(Value::List(rows))
}

type Fields<'h> = Vec<(&'h Text<'h>, Value<'h>)>;

/// What a row is made of that was not found: the look-ups that are equalities, and the defaults.
fn ingredients<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
) -> Result<(Fields<'h>, Fields<'h>), Stop<'h>> {
    let mut defaults = Vec::new();
    if let Some(Value::Dict(dict)) = args.given(1) {
        dict.settle(cx)?;
        for (name, value) in dict.stored() {
            if let Value::Str(name) = name {
                defaults.push((name, value));
            }
        }
    }
    let mut fields: Fields<'h> = Vec::new();
    for (name, value) in args.keywords {
        let plain = name
            .as_str()
            .strip_suffix("__exact")
            .unwrap_or(name.as_str());
        if !plain.contains("__") {
            fields.push((cx.lent_text(cx.memory(cx.heap.text(plain))?)?, *value));
        }
    }
    fields.extend(defaults.iter().copied());
    Ok((fields, defaults))
}

fn found<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<Option<&'h Host<'h>>, Stop<'h>> {
    let rows = matching(cx, args.value(0), args.keywords, usize::MAX)?;
    match rows.as_slice() {
        [] => Ok(None),
        [Value::Host(row)] => Ok(Some(row)),
        several => {
            let model = steps::model_of(cx, instance(cx, args.value(0))?)?;
            Err(errors::several(cx, model, several.len()))
        }
    }
}

pub(super) fn get_or_create<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    if let Some(row) = found(cx, &args)? {
        return cx.tuple(&[Value::Host(row), Value::False]);
    }
    let (fields, _) = ingredients(cx, &args)?;
    let row = made(cx, args.value(0), &fields)?;
    cx.tuple(&[Value::Host(row), Value::True])
}

pub(super) fn update_or_create<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let (fields, defaults) = ingredients(cx, &args)?;
    if let Some(row) = found(cx, &args)? {
        save::update(cx, row, &defaults)?;
        return cx.tuple(&[Value::Host(row), Value::False]);
    }
    let row = made(cx, args.value(0), &fields)?;
    cx.tuple(&[Value::Host(row), Value::True])
}

pub(super) fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let model = steps::model_of(cx, instance(cx, args.value(0))?)?;
    if let Some(model) = model {
        let unknown = args
            .keywords
            .iter()
            .find(|(name, _)| model.field(name.as_str()).is_none());
        if let Some((name, _)) = unknown {
            return Err(cx.raise(
                &errors::FIELD_DOES_NOT_EXIST,
                format_args!(
                    "{} has no field named '{}'",
                    model.class.name,
                    name.as_str()
                ),
            ));
        }
    }
    let rows = current(cx, args.value(0))?;
    if !args.keywords.iter().any(|(_, value)| is_expression(*value)) {
        for row in &rows {
            save::update(cx, row, args.keywords)?;
        }
        return Ok(Value::Int(rows.len() as i64));
    }
    for row in &rows {
        let mut fields = Vec::with_capacity(args.keywords.len());
        for (name, value) in args.keywords {
            fields.push((*name, resolve(cx, model, Node::Shown(row), *value)?));
        }
        save::update(cx, row, &fields)?;
    }
    Ok(Value::Int(rows.len() as i64))
}

pub(super) fn delete<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let rows = current(cx, args.value(0))?;
    for row in &rows {
        save::delete(cx, row)?;
    }
    deleted(cx, &rows)
}

/// What `delete()` answers with: how many rows, and how many of each model.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn deleted<'h>(cx: &Context<'h>, rows: &[&'h Host<'h>]) -> Result<Value<'h>, Stop<'h>> {
    let counts = dict_of(cx, &[])?;
    for row in rows {
        let label = row.object.class().and_then(|class| class.model);
        let Some(model) = label else { continue };
        let app = model.label.split('.').next().unwrap_or_default();
        let name = format!("{app}.{}", model.class.name);
        let count = match counts.stored_str(&name) {
            Some(Value::Int(count)) => count + 1,
            _ => 1,
        };
        counts.insert_str(cx, &name, Value::Int(count))?;
    }
    cx.tuple(&[Value::Int(rows.len() as i64), Value::Dict(counts)])
}
