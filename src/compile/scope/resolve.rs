//! Decides for every name of every scope where its variable lives.

use super::super::refusal::refused;
use super::collect::Collector;
use super::table::{Binding, CLASS_CELL, Kind, Marks, ScopeId, Tables};
use crate::error::SyntaxError;
use crate::source::Span;
use crate::syntax::tree::Body;

/// The scopes of a policy's body.
///
/// # Errors
/// Names used against Python's rules.
pub(crate) fn resolve(body: Body<'_>) -> Result<Tables<'_>, SyntaxError> {
    let collector = Collector::collect(body)?;
    let (mut tables, stops) = (collector.tables, collector.stops);
    for id in (0..tables.scopes.len()).map(ScopeId) {
        bind(&mut tables, id)?;
    }
    if !stops {
        consume(&mut tables);
    }
    capture(&mut tables);
    tables.lay_out()?;
    Ok(tables)
}

/// Binds the names of one scope; the enclosing ones are done.
fn bind(tables: &mut Tables<'_>, id: ScopeId) -> Result<(), SyntaxError> {
    let Some(scope) = tables.scope(id) else {
        return Ok(());
    };
    let mut bindings = Vec::with_capacity(scope.symbols.len());
    for (name, symbol) in &scope.symbols {
        let binding = find(
            tables,
            id,
            name,
            symbol.marks,
            symbol.directive.unwrap_or_default(),
        )?;
        bindings.push((binding, symbol.marks));
    }
    for (at, (binding, marks)) in bindings.into_iter().enumerate() {
        let Some(scope) = tables.scope_mut(id) else {
            continue;
        };
        let Some((name, symbol)) = scope.symbols.get_index_mut(at) else {
            continue;
        };
        (symbol.binding, symbol.reached) = (binding, marks.has(Marks::USED));
        let name = *name;
        if let Binding::Of(owner) = binding
            && owner != id
            && let Some(owner) = tables.scope_mut(owner)
            && let Some(symbol) = owner.symbols.get_mut(name)
        {
            symbol.reached = true;
            if marks.has(Marks::BOUND) {
                symbol.marks = symbol.marks.or(Marks::LOCAL);
            }
            if marks.has(Marks::DELETED) {
                symbol.marks = symbol.marks.or(Marks::DELETED);
            }
        }
    }
    Ok(())
}

fn find(
    tables: &Tables<'_>,
    id: ScopeId,
    name: &str,
    marks: Marks,
    directive: Span,
) -> Result<Binding, SyntaxError> {
    if marks.has(Marks::GLOBAL) {
        if marks.has(Marks::NONLOCAL) {
            return Err(refused(
                format!("name '{name}' is nonlocal and global"),
                directive,
            ));
        }
        return Ok(Binding::Global);
    }
    let own = Marks::BOUND.or(Marks::PARAM).or(Marks::CONTEXT);
    if marks.has(own) && !marks.has(Marks::NONLOCAL) {
        return Ok(Binding::Of(id));
    }
    // The nearest enclosing scope that says anything but "read" decides, as it already is bound.
    for (outer, scope) in tables.outwards(id).skip(1) {
        if scope.kind == Kind::Class && name != CLASS_CELL {
            continue;
        }
        let Some(symbol) = tables.symbol(outer, name) else {
            continue;
        };
        if symbol.marks.has(Marks::GLOBAL) {
            break;
        }
        if let Binding::Of(owner) = symbol.binding {
            return Ok(Binding::Of(owner));
        }
    }
    if marks.has(Marks::NONLOCAL) {
        return Err(refused(
            format!("no binding for nonlocal '{name}' found"),
            directive,
        ));
    }
    Ok(Binding::Global)
}

/// Lets calls of builtins consume generator expressions, where the name surely means the builtin.
fn consume(tables: &mut Tables<'_>) {
    tables.stores_globals = (tables.scopes.iter())
        .flat_map(|scope| scope.symbols.values())
        .any(|symbol| symbol.marks.has(Marks::GLOBAL));
    let mut sure = Vec::new();
    for (at, scope) in tables.scopes.iter().enumerate() {
        let Some((consumer, name)) = scope.candidate else {
            continue;
        };
        let outer = scope.parent.unwrap_or(ScopeId::BODY);
        if name.is_none_or(|name| tables.is_builtin(outer, name)) {
            sure.push((ScopeId(at), consumer));
        }
    }
    for (id, consumer) in sure {
        if let Some(scope) = tables.scope_mut(id) {
            scope.consumer = Some(consumer);
        }
    }
}

/// Notes which variables functions capture, themselves or for functions inside them.
fn capture(tables: &mut Tables<'_>) {
    let mut captures = Vec::new();
    for (at, scope) in tables.scopes.iter().enumerate() {
        let id = ScopeId(at);
        for (name, symbol) in &scope.symbols {
            if let Binding::Of(owner) = symbol.binding
                && tables.home(owner) != tables.home(id)
            {
                captures.push((id, owner, *name));
            }
        }
    }
    for (id, owner, name) in captures {
        let target = tables.home(owner);
        let mut home = tables.home(id);
        while home != target {
            let Some(scope) = tables.scope_mut(home) else {
                break;
            };
            scope.captured.insert((owner, name));
            let Some(parent) = scope.parent else {
                break;
            };
            home = tables.home(parent);
        }
        if let Some(scope) = tables.scope_mut(owner)
            && let Some(symbol) = scope.symbols.get_mut(name)
        {
            symbol.boxed = !symbol.is_context();
        }
    }
}
