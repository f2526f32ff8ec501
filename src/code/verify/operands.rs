//! Each instruction by itself: its operands mean something.

use super::fault::Fault;
use crate::code::constant::Const;
use crate::code::instr::{Instr, Label};
use crate::code::program::{Chunk, RawProgram};

/// What an instruction can count.
const MANY: usize = u16::MAX as usize;

/// Looks at each instruction and handler.
pub(super) fn check_code(raw: &RawProgram, chunk: &Chunk) -> Result<(), (usize, Fault)> {
    let lands = |label: Label| match label.0 as usize {
        at if at < chunk.code.len() => Ok(()),
        _ => Err(Fault::Label(label.0)),
    };
    for (pc, instr) in chunk.code.iter().enumerate() {
        if let Some(label) = instr.label() {
            lands(label).map_err(|fault| (pc, fault))?;
        }
        check(raw, chunk, *instr).map_err(|fault| (pc, fault))?;
    }
    for handler in &chunk.handlers {
        let from = handler.from.0 as usize;
        lands(handler.at).map_err(|fault| (from, fault))?;
        if handler.from >= handler.to || handler.to.0 as usize > chunk.code.len() {
            return Err((from, Fault::Handler));
        }
    }
    Ok(())
}

fn check(raw: &RawProgram, chunk: &Chunk, instr: Instr) -> Result<(), Fault> {
    let sound = |sound: bool| if sound { Ok(()) } else { Err(Fault::Operand) };
    if instr.is_fused() {
        return Err(Fault::Fused);
    }
    if let Some(slot) = instr.slot() {
        return match chunk.locals.get(usize::from(slot.0)) {
            Some(_) => Ok(()),
            None => Err(Fault::Slot(slot.0)),
        };
    }
    if let Some(name) = instr.name()
        && raw.names.len() <= usize::from(name.0)
    {
        return Err(Fault::Name(name.0));
    }
    match instr {
        Instr::Const(id) => match raw.constants.get(usize::from(id.0)) {
            Some(Const::Names(_)) | None => Err(Fault::Const(id.0)),
            Some(_) => Ok(()),
        },
        Instr::CallKeywords { count, names } | Instr::CallMethodKeywords { count, names, .. } => {
            match raw.constants.get(usize::from(names.0)) {
                Some(Const::Names(list)) if list.len() <= usize::from(count) => Ok(()),
                _ => Err(Fault::Const(names.0)),
            }
        }
        Instr::MatchInstance { positional, names } => {
            match raw.constants.get(usize::from(names.0)) {
                Some(Const::Names(list)) => sound(list.len() + usize::from(positional) < MANY),
                _ => Err(Fault::Const(names.0)),
            }
        }
        Instr::Copy(n) | Instr::ListAppend(n) | Instr::SetAdd(n) | Instr::DictInsert(n) => {
            sound(n > 0)
        }
        Instr::Swap(n) => sound(n > 1),
        Instr::UnpackStar { before, after } => {
            sound(before.checked_add(after).is_some_and(|n| n < u16::MAX))
        }
        // The bases, the keywords and the class itself stand before the names.
        Instr::MakeClass => sound(chunk.class && chunk.first_captured() >= 3),
        Instr::Yield | Instr::YieldDelegated | Instr::GetDelegate | Instr::Send(_) => {
            match chunk.generator {
                true => Ok(()),
                false => Err(Fault::Generator),
            }
        }
        _ => Ok(()),
    }
}
