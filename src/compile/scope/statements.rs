//! What statements do with names.

use super::super::refusal::refused;
use super::collect::{Collector, Done};
use super::table::{CLASS_CELL, CLASS_PARAMS, Kind, Marks};
use crate::source::Span;
use crate::syntax::tree::{
    Alias, Body, Expr, ExprKind, Handler, Ident, Params, Pattern, PatternKind, Stmt, StmtKind,
};

impl<'t> Collector<'t> {
    pub(super) fn body(&mut self, body: Body<'t>) -> Done {
        body.iter().try_for_each(|stmt| self.statement(stmt))
    }

    fn statement(&mut self, stmt: &'t Stmt<'t>) -> Done {
        match stmt.kind {
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Assign { targets, value } => {
                targets.iter().try_for_each(|target| self.target(target))?;
                self.expr(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.target(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.annotated(target, value.is_some(), simple, stmt.span)?;
                self.expr(annotation)?;
                self.optional(value)
            }
            StmtKind::Delete(targets) => targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::Return(value) => self.optional(value),
            StmtKind::If { test, body, orelse } | StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.body(body)?;
                self.body(orelse)
            }
            StmtKind::For {
                target,
                iter,
                body,
                orelse,
            } => {
                self.target(target)?;
                self.expr(iter)?;
                self.body(body)?;
                self.body(orelse)
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&item.context)?;
                    item.target.map_or(Ok(()), |target| self.target(target))?;
                }
                self.body(body)
            }
            StmtKind::Try {
                body,
                handlers,
                orelse,
                finally,
            } => {
                self.body(body)?;
                self.body(orelse)?;
                handlers
                    .iter()
                    .try_for_each(|handler| self.handler(handler))?;
                self.body(finally)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                cases.iter().try_for_each(|case| {
                    self.pattern(&case.pattern)?;
                    self.optional(case.guard)?;
                    self.body(case.body)
                })
            }
            StmtKind::Raise { error, cause } => {
                self.optional(error)?;
                self.optional(cause)
            }
            StmtKind::Assert { test, message } => {
                self.expr(test)?;
                self.optional(message)
            }
            StmtKind::Def {
                name,
                params,
                body,
                decorators,
                returns,
            } => {
                self.add(name.name, Marks::LOCAL, stmt.span)?;
                self.defaults(params)?;
                self.annotations(params)?;
                self.optional(returns)?;
                decorators
                    .iter()
                    .try_for_each(|decorator| self.expr(decorator))?;
                self.enter(Kind::Function, body.as_ptr(), |inner| {
                    inner.params(params)?;
                    inner.body(body)
                })
            }
            StmtKind::Class {
                name,
                args,
                body,
                decorators,
            } => {
                self.add(name.name, Marks::LOCAL, stmt.span)?;
                self.arguments(args)?;
                decorators
                    .iter()
                    .try_for_each(|decorator| self.expr(decorator))?;
                self.enter(Kind::Class, body.as_ptr(), |inner| {
                    for param in CLASS_PARAMS {
                        inner.add(param, Marks::PARAM, stmt.span)?;
                    }
                    inner.add(CLASS_CELL, Marks::LOCAL, stmt.span)?;
                    inner.body(body)
                })
            }
            StmtKind::Import(names) | StmtKind::ImportFrom { names, .. } => {
                names.iter().try_for_each(|alias| self.alias(alias))
            }
            StmtKind::Global(names) => self.declare(names, Marks::GLOBAL, stmt.span),
            StmtKind::Nonlocal(names) => self.declare(names, Marks::NONLOCAL, stmt.span),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    fn annotated(&mut self, target: &'t Expr<'t>, assigns: bool, simple: bool, span: Span) -> Done {
        let ExprKind::Name(name) = target.kind else {
            return self.target(target);
        };
        let marks = self.marks(name);
        if simple && marks.has(Marks::GLOBAL.or(Marks::NONLOCAL)) {
            let word = if marks.has(Marks::GLOBAL) {
                "global"
            } else {
                "nonlocal"
            };
            return Err(refused(
                format!("annotated name '{name}' can't be {word}"),
                span,
            ));
        }
        if simple {
            self.add(name, Marks::ANNOTATED.or(Marks::LOCAL), span)
        } else if assigns {
            self.add(name, Marks::LOCAL, span)
        } else {
            Ok(())
        }
    }

    fn handler(&mut self, handler: &'t Handler<'t>) -> Done {
        self.optional(handler.class)?;
        if let Some(name) = handler.name {
            self.add(name.name, Marks::LOCAL.or(Marks::DELETED), handler.span)?;
        }
        self.body(handler.body)
    }

    /// The names that a pattern reads and captures.
    fn pattern(&mut self, pattern: &'t Pattern<'t>) -> Done {
        let span = pattern.span;
        match pattern.kind {
            PatternKind::Singleton(value) | PatternKind::Value(value) => self.expr(value),
            PatternKind::Capture(name) | PatternKind::Star(name) => self.capture(name, span),
            PatternKind::Sequence(items) | PatternKind::Or(items) => {
                items.iter().try_for_each(|item| self.pattern(item))
            }
            PatternKind::Mapping {
                keys,
                patterns,
                rest,
            } => {
                keys.iter().try_for_each(|key| self.expr(key))?;
                patterns.iter().try_for_each(|item| self.pattern(item))?;
                self.capture(rest, span)
            }
            PatternKind::Class {
                class,
                positional,
                named,
                ..
            } => {
                self.expr(class)?;
                let mut items = positional.iter().chain(named);
                items.try_for_each(|item| self.pattern(item))
            }
            PatternKind::As(inner, name) => {
                self.pattern(inner)?;
                self.capture(Some(name), span)
            }
        }
    }

    fn capture(&mut self, name: Option<Ident<'t>>, span: Span) -> Done {
        name.map_or(Ok(()), |name| self.add(name.name, Marks::LOCAL, span))
    }

    fn alias(&mut self, alias: &'t Alias<'t>) -> Done {
        if alias.name.name == "*" {
            return Err(refused(
                "import * only allowed at module level",
                alias.name.span,
            ));
        }
        let name = alias.asname.unwrap_or(alias.name);
        let first = name.name.split('.').next().unwrap_or(name.name);
        self.add(first, Marks::IMPORTED, alias.name.span)
    }

    fn delete(&mut self, target: &'t Expr<'t>) -> Done {
        match target.kind {
            ExprKind::Name(name) => self.add(name, Marks::LOCAL.or(Marks::DELETED), target.span),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.delete(item))
            }
            _ => self.target(target),
        }
    }

    /// The defaults of parameters, evaluated where the function is defined.
    pub(super) fn defaults(&mut self, params: &'t Params<'t>) -> Done {
        let all = params.positional.iter().chain(params.keyword_only);
        all.into_iter()
            .try_for_each(|param| self.optional(param.default))
    }

    fn annotations(&mut self, params: &'t Params<'t>) -> Done {
        let all = params.positional.iter().chain(params.varargs);
        let all = all.chain(params.keyword_only).chain(params.kwargs);
        all.into_iter()
            .try_for_each(|param| self.optional(param.annotation))
    }

    /// The parameters, which are a function's first slots.
    pub(super) fn params(&mut self, params: &'t Params<'t>) -> Done {
        let all = params.positional.iter().chain(params.keyword_only);
        for param in all.chain(params.varargs).chain(params.kwargs) {
            self.add(param.name.name, Marks::PARAM, param.name.span)?;
        }
        Ok(())
    }
}
