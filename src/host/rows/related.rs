//! What relations lead to, as changed so far.

use super::node::{Node, Piece};
use super::select::{by_key, key_text, select};
use super::store;
use crate::host::differ::plain;
use crate::value::context::{Context, Deed};
use crate::value::model::{Field, Kind, Model};
use crate::value::plain::Plain;
use crate::value::services::Wanted;
use crate::value::value::{Host, Lent, List, Sequence, Stop, Value};

/// How far inheritance of memberships is followed.
const DEEPEST: usize = 1000;

/// The rows that a relation of a row leads to.
///
/// # Errors
/// What looking them up raises.
pub fn related<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    field: &'static Field,
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    match field.kind {
        Kind::One(model) => one(cx, node, field, model),
        Kind::Many(model) => many(cx, node, field, model),
        Kind::Back(model, back) => behind(cx, node, model, back),
        _ => Ok(Vec::new()),
    }
}

/// The key that a reference to one row holds.
///
/// # Errors
/// What reading it raises.
pub fn reference<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    field: &'static Field,
) -> Result<Option<Plain>, Stop<'h>> {
    let read = match node.read(cx, field.name)? {
        None => node.read(cx, &format!("{}_id", field.name))?,
        read => read,
    };
    let plain = match read {
        Some(Piece::Lent(Lent::Object(object))) => {
            object.identity().map(|key| Plain::Str(key.into_owned()))
        }
        Some(Piece::Lent(lent)) => plain(&lent),
        Some(Piece::Value(Value::Host(host))) => {
            let key = host.object.identity();
            key.map(|key| Plain::Str(key.into_owned()))
        }
        Some(Piece::Value(value)) => Plain::of(cx, value)?,
        None => None,
    };
    Ok(plain.filter(|plain| !matches!(plain, Plain::None)))
}

fn one<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    field: &'static Field,
    model: &'static Model,
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    match node.read(cx, field.name)? {
        Some(Piece::Lent(Lent::Object(object))) => return Ok(vec![Node::of(cx, object)?]),
        Some(Piece::Value(Value::Host(host))) => return Ok(vec![Node::Shown(host)]),
        _ => {}
    }
    match reference(cx, node, field)? {
        Some(key) => Ok(by_key(cx, model, &key)?.into_iter().collect()),
        None => Ok(Vec::new()),
    }
}

fn many<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    field: &'static Field,
    model: &'static Model,
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let object = node.object();
    if cx.written.get()
        && let Some(list) = store::links(cx, object, field.also)?
    {
        return shown(cx, list);
    }
    if let Some(rows) = object.related(field.also) {
        return of_sequence(cx, rows);
    }
    let mut rows = Vec::new();
    if let Some(Lent::Json(serde_json::Value::Array(keys))) = object.attr(field.also) {
        for key in keys {
            rows.extend(by_key(cx, model, &Plain::of_json(key))?);
        }
    }
    Ok(rows)
}

fn shown<'h>(cx: &Context<'h>, list: &'h List<'h>) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let mut nodes = Vec::with_capacity(list.len());
    for row in list.iter() {
        if let Value::Host(host) = row
            && !store::is_gone(cx, host.object)?
        {
            nodes.push(Node::Shown(host));
        }
    }
    Ok(nodes)
}

/// The rows of a lent sequence, those that were deleted left out.
///
/// # Errors
/// What reading them raises.
pub fn of_sequence<'h>(
    cx: &Context<'h>,
    rows: &'h dyn Sequence,
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    cx.charge(rows.len())?;
    let mut nodes = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        if let Some(Lent::Object(object)) = rows.item(at)
            && !(cx.written.get() && store::is_gone(cx, object)?)
        {
            nodes.push(Node::of(cx, object)?);
        }
    }
    Ok(nodes)
}

/// The rows of a model that refer to a row by a field.
fn behind<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    model: &'static Model,
    back: &str,
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let (Some(key), Some(field)) = (node.key(), model.field(back)) else {
        return Ok(Vec::new());
    };
    let (path, values) = ([field.also.to_owned()], [Plain::Str(key.clone())]);
    let wanted = Wanted {
        path: &path,
        values: &values,
    };
    let mut rows = Vec::new();
    for row in select(cx, model, &[wanted])? {
        let refers = match field.kind {
            Kind::One(_) => {
                reference(cx, row, field)?.is_some_and(|own| key_text(&own) == Some(key.clone()))
            }
            _ => related(cx, row, field)?
                .iter()
                .any(|one| one.key().as_ref() == Some(&key)),
        };
        if refers {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A row's relation, and theirs, each row once: direct ones first, then by `parents`, breadth first.
///
/// # Errors
/// What looking them up raises.
pub fn inherited<'h>(
    cx: &Context<'h>,
    node: Node<'h>,
    first: &'static Field,
    parents: &str,
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let mut found: Vec<Node<'h>> = Vec::new();
    let mut next = related(cx, node, first)?;
    for _ in 0..DEEPEST {
        let mut later = Vec::new();
        for row in next {
            cx.charge(1 + found.len() / 8)?;
            let key = row.key();
            if found.iter().any(|known| known.key() == key) {
                continue;
            }
            found.push(row);
            if let Some(field) = row.model().and_then(|model| model.field(parents)) {
                later.extend(related(cx, row, field)?);
            }
        }
        next = later;
        if next.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// Where the rows of a relation are kept: at the row itself, or at each of those on the other side.
enum Side {
    Own(&'static Field),
    Other(&'static Field),
}

fn side(field: &'static Field) -> Option<Side> {
    match field.kind {
        Kind::Many(_) => Some(Side::Own(field)),
        Kind::Back(model, back) => model.field(back).map(Side::Other),
        _ => None,
    }
}

/// Adds rows to a relation, or takes them out.
///
/// # Errors
/// What looking the relation up raises.
pub fn relink<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    field: &'static Field,
    rows: &[&'h Host<'h>],
    deed: Deed,
) -> Result<(), Stop<'h>> {
    for row in rows {
        match side(field) {
            Some(Side::Own(field)) => relink_one(cx, host, field, row, deed)?,
            Some(Side::Other(field)) => relink_one(cx, row, field, host, deed)?,
            None => {}
        }
    }
    Ok(())
}

fn relink_one<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    field: &'static Field,
    other: &'h Host<'h>,
    deed: Deed,
) -> Result<(), Stop<'h>> {
    let rows = related(cx, Node::Shown(host), field)?;
    let key = other.object.identity();
    let at = rows.iter().position(|row| row.object().identity() == key);
    if at.is_some() == (deed == Deed::Link) {
        return Ok(());
    }
    let list = cx.list(&[])?;
    for row in rows {
        list.push(cx, Value::Host(row.show(cx)?))?;
    }
    match at {
        Some(at) => {
            let left: Vec<Value<'h>> = list.to_vec();
            list.clear();
            for (place, row) in left.into_iter().enumerate() {
                if place != at {
                    list.push(cx, row)?;
                }
            }
        }
        None => list.push(cx, Value::Host(store::shared(cx, other)?))?,
    }
    store::shared(cx, host)?;
    store::set_links(cx, host.object, field.also, list)?;
    let (Some(place), Some(key)) = (store::place(cx, host.object)?, key) else {
        return Ok(());
    };
    cx.note(deed, place, cx.str(field.also)?, cx.str(&key)?)
}
