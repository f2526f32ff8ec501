//! Or-patterns: alternatives that capture the same names.

use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use super::matching::Attempt;
use crate::code::{Instr, Label};
use crate::syntax::tree::Pattern;

impl<'t> Emitter<'_, 't> {
    /// `x --`  The first alternative that matches.
    pub(super) fn or_pattern(
        &mut self,
        alternatives: &'t [Pattern<'t>],
        attempt: &mut Attempt<'t>,
    ) -> Done {
        let end = self.label();
        let mut names: Option<Vec<&'t str>> = None;
        for (at, alternative) in alternatives.iter().enumerate() {
            let last = at + 1 == alternatives.len();
            let open = last && attempt.open;
            let found = self.alternative(alternative, open, names.as_deref(), end)?;
            names.get_or_insert(found);
        }
        self.put(Instr::Pop)?;
        let fail = self.fail(attempt);
        self.put(Instr::Jump(fail))?;
        self.place(end);
        // Above what was captured before, and what is needed around, lie the subject and the new ones.
        let names = names.unwrap_or_default();
        let places = names.len() + 1 + attempt.above + attempt.names.len();
        for name in names {
            self.sink(places)?;
            if attempt.names.contains(&name) {
                let message = format!("multiple assignments to name '{name}' in pattern");
                return Err(refused(message, self.at));
            }
            attempt.names.push(name);
        }
        self.put(Instr::Pop)
    }

    /// `x -- x captured`  One alternative, which captures the same names as the first, in its order.
    fn alternative(
        &mut self,
        alternative: &'t Pattern<'t>,
        open: bool,
        first: Option<&[&'t str]>,
        end: Label,
    ) -> Result<Vec<&'t str>, crate::error::SyntaxError> {
        self.put(Instr::Copy(1))?;
        let mut own = Attempt::new(open);
        self.pattern(alternative, &mut own)?;
        let names = std::mem::take(&mut own.names);
        if let Some(first) = first {
            let same = names.len() == first.len() && names.iter().all(|name| first.contains(name));
            if !same {
                let message = "alternative patterns bind different names";
                return Err(refused(message, alternative.span));
            }
            self.reorder(names.clone(), first)?;
        }
        self.put(Instr::Jump(end))?;
        self.land(&mut own)?;
        Ok(names)
    }

    /// Brings the values of captured names, the first on top, into another order.
    fn reorder(&mut self, mut names: Vec<&'t str>, wanted: &[&'t str]) -> Done {
        for (at, name) in wanted.iter().enumerate() {
            let Some(from) = names.iter().position(|own| own == name) else {
                continue;
            };
            if from == at {
                continue;
            }
            // Exchanging both with the top, one twice, exchanges them.
            let (from_top, at_top) = (self.count(from + 1)?, self.count(at + 1)?);
            self.put(Instr::Swap(from_top))?;
            if at > 0 {
                self.put(Instr::Swap(at_top))?;
                self.put(Instr::Swap(from_top))?;
            }
            names.swap(from, at);
        }
        Ok(())
    }
}
