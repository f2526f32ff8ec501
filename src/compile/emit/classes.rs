//! `class`: its body is a function, called with the bases, that makes the class of its variables.

use super::super::refusal::refused;
use super::super::scope::{Binding, CLASS_CELL, CLASS_PARAMS};
use super::emitter::{Done, Emitter};
use crate::code::{Closure, Instr, Shape, Slot};
use crate::syntax::tree::{Arg, Body, Expr, Ident};

impl<'t> Emitter<'_, 't> {
    pub(super) fn class_definition(
        &mut self,
        name: Ident<'t>,
        args: &'t [Arg<'t>],
        body: Body<'t>,
        decorators: &'t [Expr<'t>],
    ) -> Done {
        decorators
            .iter()
            .try_for_each(|decorator| self.expr(decorator))?;
        let Some(scope) = self.tables.at(body.as_ptr()) else {
            return Err(refused("a bug in ordain: a class without scope", self.at));
        };
        let global = self.tables.binding(self.scope, name.name) == Binding::Global;
        let shape = Shape {
            varargs: true,
            kwargs: true,
            ..Shape::default()
        };
        let chunk = self.function(scope, Some(name.name), shape, global, |inner| {
            inner.statements(body)?;
            inner.finish_class(body)
        })?;
        self.make(scope, chunk, &mut Closure::default())?;
        self.call_with(args)?;
        for decorator in decorators.iter().rev() {
            self.within(decorator.span, |inner| inner.put(Instr::Call(1)))?;
        }
        self.store(name.name)
    }

    /// Makes the class, and lets its functions know it.
    fn finish_class(&mut self, body: Body<'t>) -> Done {
        let [bases, keywords] = CLASS_PARAMS;
        let bases = self.class_slot(bases)?;
        self.put(Instr::Load(bases))?;
        self.put(Instr::MakeClass)?;
        self.describe(body)?;
        if self.tables.is_boxed(self.scope, CLASS_CELL) {
            let slot = self.class_slot(CLASS_CELL)?;
            self.put(Instr::Copy(1))?;
            self.put(Instr::StoreCell(slot))?;
        }
        let keywords = self.class_slot(keywords)?;
        self.put(Instr::Load(keywords))?;
        self.put(Instr::AnnounceClass)?;
        self.put(Instr::Return)
    }

    fn class_slot(&self, name: &'static str) -> Result<Slot, crate::error::SyntaxError> {
        let slot = self.tables.slot(self.unit.home, self.scope, name);
        slot.ok_or_else(|| refused("a bug in ordain: a class without slots", self.at))
    }

    /// `super -- super class self`  What `super()` is called with, where both can be known.
    pub(super) fn class_and_self(&mut self) -> Result<bool, crate::error::SyntaxError> {
        let Binding::Of(owner) = self.tables.binding(self.scope, CLASS_CELL) else {
            return Ok(false);
        };
        let home = self.unit.home;
        let slot = self.tables.slot(home, owner, CLASS_CELL);
        let (Some(slot), Some(first)) = (slot, self.tables.first_param(home)) else {
            return Ok(false);
        };
        self.put(Instr::LoadCell(slot))?;
        let Some(own) = self.tables.slot(home, home, first) else {
            return Ok(false);
        };
        let boxed = self.tables.is_boxed(home, first);
        self.put(match boxed {
            true => Instr::LoadCell(own),
            false => Instr::Load(own),
        })?;
        Ok(true)
    }
}
