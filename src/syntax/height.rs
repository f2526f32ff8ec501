//! How tall the tree below a node is, from the heights its children already carry.

use super::tree::{
    Arg, Body, Case, Clause, Expr, ExprKind, FPart, Params, Pattern, PatternKind, StmtKind,
};

/// The height of a node with these contents, itself included.
#[inline(always)]
pub(crate) fn of_expr(kind: &ExprKind<'_>) -> u16 {
    let below = match kind {
        ExprKind::None
        | ExprKind::True
        | ExprKind::False
        | ExprKind::Ellipsis
        | ExprKind::Int(_)
        | ExprKind::BigInt(_)
        | ExprKind::Float(_)
        | ExprKind::Str(_)
        | ExprKind::Bytes(_)
        | ExprKind::Name(_) => 0,
        ExprKind::FString(parts) => of_parts(parts),
        ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => of_all(items),
        ExprKind::And(items) | ExprKind::Or(items) => of_all(items),
        ExprKind::Dict(items) => {
            let keys = items.iter().filter_map(|item| item.key.as_ref());
            tallest(keys.chain(items.iter().map(|item| &item.value)))
        }
        ExprKind::Unary(_, x)
        | ExprKind::Starred(x)
        | ExprKind::Attribute(x, _)
        | ExprKind::YieldFrom(x)
        | ExprKind::Walrus { value: x, .. } => x.height,
        ExprKind::Binary(_, x, y) | ExprKind::Subscript(x, y) => x.height.max(y.height),
        ExprKind::Compare(first, links) => first
            .height
            .max(tallest(links.iter().map(|link| &link.right))),
        ExprKind::IfElse { test, body, orelse } => test.height.max(body.height).max(orelse.height),
        ExprKind::Lambda { params, body } => of_params(params).max(body.height),
        ExprKind::Slice(from, to, step) => tallest([from, to, step].into_iter().filter_map(|x| *x)),
        ExprKind::Call { callee, args } => callee.height.max(of_args(args)),
        ExprKind::ListComp(x, clauses)
        | ExprKind::SetComp(x, clauses)
        | ExprKind::Generator(x, clauses) => x.height.max(of_clauses(clauses)),
        ExprKind::DictComp(key, value, clauses) => {
            key.height.max(value.height).max(of_clauses(clauses))
        }
        ExprKind::Yield(value) => of_option(*value),
    };
    below.saturating_add(1)
}

/// The height of a statement with these contents, itself included.
#[inline(always)]
pub(crate) fn of_stmt(kind: &StmtKind<'_>) -> u16 {
    let below = match kind {
        StmtKind::Expr(x) => x.height,
        StmtKind::Assign { targets, value } => of_all(targets).max(value.height),
        StmtKind::AugAssign { target, value, .. } => target.height.max(value.height),
        StmtKind::AnnAssign {
            target,
            annotation,
            value,
            ..
        } => target.height.max(annotation.height).max(of_option(*value)),
        StmtKind::Delete(targets) => of_all(targets),
        StmtKind::Return(value) => of_option(*value),
        StmtKind::If { test, body, orelse } | StmtKind::While { test, body, orelse } => {
            test.height.max(of_body(body)).max(of_body(orelse))
        }
        StmtKind::For {
            target,
            iter,
            body,
            orelse,
        } => target
            .height
            .max(iter.height)
            .max(of_body(body))
            .max(of_body(orelse)),
        StmtKind::With { items, body } => {
            let targets = items.iter().filter_map(|item| item.target);
            tallest(items.iter().map(|item| &item.context).chain(targets)).max(of_body(body))
        }
        StmtKind::Try {
            body,
            handlers,
            orelse,
            finally,
        } => {
            let handlers = handlers
                .iter()
                .map(|h| of_option(h.class).max(of_body(h.body)))
                .max();
            let bodies = [body, orelse, finally]
                .into_iter()
                .map(|body| of_body(body))
                .max();
            handlers.unwrap_or(0).max(bodies.unwrap_or(0))
        }
        StmtKind::Match { subject, cases } => {
            let of_case = |case: &Case<'_>| {
                let head = case.pattern.height.max(of_option(case.guard));
                head.max(of_body(case.body))
            };
            let cases = cases.iter().map(of_case).max();
            subject.height.max(cases.unwrap_or(0))
        }
        StmtKind::Raise { error, cause } => of_option(*error).max(of_option(*cause)),
        StmtKind::Assert { test, message } => test.height.max(of_option(*message)),
        StmtKind::Def {
            params,
            body,
            decorators,
            returns,
            ..
        } => of_params(params)
            .max(of_body(body))
            .max(of_all(decorators))
            .max(of_option(*returns)),
        StmtKind::Class {
            args,
            body,
            decorators,
            ..
        } => of_args(args).max(of_body(body)).max(of_all(decorators)),
        StmtKind::Import(_)
        | StmtKind::ImportFrom { .. }
        | StmtKind::Global(_)
        | StmtKind::Nonlocal(_)
        | StmtKind::Pass
        | StmtKind::Break
        | StmtKind::Continue => 0,
    };
    below.saturating_add(1)
}

/// The height of a pattern with these contents, itself included.
pub(crate) fn of_pattern(kind: &PatternKind<'_>) -> u16 {
    let below = match kind {
        PatternKind::Singleton(x) | PatternKind::Value(x) => x.height,
        PatternKind::Capture(_) | PatternKind::Star(_) => 0,
        PatternKind::Sequence(items) | PatternKind::Or(items) => of_patterns(items),
        PatternKind::Mapping { keys, patterns, .. } => of_all(keys).max(of_patterns(patterns)),
        PatternKind::Class {
            class,
            positional,
            named,
            ..
        } => class
            .height
            .max(of_patterns(positional))
            .max(of_patterns(named)),
        PatternKind::As(inner, _) => inner.height,
    };
    below.saturating_add(1)
}

fn of_patterns(items: &[Pattern<'_>]) -> u16 {
    items.iter().map(|item| item.height).max().unwrap_or(0)
}

fn tallest<'a, 't: 'a>(items: impl Iterator<Item = &'a Expr<'t>>) -> u16 {
    items.map(|x| x.height).max().unwrap_or(0)
}

fn of_all(items: &[Expr<'_>]) -> u16 {
    tallest(items.iter())
}

fn of_option(x: Option<&Expr<'_>>) -> u16 {
    x.map_or(0, |x| x.height)
}

fn of_body(body: Body<'_>) -> u16 {
    body.iter().map(|stmt| stmt.height).max().unwrap_or(0)
}

fn of_args(args: &[Arg<'_>]) -> u16 {
    tallest(args.iter().map(|arg| match arg {
        Arg::Positional(x) | Arg::Star(x) | Arg::Keyword(_, x) | Arg::DoubleStar(x) => x,
    }))
}

fn of_clauses(clauses: &[Clause<'_>]) -> u16 {
    tallest(
        clauses
            .iter()
            .flat_map(|c| [&c.target, &c.iter].into_iter().chain(c.conditions)),
    )
}

fn of_params(params: &Params<'_>) -> u16 {
    let named = params.positional.iter().chain(params.keyword_only);
    let all = named.chain(params.varargs).chain(params.kwargs);
    all.map(|p| of_option(p.annotation).max(of_option(p.default)))
        .max()
        .unwrap_or(0)
}

fn of_parts(parts: &[FPart<'_>]) -> u16 {
    let height = |part: &FPart<'_>| match part {
        FPart::Text(_) => 0,
        FPart::Value { value, spec, .. } => {
            value.height.max(spec.map_or(0, of_parts).saturating_add(1))
        }
    };
    parts.iter().map(height).max().unwrap_or(0)
}
