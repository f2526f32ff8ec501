//! Actions for `match`: its cases and their patterns.

use super::build::{Builder, Built, Piece, refuse, span};
use super::height;
use super::tree::{Body, Case, Expr, ExprKind, Ident, Pattern, PatternKind, StmtKind, UnaryOp};

/// What stands between the commas of a mapping pattern.
pub(crate) enum Entry<'t> {
    /// `key: pattern`
    Pair(Expr<'t>, Pattern<'t>),
    /// `**name`
    Rest(u32, Ident<'t>),
}

/// What stands between the commas of a class pattern.
pub(crate) enum Part<'t> {
    /// `pattern`
    Positional(Pattern<'t>),
    /// `name=pattern`
    Named(Ident<'t>, Pattern<'t>),
}

/// A name that is captured; `_` is not.
pub(crate) fn named(name: Ident<'_>) -> Option<Ident<'_>> {
    (name.name != "_").then_some(name)
}

impl<'s, 't> Builder<'s, 't> {
    pub(crate) fn match_statement(
        &self,
        l: u32,
        (items, comma): (Vec<Expr<'t>>, bool),
        r: u32,
        cases: Vec<Case<'t>>,
    ) -> Built<'s, StmtKind<'t>> {
        let subject = self.tuple_or_one(l, (items, comma), r)?;
        if let ExprKind::Starred(_) = subject.kind {
            return Err(refuse("invalid syntax", subject.span));
        }
        Ok(StmtKind::Match {
            subject: self.put(subject),
            cases: self.slice(cases),
        })
    }

    pub(crate) fn case(
        &self,
        l: u32,
        parts: (Vec<Pattern<'t>>, bool),
        r: u32,
        guard: Option<Expr<'t>>,
        body: Body<'t>,
    ) -> Built<'s, Case<'t>> {
        Ok(Case {
            pattern: self.open_pattern(l, parts, r)?,
            guard: self.put_any(guard),
            body,
        })
    }

    pub(crate) fn pattern(&self, l: u32, kind: PatternKind<'t>, r: u32) -> Built<'s, Pattern<'t>> {
        let height = self.measured(height::of_pattern(&kind), l)?;
        Ok(Pattern {
            span: span(l, r),
            height,
            kind,
        })
    }

    /// One pattern stands for itself, several (or one with a comma) are a sequence.
    pub(crate) fn open_pattern(
        &self,
        l: u32,
        (parts, comma): (Vec<Pattern<'t>>, bool),
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        match parts.as_slice() {
            [one] if !comma && matches!(one.kind, PatternKind::Star(_)) => {
                Err(refuse("invalid syntax", one.span))
            }
            [one] if !comma => Ok(*one),
            _ => self.pattern(l, PatternKind::Sequence(self.slice(parts)), r),
        }
    }

    pub(crate) fn as_pattern(
        &self,
        l: u32,
        inner: Pattern<'t>,
        name: Ident<'t>,
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        if named(name).is_none() {
            return Err(refuse("cannot use '_' as a target", name.span));
        }
        self.pattern(l, PatternKind::As(self.arena.alloc(inner), name), r)
    }

    pub(crate) fn or_pattern(
        &self,
        l: u32,
        first: Pattern<'t>,
        more: Vec<Pattern<'t>>,
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        let all = std::iter::once(first).chain(more).collect();
        self.pattern(l, PatternKind::Or(self.slice(all)), r)
    }

    pub(crate) fn literal_pattern(
        &self,
        l: u32,
        value: Expr<'t>,
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        let value = self.put(value);
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
        pieces: Vec<Piece<'t>>,
        r: u32,
    ) -> Built<'s, Expr<'t>> {
        let formats = pieces.iter().any(|piece| matches!(piece, Piece::Parts(_)));
        let value = self.strings(l, pieces, r)?;
        match formats {
            true => self.expr(l, ExprKind::FString(&[]), r),
            false => Ok(value),
        }
    }

    pub(crate) fn negative(&self, l: u32, at: u32, digits: &str, r: u32) -> Built<'s, Expr<'t>> {
        let digits = self.number(at, digits, r)?;
        self.expr(l, ExprKind::Unary(UnaryOp::Neg, self.put(digits)), r)
    }

    /// A name takes anything; a dotted one is looked up.
    pub(crate) fn name_pattern(
        &self,
        l: u32,
        names: Vec<Ident<'t>>,
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        let kind = match names.as_slice() {
            [name] => PatternKind::Capture(named(*name)),
            _ => PatternKind::Value(self.arena.alloc(self.name_or_attribute(names)?)),
        };
        self.pattern(l, kind, r)
    }

    /// `a.b.c`
    fn name_or_attribute(&self, names: Vec<Ident<'t>>) -> Built<'s, Expr<'t>> {
        let mut names = names.into_iter();
        let Some(first) = names.next() else {
            return Err(refuse("invalid syntax", span(0, 0)));
        };
        let l = first.span.start;
        let mut value = self.expr(l, ExprKind::Name(first.name), first.span.end)?;
        for name in names {
            let kind = ExprKind::Attribute(self.put(value), name);
            value = self.expr(l, kind, name.span.end)?;
        }
        Ok(value)
    }

    pub(crate) fn pattern_key(
        &self,
        l: u32,
        names: Vec<Ident<'t>>,
        r: u32,
        pattern: Pattern<'t>,
    ) -> Built<'s, Entry<'t>> {
        match names.as_slice() {
            [_] => Err(refuse("invalid syntax", span(l, r))),
            _ => Ok(Entry::Pair(self.name_or_attribute(names)?, pattern)),
        }
    }

    /// `**rest` stands last.
    pub(crate) fn mapping_pattern(
        &self,
        l: u32,
        entries: Vec<Entry<'t>>,
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        for entry in entries {
            match entry {
                Entry::Pair(key, _) if rest.is_some() => {
                    return Err(refuse("invalid syntax", key.span));
                }
                Entry::Pair(key, pattern) => {
                    keys.push(key);
                    patterns.push(pattern);
                }
                Entry::Rest(at, name) => {
                    if rest.is_some() || named(name).is_none() {
                        return Err(refuse("invalid syntax", span(at, name.span.end)));
                    }
                    rest = Some(name);
                }
            }
        }
        let (keys, patterns) = (self.slice(keys), self.slice(patterns));
        self.pattern(
            l,
            PatternKind::Mapping {
                keys,
                patterns,
                rest,
            },
            r,
        )
    }

    pub(crate) fn class_pattern(
        &self,
        l: u32,
        names: Vec<Ident<'t>>,
        parts: Vec<Part<'t>>,
        r: u32,
    ) -> Built<'s, Pattern<'t>> {
        let class = self.arena.alloc(self.name_or_attribute(names)?);
        let (mut positional, mut names, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Positional(pattern) if !names.is_empty() => {
                    return Err(refuse(
                        "positional patterns follow keyword patterns",
                        pattern.span,
                    ));
                }
                Part::Positional(pattern) => positional.push(pattern),
                Part::Named(name, pattern) => {
                    names.push(name);
                    named.push(pattern);
                }
            }
        }
        let kind = PatternKind::Class {
            class,
            positional: self.slice(positional),
            names: self.slice(names),
            named: self.slice(named),
        };
        self.pattern(l, kind, r)
    }
}
