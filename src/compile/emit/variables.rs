//! Reading, writing and deleting names.

use super::super::refusal::refused;
use super::super::scope::Binding;
use super::emitter::{Done, Emitter};
use crate::builtin::names::global;
use crate::code::{Instr, Slot};

/// How a name's variable is reached.
#[derive(Clone, Copy)]
enum Way {
    Global,
    /// In a slot of this function.
    Local(Slot),
    /// The same, of the function around the comprehension that reads it.
    Outer(Slot),
    /// A context name.
    Context(Slot),
    /// In a box.
    Boxed(Slot),
    /// The same, of the function around the comprehension that reads it.
    OuterBoxed(Slot),
    /// A name that the class's body assigns; where it has no value, it may still be a global.
    Own(Slot),
}

impl<'t> Emitter<'_, 't> {
    fn way(&self, name: &'t str) -> Way {
        let Some(seen) = self.tables.symbol(self.scope, name) else {
            return Way::Global;
        };
        let Binding::Of(owner) = seen.binding() else {
            return Way::Global;
        };
        let (variable, slot) = match owner == self.scope {
            true => (seen, seen.slot()),
            false => (
                self.tables.symbol(owner, name).unwrap_or(seen),
                self.tables.slot(self.unit.home, owner, name),
            ),
        };
        let Some(slot) = slot else {
            return Way::Global;
        };
        if owner == self.scope && self.tables.is_class(owner) {
            return Way::Own(slot);
        }
        let outer = owner != self.scope && !variable.has_value();
        if variable.is_boxed() {
            // What a nested function captured says of itself that it is another function's.
            if outer && self.tables.home(owner) == self.unit.home {
                Way::OuterBoxed(slot)
            } else {
                Way::Boxed(slot)
            }
        } else if variable.is_context() {
            Way::Context(slot)
        } else if outer {
            Way::Outer(slot)
        } else {
            Way::Local(slot)
        }
    }

    /// Whether a name is a variable's or a builtin's.
    pub(super) fn is_known(&self, name: &'t str) -> bool {
        !matches!(self.way(name), Way::Global) || global(name).is_some()
    }

    pub(super) fn load(&mut self, name: &'t str) -> Done {
        if name == "__debug__" {
            return self.put(Instr::True);
        }
        let instr = match self.way(name) {
            Way::Global => Instr::LoadGlobal(self.name(name)?),
            Way::Local(slot) => Instr::Load(slot),
            Way::Outer(slot) => Instr::LoadOuter(slot),
            Way::Context(slot) => Instr::LoadParam(slot),
            Way::Boxed(slot) => Instr::LoadCell(slot),
            Way::OuterBoxed(slot) => Instr::LoadOuterCell(slot),
            Way::Own(slot) => return self.load_own(slot, name),
        };
        self.put(instr)
    }

    fn load_own(&mut self, slot: Slot, name: &'t str) -> Done {
        let (otherwise, end) = (self.label(), self.label());
        self.put(Instr::LoadOwn { slot, otherwise })?;
        self.put(Instr::Jump(end))?;
        self.place(otherwise);
        let name = self.name(name)?;
        self.put(Instr::LoadGlobal(name))?;
        self.place(end);
        Ok(())
    }

    pub(super) fn store(&mut self, name: &'t str) -> Done {
        if name == "__debug__" {
            return Err(refused("cannot assign to __debug__", self.at));
        }
        let instr = match self.way(name) {
            Way::Global => Instr::StoreGlobal(self.name(name)?),
            Way::Local(slot) | Way::Own(slot) => Instr::Store(slot),
            Way::Outer(slot) | Way::Context(slot) => Instr::Store(slot),
            Way::Boxed(slot) | Way::OuterBoxed(slot) => Instr::StoreCell(slot),
        };
        self.put(instr)
    }

    pub(super) fn delete_name(&mut self, name: &'t str) -> Done {
        if name == "__debug__" {
            return Err(refused("cannot delete __debug__", self.at));
        }
        let instr = match self.way(name) {
            Way::Global => Instr::DeleteGlobal(self.name(name)?),
            Way::Local(slot) | Way::Own(slot) => Instr::Delete(slot),
            Way::Outer(slot) | Way::Context(slot) => Instr::Delete(slot),
            Way::Boxed(slot) | Way::OuterBoxed(slot) => Instr::DeleteCell(slot),
        };
        self.put(instr)
    }

    /// Unassigns a name, assigned or not.
    pub(super) fn forget(&mut self, name: &'t str) -> Done {
        match self.way(name) {
            Way::Local(slot) | Way::Own(slot) | Way::Outer(slot) | Way::Context(slot) => {
                self.put(Instr::Clear(slot))
            }
            Way::Global | Way::Boxed(_) | Way::OuterBoxed(_) => {
                self.put(Instr::None)?;
                self.store(name)?;
                self.delete_name(name)
            }
        }
    }

    /// The slot of a comprehension's own variable, and whether it holds a box.
    pub(super) fn own_slot(&self, name: &'t str) -> Option<(Slot, bool)> {
        let slot = self.tables.slot(self.unit.home, self.scope, name)?;
        Some((slot, self.tables.is_boxed(self.scope, name)))
    }
}
