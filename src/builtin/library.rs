//! What `import` finds.

use super::modules::{lent, module};
use crate::value::Value;
use crate::value::class::Run;
use crate::value::context::Context;
use crate::value::exceptions::MODULE_NOT_FOUND_ERROR;
use crate::value::module::{Member, Module};
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

/// What `import name` finds: a module of the standard library, else one that the embedder lends.
///
/// # Errors
/// `ModuleNotFoundError` if there is none.
pub fn import<'h>(cx: &Context<'h>, name: &str) -> Result<Value<'h>, Stop<'h>> {
    if let Some(module) = module(name) {
        return Ok(Value::Module(module));
    }
    if let Some(lent) = cx.services.module(name) {
        return cx.lend_object(lent, None);
    }
    match lent_module(cx, name) {
        Some(module) => Ok(Value::Module(module)),
        None => Err(missing(cx, name)),
    }
}

/// A module over a service that the embedder lends.
fn lent_module(cx: &Context<'_>, name: &str) -> Option<&'static Module> {
    if name == "requests" || name.starts_with("requests.") {
        cx.services.network()?;
    } else {
        cx.services.directory()?;
    }
    lent(name)
}

/// The function of a module, on positional arguments.
///
/// # Errors
/// What it raises.
pub(super) fn call<'h>(
    cx: &Context<'h>,
    from: &str,
    name: &str,
    args: &[Value<'h>],
) -> Result<Ending<'h>, Stop<'h>> {
    let Some(Member::Function(row)) = module(from).and_then(|module| module.member(name)) else {
        return Err(missing(cx, from));
    };
    match row.run {
        Run::Leaf(leaf) => leaf(cx, Args::positional(args)).map(Ending::Value),
        Run::Tail(tail) => tail(cx, Args::positional(args)),
        Run::Std(name) => {
            let args = cx.memory(cx.heap.slice(args))?;
            Ok(Ending::Std { name, args })
        }
    }
}

/// Modules that may hold others.
const PACKAGES: &[&str] = &["collections", "json", "re", "urllib"];

/// The error of a module that is not there: it names the outermost part that is missing.
#[cold]
pub fn missing<'h>(cx: &Context<'h>, name: &str) -> Stop<'h> {
    let ends = name
        .match_indices('.')
        .map(|(at, _)| at)
        .chain([name.len()]);
    let mut parts = ends.filter_map(|end| name.get(..end));
    let absent = |part: &&str| {
        let lent = cx.services.module(part).is_some() || lent_module(cx, part).is_some();
        module(part).is_none() && !lent
    };
    let part = parts.find(absent).unwrap_or(name);
    let plain = |parent: &&str| module(parent).is_some() && !PACKAGES.contains(parent);
    let parent = part.rsplit_once('.').map(|(parent, _)| parent);
    let why = match parent.filter(plain) {
        Some(parent) => format!("; '{parent}' is not a package"),
        None => String::new(),
    };
    let text = format_args!("No module named '{part}'{why}");
    cx.with_name(cx.raise(&MODULE_NOT_FOUND_ERROR, text), part)
}
