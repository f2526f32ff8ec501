//! Attributes of rows that are more than what the row itself holds: relations, and keys.

use crate::host::query::manager::of_relation;
use crate::host::query::of_lent;
use crate::host::rows::node::Node;
use crate::host::rows::related::{reference, related};
use crate::value::context::Context;
use crate::value::model::Kind;
use crate::value::plain::Plain;
use crate::value::value::{Host, Stop, Value};

/// An attribute of a row by its model's table: the row that a field refers to, the manager of a
/// relation, or a key.
///
/// # Errors
/// What looking it up raises.
pub fn attribute<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    name: &str,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let Some(model) = host.object.class().and_then(|class| class.model) else {
        // Without a table a relation can only be read.
        return match host.object.related(name) {
            Some(rows) => of_lent(cx, rows).map(Some),
            None => Ok(None),
        };
    };
    let Some(field) = model.field(name) else {
        return Ok(None);
    };
    let node = Node::Shown(host);
    match field.kind {
        Kind::Many(_) | Kind::Back(..) => of_relation(cx, host, field).map(Some),
        Kind::One(_) if name == field.name => match related(cx, node, field)?.first() {
            Some(row) => row.show(cx).map(|row| Some(Value::Host(row))),
            None => Ok(Some(Value::None)),
        },
        Kind::One(model) => match reference(cx, node, field)? {
            Some(Plain::Int(key)) => Ok(Some(Value::Int(key))),
            Some(Plain::Str(key)) => key_value(cx, model.key.kind, &key).map(Some),
            _ => Ok(Some(Value::None)),
        },
        _ if std::ptr::eq(field, &model.key) => match host.object.identity() {
            Some(key) => key_value(cx, field.kind, &key).map(Some),
            None => Ok(Some(Value::None)),
        },
        _ => Ok(None),
    }
}

fn key_value<'h>(cx: &Context<'h>, kind: Kind, key: &str) -> Result<Value<'h>, Stop<'h>> {
    match (kind, key.parse()) {
        (Kind::Int, Ok(int)) => Ok(Value::Int(int)),
        _ => cx.str(key),
    }
}
