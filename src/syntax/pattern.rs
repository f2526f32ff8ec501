//! Actions for `match`: its cases and their patterns.

use super::build::{Builder, Built, Piece, refuse, span};
use super::height;
use super::list::List;
use super::tree::{
    Body, Case, Expr, ExprKind, Ident, Pattern, PatternKind, Stmt, StmtKind, UnaryOp,
};
use crate::source::Span;

/// What stands between the commas of a mapping pattern.
#[derive(Clone, Copy)]
pub(crate) enum Entry<'t> {
    /// `key: pattern`
    Pair(&'t Expr<'t>, &'t Pattern<'t>),
    /// `**name`
    Rest(u32, Ident<'t>),
}

/// What stands between the commas of a class pattern.
#[derive(Clone, Copy)]
pub(crate) enum Part<'t> {
    /// `pattern`
    Positional(&'t Pattern<'t>),
    /// `name=pattern`
    Named(Ident<'t>, &'t Pattern<'t>),
}

/// A name that is captured; `_` is not.
fn named(name: Ident<'_>) -> Option<Ident<'_>> {
    (name.name != "_").then_some(name)
}

impl<'t> Builder<'t> {
    pub(crate) fn captured(&self, name: Span) -> Option<Ident<'t>> {
        named(self.ident(name))
    }

    /// The statement begins at `start`, its subject stands between `l` and `r`.
    pub(crate) fn match_statement(
        &self,
        start: u32,
        l: u32,
        subject: (List<'t, &'t Expr<'t>>, bool),
        r: u32,
        cases: List<'t, &'t Case<'t>>,
    ) -> Built<&'t Stmt<'t>> {
        let subject = self.tuple_or_one(l, subject, r)?;
        if let ExprKind::Starred(_) = subject.kind {
            return Err(refuse("invalid syntax", subject.span));
        }
        let cases = self.nodes(cases);
        self.compound(start, StmtKind::Match { subject, cases })
    }

    pub(crate) fn case(
        &self,
        l: u32,
        parts: (List<'t, &'t Pattern<'t>>, bool),
        r: u32,
        guard: Option<&'t Expr<'t>>,
        body: Body<'t>,
    ) -> Built<&'t Case<'t>> {
        Ok(self.put(Case {
            pattern: *self.open_pattern(l, parts, r)?,
            guard,
            body,
        }))
    }

    pub(crate) fn pattern(&self, l: u32, kind: PatternKind<'t>, r: u32) -> Built<&'t Pattern<'t>> {
        let height = self.measured(height::of_pattern(&kind), l)?;
        Ok(self.put(Pattern {
            span: span(l, r),
            height,
            kind,
        }))
    }

    /// One pattern stands for itself, several (or one with a comma) are a sequence.
    pub(crate) fn open_pattern(
        &self,
        l: u32,
        (parts, comma): (List<'t, &'t Pattern<'t>>, bool),
        r: u32,
    ) -> Built<&'t Pattern<'t>> {
        match self.slice(parts) {
            [one] if !comma && matches!(one.kind, PatternKind::Star(_)) => {
                Err(refuse("invalid syntax", one.span))
            }
            [one] if !comma => Ok(one),
            _ => self.pattern(l, PatternKind::Sequence(self.nodes(parts)), r),
        }
    }

    pub(crate) fn as_pattern(
        &self,
        l: u32,
        inner: &'t Pattern<'t>,
        name: Span,
        r: u32,
    ) -> Built<&'t Pattern<'t>> {
        let Some(name) = self.captured(name) else {
            return Err(refuse("cannot use '_' as a target", name));
        };
        self.pattern(l, PatternKind::As(inner, name), r)
    }

    pub(crate) fn literal_pattern(
        &self,
        l: u32,
        value: &'t Expr<'t>,
        r: u32,
    ) -> Built<&'t Pattern<'t>> {
        let kind = match value.kind {
            ExprKind::None | ExprKind::True | ExprKind::False => PatternKind::Singleton(value),
            _ => PatternKind::Value(value),
        };
        self.pattern(l, kind, r)
    }

    /// An f-string stays one, even without fields: it is no literal here.
    pub(crate) fn literal_strings(
        &self,
        l: u32,
        pieces: List<'t, &'t Piece<'t>>,
        r: u32,
    ) -> Built<&'t Expr<'t>> {
        let all = self.slice(pieces);
        let value = self.strings(l, pieces, r)?;
        match all.iter().any(|piece| matches!(piece, Piece::Parts(_))) {
            true => self.expr(l, ExprKind::FString(&[]), r),
            false => Ok(value),
        }
    }

    pub(crate) fn negative(&self, l: u32, at: u32, r: u32) -> Built<&'t Expr<'t>> {
        let number = self.number(at, r)?;
        self.expr(l, ExprKind::Unary(UnaryOp::Neg, number), r)
    }

    /// A name takes anything; a dotted one is looked up.
    pub(crate) fn name_pattern(
        &self,
        l: u32,
        names: List<'t, Span>,
        r: u32,
    ) -> Built<&'t Pattern<'t>> {
        let kind = match self.slice(names) {
            [name] => PatternKind::Capture(self.captured(*name)),
            names => PatternKind::Value(self.name_or_attribute(names)?),
        };
        self.pattern(l, kind, r)
    }

    /// `a.b.c`
    fn name_or_attribute(&self, names: &[Span]) -> Built<&'t Expr<'t>> {
        let Some((first, rest)) = names.split_first() else {
            return Err(refuse("invalid syntax", span(0, 0)));
        };
        rest.iter().try_fold(self.name(*first)?, |value, name| {
            let kind = ExprKind::Attribute(value, self.ident(*name));
            self.expr(first.start, kind, name.end)
        })
    }

    pub(crate) fn pattern_key(
        &self,
        l: u32,
        names: List<'t, Span>,
        r: u32,
        pattern: &'t Pattern<'t>,
    ) -> Built<&'t Entry<'t>> {
        match self.slice(names) {
            [_] => Err(refuse("invalid syntax", span(l, r))),
            names => Ok(self.put(Entry::Pair(self.name_or_attribute(names)?, pattern))),
        }
    }

    /// `**rest` stands last.
    pub(crate) fn mapping_pattern(
        &self,
        l: u32,
        entries: List<'t, &'t Entry<'t>>,
        r: u32,
    ) -> Built<&'t Pattern<'t>> {
        let (mut keys, mut patterns, mut rest) = (self.none(), self.none(), None);
        for entry in self.slice(entries) {
            match **entry {
                Entry::Pair(key, _) if rest.is_some() => {
                    return Err(refuse("invalid syntax", key.span));
                }
                Entry::Pair(key, pattern) => {
                    keys = self.push(keys, key);
                    patterns = self.push(patterns, pattern);
                }
                Entry::Rest(at, name) => {
                    if rest.is_some() || named(name).is_none() {
                        return Err(refuse("invalid syntax", span(at, name.span.end)));
                    }
                    rest = Some(name);
                }
            }
        }
        let kind = PatternKind::Mapping {
            keys: self.nodes(keys),
            patterns: self.nodes(patterns),
            rest,
        };
        self.pattern(l, kind, r)
    }

    pub(crate) fn class_pattern(
        &self,
        l: u32,
        names: List<'t, Span>,
        parts: List<'t, &'t Part<'t>>,
        r: u32,
    ) -> Built<&'t Pattern<'t>> {
        let class = self.name_or_attribute(self.slice(names))?;
        let (mut positional, mut names, mut named) = (self.none(), self.none(), self.none());
        for part in self.slice(parts) {
            match **part {
                Part::Positional(pattern) if !names.is_empty() => {
                    return Err(refuse(
                        "positional patterns follow keyword patterns",
                        pattern.span,
                    ));
                }
                Part::Positional(pattern) => positional = self.push(positional, pattern),
                Part::Named(name, pattern) => {
                    names = self.push(names, name);
                    named = self.push(named, pattern);
                }
            }
        }
        let kind = PatternKind::Class {
            class,
            positional: self.nodes(positional),
            names: self.slice(names),
            named: self.nodes(named),
        };
        self.pattern(l, kind, r)
    }
}
