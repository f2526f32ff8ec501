//! Gathers what each scope does with its names, in the order in which Python looks at the text.

use super::super::refusal::refused;
use super::table::{CLASS_CELL, Kind, Marks, Scope, ScopeId, Tables};
use crate::error::SyntaxError;
use crate::host::Param;
use crate::source::Span;
use crate::syntax::tree::{Body, Ident};

pub(super) type Done = Result<(), SyntaxError>;

/// The walk over the tree.
pub(super) struct Collector<'t> {
    pub(super) tables: Tables<'t>,
    pub(super) current: ScopeId,
    /// A name that has to do with `StopIteration` occurs: inside a generator expression it would
    /// become a `RuntimeError`, so generator expressions keep their frames.
    pub(super) stops: bool,
}

impl<'t> Collector<'t> {
    /// Walks a policy's body.
    pub(super) fn collect(body: Body<'t>) -> Result<Self, SyntaxError> {
        let mut tables = Tables::default();
        let mut scope = Scope::new(Kind::Function, None);
        scope.symbols.reserve(Param::ALL.len() * 2);
        tables.scopes.push(scope);
        let mut collector = Self {
            tables,
            current: ScopeId::BODY,
            stops: false,
        };
        for param in Param::ALL {
            // The two older names are parameters only of requests that bring them.
            let marks = match param {
                Param::Geoip | Param::Asn => Marks::CONTEXT,
                _ => Marks::CONTEXT.or(Marks::PARAM),
            };
            collector.add(param.name(), marks, Span::default())?;
        }
        collector.body(body)?;
        Ok(collector)
    }

    pub(super) fn scope(&mut self) -> Option<&mut Scope<'t>> {
        self.tables.scope_mut(self.current)
    }

    /// Walks a nested scope whose node has the given address.
    pub(super) fn enter<T>(
        &mut self,
        kind: Kind,
        node: *const T,
        walk: impl FnOnce(&mut Self) -> Done,
    ) -> Done {
        let id = ScopeId(self.tables.scopes.len());
        let mut scope = Scope::new(kind, Some(self.current));
        scope.in_iterable = self.scope().map_or(0, |outer| outer.in_iterable);
        self.tables.scopes.push(scope);
        self.tables.nodes.insert(node.addr(), id);
        let outer = std::mem::replace(&mut self.current, id);
        let done = walk(self);
        self.current = outer;
        done
    }

    /// Notes what the current scope does with a name.
    pub(super) fn add(&mut self, name: &'t str, marks: Marks, span: Span) -> Done {
        self.add_to(self.current, name, marks, span)
    }

    pub(super) fn add_to(&mut self, id: ScopeId, name: &'t str, marks: Marks, span: Span) -> Done {
        let Tables { scopes, recent, .. } = &mut self.tables;
        let Some(scope) = scopes.get_mut(id.0) else {
            return Ok(());
        };
        let in_target = scope.in_target;
        let at = recent.get(id.0, name).unwrap_or_else(|| {
            let place = scope.symbols.entry(name);
            let at = place.index();
            place.or_default();
            recent.set(id.0, name, at);
            at
        });
        let Some((_, symbol)) = scope.symbols.get_index_mut(at) else {
            return Ok(());
        };
        if marks.has(Marks::PARAM) && symbol.marks.has(Marks::PARAM) {
            let message = format!("duplicate argument '{name}' in function definition");
            return Err(refused(message, span));
        }
        symbol.marks = symbol.marks.or(marks);
        if marks.has(Marks::GLOBAL.or(Marks::NONLOCAL)) {
            symbol.directive.get_or_insert(span);
        }
        if in_target {
            if symbol.marks.has(Marks::GLOBAL.or(Marks::NONLOCAL)) {
                let message = format!(
                    "comprehension inner loop cannot rebind assignment expression target '{name}'"
                );
                return Err(refused(message, span));
            }
            symbol.marks = symbol.marks.or(Marks::ITERATED);
        }
        Ok(())
    }

    pub(super) fn marks(&self, name: &str) -> Marks {
        let symbol = self.tables.symbol(self.current, name);
        symbol.map_or(Marks::default(), |symbol| symbol.marks)
    }

    /// A name is read.
    pub(super) fn read(&mut self, name: &'t str, span: Span) -> Done {
        self.notice(name);
        let in_class = self.scope().is_some_and(|scope| scope.kind == Kind::Class);
        if name == "super" && !in_class {
            self.add(CLASS_CELL, Marks::USED, span)?;
        }
        self.add(name, Marks::USED, span)
    }

    /// Looks out for names by which a generator expression could meet a `StopIteration`.
    pub(super) fn notice(&mut self, name: &str) {
        self.stops |= matches!(
            name,
            "next" | "__next__" | "send" | "throw" | "StopIteration"
        );
    }

    /// `global a, b` or `nonlocal a, b`.
    pub(super) fn declare(&mut self, names: &'t [Ident<'t>], marks: Marks, span: Span) -> Done {
        let word = if marks == Marks::GLOBAL {
            "global"
        } else {
            "nonlocal"
        };
        for name in names.iter().map(|ident| ident.name) {
            let before = self.marks(name);
            let message = if before.has(Marks::PARAM) {
                format!("name '{name}' is parameter and {word}")
            } else if before.has(Marks::USED) {
                format!("name '{name}' is used prior to {word} declaration")
            } else if before.has(Marks::ANNOTATED) {
                format!("annotated name '{name}' can't be {word}")
            } else if before.has(Marks::LOCAL) {
                format!("name '{name}' is assigned to before {word} declaration")
            } else {
                self.add(name, marks, span)?;
                continue;
            };
            return Err(refused(message, span));
        }
        Ok(())
    }

    /// The target of `:=` in a comprehension belongs to the function around it.
    pub(super) fn extend(&mut self, name: &'t str, span: Span) -> Done {
        let mut function = ScopeId::BODY;
        for (id, scope) in self.tables.outwards(self.current) {
            if scope.kind == Kind::Function {
                function = id;
                break;
            }
            if scope.kind == Kind::Class {
                let message =
                    "assignment expression within a comprehension cannot be used in a class body";
                return Err(refused(message, span));
            }
            let marks = self
                .tables
                .symbol(id, name)
                .map_or(Marks::default(), |s| s.marks);
            if marks.has(Marks::ITERATED) {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{name}'"
                );
                return Err(refused(message, span));
            }
        }
        let outer = self
            .tables
            .symbol(function, name)
            .map_or(Marks::default(), |s| s.marks);
        let marks = if outer.has(Marks::GLOBAL) {
            Marks::GLOBAL
        } else {
            Marks::NONLOCAL
        };
        self.add(name, marks, span)?;
        self.add_to(function, name, Marks::LOCAL, span)
    }
}
