//! The names that a statement itself reads, with the attributes and keys that are read of them.

use crate::source::Span;
use crate::syntax::tree::{
    Arg, Clause, Expr, ExprKind, FPart, Params, PatternKind, Stmt, StmtKind,
};

/// A name, and what is read of it: `request.user.email`, `context["prompt_data"].get("name")`.
#[derive(Clone, Debug)]
pub(super) struct Chain<'t> {
    pub span: Span,
    pub root: &'t str,
    pub links: Vec<Link<'t>>,
}

/// One step from a value to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link<'t> {
    /// `.name`.
    Attribute(&'t str),
    /// `["key"]`.
    Key(&'t str),
    /// `[0]`.
    Index(i64),
    /// `.get("key")`.
    Get(&'t str),
}

/// The chains of a statement in their order; blocks within it are not its own.
pub(super) fn chains<'t>(stmt: &Stmt<'t>) -> Vec<Chain<'t>> {
    let mut finder = Finder::default();
    finder.statement(stmt);
    finder.found
}

/// The chains of an expression in their order.
pub(super) fn chains_of<'t>(expr: &Expr<'t>) -> Vec<Chain<'t>> {
    let mut finder = Finder::default();
    finder.expr(expr);
    finder.found
}

/// The chain that an expression is, if it is one.
fn chain<'t>(expr: &Expr<'t>) -> Option<Chain<'t>> {
    let (object, link) = match expr.kind {
        ExprKind::Name(root) => {
            return Some(Chain {
                span: expr.span,
                root,
                links: Vec::new(),
            });
        }
        ExprKind::Attribute(object, name) => (object, Link::Attribute(name.name)),
        ExprKind::Subscript(object, index) => match index.kind {
            ExprKind::Str(key) => (object, Link::Key(key)),
            ExprKind::Int(index) => (object, Link::Index(index)),
            _ => return None,
        },
        ExprKind::Call { callee, args } => match (callee.kind, args.first()) {
            (ExprKind::Attribute(object, name), Some(Arg::Positional(key)))
                if name.name == "get"
                    && let ExprKind::Str(key) = key.kind =>
            {
                (object, Link::Get(key))
            }
            _ => return None,
        },
        _ => return None,
    };
    let mut chain = chain(object)?;
    chain.links.push(link);
    chain.span = expr.span;
    Some(chain)
}

#[derive(Default)]
struct Finder<'t> {
    found: Vec<Chain<'t>>,
    /// Names that lambdas and comprehensions bind: they hold nothing outside.
    bound: Vec<&'t str>,
}

impl<'t> Finder<'t> {
    fn statement(&mut self, stmt: &Stmt<'t>) {
        match stmt.kind {
            StmtKind::Expr(value) => self.expr(value),
            StmtKind::Assign { targets, value } => {
                self.expr(value);
                targets.iter().for_each(|target| self.target(target));
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target);
                self.expr(value);
            }
            StmtKind::AnnAssign { target, value, .. } => {
                self.some(value);
                self.target(target);
            }
            StmtKind::Delete(targets) => self.all(targets),
            StmtKind::Return(value) => self.some(value),
            StmtKind::If { test, .. } | StmtKind::While { test, .. } => self.expr(test),
            StmtKind::For { iter, .. } => self.expr(iter),
            StmtKind::With { items, .. } => {
                items.iter().for_each(|item| self.expr(&item.context));
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject);
                for case in cases {
                    if let PatternKind::Value(value) = case.pattern.kind {
                        self.expr(value);
                    }
                    self.some(case.guard);
                }
            }
            StmtKind::Raise { error, cause } => {
                self.some(error);
                self.some(cause);
            }
            StmtKind::Assert { test, message } => {
                self.expr(test);
                self.some(message);
            }
            _ => {}
        }
    }

    /// What an assignment to a target reads.
    fn target(&mut self, target: &Expr<'t>) {
        match target.kind {
            ExprKind::Attribute(object, _) => self.expr(object),
            ExprKind::Subscript(object, index) => {
                self.expr(object);
                self.expr(index);
            }
            _ => {}
        }
    }

    fn expr(&mut self, expr: &Expr<'t>) {
        if let Some(chain) = chain(expr) {
            if !self.bound.contains(&chain.root) {
                self.found.push(chain);
            }
            if let ExprKind::Call { args, .. } = expr.kind {
                self.args(args);
            }
            return;
        }
        match expr.kind {
            ExprKind::FString(parts) => self.parts(parts),
            ExprKind::Tuple(items)
            | ExprKind::List(items)
            | ExprKind::Set(items)
            | ExprKind::And(items)
            | ExprKind::Or(items) => self.all(items),
            ExprKind::Dict(items) => {
                for item in items {
                    self.some(item.key.as_ref());
                    self.expr(&item.value);
                }
            }
            ExprKind::Unary(_, value) | ExprKind::Starred(value) | ExprKind::YieldFrom(value) => {
                self.expr(value);
            }
            ExprKind::Yield(value) => self.some(value),
            ExprKind::Walrus { value, .. } => self.expr(value),
            ExprKind::Attribute(object, _) => self.expr(object),
            ExprKind::Binary(_, left, right) | ExprKind::Subscript(left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Compare(first, links) => {
                self.expr(first);
                links.iter().for_each(|link| self.expr(&link.right));
            }
            ExprKind::IfElse { test, body, orelse } => {
                [test, body, orelse]
                    .into_iter()
                    .for_each(|part| self.expr(part));
            }
            ExprKind::Slice(from, to, step) => {
                [from, to, step]
                    .into_iter()
                    .for_each(|part| self.some(part));
            }
            ExprKind::Call { callee, args } => {
                match callee.kind {
                    ExprKind::Name(_) => {}
                    ExprKind::Attribute(object, _) => self.expr(object),
                    _ => self.expr(callee),
                }
                self.args(args);
            }
            ExprKind::Lambda { params, body } => self.lambda(params, body),
            ExprKind::ListComp(element, clauses)
            | ExprKind::SetComp(element, clauses)
            | ExprKind::Generator(element, clauses) => self.comprehension(&[element], clauses),
            ExprKind::DictComp(key, value, clauses) => self.comprehension(&[key, value], clauses),
            _ => {}
        }
    }

    fn some(&mut self, expr: Option<&Expr<'t>>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn all(&mut self, items: &[Expr<'t>]) {
        items.iter().for_each(|item| self.expr(item));
    }

    fn args(&mut self, args: &[Arg<'t>]) {
        for arg in args {
            let (Arg::Positional(value)
            | Arg::Star(value)
            | Arg::Keyword(_, value)
            | Arg::DoubleStar(value)) = arg;
            self.expr(value);
        }
    }

    fn parts(&mut self, parts: &[FPart<'t>]) {
        for part in parts {
            if let FPart::Value { value, spec, .. } = part {
                self.expr(value);
                self.parts(spec.unwrap_or_default());
            }
        }
    }

    fn lambda(&mut self, params: &Params<'t>, body: &Expr<'t>) {
        let before = self.bound.len();
        let listed = params.positional.iter().chain(params.keyword_only);
        let packed = params.varargs.into_iter().chain(params.kwargs);
        self.bound
            .extend(listed.chain(packed).map(|param| param.name.name));
        self.expr(body);
        self.bound.truncate(before);
    }

    fn comprehension(&mut self, elements: &[&Expr<'t>], clauses: &[Clause<'t>]) {
        let before = self.bound.len();
        clauses.iter().for_each(|clause| self.bind(&clause.target));
        for clause in clauses {
            self.expr(&clause.iter);
            self.all(clause.conditions);
        }
        elements.iter().for_each(|element| self.expr(element));
        self.bound.truncate(before);
    }

    fn bind(&mut self, target: &Expr<'t>) {
        match target.kind {
            ExprKind::Name(name) => self.bound.push(name),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|item| self.bind(item));
            }
            ExprKind::Starred(item) => self.bind(item),
            _ => {}
        }
    }
}
