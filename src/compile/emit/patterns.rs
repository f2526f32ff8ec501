//! Patterns that look into what they match: values, sequences, mappings, instances.

use super::super::fold::fold_all;
use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use super::matching::{Attempt, is_wildcard};
use crate::code::{Const, Instr};
use crate::ops::CompareOp;
use crate::syntax::tree::{Expr, ExprKind, Ident, Pattern, PatternKind};
use crate::value::value::Text;

impl<'t> Emitter<'_, 't> {
    pub(super) fn value_pattern(&mut self, value: &'t Expr<'t>, attempt: &mut Attempt<'t>) -> Done {
        if let ExprKind::FString(_) = value.kind {
            let message = "patterns may only match literals and attribute lookups";
            return Err(refused(message, value.span));
        }
        self.expr(value)?;
        self.put(Instr::Compare(CompareOp::Eq))?;
        self.require(attempt)
    }

    pub(super) fn sequence_pattern(
        &mut self,
        items: &'t [Pattern<'t>],
        attempt: &mut Attempt<'t>,
    ) -> Done {
        let starred = |item: &Pattern<'_>| matches!(item.kind, PatternKind::Star(_));
        let star = items.iter().position(starred);
        if items.iter().filter(|item| starred(item)).count() > 1 {
            return Err(refused(
                "multiple starred names in sequence pattern",
                self.at,
            ));
        }
        let count = self.count(items.len() - usize::from(star.is_some()))?;
        let more = star.is_some();
        attempt.above += 1;
        self.put(Instr::MatchSequence { count, more })?;
        self.require(attempt)?;
        attempt.above -= 1;
        let rest = star.and_then(|at| Some((at, items.get(at)?)));
        let bare =
            |item: &Pattern<'_>| is_wildcard(item) || matches!(item.kind, PatternKind::Star(None));
        match rest {
            _ if items.iter().all(bare) => self.put(Instr::Pop),
            Some((at, star)) if bare(star) => self.items_around(items, at, attempt),
            _ => self.unpacked(items, star, attempt),
        }
    }

    /// Each item of a sequence has a pattern.
    fn unpacked(
        &mut self,
        items: &'t [Pattern<'t>],
        star: Option<usize>,
        attempt: &mut Attempt<'t>,
    ) -> Done {
        self.put(match star {
            None => Instr::Unpack(self.count(items.len())?),
            Some(at) => Instr::UnpackStar {
                before: self.count(at)?,
                after: self.count(items.len() - at - 1)?,
            },
        })?;
        self.each(items.iter(), attempt)
    }

    /// `xn .. x1 --`  A pattern for each value, the first for the topmost.
    fn each(
        &mut self,
        items: impl Iterator<Item = &'t Pattern<'t>> + Clone,
        attempt: &mut Attempt<'t>,
    ) -> Done {
        attempt.above += items.clone().count();
        for item in items {
            attempt.above -= 1;
            self.sub_pattern(item, attempt)?;
        }
        Ok(())
    }

    /// `[a, *_, b]`: what `*_` takes is not looked at.
    fn items_around(
        &mut self,
        items: &'t [Pattern<'t>],
        star: usize,
        attempt: &mut Attempt<'t>,
    ) -> Done {
        attempt.above += 1;
        for (at, item) in items.iter().enumerate() {
            if at == star || is_wildcard(item) {
                continue;
            }
            let from_end = i32::try_from(items.len() - at).unwrap_or(i32::MAX);
            let index = match i32::try_from(at) {
                Ok(at_start) if at < star => at_start,
                _ => -from_end,
            };
            self.put(Instr::Copy(1))?;
            self.put(Instr::Int(index))?;
            self.put(Instr::LoadItem)?;
            self.sub_pattern(item, attempt)?;
        }
        attempt.above -= 1;
        self.put(Instr::Pop)
    }

    pub(super) fn mapping_pattern(
        &mut self,
        keys: &'t [Expr<'t>],
        patterns: &'t [Pattern<'t>],
        rest: Option<Ident<'t>>,
        attempt: &mut Attempt<'t>,
    ) -> Done {
        let count = self.count(keys.len())?;
        attempt.above += 1;
        self.put(Instr::MatchMapping(count))?;
        self.require(attempt)?;
        if keys.is_empty() && rest.is_none() {
            attempt.above -= 1;
            return self.put(Instr::Pop);
        }
        self.check_keys(keys)?;
        match fold_all(keys) {
            Some(keys) => self.constant(Const::Tuple(keys.into()))?,
            None => {
                keys.iter().try_for_each(|key| self.expr(key))?;
                self.put(Instr::BuildTuple(count))?;
            }
        }
        self.put(Instr::MatchKeys)?;
        // The mapping, its keys and the values.
        attempt.above += 2;
        self.require(attempt)?;
        self.put(Instr::Unpack(count))?;
        attempt.above -= 1;
        self.each(patterns.iter(), attempt)?;
        attempt.above -= 2;
        match rest {
            Some(name) => {
                self.put(Instr::MatchRest)?;
                self.capture(name.name, attempt, name.span)
            }
            None => {
                self.put(Instr::Pop)?;
                self.put(Instr::Pop)
            }
        }
    }

    pub(super) fn class_pattern(
        &mut self,
        class: &'t Expr<'t>,
        positional: &'t [Pattern<'t>],
        (names, named): (&'t [Ident<'t>], &'t [Pattern<'t>]),
        attempt: &mut Attempt<'t>,
    ) -> Done {
        for (at, (name, pattern)) in names.iter().zip(named).enumerate() {
            let mut before = names.iter().take(at);
            if before.any(|other| other.name == name.name) {
                let message = format!("attribute name repeated in class pattern: {}", name.name);
                return Err(refused(message, pattern.span));
            }
        }
        self.expr(class)?;
        let texts = names.iter().map(|name| Text::constant(name.name));
        let texts = self.keep(Const::Names(texts.collect()))?;
        let count = self.count(positional.len() + named.len())?;
        self.put(Instr::MatchInstance {
            positional: self.count(positional.len())?,
            names: texts,
        })?;
        attempt.above += 1;
        self.require(attempt)?;
        attempt.above -= 1;
        self.put(Instr::Unpack(count))?;
        self.each(positional.iter().chain(named), attempt)
    }
}
