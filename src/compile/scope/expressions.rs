//! What expressions do with names.

use super::super::refusal::refused;
use super::collect::{Collector, Done};
use super::table::{Consumer, Kind, Marks};
use crate::source::Span;
use crate::syntax::tree::{Arg, Clause, Expr, ExprKind, FPart};

impl<'t> Collector<'t> {
    pub(super) fn optional(&mut self, expr: Option<&'t Expr<'t>>) -> Done {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn all(&mut self, exprs: &'t [Expr<'t>]) -> Done {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: &'t Expr<'t>) -> Done {
        match expr.kind {
            ExprKind::None | ExprKind::True | ExprKind::False | ExprKind::Ellipsis => Ok(()),
            ExprKind::Int(_) | ExprKind::BigInt(_) | ExprKind::Float(_) => Ok(()),
            ExprKind::Str(_) | ExprKind::Bytes(_) => Ok(()),
            ExprKind::FString(parts) => self.parts(parts),
            ExprKind::Name(name) => self.read(name, expr.span),
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                self.all(items)
            }
            ExprKind::And(items) | ExprKind::Or(items) => self.all(items),
            ExprKind::Dict(items) => items.iter().try_for_each(|item| {
                self.optional(item.key.as_ref())?;
                self.expr(&item.value)
            }),
            ExprKind::Unary(_, value) | ExprKind::Starred(value) => self.expr(value),
            ExprKind::Binary(_, left, right) | ExprKind::Subscript(left, right) => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::Compare(first, rest) => {
                self.expr(first)?;
                rest.iter().try_for_each(|link| self.expr(&link.right))
            }
            ExprKind::IfElse { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Lambda { params, body } => {
                self.defaults(params)?;
                self.enter(Kind::Function, std::ptr::from_ref(body), |inner| {
                    inner.params(params)?;
                    inner.expr(body)
                })
            }
            ExprKind::Walrus { name, value } => self.walrus(name.name, name.span, value, expr.span),
            ExprKind::Attribute(object, name) => {
                self.notice(name.name);
                self.expr(object)
            }
            ExprKind::Slice(start, stop, step) => {
                self.optional(start)?;
                self.optional(stop)?;
                self.optional(step)
            }
            ExprKind::Call { callee, args } => self.call(callee, args),
            ExprKind::ListComp(item, clauses) => {
                self.comprehension(Kind::ListComp, clauses, &[item])
            }
            ExprKind::SetComp(item, clauses) => self.comprehension(Kind::SetComp, clauses, &[item]),
            ExprKind::DictComp(key, value, clauses) => {
                self.comprehension(Kind::DictComp, clauses, &[value, key])
            }
            ExprKind::Generator(item, clauses) => {
                self.comprehension(Kind::Generator, clauses, &[item])
            }
            ExprKind::Yield(value) => {
                self.optional(value)?;
                self.yields(expr.span)
            }
            ExprKind::YieldFrom(value) => {
                self.expr(value)?;
                self.yields(expr.span)
            }
        }
    }

    fn parts(&mut self, parts: &'t [FPart<'t>]) -> Done {
        for part in parts {
            if let FPart::Value { value, spec, .. } = part {
                self.expr(value)?;
                self.parts(spec.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    /// What is assigned to.
    pub(super) fn target(&mut self, target: &'t Expr<'t>) -> Done {
        match target.kind {
            ExprKind::Name(name) => self.add(name, Marks::LOCAL, target.span),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.target(item))
            }
            ExprKind::Starred(inner) => self.target(inner),
            _ => self.expr(target),
        }
    }

    fn walrus(&mut self, name: &'t str, at: Span, value: &'t Expr<'t>, span: Span) -> Done {
        let (in_iterable, kind) = match self.scope() {
            Some(scope) => (scope.in_iterable > 0, scope.kind),
            None => (false, Kind::Function),
        };
        if in_iterable {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            return Err(refused(message, span));
        }
        if !matches!(kind, Kind::Function | Kind::Class) {
            self.extend(name, at)?;
        }
        self.expr(value)?;
        self.add(name, Marks::LOCAL, at)
    }

    fn yields(&mut self, span: Span) -> Done {
        let Some(scope) = self.scope() else {
            return Ok(());
        };
        scope.generator = true;
        let place = match scope.kind {
            Kind::Function => return Ok(()),
            Kind::Class => return Err(refused("'yield' outside function", span)),
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Generator => "generator expression",
        };
        Err(refused(format!("'yield' inside {place}"), span))
    }

    fn iterable(&mut self, iter: &'t Expr<'t>) -> Done {
        if let Some(scope) = self.scope() {
            scope.in_iterable += 1;
        }
        self.expr(iter)?;
        if let Some(scope) = self.scope() {
            scope.in_iterable -= 1;
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        kind: Kind,
        clauses: &'t [Clause<'t>],
        items: &[&'t Expr<'t>],
    ) -> Done {
        if let Some(first) = clauses.first() {
            self.iterable(&first.iter)?;
        }
        self.enter(kind, clauses.as_ptr(), |inner| {
            if kind == Kind::Generator {
                inner.add("", Marks::PARAM, Span::default())?;
            }
            for (at, clause) in clauses.iter().enumerate() {
                inner.loop_target(&clause.target)?;
                if at > 0 {
                    inner.iterable(&clause.iter)?;
                }
                inner.all(clause.conditions)?;
            }
            items.iter().try_for_each(|item| inner.expr(item))
        })
    }

    fn loop_target(&mut self, target: &'t Expr<'t>) -> Done {
        if let Some(scope) = self.scope() {
            scope.in_target = true;
        }
        let done = self.target(target);
        if let Some(scope) = self.scope() {
            scope.in_target = false;
        }
        done
    }

    pub(super) fn arguments(&mut self, args: &'t [Arg<'t>]) -> Done {
        args.iter().try_for_each(|arg| match arg {
            Arg::Positional(value) | Arg::Star(value) => self.expr(value),
            Arg::Keyword(_, value) | Arg::DoubleStar(value) => self.expr(value),
        })
    }

    fn call(&mut self, callee: &'t Expr<'t>, args: &'t [Arg<'t>]) -> Done {
        self.expr(callee)?;
        self.arguments(args)?;
        let Some((clauses, candidate)) = candidate(callee, args) else {
            return Ok(());
        };
        if let Some(id) = self.tables.at(clauses.as_ptr())
            && let Some(scope) = self.tables.scope_mut(id)
        {
            scope.candidate = Some(candidate);
        }
        Ok(())
    }
}

type Candidate<'t> = (Consumer, Option<&'t str>);

/// A call that drains a generator expression on the spot, if its callee is the builtin of that name.
fn candidate<'t>(
    callee: &Expr<'t>,
    args: &'t [Arg<'t>],
) -> Option<(&'t [Clause<'t>], Candidate<'t>)> {
    let (Arg::Positional(first), rest) = args.split_first()? else {
        return None;
    };
    let ExprKind::Generator(item, clauses) = first.kind else {
        return None;
    };
    let name = match callee.kind {
        ExprKind::Name(name) => name,
        // Only of a str literal it is certain whose method it is.
        ExprKind::Attribute(object, name) if name.name == "join" && rest.is_empty() => {
            let literal = matches!(object.kind, ExprKind::Str(_));
            return literal.then_some((clauses, (Consumer::Argument, None)));
        }
        _ => return None,
    };
    let consumer = match (name, rest) {
        ("any", []) => Consumer::Any,
        ("all", []) => Consumer::All,
        ("sum", []) => Consumer::Sum,
        ("list", []) => Consumer::List,
        ("tuple", []) => Consumer::Tuple,
        ("set", []) => Consumer::Set,
        ("frozenset", []) => Consumer::Argument,
        ("dict", []) if matches!(item.kind, ExprKind::Tuple([_, _])) => Consumer::Dict,
        ("sorted", rest) if named(rest, &["key", "reverse"]) => Consumer::Argument,
        ("min" | "max", rest) if named(rest, &["key", "default"]) => Consumer::Argument,
        _ => return None,
    };
    Some((clauses, (consumer, Some(name))))
}

/// Whether all arguments are keywords of these names, with values whose evaluation does nothing that
/// could be seen: they are evaluated after the generator expression instead of before.
fn named(args: &[Arg<'_>], names: &[&str]) -> bool {
    args.iter().all(|arg| match arg {
        Arg::Keyword(name, value) => names.contains(&name.name) && is_plain(value),
        _ => false,
    })
}

fn is_plain(value: &Expr<'_>) -> bool {
    match value.kind {
        ExprKind::None | ExprKind::True | ExprKind::False | ExprKind::Name(_) => true,
        ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Str(_) => true,
        ExprKind::Lambda { params, .. } => params
            .positional
            .iter()
            .chain(params.keyword_only)
            .all(|param| param.default.is_none()),
        ExprKind::Attribute(object, _) => matches!(object.kind, ExprKind::Name("str")),
        _ => false,
    }
}
