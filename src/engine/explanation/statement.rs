//! The statement of a text that stands at a place.

use crate::source::Span;
use crate::syntax::tree::{Body, Stmt, StmtKind};

/// The innermost statement that holds an offset.
pub(super) fn statement_at<'t>(body: Body<'t>, offset: u32) -> Option<&'t Stmt<'t>> {
    let holds = |span: Span| span.start <= offset && offset < span.end.max(span.start + 1);
    let mut found = body.iter().find(|stmt| holds(stmt.span))?;
    loop {
        let mut inner = bodies(found).flat_map(|body| body.iter());
        match inner.find(|stmt| holds(stmt.span)) {
            Some(stmt) => found = stmt,
            None => return Some(found),
        }
    }
}

/// The statements that stand within another one.
fn bodies<'t>(stmt: &'t Stmt<'t>) -> impl Iterator<Item = Body<'t>> {
    let none: Body<'t> = &[];
    let (own, handlers, cases) = match stmt.kind {
        StmtKind::If { body, orelse, .. }
        | StmtKind::While { body, orelse, .. }
        | StmtKind::For { body, orelse, .. } => ([body, orelse, none], &[][..], &[][..]),
        StmtKind::With { body, .. } | StmtKind::Def { body, .. } | StmtKind::Class { body, .. } => {
            ([body, none, none], &[][..], &[][..])
        }
        StmtKind::Try {
            body,
            handlers,
            orelse,
            finally,
        } => ([body, orelse, finally], handlers, &[][..]),
        StmtKind::Match { cases, .. } => ([none, none, none], &[][..], cases),
        _ => ([none, none, none], &[][..], &[][..]),
    };
    let handled = handlers.iter().map(|handler| handler.body);
    let matched = cases.iter().map(|case| case.body);
    own.into_iter().chain(handled).chain(matched)
}

/// The text of a statement in one line; of one with a block, its first line.
pub(super) fn text_of(source: &str, stmt: &Stmt<'_>) -> String {
    let (start, end) = (stmt.span.start as usize, stmt.span.end as usize);
    let text = source.get(start..end.min(source.len())).unwrap_or_default();
    match bodies(stmt).any(|body| !body.is_empty()) {
        true => text.lines().next().unwrap_or_default().trim().to_owned(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::{statement_at, text_of};
    use crate::syntax::{ParseLimits, parse};
    use bumpalo::Bump;

    #[test]
    fn the_innermost_statement_is_found() {
        let source = "\
if a:
    try:
        b()
    except X:
        return (1 +
            2)
match c:
    case 1:
        x = 5
def f():
    return 7
";
        let arena = Bump::new();
        let body = parse(source, &arena, &ParseLimits::default()).unwrap();
        let text = |needle: &str| {
            let at = u32::try_from(source.find(needle).unwrap()).unwrap();
            text_of(source, statement_at(body, at).unwrap())
        };
        assert_eq!(text("a:"), "if a:");
        assert_eq!(text("b()"), "b()");
        assert_eq!(text("X:"), "try:");
        assert_eq!(text("2)"), "return (1 + 2)");
        assert_eq!(text("5"), "x = 5");
        assert_eq!(text("c:"), "match c:");
        assert_eq!(text("7"), "return 7");
    }
}
