//! The rows of a model: those of the directory, as changed so far, and those that were made.

use std::collections::HashSet;

use super::node::Node;
use super::store;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::{self, RUNTIME_ERROR};
use crate::value::model::Model;
use crate::value::plain::Plain;
use crate::value::services::{Found, Wanted};
use crate::value::value::{Host, Object, Stop};

/// `django.db.utils.OperationalError`: the directory cannot answer.
pub static OPERATIONAL_ERROR: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.db.utils",
    ..Class::named("OperationalError")
};

/// What a row made for one answer is taken to own, in bytes.
const OWNED_BYTES: usize = 512;

/// All rows of a model that may be wanted, in order. `wanted` is help for the directory's indices.
///
/// # Errors
/// `RuntimeError` if no directory is lent, `OperationalError` if it cannot answer.
pub fn select<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    wanted: &[Wanted<'_>],
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    store::seed(cx)?;
    let Some(directory) = cx.services.directory() else {
        return Err(cx.raise(
            &RUNTIME_ERROR,
            format_args!("the directory is not lent to this policy"),
        ));
    };
    let rows = directory
        .select(model.label, wanted)
        .map_err(|reason| cx.raise(&OPERATIONAL_ERROR, format_args!("{reason}")))?;
    let mut nodes = Vec::new();
    let mut seen = HashSet::new();
    for found in rows {
        cx.charge(1)?;
        let object: &'h dyn Object = match found {
            Found::Lent(object) => object,
            Found::Owned(object) => &**cx.memory(cx.heap.own(object, OWNED_BYTES))?,
        };
        let node = Node::of(cx, object)?;
        if cx.written.get() && store::is_gone(cx, object)? {
            continue;
        }
        if let Node::Shown(host) = node {
            seen.insert(address(host));
        }
        cx.memory(cx.heap.charge(size_of::<Node<'_>>()))?;
        nodes.push(node);
    }
    add_own(cx, model, &mut nodes, &mut seen)?;
    Ok(nodes)
}

/// Adds rows that the directory does not have, or would not give because of what they were before.
fn add_own<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    nodes: &mut Vec<Node<'h>>,
    seen: &mut HashSet<usize>,
) -> Result<(), Stop<'h>> {
    let own = if cx.written.get() {
        let mut touched = store::touched(cx, model)?;
        touched.extend(store::added(cx, model)?);
        touched
    } else {
        store::added(cx, model)?
    };
    for host in own {
        let host = store::known(cx, host.object)?.unwrap_or(host);
        if seen.insert(address(host)) && !store::is_gone(cx, host.object)? {
            nodes.push(Node::Shown(host));
        }
    }
    Ok(())
}

fn address(host: &Host<'_>) -> usize {
    std::ptr::from_ref(host).addr()
}

/// The row of a model with a key.
///
/// # Errors
/// Those of [`select`].
pub fn by_key<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    key: &Plain,
) -> Result<Option<Node<'h>>, Stop<'h>> {
    let text = key_text(key);
    let path = [model.key.name.to_owned()];
    let wanted = Wanted {
        path: &path,
        values: std::slice::from_ref(key),
    };
    let nodes = select(cx, model, &[wanted])?;
    Ok(nodes.into_iter().find(|node| node.key() == text))
}

/// A key as a text; none for no key.
#[must_use]
pub fn key_text(key: &Plain) -> Option<String> {
    match key {
        Plain::Str(text) => Some(text.clone()),
        Plain::Int(int) => Some(int.to_string()),
        _ => None,
    }
}
