//! The rows that a decision knows by model and key, so that one row has one identity and its changes
//! are seen by every look-up that follows.
//!
//! One dict of the context holds them all: the row under `label#key`, `True` under `label#key!` when it
//! is deleted, a relation's rows under `label#key.relation` once it was changed, and under `label` the
//! rows that no directory has.

use crate::value::context::{Context, Root};
use crate::value::model::Model;
use crate::value::plain::Plain;
use crate::value::services::Wanted;
use crate::value::value::{Dict, Host, List, Object, Origin, Stop, Value};

/// Stands in a world's table once the rows of its request are entered.
const SEEDED: &str = "#";

/// The model of an object, if it is a row of one.
#[must_use]
pub fn model_of(object: &dyn Object) -> Option<&'static Model> {
    object.class()?.model
}

/// What a row is known by.
fn name_of(object: &dyn Object) -> Option<String> {
    let (model, key) = (model_of(object)?, object.identity()?);
    Some(format!("{}#{key}", model.label))
}

fn table<'h>(cx: &Context<'h>) -> Result<&'h Dict<'h>, Stop<'h>> {
    if let Some(rows) = cx.rows.get() {
        return Ok(rows);
    }
    let rows = cx.dict()?;
    cx.rows.set(Some(rows));
    Ok(rows)
}

/// The table of the world that was entered.
fn world<'h>(cx: &Context<'h>) -> Result<&'h Dict<'h>, Stop<'h>> {
    Ok(&cx.handed_out()?.named)
}

/// The one value that shows a row.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn show<'h>(cx: &Context<'h>, object: &'h dyn Object) -> Result<&'h Host<'h>, Stop<'h>> {
    seed(cx)?;
    if let Some(known) = known(cx, object)? {
        return Ok(known);
    }
    let place = place(cx, object)?;
    let host = lend(cx, object, place)?;
    if let Some(name) = name_of(object) {
        table(cx)?.insert_str(cx, &name, Value::Host(host))?;
    }
    Ok(host)
}

/// The value that shows a row already, in this world or in all of them.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn known<'h>(cx: &Context<'h>, object: &dyn Object) -> Result<Option<&'h Host<'h>>, Stop<'h>> {
    let Some(name) = name_of(object) else {
        return Ok(None);
    };
    cx.charge(2)?;
    for rows in [world(cx)?, table(cx)?] {
        if let Some(Value::Host(host)) = rows.get_str(cx, &name)? {
            return Ok(Some(host));
        }
    }
    Ok(None)
}

/// The row as all copies of the request see it: relations and saved fields are its.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn shared<'h>(cx: &Context<'h>, host: &'h Host<'h>) -> Result<&'h Host<'h>, Stop<'h>> {
    seed(cx)?;
    let Some(name) = name_of(host.object) else {
        return Ok(host);
    };
    match table(cx)?.get_str(cx, &name)? {
        Some(Value::Host(shared)) => Ok(shared),
        _ => {
            let in_copy = cx.request.get().is_some_and(|(_, origin)| origin.is_none());
            let shared = if in_copy { apart(cx, host)? } else { host };
            table(cx)?.insert_str(cx, &name, Value::Host(shared))?;
            Ok(shared)
        }
    }
}

/// The row by itself, for what a copy of the request saves of it.
fn apart<'h>(cx: &Context<'h>, host: &'h Host<'h>) -> Result<&'h Host<'h>, Stop<'h>> {
    let origin = place(cx, host.object)?;
    cx.apart.set(true);
    cx.memory(cx.heap.alloc(Host::new(host.object, origin, None)))
}

/// Shows the rows of the request what its copies saved meanwhile.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn rejoin<'h>(cx: &Context<'h>) -> Result<(), Stop<'h>> {
    let original = cx.request.get().is_some_and(|(_, origin)| origin.is_some());
    if original && cx.apart.replace(false) {
        seed(cx)?;
    }
    Ok(())
}

/// Where changes of a row are told to be: its model, then its key.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn place<'h>(
    cx: &Context<'h>,
    object: &dyn Object,
) -> Result<Option<&'h Origin<'h>>, Stop<'h>> {
    let (Some(model), Some(key)) = (model_of(object), object.identity()) else {
        return Ok(None);
    };
    let table = model_place(cx, model)?;
    cx.place(Some(table), cx.memory(cx.heap.text(&key))?)
}

/// Where rows of a model are made.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn model_place<'h>(
    cx: &Context<'h>,
    model: &'static Model,
) -> Result<&'h Origin<'h>, Stop<'h>> {
    let root = root(cx)?;
    cx.memory(cx.heap.alloc(Origin {
        parent: Some(root),
        key: model.label,
        world: root.world,
    }))
}

/// Where everything begins that is done outside the request.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn root<'h>(cx: &Context<'h>) -> Result<&'h Origin<'h>, Stop<'h>> {
    cx.memory(cx.heap.alloc(Origin {
        parent: None,
        key: "",
        world: 0,
    }))
}

fn lend<'h>(
    cx: &Context<'h>,
    object: &'h dyn Object,
    place: Option<&'h Origin<'h>>,
) -> Result<&'h Host<'h>, Stop<'h>> {
    match cx.lend_object(object, place)? {
        Value::Host(host) => Ok(host),
        _ => Err(Stop::Fatal),
    }
}

/// Enters the rows that the request itself holds, so that a look-up finds the very same ones.
///
/// # Errors
/// What making their values raises.
pub fn seed<'h>(cx: &Context<'h>) -> Result<(), Stop<'h>> {
    let hosts = world(cx)?;
    if hosts.stored_str(SEEDED).is_some() {
        return Ok(());
    }
    hosts.insert_str(cx, SEEDED, Value::True)?;
    let Some((request, origin)) = cx.request.get() else {
        return Ok(());
    };
    let mut rows = of_request(cx, (request, origin))?;
    rows.extend(cx.handed_out()?.all());
    cx.charge(rows.len())?;
    for host in rows {
        enter(cx, hosts, host, origin.is_some())?;
    }
    Ok(())
}

fn of_request<'h>(cx: &Context<'h>, root: Root<'h>) -> Result<Vec<&'h Host<'h>>, Stop<'h>> {
    let mut rows = Vec::new();
    let request = lend(cx, root.0, root.1)?;
    if let Some(Value::Host(user)) = request.attribute(cx, "user")? {
        rows.push(user);
    }
    if let Some(Value::Dict(context)) = request.attribute(cx, "context")?
        && let Some(Value::Host(pending)) = context.get_str(cx, "pending_user")?
    {
        rows.push(pending);
    }
    Ok(rows)
}

fn enter<'h>(
    cx: &Context<'h>,
    hosts: &'h Dict<'h>,
    host: &'h Host<'h>,
    original: bool,
) -> Result<(), Stop<'h>> {
    let (Some(model), Some(name)) = (model_of(host.object), name_of(host.object)) else {
        return Ok(());
    };
    if hosts.stored_str(&name).is_some() {
        return Ok(());
    }
    hosts.insert_str(cx, &name, Value::Host(host))?;
    let rows = table(cx)?;
    if !original {
        return Ok(());
    }
    let before = rows.stored_str(&name);
    if let Some(Value::Host(saved)) = before {
        // A copy of the request saved it before it was looked at here.
        for (name, value) in saved.memo.stored() {
            host.memo.insert(cx, name, value)?;
        }
    }
    rows.insert_str(cx, &name, Value::Host(host))?;
    if before.is_none() && is_stranger(cx, model, host)? {
        add(cx, model, host)?;
    }
    Ok(())
}

/// Whether the directory does not have a row of the request.
fn is_stranger<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    host: &'h Host<'h>,
) -> Result<bool, Stop<'h>> {
    let Some(directory) = cx.services.directory() else {
        return Ok(true);
    };
    let Some(key) = host.object.identity() else {
        return Ok(false);
    };
    let (path, values) = ([model.key.name.to_owned()], [Plain::Str(key.to_string())]);
    let wanted = Wanted {
        path: &path,
        values: &values,
    };
    let Ok(mut rows) = directory.select(model.label, &[wanted]) else {
        return Ok(false);
    };
    Ok(!rows.any(|found| found.object().identity() == Some(key.clone())))
}

/// Adds a row that no directory has.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn add<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    host: &'h Host<'h>,
) -> Result<(), Stop<'h>> {
    let rows = table(cx)?;
    if let Some(name) = name_of(host.object) {
        rows.insert_str(cx, &name, Value::Host(host))?;
    }
    match rows.stored_str(model.label) {
        Some(Value::List(made)) => made.push(cx, Value::Host(host)),
        _ => {
            let made = cx.list(&[Value::Host(host)])?;
            rows.insert_str(cx, model.label, Value::List(made))
                .map(drop)
        }
    }
}

/// The rows that no directory has, of a model and those derived from it.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn added<'h>(cx: &Context<'h>, model: &'static Model) -> Result<Vec<&'h Host<'h>>, Stop<'h>> {
    let mut added = Vec::new();
    for (_, value) in table(cx)?.stored() {
        cx.charge(1)?;
        let Value::List(rows) = value else { continue };
        added.extend(rows.iter().filter_map(|row| match row {
            Value::Host(host) if is_row_of(host, model) => Some(host),
            _ => None,
        }));
    }
    let mut seen = std::collections::HashSet::new();
    added.retain(|host| seen.insert(std::ptr::from_ref::<Host<'h>>(host).addr()));
    Ok(added)
}

/// A number that no other new row of a model has: keys that policies chose themselves are passed over.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn serial<'h>(cx: &Context<'h>, model: &'static Model, first: i64) -> Result<i64, Stop<'h>> {
    let (rows, name) = (table(cx)?, format!("{}+", model.label));
    let mut next = match rows.get_str(cx, &name)? {
        Some(Value::Int(next)) => next,
        _ => first,
    };
    while rows
        .get_str(cx, &format!("{}#{next}", model.label))?
        .is_some()
    {
        cx.charge(1)?;
        next = next.saturating_add(1);
    }
    rows.insert_str(cx, &name, Value::Int(next.saturating_add(1)))?;
    Ok(next)
}

/// The rows of a model that were handed out or made.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn touched<'h>(cx: &Context<'h>, model: &'static Model) -> Result<Vec<&'h Host<'h>>, Stop<'h>> {
    let mut touched = Vec::new();
    for rows in [world(cx)?, table(cx)?] {
        cx.charge(rows.len())?;
        touched.extend(rows.stored().filter_map(|(key, value)| match (key, value) {
            (Value::Str(_), Value::Host(host)) if is_row_of(host, model) => Some(host),
            _ => None,
        }));
    }
    Ok(touched)
}

fn is_row_of(host: &Host<'_>, model: &'static Model) -> bool {
    model_of(host.object).is_some_and(|own| own.derives(model))
}

/// Notes that a row is deleted.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn remove<'h>(cx: &Context<'h>, host: &'h Host<'h>) -> Result<(), Stop<'h>> {
    if let Some(name) = name_of(host.object) {
        table(cx)?.insert_str(cx, &format!("{name}!"), Value::True)?;
    }
    Ok(())
}

/// Whether a row is deleted.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn is_gone<'h>(cx: &Context<'h>, object: &dyn Object) -> Result<bool, Stop<'h>> {
    match (cx.rows.get(), name_of(object)) {
        (Some(rows), Some(name)) => {
            cx.charge(1)?;
            Ok(rows.get_str(cx, &format!("{name}!"))?.is_some())
        }
        _ => Ok(false),
    }
}

/// The rows of a relation, if it was changed.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn links<'h>(
    cx: &Context<'h>,
    object: &dyn Object,
    relation: &str,
) -> Result<Option<&'h List<'h>>, Stop<'h>> {
    let (Some(rows), Some(name)) = (cx.rows.get(), name_of(object)) else {
        return Ok(None);
    };
    cx.charge(1)?;
    match rows.get_str(cx, &format!("{name}.{relation}"))? {
        Some(Value::List(list)) => Ok(Some(list)),
        _ => Ok(None),
    }
}

/// Sets the rows of a relation.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn set_links<'h>(
    cx: &Context<'h>,
    object: &dyn Object,
    relation: &str,
    list: &'h List<'h>,
) -> Result<(), Stop<'h>> {
    if let Some(name) = name_of(object) {
        let name = format!("{name}.{relation}");
        table(cx)?.insert_str(cx, &name, Value::List(list))?;
    }
    cx.written.set(true);
    Ok(())
}
