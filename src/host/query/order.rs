//! `order_by`: the order of rows by fields, nothing last, as PostgreSQL has it.

use std::cmp::Ordering;

use super::columns::column;
use super::compare::order;
use crate::host::moment::moment;
use crate::host::rows::node::Node;
use crate::value::context::Context;
use crate::value::model::Model;
use crate::value::plain::Plain;
use crate::value::value::{Stop, Value};

/// One key to order by.
struct Key {
    name: String,
    backwards: bool,
}

/// Sorts rows by the names of fields, each `-` before one turning it round.
///
/// # Errors
/// `FieldError` for a name that is no field.
pub(super) fn sort<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    rows: Vec<Node<'h>>,
    names: &[Value<'h>],
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let mut keys = Vec::with_capacity(names.len());
    for name in names {
        let Value::Str(name) = name else {
            return Err(cx.type_error(format_args!("order_by() takes names of fields")));
        };
        let (name, backwards) = match name.as_str().strip_prefix('-') {
            Some(name) => (name, true),
            None => (name.as_str(), false),
        };
        // At random is as it comes.
        if name != "?" {
            keys.push(Key {
                name: name.to_owned(),
                backwards,
            });
        }
    }
    cx.charge(rows.len().saturating_mul(8 * keys.len()))?;
    let mut keyed = Vec::with_capacity(rows.len());
    for row in rows {
        let mut values = Vec::with_capacity(keys.len());
        for key in &keys {
            let found = column(cx, model, row, &key.name)?;
            let first = found.first().copied().unwrap_or(Value::None);
            values.push(sortable(cx, first)?);
        }
        keyed.push((values, row));
    }
    keyed.sort_by(|(a, _), (b, _)| {
        let pairs = a.iter().zip(b).zip(&keys);
        let mut orders = pairs.map(|((a, b), key)| {
            let order = compare(a, b);
            if key.backwards {
                order.reverse()
            } else {
                order
            }
        });
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    Ok(keyed.into_iter().map(|(_, row)| row).collect())
}

fn sortable<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Plain, Stop<'h>> {
    match Plain::of(cx, value)? {
        Some(plain) => Ok(plain),
        None => {
            let text = cx.display(value)?;
            Ok(moment(&text).map_or(Plain::Str(text), Plain::Int))
        }
    }
}

fn compare(a: &Plain, b: &Plain) -> Ordering {
    match (a, b) {
        (Plain::None, Plain::None) => Ordering::Equal,
        (Plain::None, _) => Ordering::Greater,
        (_, Plain::None) => Ordering::Less,
        _ => order(None, a, b).unwrap_or(Ordering::Equal),
    }
}
