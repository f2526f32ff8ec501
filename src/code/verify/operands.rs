//! Each instruction by itself: its operands mean something.

use super::boxes::{Kind, Slots};
use super::fault::Fault;
use crate::code::constant::Const;
use crate::code::instr::{ConstId, Instr, Label, NameId};
use crate::code::program::{Chunk, RawProgram};

/// What an instruction can count.
const MANY: usize = u16::MAX as usize;

/// Looks at each instruction and handler, and notes what the slots hold.
pub(super) fn check_code(
    raw: &RawProgram,
    chunk: &Chunk,
    slots: &mut Slots,
) -> Result<(), (usize, Fault)> {
    let operands = Operands { raw, chunk };
    for (pc, instr) in chunk.code.iter().enumerate() {
        operands.check(instr, slots).map_err(|fault| (pc, fault))?;
    }
    for handler in &chunk.handlers {
        let from = handler.from.0 as usize;
        operands.lands(handler.at).map_err(|fault| (from, fault))?;
        if handler.from >= handler.to || handler.to.0 as usize > chunk.code.len() {
            return Err((from, Fault::Handler));
        }
    }
    Ok(())
}

fn sound(sound: bool) -> Result<(), Fault> {
    match sound {
        true => Ok(()),
        false => Err(Fault::Operand),
    }
}

/// What operands may name.
struct Operands<'c> {
    raw: &'c RawProgram,
    chunk: &'c Chunk,
}

impl Operands<'_> {
    fn lands(&self, label: Label) -> Result<(), Fault> {
        match (label.0 as usize) < self.chunk.code.len() {
            true => Ok(()),
            false => Err(Fault::Label(label.0)),
        }
    }

    fn name(&self, name: NameId) -> Result<(), Fault> {
        match usize::from(name.0) < self.raw.names.len() {
            true => Ok(()),
            false => Err(Fault::Name(name.0)),
        }
    }

    fn constant(&self, id: ConstId) -> Result<(), Fault> {
        match self.raw.constants.get(usize::from(id.0)) {
            Some(Const::Names(_)) | None => Err(Fault::Const(id.0)),
            Some(_) => Ok(()),
        }
    }

    /// How many names a constant has.
    fn names(&self, id: ConstId) -> Result<usize, Fault> {
        match self.raw.constants.get(usize::from(id.0)) {
            Some(Const::Names(list)) => Ok(list.len()),
            _ => Err(Fault::Const(id.0)),
        }
    }

    /// The names of keyword arguments, among so many.
    fn keywords(&self, count: u16, names: ConstId) -> Result<(), Fault> {
        match self.names(names)? <= usize::from(count) {
            true => Ok(()),
            false => Err(Fault::Const(names.0)),
        }
    }

    #[inline]
    fn check(&self, instr: &Instr, slots: &mut Slots) -> Result<(), Fault> {
        match *instr {
            Instr::Load(slot) | Instr::LoadParam(slot) => slots.hold(slot, Kind::Value),
            Instr::LoadOuter(slot) | Instr::Store(slot) => slots.hold(slot, Kind::Value),
            Instr::Delete(slot) => slots.hold(slot, Kind::Value),
            Instr::LoadOwn { slot, otherwise } => {
                self.lands(otherwise)?;
                slots.hold(slot, Kind::Value)
            }
            Instr::LoadCell(slot) | Instr::LoadOuterCell(slot) => slots.hold(slot, Kind::Box),
            Instr::StoreCell(slot) | Instr::DeleteCell(slot) => slots.hold(slot, Kind::Box),
            Instr::Share(slot) => {
                slots.own(slot)?;
                slots.hold(slot, Kind::Box)
            }
            Instr::Clear(slot) => slots.own(slot),
            Instr::LoadShared(slot) => {
                slots.shares = true;
                slots.exists(slot)
            }
            Instr::MakeFunction { .. } => {
                slots.shares = true;
                Ok(())
            }
            Instr::Const(id) => self.constant(id),
            Instr::LoadGlobal(name) | Instr::StoreGlobal(name) => self.name(name),
            Instr::DeleteGlobal(name) | Instr::LoadAttr(name) => self.name(name),
            Instr::StoreAttr(name) | Instr::DeleteAttr(name) => self.name(name),
            Instr::CheckMethod(name) | Instr::CallMethod { name, .. } => self.name(name),
            Instr::Import(name) | Instr::ImportFrom(name) => self.name(name),
            Instr::CallKeywords { count, names } => self.keywords(count, names),
            Instr::CallMethodKeywords { name, count, names } => {
                self.name(name)?;
                self.keywords(count, names)
            }
            Instr::MatchInstance { positional, names } => {
                sound(self.names(names)? + usize::from(positional) < MANY)
            }
            Instr::Jump(to) | Instr::JumpIfTrue(to) | Instr::JumpIfFalse(to) => self.lands(to),
            Instr::JumpIfTrueOrPop(to) | Instr::JumpIfFalseOrPop(to) => self.lands(to),
            Instr::ForIter(to) => self.lands(to),
            Instr::Copy(n) | Instr::ListAppend(n) | Instr::SetAdd(n) => sound(n > 0),
            Instr::DictInsert(n) => sound(n > 0),
            Instr::Swap(n) => sound(n > 1),
            Instr::UnpackStar { before, after } => {
                sound(before.checked_add(after).is_some_and(|n| n < u16::MAX))
            }
            // The bases, the keywords and the class itself stand before the names.
            Instr::MakeClass => sound(self.chunk.class && self.chunk.first_captured() >= 3),
            Instr::Send(to) => {
                self.lands(to)?;
                self.generator()
            }
            Instr::Yield | Instr::YieldDelegated | Instr::GetDelegate => self.generator(),
            instr if instr.is_fused() => Err(Fault::Fused),
            _ => Ok(()),
        }
    }

    fn generator(&self) -> Result<(), Fault> {
        match self.chunk.generator {
            true => Ok(()),
            false => Err(Fault::Generator),
        }
    }
}
