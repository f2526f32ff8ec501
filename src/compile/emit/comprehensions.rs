//! Comprehensions, written in place, and generator expressions.

use super::super::refusal::refused;
use super::super::scope::ScopeId;
use super::emitter::{Done, Emitter};
use crate::code::{Closure, Instr, Shape, Slot};
use crate::error::SyntaxError;
use crate::ops::BinaryOp;
use crate::syntax::tree::{Clause, Expr, ExprKind};

impl<'t> Emitter<'_, 't> {
    pub(super) fn list_comp(&mut self, item: &'t Expr<'t>, clauses: &'t [Clause<'t>]) -> Done {
        self.put(Instr::BuildList(0))?;
        self.inline(clauses, |inner, below| {
            inner.expr(item)?;
            inner.put(Instr::ListAppend(below))
        })
    }

    pub(super) fn set_comp(&mut self, item: &'t Expr<'t>, clauses: &'t [Clause<'t>]) -> Done {
        self.put(Instr::BuildSet(0))?;
        self.inline(clauses, |inner, below| {
            inner.expr(item)?;
            inner.put(Instr::SetAdd(below))
        })
    }

    pub(super) fn dict_comp(
        &mut self,
        key: &'t Expr<'t>,
        value: &'t Expr<'t>,
        clauses: &'t [Clause<'t>],
    ) -> Done {
        self.put(Instr::BuildDict(0))?;
        self.inline(clauses, |inner, below| {
            inner.expr(key)?;
            inner.expr(value)?;
            inner.put(Instr::DictInsert(below))
        })
    }

    /// `any` and `all` of a generator expression: an item whose truth is `decides` decides.
    pub(super) fn search(
        &mut self,
        item: &'t Expr<'t>,
        clauses: &'t [Clause<'t>],
        decides: bool,
    ) -> Done {
        let (found, end) = (self.label(), self.label());
        let answer = |truth| if truth { Instr::True } else { Instr::False };
        self.inline(clauses, |inner, _| inner.jump_if(item, decides, found))?;
        self.put(answer(!decides))?;
        self.put(Instr::Jump(end))?;
        self.place(found);
        clauses.iter().try_for_each(|_| self.put(Instr::Pop))?;
        self.put(answer(decides))?;
        self.place(end);
        Ok(())
    }

    pub(super) fn sum(&mut self, item: &'t Expr<'t>, clauses: &'t [Clause<'t>]) -> Done {
        let scope = self.comprehension(clauses)?;
        let Some(total) = self.tables.slot(self.unit.home, scope, "") else {
            return Err(refused("a bug in ordain: a sum without slot", self.at));
        };
        self.put(Instr::Int(0))?;
        self.put(Instr::Store(total))?;
        self.inline(clauses, |inner, _| {
            inner.put(Instr::Load(total))?;
            inner.expr(item)?;
            inner.put(Instr::Binary(BinaryOp::Add))?;
            inner.put(Instr::Store(total))
        })?;
        self.put(Instr::Load(total))
    }

    fn comprehension(&self, clauses: &'t [Clause<'t>]) -> Result<ScopeId, SyntaxError> {
        let scope = self.tables.at(clauses.as_ptr());
        scope.ok_or_else(|| refused("a bug in ordain: a comprehension without scope", self.at))
    }

    /// Writes the loops of a comprehension in the code of the function around it. `body` gets how many
    /// operands lie above what collects the items, counted from 1.
    fn inline(
        &mut self,
        clauses: &'t [Clause<'t>],
        body: impl FnOnce(&mut Self, u16) -> Done,
    ) -> Done {
        let scope = self.comprehension(clauses)?;
        let Some(first) = clauses.first() else {
            return Ok(());
        };
        self.iterable(&first.iter)?;
        self.within(first.iter.span, |inner| inner.put(Instr::GetIter))?;
        let outer = std::mem::replace(&mut self.scope, scope);
        self.prepare(clauses)?;
        self.loops(clauses, body)?;
        self.scope = outer;
        Ok(())
    }

    /// Every run of a comprehension has variables of its own.
    fn prepare(&mut self, clauses: &'t [Clause<'t>]) -> Done {
        for name in self.tables.boxed(self.scope) {
            if let Some((slot, _)) = self.own_slot(name) {
                self.put(Instr::Clear(slot))?;
                self.put(Instr::Share(slot))?;
            }
        }
        for (at, clause) in clauses.iter().enumerate() {
            // The first name is assigned before anything can read it.
            if at > 0 || !matches!(clause.target.kind, ExprKind::Name(_)) {
                self.clear(&clause.target)?;
            }
        }
        Ok(())
    }

    fn clear(&mut self, target: &'t Expr<'t>) -> Done {
        match target.kind {
            ExprKind::Name(name) => match self.own_slot(name) {
                Some((slot, false)) => self.put(Instr::Clear(slot)),
                _ => Ok(()),
            },
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|item| self.clear(item))
            }
            ExprKind::Starred(inner) => self.clear(inner),
            _ => Ok(()),
        }
    }

    /// `it --`  The loops, when the first iterator lies on the stack.
    fn loops(
        &mut self,
        clauses: &'t [Clause<'t>],
        body: impl FnOnce(&mut Self, u16) -> Done,
    ) -> Done {
        let mut turns = Vec::with_capacity(clauses.len());
        for (at, clause) in clauses.iter().enumerate() {
            if at > 0 {
                self.iterable(&clause.iter)?;
                self.within(clause.iter.span, |inner| inner.put(Instr::GetIter))?;
            }
            let (again, done) = (self.label(), self.label());
            self.place(again);
            self.within(clause.iter.span, |inner| inner.put(Instr::ForIter(done)))?;
            self.assign_to(&clause.target)?;
            for condition in clause.conditions {
                self.jump_if(condition, false, again)?;
            }
            turns.push((again, done));
        }
        body(self, self.count(clauses.len())?.saturating_add(1))?;
        for (again, done) in turns.into_iter().rev() {
            self.put(Instr::Jump(again))?;
            self.place(done);
        }
        Ok(())
    }

    /// A generator expression: a function that is called with the first iterator.
    pub(super) fn generator(&mut self, item: &'t Expr<'t>, clauses: &'t [Clause<'t>]) -> Done {
        let scope = self.comprehension(clauses)?;
        let shape = Shape {
            positional: 1,
            positional_only: 1,
            ..Shape::default()
        };
        let chunk = self.function(scope, Some("<genexpr>"), shape, false, |inner| {
            inner.put(Instr::Load(Slot(0)))?;
            inner.loops(clauses, |inner, _| {
                inner.expr(item)?;
                inner.put(Instr::Yield)?;
                inner.put(Instr::Pop)
            })
        })?;
        self.make(scope, chunk, &mut Closure::default())?;
        if let Some(first) = clauses.first() {
            self.iterable(&first.iter)?;
            self.within(first.iter.span, |inner| inner.put(Instr::GetIter))?;
        }
        self.put(Instr::Call(1))
    }
}
