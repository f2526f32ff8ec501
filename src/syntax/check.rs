//! What CPython's compiler refuses in a tree that its parser accepts, as far as no scope is needed.

use std::collections::HashSet;

use foldhash::fast::RandomState;
use memchr::memmem;

use super::fault;
use super::scan::Notes;
use super::tree::{
    Alias, Arg, Body, Clause, Expr, ExprKind, FPart, Ident, Param, Params, Stmt, StmtKind,
};
use crate::error::SyntaxError;
use crate::source::Span;

/// Names that must differ: the first stands by itself, since mostly it is the only one.
#[derive(Default)]
struct Names<'t> {
    first: Option<&'t str>,
    others: HashSet<&'t str, RandomState>,
}

impl<'t> Names<'t> {
    /// Whether the name is a new one.
    fn add(&mut self, name: &'t str) -> bool {
        match self.first {
            None => self.first.replace(name).is_none(),
            Some(first) => first != name && self.others.insert(name),
        }
    }
}

type Checked = Result<(), SyntaxError>;

/// How many loops, `with` and `try` may stand inside each other.
const MAX_BLOCKS: usize = 20;
/// The name that nothing may be bound to.
const DEBUG: &str = "__debug__";

/// Whether a text may hold what is refused here: most policies have none of the words that it takes.
pub(crate) fn is_needed(source: &str, notes: Notes) -> bool {
    notes.checked || notes.wide || memmem::find(source.as_bytes(), DEBUG.as_bytes()).is_some()
}

/// Checks the body of a policy.
///
/// # Errors
/// The first statement or expression that cannot be compiled.
pub(crate) fn check(body: Body<'_>) -> Checked {
    Check {
        in_loop: false,
        in_class: false,
        blocks: 0,
    }
    .body(body)
}

/// What surrounds the statement at hand.
#[derive(Clone, Copy)]
struct Check {
    in_loop: bool,
    /// The innermost body is a class's.
    in_class: bool,
    blocks: usize,
}

impl Check {
    fn body(self, body: Body<'_>) -> Checked {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// The check of a block inside this one.
    fn nested(self, span: Span) -> Result<Self, SyntaxError> {
        let blocks = self.blocks + 1;
        if blocks > MAX_BLOCKS {
            return Err(fault::syntax("too many statically nested blocks", span));
        }
        Ok(Self { blocks, ..self })
    }

    fn stmt(self, stmt: &Stmt<'_>) -> Checked {
        match stmt.kind {
            StmtKind::If { test, body, orelse } => {
                value(test)?;
                self.body(body)?;
                self.body(orelse)
            }
            StmtKind::While { test, body, orelse } => {
                value(test)?;
                let inner = self.nested(stmt.span)?;
                Self {
                    in_loop: true,
                    ..inner
                }
                .body(body)?;
                self.body(orelse)
            }
            StmtKind::For {
                target: to,
                iter,
                body,
                orelse,
            } => {
                value(iter)?;
                target(to, Verb::Assign)?;
                let inner = self.nested(stmt.span)?;
                Self {
                    in_loop: true,
                    ..inner
                }
                .body(body)?;
                self.body(orelse)
            }
            StmtKind::With { items, body } => {
                let mut inner = self;
                for item in items {
                    value(&item.context)?;
                    item.target.map_or(Ok(()), |to| target(to, Verb::Assign))?;
                    inner = inner.nested(stmt.span)?;
                }
                inner.body(body)
            }
            StmtKind::Try { .. } => self.try_stmt(stmt),
            StmtKind::Match { subject, cases } => {
                value(subject)?;
                cases.iter().try_for_each(|case| {
                    any(case.guard)?;
                    self.body(case.body)
                })
            }
            StmtKind::Def {
                name,
                params: list,
                body,
                decorators,
                returns,
            } => {
                values(decorators)?;
                params(list, stmt.span)?;
                any(returns)?;
                bindable(name, Verb::Assign)?;
                check(body)
            }
            StmtKind::Class {
                name,
                args,
                body,
                decorators,
            } => {
                values(decorators)?;
                keywords(args, stmt.span)?;
                arguments(args)?;
                bindable(name, Verb::Assign)?;
                Self {
                    in_loop: false,
                    in_class: true,
                    blocks: 0,
                }
                .body(body)
            }
            StmtKind::Return(_) if self.in_class => {
                Err(fault::syntax("'return' outside function", stmt.span))
            }
            StmtKind::Break if !self.in_loop => {
                Err(fault::syntax("'break' outside loop", stmt.span))
            }
            StmtKind::Continue if !self.in_loop => {
                Err(fault::syntax("'continue' not properly in loop", stmt.span))
            }
            _ => small(stmt),
        }
    }

    fn try_stmt(self, stmt: &Stmt<'_>) -> Checked {
        let StmtKind::Try {
            body,
            handlers,
            orelse,
            finally,
        } = stmt.kind
        else {
            return Ok(());
        };
        let inner = self.nested(stmt.span)?;
        let guarded = if handlers.is_empty() || finally.is_empty() {
            inner
        } else {
            inner.nested(stmt.span)?
        };
        guarded.body(body)?;
        inner.body(orelse)?;
        for (at, handler) in handlers.iter().enumerate() {
            if handler.class.is_none() && at + 1 < handlers.len() {
                return Err(fault::syntax(
                    "default 'except:' must be last",
                    handler.span,
                ));
            }
            any(handler.class)?;
            handler
                .name
                .map_or(Ok(()), |name| bindable(name, Verb::Assign))?;
            inner.body(handler.body)?;
        }
        inner.body(finally)
    }
}

/// Checks a statement without a block.
fn small(stmt: &Stmt<'_>) -> Checked {
    match stmt.kind {
        StmtKind::Expr(x) => value(x),
        StmtKind::Assign { targets, value: x } => {
            value(x)?;
            targets.iter().try_for_each(|to| target(to, Verb::Assign))
        }
        StmtKind::AugAssign {
            target: to,
            value: x,
            ..
        } => {
            target(to, Verb::Assign)?;
            value(x)
        }
        StmtKind::AnnAssign {
            target: to,
            annotation,
            value: x,
            ..
        } => {
            any(x)?;
            target(to, Verb::Assign)?;
            value(annotation)
        }
        StmtKind::Delete(targets) => targets.iter().try_for_each(|to| target(to, Verb::Delete)),
        StmtKind::Return(x) => any(x),
        StmtKind::Raise { error, cause } => any(error).and(any(cause)),
        StmtKind::Assert { test, message } => value(test).and(any(message)),
        StmtKind::Import(names) => names.iter().try_for_each(|alias| imported(alias, false)),
        StmtKind::ImportFrom {
            names:
                [
                    Alias {
                        name: Ident { name: "*", span },
                        ..
                    },
                ],
            ..
        } => Err(fault::syntax(
            "import * only allowed at module level",
            *span,
        )),
        StmtKind::ImportFrom { names, .. } => {
            names.iter().try_for_each(|alias| imported(alias, true))
        }
        _ => Ok(()),
    }
}

/// What is done to a name.
#[derive(Clone, Copy)]
enum Verb {
    Assign,
    Delete,
}

fn bindable(name: Ident<'_>, verb: Verb) -> Checked {
    debug(name.name, verb, name.span)
}

fn debug(name: &str, verb: Verb, span: Span) -> Checked {
    if name != DEBUG {
        return Ok(());
    }
    let verb = match verb {
        Verb::Assign => "assign to",
        Verb::Delete => "delete",
    };
    Err(fault::syntax(format!("cannot {verb} {DEBUG}"), span))
}

fn imported(alias: &Alias<'_>, whole: bool) -> Checked {
    let bound = match alias.asname {
        Some(asname) => asname.name,
        None if whole => alias.name.name,
        None => alias.name.name.split('.').next().unwrap_or(""),
    };
    debug(bound, Verb::Assign, alias.name.span)
}

/// Checks a target; a starred one stands in a tuple or list, alone of its kind.
fn target(to: &Expr<'_>, verb: Verb) -> Checked {
    match to.kind {
        ExprKind::Name(name) => debug(name, verb, to.span),
        ExprKind::Attribute(x, name) => {
            value(x)?;
            debug(name.name, verb, to.span)
        }
        ExprKind::Starred(_) => Err(fault::syntax(
            "starred assignment target must be in a list or tuple",
            to.span,
        )),
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            let starred = |x: &&Expr<'_>| matches!(x.kind, ExprKind::Starred(_));
            if items.iter().filter(starred).count() > 1 {
                return Err(fault::syntax(
                    "multiple starred expressions in assignment",
                    to.span,
                ));
            }
            items.iter().try_for_each(|item| match item.kind {
                ExprKind::Starred(x) => target(x, verb),
                _ => target(item, verb),
            })
        }
        _ => value(to),
    }
}

fn any(x: Option<&Expr<'_>>) -> Checked {
    x.map_or(Ok(()), value)
}

fn values(items: &[Expr<'_>]) -> Checked {
    items.iter().try_for_each(value)
}

/// Checks the items of a display, where a `*` may stand.
fn items(items: &[Expr<'_>]) -> Checked {
    items.iter().try_for_each(|item| match item.kind {
        ExprKind::Starred(x) => value(x),
        _ => value(item),
    })
}

/// Checks an expression for its value.
fn value(x: &Expr<'_>) -> Checked {
    match x.kind {
        ExprKind::Starred(_) => Err(fault::syntax("can't use starred expression here", x.span)),
        ExprKind::Tuple(list) | ExprKind::List(list) | ExprKind::Set(list) => items(list),
        ExprKind::And(list) | ExprKind::Or(list) => values(list),
        ExprKind::Dict(list) => list
            .iter()
            .try_for_each(|item| any(item.key.as_ref()).and(value(&item.value))),
        ExprKind::Unary(_, x) | ExprKind::Attribute(x, _) | ExprKind::YieldFrom(x) => value(x),
        ExprKind::Binary(_, x, y) | ExprKind::Subscript(x, y) => value(x).and_then(|()| value(y)),
        ExprKind::Compare(first, links) => {
            value(first)?;
            links.iter().try_for_each(|link| value(&link.right))
        }
        ExprKind::IfElse { test, body, orelse } => {
            value(test)?;
            value(body)?;
            value(orelse)
        }
        ExprKind::Lambda { params: list, body } => params(list, x.span).and_then(|()| value(body)),
        ExprKind::Walrus { name, value: x } => {
            value(x)?;
            bindable(name, Verb::Assign)
        }
        ExprKind::Slice(from, to, step) => [from, to, step].into_iter().try_for_each(any),
        ExprKind::Call { callee, args } => {
            keywords(args, x.span)?;
            value(callee)?;
            arguments(args)
        }
        ExprKind::ListComp(x, list) | ExprKind::SetComp(x, list) | ExprKind::Generator(x, list) => {
            clauses(list)?;
            value(x)
        }
        ExprKind::DictComp(key, x, list) => {
            clauses(list)?;
            value(key)?;
            value(x)
        }
        ExprKind::Yield(x) => any(x),
        ExprKind::FString(list) => parts(list),
        _ => Ok(()),
    }
}

/// The arguments of a call, or of a class.
fn arguments(args: &[Arg<'_>]) -> Checked {
    args.iter().try_for_each(|arg| match arg {
        Arg::Positional(x) | Arg::Star(x) | Arg::Keyword(_, x) | Arg::DoubleStar(x) => value(x),
    })
}

fn clauses(list: &[Clause<'_>]) -> Checked {
    list.iter().try_for_each(|clause| {
        value(&clause.iter)?;
        target(&clause.target, Verb::Assign)?;
        values(clause.conditions)
    })
}

fn parts(list: &[FPart<'_>]) -> Checked {
    list.iter().try_for_each(|part| match part {
        FPart::Text(_) => Ok(()),
        FPart::Value { value: x, spec, .. } => {
            value(x)?;
            spec.map_or(Ok(()), parts)
        }
    })
}

/// The names of a call's arguments.
fn keywords(args: &[Arg<'_>], call: Span) -> Checked {
    let mut seen = Names::default();
    let named = args.iter().filter_map(|arg| match arg {
        Arg::Keyword(name, x) => Some((name, x)),
        _ => None,
    });
    for (name, x) in named {
        debug(name.name, Verb::Assign, call)?;
        if !seen.add(name.name) {
            let span = name.span.to(x.span);
            return Err(fault::syntax(
                format!("keyword argument repeated: {}", name.name),
                span,
            ));
        }
    }
    Ok(())
}

/// The parameters of `owner`, their defaults and annotations.
fn params(list: &Params<'_>, owner: Span) -> Checked {
    let all = || {
        let named = list.positional.iter().chain(list.keyword_only);
        named.chain(list.varargs).chain(list.kwargs)
    };
    all().try_for_each(|p| any(p.default))?;
    all().try_for_each(|p: &Param<'_>| match p.annotation.map(|x| x.kind) {
        Some(ExprKind::Starred(x)) => value(x),
        _ => any(p.annotation),
    })?;
    let mut seen = Names::default();
    for p in all() {
        let name = p.name.name;
        debug(name, Verb::Assign, owner)?;
        if !seen.add(name) {
            let message = format!("duplicate argument '{name}' in function definition");
            return Err(fault::syntax(message, p.name.span));
        }
    }
    Ok(())
}
