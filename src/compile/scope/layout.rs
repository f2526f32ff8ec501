//! Gives variables their slots: parameters, other locals, comprehensions' variables, captures.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::super::refusal::refused;
use super::table::{Binding, Consumer, Kind, Marks, ScopeId, Tables};
use crate::code::Slot;
use crate::error::SyntaxError;
use crate::source::Span;

/// The slots of one function on their way.
#[derive(Default)]
struct Frame<'t> {
    locals: Vec<&'t str>,
    /// The slots of its own variables, by scope and number.
    own: Vec<(ScopeId, usize, Slot)>,
    /// The slots of what it captures.
    captured: HashMap<(ScopeId, &'t str), Slot, RandomState>,
    /// Slots of comprehensions that are over, by name and whether they hold a box.
    free: HashMap<(&'t str, bool), Vec<Slot>, RandomState>,
}

impl<'t> Frame<'t> {
    fn add(&mut self, name: &'t str) -> Result<Slot, SyntaxError> {
        let slot = match u16::try_from(self.locals.len()) {
            Ok(slot) if slot < u16::MAX => Slot(slot),
            _ => return Err(refused("too many variables in a function", Span::default())),
        };
        self.locals.push(name);
        Ok(slot)
    }

    /// A slot for as long as a comprehension runs: one that is free, or a fresh one.
    fn borrow(&mut self, name: &'t str, boxed: bool) -> Result<Slot, SyntaxError> {
        match self.free.get_mut(&(name, boxed)).and_then(Vec::pop) {
            Some(slot) => Ok(slot),
            None => self.add(name),
        }
    }
}

impl<'t> Tables<'t> {
    /// Gives every function its slots.
    pub(super) fn lay_out(&mut self) -> Result<(), SyntaxError> {
        let mut children = vec![Vec::new(); self.scopes.len()];
        for (at, scope) in self.scopes.iter().enumerate() {
            if let Some(inner) = scope.parent.and_then(|parent| children.get_mut(parent.0)) {
                inner.push(ScopeId(at));
            }
        }
        for id in (0..self.scopes.len()).map(ScopeId) {
            if self.scope(id).is_some_and(|scope| !scope.is_inline()) {
                let frame = self.frame(id, &children)?;
                if let Some(scope) = self.scope_mut(id) {
                    (scope.locals, scope.slots) = (frame.locals, frame.captured);
                }
                for (owner, at, slot) in frame.own {
                    let scope = self.scope_mut(owner);
                    if let Some((_, symbol)) =
                        scope.and_then(|scope| scope.symbols.get_index_mut(at))
                    {
                        symbol.slot = Some(slot);
                    }
                }
            }
        }
        Ok(())
    }

    fn frame(&self, id: ScopeId, children: &[Vec<ScopeId>]) -> Result<Frame<'t>, SyntaxError> {
        let mut frame = Frame::default();
        let Some(scope) = self.scope(id) else {
            return Ok(frame);
        };
        for (at, (name, symbol)) in scope.symbols.iter().enumerate() {
            let unread = symbol.marks.has(Marks::CONTEXT)
                && !symbol.reached
                && !symbol.marks.has(Marks::BOUND);
            if symbol.binding == Binding::Of(id) && !unread {
                let slot = frame.add(name)?;
                frame.own.push((id, at, slot));
            }
        }
        self.inline_slots(id, children, &mut frame)?;
        for (owner, name) in &scope.captured {
            let slot = frame.add(name)?;
            frame.captured.insert((*owner, *name), slot);
        }
        Ok(frame)
    }

    /// Slots for the comprehensions that stand in a scope's code.
    fn inline_slots(
        &self,
        id: ScopeId,
        children: &[Vec<ScopeId>],
        frame: &mut Frame<'t>,
    ) -> Result<(), SyntaxError> {
        for child in children.get(id.0).into_iter().flatten() {
            let Some(scope) = self.scope(*child).filter(|scope| scope.is_inline()) else {
                continue;
            };
            let mut held = Vec::new();
            let sums = scope.kind == Kind::Generator && scope.consumer == Some(Consumer::Sum);
            // A generator expression without a frame takes no argument: in its stead a sum is kept.
            let symbols = || scope.symbols.iter().enumerate();
            let variables = symbols().filter(|(_, (name, _))| !name.is_empty());
            let sum = symbols().filter(|(_, (name, _))| sums && name.is_empty());
            for (at, (name, symbol)) in variables.chain(sum) {
                if symbol.binding == Binding::Of(*child) {
                    let slot = frame.borrow(name, symbol.boxed)?;
                    frame.own.push((*child, at, slot));
                    held.push((*name, symbol.boxed, slot));
                }
            }
            self.inline_slots(*child, children, frame)?;
            for (name, boxed, slot) in held {
                frame.free.entry((name, boxed)).or_default().push(slot);
            }
        }
        Ok(())
    }
}
