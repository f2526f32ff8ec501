//! What the grammar's actions do: make nodes in the arena, measured, and refuse what it reads too much.

use std::borrow::Cow;

use bumpalo::Bump;
use lalrpop_util::ParseError;
use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::fault;
use super::height;
use super::list::List;
use super::number::{self, Number};
use super::text;
use super::token::Token;
use super::tree::{
    Alias, Body, Clause, Conversion, Expr, ExprKind, FPart, Handler, Ident, Param, Stmt, StmtKind,
};
use crate::error::SyntaxError;
use crate::source::Span;

/// What an action answers.
pub(crate) type Built<T> = Result<T, ParseError<u32, Token, SyntaxError>>;

/// Makes the nodes of one tree.
pub(crate) struct Builder<'t> {
    /// The author's text.
    pub(crate) source: &'t str,
    /// Where the tree lives.
    pub(crate) arena: &'t Bump,
    /// The tallest tree that is allowed.
    pub(crate) nesting: u16,
    /// All names stand in the tree as they stand in the text.
    pub(crate) as_written: bool,
    /// [`text::all_plain`] holds of the text.
    pub(crate) plain: bool,
    /// Names that belong to a class: where, and the class's name.
    pub(crate) private: &'t [(u32, &'t str)],
}

/// What stands between the commas of a call, as written.
#[derive(Clone, Copy)]
pub(crate) enum Item<'t> {
    /// `value`
    Plain(&'t Expr<'t>),
    /// `value for ...`
    Generator(&'t Expr<'t>),
    /// `name=value`
    Keyword(Ident<'t>, &'t Expr<'t>),
    /// `*value`
    Star(&'t Expr<'t>),
    /// `**value`
    DoubleStar(&'t Expr<'t>),
}

impl<'t> Item<'t> {
    pub(crate) fn value(self) -> &'t Expr<'t> {
        match self {
            Self::Plain(x) | Self::Generator(x) | Self::Keyword(_, x) => x,
            Self::Star(x) | Self::DoubleStar(x) => x,
        }
    }
}

/// What stands between the commas of a parameter list, as written.
#[derive(Clone, Copy)]
pub(crate) enum Slot<'t> {
    /// `name` or `name=default`
    Plain(&'t Param<'t>, Option<&'t Expr<'t>>),
    /// `/`
    Slash(u32),
    /// `*` or `*name`
    Star(u32, Option<&'t Param<'t>>),
    /// `**name`
    DoubleStar(u32, &'t Param<'t>),
}

/// One of several adjacent string literals.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'t> {
    /// A plain one.
    Str(&'t str),
    /// A bytes literal.
    Bytes(&'t [u8]),
    /// An f-string.
    Parts(&'t [FPart<'t>]),
}

/// Refuses in an action.
#[cold]
pub(crate) fn refuse(
    message: impl Into<String>,
    span: Span,
) -> ParseError<u32, Token, SyntaxError> {
    ParseError::User {
        error: fault::syntax(message, span),
    }
}

pub(crate) fn span(l: u32, r: u32) -> Span {
    Span { start: l, end: r }
}

impl<'t> Builder<'t> {
    /// The list without items.
    pub(crate) fn none<T: Copy>(&self) -> List<'t, T> {
        List::EMPTY
    }

    /// The list of one item.
    pub(crate) fn one<T: Copy>(&self, item: T) -> List<'t, T> {
        List::EMPTY.push(item, self.arena)
    }

    /// The list with one more item.
    pub(crate) fn push<T: Copy>(&self, list: List<'t, T>, item: T) -> List<'t, T> {
        list.push(item, self.arena)
    }

    /// The items of a list side by side.
    pub(crate) fn slice<T: Copy>(&self, list: List<'t, T>) -> &'t [T] {
        list.slice(self.arena, |item| item)
    }

    /// The nodes that a list refers to, side by side.
    pub(crate) fn nodes<T: Copy>(&self, list: List<'t, &'t T>) -> &'t [T] {
        list.slice(self.arena, |item| *item)
    }

    pub(crate) fn put<T>(&self, x: T) -> &'t T {
        self.arena.alloc(x)
    }

    // Nearly all who call this and what makes statements know the kind: inlined, little is left of measuring.
    #[inline(always)]
    pub(crate) fn expr(&self, l: u32, kind: ExprKind<'t>, r: u32) -> Built<&'t Expr<'t>> {
        let height = self.measured(height::of_expr(&kind), l)?;
        Ok(self.arena.alloc(Expr {
            span: span(l, r),
            height,
            kind,
        }))
    }

    /// An expression with none inside it.
    fn leaf(&self, l: u32, kind: ExprKind<'t>, r: u32) -> Built<&'t Expr<'t>> {
        let height = self.measured(1, l)?;
        Ok(self.arena.alloc(Expr {
            span: span(l, r),
            height,
            kind,
        }))
    }

    #[inline(always)]
    pub(crate) fn stmt(&self, l: u32, kind: StmtKind<'t>, r: u32) -> Built<&'t Stmt<'t>> {
        let height = self.measured(height::of_stmt(&kind), l)?;
        Ok(self.arena.alloc(Stmt {
            span: span(l, r),
            height,
            kind,
        }))
    }

    /// A statement with a block ends where the last statement of its last block ends.
    #[inline(always)]
    pub(crate) fn compound(&self, l: u32, kind: StmtKind<'t>) -> Built<&'t Stmt<'t>> {
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
            StmtKind::With { body, .. }
            | StmtKind::Def { body, .. }
            | StmtKind::Class { body, .. } => [body, &[], &[]],
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
        class: Option<&'t Expr<'t>>,
        name: Option<Span>,
        body: Body<'t>,
    ) -> &'t Handler<'t> {
        self.put(Handler {
            span: span(l, end_of(body.iter(), l)),
            class,
            name: name.map(|at| self.ident(at)),
            body,
        })
    }

    /// Refuses a tree that later passes could not walk.
    #[inline]
    pub(crate) fn measured(&self, height: u16, at: u32) -> Built<u16> {
        if height > self.nesting {
            return Err(refuse(
                "too many nested expressions or blocks",
                span(at, at + 1),
            ));
        }
        Ok(height)
    }

    /// What is written between two places.
    pub(crate) fn written(&self, l: u32, r: u32) -> &'t str {
        self.source.get(l as usize..r as usize).unwrap_or("")
    }

    /// The name that stands somewhere.
    pub(crate) fn ident(&self, at: Span) -> Ident<'t> {
        self.named(self.written(at.start, at.end), at)
    }

    pub(crate) fn idents(&self, list: List<'t, Span>) -> &'t [Ident<'t>] {
        list.slice(self.arena, |at| self.ident(at))
    }

    /// A name as the tree keeps it.
    #[inline]
    fn named(&self, text: &'t str, span: Span) -> Ident<'t> {
        match self.as_written {
            true => Ident { name: text, span },
            false => self.renamed(text, span),
        }
    }

    /// A name that may be another than is written.
    fn renamed(&self, text: &'t str, span: Span) -> Ident<'t> {
        if let Ok(at) = (self.private).binary_search_by_key(&span.start, |name| name.0)
            && let Some((_, class)) = self.private.get(at)
        {
            let class = class.trim_start_matches('_');
            if !class.is_empty() && !text.contains('.') {
                let name = self.arena.alloc_str(&format!("_{class}{text}"));
                return Ident { name, span };
            }
        }
        let name = if text.is_ascii() || is_nfkc(text) {
            text
        } else {
            self.arena.alloc_str(&text.nfkc().collect::<String>())
        };
        Ident { name, span }
    }

    /// A name for its value.
    pub(crate) fn name(&self, at: Span) -> Built<&'t Expr<'t>> {
        self.leaf(at.start, ExprKind::Name(self.ident(at).name), at.end)
    }

    pub(crate) fn dotted(&self, list: List<'t, Span>) -> Ident<'t> {
        match self.slice(list) {
            [one] => self.ident(*one),
            all => {
                let texts = all.iter().map(|at| self.written(at.start, at.end));
                let text = self.arena.alloc_str(&texts.collect::<Vec<_>>().join("."));
                let first = all.first().copied().unwrap_or_default();
                self.named(text, all.last().map_or(first, |last| first.to(*last)))
            }
        }
    }

    pub(crate) fn alias(&self, name: Ident<'t>, asname: Option<Span>) -> &'t Alias<'t> {
        let asname = asname.map(|at| self.ident(at));
        self.put(Alias { name, asname })
    }

    pub(crate) fn import_from(
        &self,
        l: u32,
        level: u32,
        module: Option<List<'t, Span>>,
        names: List<'t, &'t Alias<'t>>,
        r: u32,
    ) -> Built<&'t Stmt<'t>> {
        let kind = StmtKind::ImportFrom {
            module: module.map(|module| self.dotted(module).name),
            names: self.nodes(names),
            level,
        };
        self.stmt(l, kind, r)
    }

    pub(crate) fn generator(
        &self,
        l: u32,
        element: &'t Expr<'t>,
        clauses: List<'t, &'t Clause<'t>>,
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        self.expr(l, ExprKind::Generator(element, self.nodes(clauses)), r)
    }

    pub(crate) fn tuple(
        &self,
        l: u32,
        items: List<'t, &'t Expr<'t>>,
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        self.expr(l, ExprKind::Tuple(self.nodes(items)), r)
    }

    /// One expression stands for itself, several (or one with a comma) are a tuple.
    pub(crate) fn tuple_or_one(
        &self,
        l: u32,
        (items, comma): (List<'t, &'t Expr<'t>>, bool),
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        match items.only() {
            Some(one) if !comma => Ok(one),
            _ => self.tuple(l, items, r),
        }
    }

    /// A lone index: `a[*b]` is `a[(*b,)]`.
    pub(crate) fn index(&self, l: u32, x: &'t Expr<'t>, r: u32) -> Built<&'t Expr<'t>> {
        match x.kind {
            ExprKind::Starred(_) => self.tuple(l, self.one(x), r),
            _ => Ok(x),
        }
    }

    pub(crate) fn number(&self, l: u32, r: u32) -> Built<&'t Expr<'t>> {
        let kind = match number::value(self.written(l, r)) {
            Ok(Number::Int(value)) => ExprKind::Int(value),
            Ok(Number::Big(digits)) => ExprKind::BigInt(self.arena.alloc_str(&digits)),
            Ok(Number::Float(value)) => ExprKind::Float(value),
            Err(message) => return Err(refuse(message, span(l, r))),
        };
        self.leaf(l, kind, r)
    }

    pub(crate) fn piece(&self, l: u32, r: u32) -> Built<Piece<'t>> {
        text::literal(self.source, l, self.written(l, r))
            .map(|value| match value {
                text::Literal::Str(s) => Piece::Str(self.keep(s)),
                text::Literal::Bytes(b) => Piece::Bytes(self.arena.alloc_slice_copy(&b)),
            })
            .map_err(|error| ParseError::User { error })
    }

    /// A literal that stands alone.
    pub(crate) fn string(&self, l: u32, r: u32) -> Built<&'t Expr<'t>> {
        if let Some(text) = text::plain(self.written(l, r), self.plain) {
            return self.leaf(l, ExprKind::Str(text), r);
        }
        let kind = match self.piece(l, r)? {
            Piece::Str(s) => ExprKind::Str(s),
            Piece::Bytes(b) => ExprKind::Bytes(b),
            Piece::Parts(parts) => ExprKind::FString(parts),
        };
        self.expr(l, kind, r)
    }

    fn keep(&self, text: Cow<'t, str>) -> &'t str {
        match text {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => self.arena.alloc_str(&text),
        }
    }

    /// A piece of an f-string's text.
    pub(crate) fn text(&self, l: u32, raw: bool, r: u32) -> Built<&'t [FPart<'t>]> {
        let value = text::part(self.source, l, self.written(l, r), raw)
            .map_err(|error| ParseError::User { error })?;
        let text = FPart::Text(self.arena.alloc_str(&value));
        Ok(std::slice::from_ref(self.put(text)))
    }

    /// All parts of an f-string or of a format spec, in order.
    pub(crate) fn parts(&self, parts: List<'t, &'t [FPart<'t>]>) -> &'t [FPart<'t>] {
        let parts = self.slice(parts).iter().copied().flatten().copied();
        self.arena.alloc_slice_copy(&merge(self.arena, parts))
    }

    /// A replacement field; `echo` is the end of the text that an `=` repeats.
    pub(crate) fn field(
        &self,
        l: u32,
        value: &'t Expr<'t>,
        echo: Option<u32>,
        conversion: Option<Span>,
        spec: Option<&'t [FPart<'t>]>,
    ) -> Built<&'t [FPart<'t>]> {
        let conversion = match conversion.map(|at| (self.ident(at).name, at)) {
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
        let field = FPart::Value {
            value: *value,
            conversion,
            spec,
        };
        let Some(end) = echo else {
            return Ok(std::slice::from_ref(self.put(field)));
        };
        let written = self.keep(text::compiled(self.source, l as usize, end as usize));
        Ok(self.put([FPart::Text(written), field]))
    }

    /// Joins adjacent literals.
    pub(crate) fn strings(
        &self,
        l: u32,
        pieces: List<'t, &'t Piece<'t>>,
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        let pieces = self.slice(pieces);
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
            return self.expr(l, ExprKind::Bytes(self.arena.alloc_slice_copy(&all)), r);
        }
        let parts = pieces.iter().flat_map(|piece| match piece {
            Piece::Str(s) => std::slice::from_ref(self.put(FPart::Text(s))),
            Piece::Parts(parts) => parts,
            Piece::Bytes(_) => &[],
        });
        let kind = match merge(self.arena, parts.copied()).as_slice() {
            [] => ExprKind::Str(""),
            [FPart::Text(s)] => ExprKind::Str(s),
            parts => ExprKind::FString(self.arena.alloc_slice_copy(parts)),
        };
        self.expr(l, kind, r)
    }
}

/// Joins neighbouring texts, drops empty ones. Each text is copied once, however many stand side by side.
fn merge<'t>(arena: &'t Bump, parts: impl Iterator<Item = FPart<'t>>) -> Vec<FPart<'t>> {
    let (mut merged, mut texts) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            FPart::Text("") => {}
            FPart::Text(text) => texts.push(text),
            field => {
                merged.extend(joined(arena, &mut texts));
                merged.push(field);
            }
        }
    }
    merged.extend(joined(arena, &mut texts));
    merged
}

/// One text of several, which are taken.
fn joined<'t>(arena: &'t Bump, texts: &mut Vec<&'t str>) -> Option<FPart<'t>> {
    let text = match texts.as_slice() {
        [] => return None,
        [text] => *text,
        texts => arena.alloc_str(&texts.concat()),
    };
    texts.clear();
    Some(FPart::Text(text))
}

/// Where the last of some statements ends.
fn end_of<'a, 't: 'a>(stmts: impl Iterator<Item = &'a Stmt<'t>>, l: u32) -> u32 {
    stmts.last().map_or(l, |stmt| stmt.span.end)
}
