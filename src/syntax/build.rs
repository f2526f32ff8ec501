//! What the grammar's actions do: make nodes in the arena, measured, and refuse what it reads too much.

use bumpalo::Bump;
use lalrpop_util::ParseError;
use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::fault;
use super::height;
use super::number::{self, Number};
use super::text;
use super::token::Token;
use super::tree::{
    Alias, Body, Clause, CompareOp, Comparison, Conversion, Expr, ExprKind, FPart, Handler, Ident,
    Param, Stmt, StmtKind,
};
use crate::error::SyntaxError;
use crate::source::Span;

/// What an action answers.
pub(crate) type Built<'s, T> = Result<T, ParseError<u32, Token<'s>, SyntaxError>>;

/// Makes the nodes of one tree.
pub(crate) struct Builder<'s, 't> {
    /// The author's text.
    pub(crate) source: &'s str,
    /// Where the tree lives.
    pub(crate) arena: &'t Bump,
    /// The tallest tree that is allowed.
    pub(crate) nesting: u16,
}

/// What stands between the commas of a call, as written.
pub(crate) enum Item<'t> {
    /// `value`
    Plain(Expr<'t>),
    /// `value for ...`
    Generator(Expr<'t>),
    /// `name=value`
    Keyword(Ident<'t>, Expr<'t>),
    /// `*value`
    Star(Expr<'t>),
    /// `**value`
    DoubleStar(Expr<'t>),
}

/// What stands between the commas of a parameter list, as written.
pub(crate) enum Slot<'t> {
    /// `name` or `name=default`
    Plain(Param<'t>, Option<Expr<'t>>),
    /// `/`
    Slash(u32),
    /// `*` or `*name`
    Star(u32, Option<Param<'t>>),
    /// `**name`
    DoubleStar(u32, Param<'t>),
}

/// One of several adjacent string literals.
pub(crate) enum Piece<'t> {
    /// A plain one.
    Str(&'t str),
    /// A bytes literal.
    Bytes(&'t [u8]),
    /// An f-string.
    Parts(Vec<FPart<'t>>),
}

/// Refuses in an action.
#[cold]
pub(crate) fn refuse<'s>(
    message: impl Into<String>,
    span: Span,
) -> ParseError<u32, Token<'s>, SyntaxError> {
    ParseError::User {
        error: fault::syntax(message, span),
    }
}

pub(crate) fn span(l: u32, r: u32) -> Span {
    Span { start: l, end: r }
}

impl<'s, 't> Builder<'s, 't> {
    pub(crate) fn slice<T: Copy>(&self, items: Vec<T>) -> &'t [T] {
        self.arena.alloc_slice_copy(&items)
    }

    pub(crate) fn put(&self, x: Expr<'t>) -> &'t Expr<'t> {
        self.arena.alloc(x)
    }

    pub(crate) fn put_any(&self, x: Option<Expr<'t>>) -> Option<&'t Expr<'t>> {
        x.map(|x| self.put(x))
    }

    pub(crate) fn expr(&self, l: u32, kind: ExprKind<'t>, r: u32) -> Built<'s, Expr<'t>> {
        let height = self.measured(height::of_expr(&kind), l)?;
        Ok(Expr {
            span: span(l, r),
            height,
            kind,
        })
    }

    pub(crate) fn stmt(&self, l: u32, kind: StmtKind<'t>, r: u32) -> Built<'s, Stmt<'t>> {
        let height = self.measured(height::of_stmt(&kind), l)?;
        Ok(Stmt {
            span: span(l, r),
            height,
            kind,
        })
    }

    /// A statement with a block ends where the last statement of its last block ends.
    pub(crate) fn compound(&self, l: u32, kind: StmtKind<'t>) -> Built<'s, Stmt<'t>> {
        let bodies: [Body<'t>; 3] = match kind {
            StmtKind::If { body, orelse, .. }
            | StmtKind::While { body, orelse, .. }
            | StmtKind::For { body, orelse, .. } => [body, orelse, &[]],
            StmtKind::Try {
                body,
                handlers: [],
                orelse,
                finally,
            } => [body, orelse, finally],
            StmtKind::Try {
                handlers: [.., last],
                orelse,
                finally,
                ..
            } => [last.body, orelse, finally],
            StmtKind::With { body, .. } | StmtKind::Def { body, .. } => [body, &[], &[]],
            StmtKind::Match {
                cases: [.., last], ..
            } => [last.body, &[], &[]],
            _ => [&[], &[], &[]],
        };
        self.stmt(l, kind, end_of(bodies.into_iter().flatten(), l))
    }

    pub(crate) fn handler(
        &self,
        l: u32,
        class: Option<Expr<'t>>,
        name: Option<Ident<'t>>,
        body: Body<'t>,
    ) -> Handler<'t> {
        Handler {
            span: span(l, end_of(body.iter(), l)),
            class: self.put_any(class),
            name,
            body,
        }
    }

    /// Refuses a tree that later passes could not walk.
    pub(crate) fn measured(&self, height: u16, at: u32) -> Built<'s, u16> {
        if height > self.nesting {
            return Err(refuse(
                "too many nested expressions or blocks",
                span(at, at + 1),
            ));
        }
        Ok(height)
    }

    pub(crate) fn ident(&self, l: u32, text: &str, r: u32) -> Ident<'t> {
        let name = if text.is_ascii() || is_nfkc(text) {
            self.arena.alloc_str(text)
        } else {
            self.arena.alloc_str(&text.nfkc().collect::<String>())
        };
        Ident {
            name,
            span: span(l, r),
        }
    }

    pub(crate) fn dotted(&self, l: u32, names: Vec<&str>, r: u32) -> Ident<'t> {
        self.ident(l, &names.join("."), r)
    }

    pub(crate) fn import_from(
        &self,
        dots: Vec<u32>,
        module: Option<Ident<'t>>,
        names: Vec<Alias<'t>>,
    ) -> StmtKind<'t> {
        StmtKind::ImportFrom {
            module: module.map(|m| m.name),
            names: self.slice(names),
            level: dots.iter().sum(),
        }
    }

    pub(crate) fn joined(&self, first: Expr<'t>, more: Vec<Expr<'t>>) -> &'t [Expr<'t>] {
        self.arena
            .alloc_slice_fill_iter(std::iter::once(first).chain(more).collect::<Vec<_>>())
    }

    pub(crate) fn compare(
        &self,
        l: u32,
        first: Expr<'t>,
        links: Vec<(CompareOp, Expr<'t>)>,
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        let links = links
            .into_iter()
            .map(|(op, right)| Comparison { op, right })
            .collect();
        self.expr(l, ExprKind::Compare(self.put(first), self.slice(links)), r)
    }

    pub(crate) fn generator(
        &self,
        l: u32,
        element: Expr<'t>,
        clauses: Vec<Clause<'t>>,
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        self.expr(
            l,
            ExprKind::Generator(self.put(element), self.slice(clauses)),
            r,
        )
    }

    /// One expression stands for itself, several (or one with a comma) are a tuple.
    pub(crate) fn tuple_or_one(
        &self,
        l: u32,
        (items, comma): (Vec<Expr<'t>>, bool),
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        match items.as_slice() {
            [one] if !comma => Ok(*one),
            _ => self.expr(l, ExprKind::Tuple(self.slice(items)), r),
        }
    }

    /// As `tuple_or_one`, but `a[*b]` is `a[(*b,)]`.
    pub(crate) fn index(
        &self,
        l: u32,
        (items, comma): (Vec<Expr<'t>>, bool),
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        let starred = items.iter().any(|x| matches!(x.kind, ExprKind::Starred(_)));
        self.tuple_or_one(l, (items, comma || starred), r)
    }

    pub(crate) fn number(&self, l: u32, digits: &str, r: u32) -> Built<'s, Expr<'t>> {
        let kind = match number::value(digits) {
            Ok(Number::Int(value)) => ExprKind::Int(value),
            Ok(Number::Big(digits)) => ExprKind::BigInt(self.arena.alloc_str(&digits)),
            Ok(Number::Float(value)) => ExprKind::Float(value),
            Err(message) => return Err(refuse(message, span(l, r))),
        };
        self.expr(l, kind, r)
    }

    pub(crate) fn string(&self, l: u32, literal: &'s str) -> Built<'s, Piece<'t>> {
        text::literal(self.source, l, literal)
            .map(|value| match value {
                text::Literal::Str(s) => Piece::Str(self.arena.alloc_str(&s)),
                text::Literal::Bytes(b) => Piece::Bytes(self.arena.alloc_slice_copy(&b)),
            })
            .map_err(|error| ParseError::User { error })
    }

    /// A piece of an f-string's text.
    pub(crate) fn text(&self, l: u32, written: &'s str, raw: bool) -> Built<'s, Vec<FPart<'t>>> {
        let value =
            text::part(self.source, l, written, raw).map_err(|error| ParseError::User { error })?;
        Ok(vec![FPart::Text(self.arena.alloc_str(&value))])
    }

    /// A replacement field; `echo` is the end of the text that an `=` repeats.
    pub(crate) fn field(
        &self,
        l: u32,
        value: Expr<'t>,
        echo: Option<u32>,
        conversion: Option<Ident<'t>>,
        spec: Option<Vec<Vec<FPart<'t>>>>,
    ) -> Built<'s, Vec<FPart<'t>>> {
        let conversion = match conversion.map(|c| (c.name, c.span)) {
            Some(("s", _)) => Conversion::Str,
            Some(("r", _)) => Conversion::Repr,
            Some(("a", _)) => Conversion::Ascii,
            Some((_, at)) => {
                let message = "f-string: invalid conversion character: expected 's', 'r', or 'a'";
                return Err(refuse(message, at));
            }
            None if echo.is_some() && spec.is_none() => Conversion::Repr,
            None => Conversion::Plain,
        };
        let spec = spec.map(|parts| self.slice(merge(self.arena, parts.into_iter().flatten())));
        let field = FPart::Value {
            value,
            conversion,
            spec,
        };
        let Some(end) = echo else {
            return Ok(vec![field]);
        };
        let written = text::compiled(self.source, l as usize, end as usize);
        Ok(vec![FPart::Text(self.arena.alloc_str(&written)), field])
    }

    /// Joins adjacent literals.
    pub(crate) fn strings(&self, l: u32, pieces: Vec<Piece<'t>>, r: u32) -> Built<'s, Expr<'t>> {
        let bytes = pieces
            .iter()
            .filter(|p| matches!(p, Piece::Bytes(_)))
            .count();
        if bytes > 0 && bytes < pieces.len() {
            return Err(refuse("cannot mix bytes and nonbytes literals", span(l, r)));
        }
        if bytes > 0 {
            let all = pieces
                .iter()
                .flat_map(|p| if let Piece::Bytes(b) = p { *b } else { &[] });
            let all: Vec<u8> = all.copied().collect();
            return self.expr(l, ExprKind::Bytes(self.slice(all)), r);
        }
        let parts = pieces.into_iter().flat_map(|piece| match piece {
            Piece::Str(s) => vec![FPart::Text(s)],
            Piece::Parts(parts) => parts,
            Piece::Bytes(_) => Vec::new(),
        });
        let kind = match merge(self.arena, parts).as_slice() {
            [] => ExprKind::Str(""),
            [FPart::Text(s)] => ExprKind::Str(s),
            parts => ExprKind::FString(self.arena.alloc_slice_copy(parts)),
        };
        self.expr(l, kind, r)
    }
}

/// Joins neighbouring texts, drops empty ones.
fn merge<'t>(arena: &'t Bump, parts: impl Iterator<Item = FPart<'t>>) -> Vec<FPart<'t>> {
    let mut merged: Vec<FPart<'t>> = Vec::new();
    for part in parts {
        match (merged.last_mut(), part) {
            (_, FPart::Text("")) => {}
            (Some(FPart::Text(before)), FPart::Text(more)) => {
                *before = arena.alloc_str(&[*before, more].concat())
            }
            (_, part) => merged.push(part),
        }
    }
    merged
}

/// Where the last of some statements ends.
fn end_of<'a, 't: 'a>(stmts: impl Iterator<Item = &'a Stmt<'t>>, l: u32) -> u32 {
    stmts.last().map_or(l, |stmt| stmt.span.end)
}
