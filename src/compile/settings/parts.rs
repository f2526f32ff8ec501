//! A text with settings, taken apart.

use crate::syntax::tree::{Body, Expr, ExprKind, Stmt, StmtKind};

/// A text in its parts: a string, declarations, `assert` statements that are its rules, and the policy.
pub(super) struct Parts<'t> {
    pub help: &'t str,
    pub declarations: Vec<Declaration<'t>>,
    pub rules: Body<'t>,
    pub policy: Body<'t>,
}

/// `name: annotation = value`, and the string below it.
pub(super) struct Declaration<'t> {
    pub name: &'t str,
    pub target: &'t Expr<'t>,
    pub annotation: &'t Expr<'t>,
    pub value: Option<&'t Expr<'t>>,
    pub help: &'t str,
}

impl<'t> Parts<'t> {
    /// Takes a tree apart.
    pub fn of(body: Body<'t>) -> Self {
        let (help, mut rest) = described(body);
        let mut declarations = Vec::new();
        while let Some((statement, below)) = rest.split_first()
            && let StmtKind::AnnAssign {
                target,
                annotation,
                value,
                simple: true,
            } = statement.kind
            && let ExprKind::Name(name) = target.kind
        {
            let (help, below) = described(below);
            rest = below;
            declarations.push(Declaration {
                name,
                target,
                annotation,
                value,
                help,
            });
        }
        let is_rule = |statement: &&Stmt<'_>| matches!(statement.kind, StmtKind::Assert { .. });
        let count = rest.iter().take_while(is_rule).count();
        let (rules, policy) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        Self {
            help,
            declarations,
            rules,
            policy,
        }
    }
}

/// The string that a body begins with, and what follows it.
fn described<'t>(body: Body<'t>) -> (&'t str, Body<'t>) {
    if let Some((first, rest)) = body.split_first()
        && let StmtKind::Expr(expr) = first.kind
        && let ExprKind::Str(text) = expr.kind
    {
        return (text, rest);
    }
    ("", body)
}
