//! The statement of a text that stands at a place, and the conditions on the way to it.

use crate::source::Span;
use crate::syntax::tree::{Body, Expr, Stmt, StmtKind};

/// Characters of a statement that are shown.
const LONGEST: usize = 200;

/// The way to a statement within a text.
#[derive(Default)]
pub(super) struct Way<'t> {
    /// The innermost statement at the place; none: the end of the text.
    pub stmt: Option<&'t Stmt<'t>>,
    /// The conditions on the way, and whether they held: of the blocks around the statement, and of those
    /// before it that would have left.
    pub conditions: Vec<(&'t Expr<'t>, bool)>,
}

/// The way to the innermost statement that holds an offset, if it is one that `settles`, and else to the
/// end of the text.
pub(super) fn way_to<'t>(
    body: Body<'t>,
    offset: u32,
    settles: impl Fn(&StmtKind<'t>) -> bool,
) -> Way<'t> {
    let mut way = Way::default();
    way.walk(body, offset);
    if !way.stmt.is_some_and(|stmt| settles(&stmt.kind)) {
        way = Way::default();
        way.pass(body);
    }
    way
}

impl<'t> Way<'t> {
    fn walk(&mut self, body: Body<'t>, offset: u32) {
        let holds = |span: Span| span.start <= offset && offset < span.end.max(span.start + 1);
        let Some(at) = body.iter().position(|stmt| holds(stmt.span)) else {
            return;
        };
        let (before, rest) = body.split_at_checked(at).unwrap_or((body, &[]));
        self.pass(before);
        let Some(stmt) = rest.first() else { return };
        self.stmt = Some(stmt);
        let inside = |body: &Body<'t>| body.iter().any(|stmt| holds(stmt.span));
        let Some(inner) = bodies(stmt).find(inside) else {
            return;
        };
        match stmt.kind {
            StmtKind::If { test, body, .. } => {
                self.conditions.push((test, std::ptr::eq(body, inner)));
            }
            // What was asked around a definition was asked at another time.
            StmtKind::Def { .. } | StmtKind::Class { .. } => self.conditions.clear(),
            _ => {}
        }
        self.walk(inner, offset);
    }

    /// Notes what is known behind statements: conditions of those that would have left.
    fn pass(&mut self, body: Body<'t>) {
        for stmt in body {
            let StmtKind::If { test, body, orelse } = stmt.kind else {
                continue;
            };
            if leaves(body) {
                self.conditions.push((test, false));
                self.pass(orelse);
            } else if leaves(orelse) {
                self.conditions.push((test, true));
                self.pass(body);
            }
        }
    }
}

/// Whether nothing behind these statements runs after them.
fn leaves(body: Body<'_>) -> bool {
    body.last().is_some_and(|stmt| match stmt.kind {
        StmtKind::Return(_) | StmtKind::Raise { .. } => true,
        StmtKind::Break | StmtKind::Continue => true,
        StmtKind::If { body, orelse, .. } => leaves(body) && leaves(orelse),
        _ => false,
    })
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
    let text = one_line(source, stmt.span);
    if bodies(stmt).all(<[_]>::is_empty) {
        return text;
    }
    let start = stmt.span.start as usize;
    let lines = source.get(start..).unwrap_or_default().lines();
    cut(lines.take(1).collect::<String>().trim())
}

/// What stands at a span, in one line.
pub(super) fn one_line(source: &str, span: Span) -> String {
    let text = source.get(span.start as usize..span.end as usize);
    let words = text.unwrap_or_default().split_whitespace();
    cut(&words.collect::<Vec<_>>().join(" "))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{one_line, text_of, way_to};
    use crate::syntax::tree::{Expr, StmtKind};
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
            text_of(source, way_to(body, at, |_| true).stmt.unwrap())
        };
        assert_eq!(text("a:"), "if a:");
        assert_eq!(text("b()"), "b()");
        assert_eq!(text("X:"), "try:");
        assert_eq!(text("2)"), "return (1 + 2)");
        assert_eq!(text("5"), "x = 5");
        assert_eq!(text("c:"), "match c:");
        assert_eq!(text("7"), "return 7");
    }

    #[test]
    fn conditions_are_those_that_are_known() {
        let source = "\
if a:
    return 1
elif b:
    raise c
if d:
    e()
if f:
    g()
else:
    return 2
for h in i:
    if j:
        continue
    if k:
        if m:
            return 3
def n():
    return 4
";
        let arena = Bump::new();
        let body = parse(source, &arena, &ParseLimits::default()).unwrap();
        let known = |offset: u32| {
            let way = way_to(body, offset, |kind| matches!(kind, StmtKind::Return(_)));
            let show = |(test, held): &(&Expr<'_>, bool)| {
                let sign = if *held { "" } else { "!" };
                format!("{sign}{}", one_line(source, test.span))
            };
            way.conditions
                .iter()
                .map(show)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let at = |needle| known(u32::try_from(source.find(needle).unwrap()).unwrap());
        assert_eq!(at("return 1"), "a");
        assert_eq!(at("return 2"), "!a !b !f");
        assert_eq!(at("return 3"), "!a !b f !j k m");
        assert_eq!(at("return 4"), "");
        assert_eq!(known(u32::MAX), "!a !b f");
    }
}
