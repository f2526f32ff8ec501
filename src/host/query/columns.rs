//! Columns of rows: `values`, `values_list`, and what rows are ordered by.

use super::errors::{self, FIELD_ERROR};
use crate::host::rows::node::Node;
use crate::host::rows::related::{reference, related};
use crate::value::context::Context;
use crate::value::model::{Kind, Model};
use crate::value::plain::Plain;
use crate::value::value::{Stop, Value};

/// The values of a field, or of a path through relations and JSON: one for each row that a relation
/// leads to, `None` where it leads to nothing.
///
/// # Errors
/// `FieldError` for a name that is no field.
pub(super) fn column<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    row: Node<'h>,
    name: &str,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    errors::check_depth(cx, name)?;
    let parts: Vec<&str> = name.split("__").collect();
    cx.charge(parts.len())?;
    walk(cx, model.or(row.model()), row, &parts, true)
}

fn walk<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    row: Node<'h>,
    parts: &[&str],
    first: bool,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    let Some((part, rest)) = parts.split_first() else {
        return Ok(vec![Value::None]);
    };
    let Some(model) = model else {
        let host = row.show(cx)?;
        return match host.attribute(cx, part)? {
            Some(value) => Ok(vec![below(cx, value, rest)?]),
            None => Err(errors::no_attribute(cx, row.object(), part)),
        };
    };
    let Some(field) = model.field(part) else {
        if first {
            return Err(errors::no_field(cx, model, part));
        }
        return Err(cx.raise(
            &FIELD_ERROR,
            format_args!("Related Field got invalid lookup: {part}"),
        ));
    };
    match field.kind {
        Kind::One(_) if rest.is_empty() => Ok(vec![match reference(cx, row, field)? {
            Some(key) => key_value(cx, &key)?,
            None => Value::None,
        }]),
        Kind::One(target) | Kind::Many(target) | Kind::Back(target, _) => {
            let key = [target.key.name];
            let rest = if rest.is_empty() { &key } else { rest };
            let mut values = Vec::new();
            for other in related(cx, row, field)? {
                values.extend(walk(cx, Some(target), other, rest, false)?);
            }
            if values.is_empty() {
                values.push(Value::None);
            }
            Ok(values)
        }
        _ => {
            let host = row.show(cx)?;
            let value = host.attribute(cx, field.name)?.unwrap_or(Value::None);
            Ok(vec![below(cx, value, rest)?])
        }
    }
}

fn key_value<'h>(cx: &Context<'h>, key: &Plain) -> Result<Value<'h>, Stop<'h>> {
    match key {
        Plain::Int(int) => Ok(Value::Int(*int)),
        Plain::Str(text) => match text.parse() {
            Ok(int) => Ok(Value::Int(int)),
            Err(_) => cx.str(text),
        },
        _ => Ok(Value::None),
    }
}

/// What lies behind keys of JSON.
fn below<'h>(cx: &Context<'h>, value: Value<'h>, keys: &[&str]) -> Result<Value<'h>, Stop<'h>> {
    let mut here = value;
    for key in keys {
        let next = match here {
            Value::Dict(dict) => dict.get_str(cx, key)?,
            Value::List(list) => key.parse().ok().and_then(|at| list.item(at)),
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => return Ok(Value::None),
        }
    }
    Ok(here)
}

/// The rows of several columns: every combination of their values.
///
/// # Errors
/// Those of [`column`].
pub(super) fn combine<'h>(
    cx: &Context<'h>,
    columns: &[Vec<Value<'h>>],
) -> Result<Vec<Vec<Value<'h>>>, Stop<'h>> {
    let mut rows: Vec<Vec<Value<'h>>> = vec![Vec::with_capacity(columns.len())];
    for values in columns {
        let count = rows.len().saturating_mul(values.len());
        let cells = count.saturating_mul(columns.len());
        cx.charge(cells)?;
        cx.memory(cx.heap.charge(cells.saturating_mul(size_of::<Value<'_>>())))?;
        let mut longer = Vec::with_capacity(count);
        for row in &rows {
            for value in values {
                let mut row = row.clone();
                row.push(*value);
                longer.push(row);
            }
        }
        rows = longer;
    }
    Ok(rows)
}
