//! The only maker of a program: what passes here cannot make the machine panic.
//!
//! First every instruction is looked at by itself (labels land, indices exist, kinds fit), then the
//! code is walked along all its paths, so that each instruction has one depth, no path takes what is
//! not there, and none runs off the end.

use super::constant::Const;
use super::instr::{Instr, Label, Slot};
use super::program::{Chunk, Program, RawProgram};
use crate::host::Param;
use crate::value::value::ChunkId;

/// Instructions of a chunk at most.
pub(crate) const CODE: usize = 1 << 20;

/// What is wrong with a program: a damaged file, or a bug of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("chunk {chunk}, instruction {pc}: {fault}")]
pub struct VerifyError {
    /// The function.
    pub chunk: usize,
    /// The instruction; 0 for the chunk as a whole.
    pub pc: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// The faults of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No chunk, or more than can be numbered.
    #[error("there are {0} chunks")]
    Chunks(usize),
    /// No code, or more than allowed.
    #[error("there are {0} instructions")]
    Length(usize),
    /// Parameters, locals and captured variables do not fit together.
    #[error("the slots do not fit the function")]
    Slots,
    /// The first chunk takes arguments, captures or stands inside another.
    #[error("the first chunk takes something")]
    First,
    /// A chunk stands inside one that comes later, or itself.
    #[error("the function stands inside a later one")]
    Outer,
    /// A context name has no slot, or has two.
    #[error("the context name {0:?} has no slot of its own")]
    Param(Param),
    /// The places are not in order.
    #[error("the places are not in order")]
    Places,
    /// A label outside the code.
    #[error("the label {0} lies outside the code")]
    Label(u32),
    /// A slot that the frame does not have.
    #[error("there is no slot {0}")]
    Slot(u16),
    /// A slot used both with and without a box.
    #[error("slot {0} is used both with and without a box")]
    Mixed(u16),
    /// A constant that is not there or of the wrong kind.
    #[error("constant {0} is not there or of the wrong kind")]
    Const(u16),
    /// A name that is not there.
    #[error("there is no name {0}")]
    Name(u16),
    /// An operand that makes no sense.
    #[error("the operand makes no sense")]
    Operand,
    /// A function made of a chunk that is not there, or with other captures than it has.
    #[error("chunk {0} cannot be made a function here")]
    Function(u16),
    /// An instruction of generators outside one.
    #[error("an instruction of generators outside a generator")]
    Generator,
    /// A handler that covers nothing.
    #[error("a handler covers nothing")]
    Handler,
    /// Operands taken that are not there.
    #[error("takes {takes} operands of {depth}")]
    Underflow {
        /// How many it takes.
        takes: u32,
        /// How many there are.
        depth: u32,
    },
    /// Two paths meet with different depths.
    #[error("reached with {0} and with {1} operands")]
    Depth(u32, u32),
    /// Covered by a handler that keeps more operands than there are.
    #[error("a handler keeps {0} operands of {1}")]
    HandlerDepth(u32, u32),
    /// More operands than can be counted.
    #[error("too many operands")]
    Overflow,
    /// Execution can run off the end.
    #[error("the code can run off its end")]
    End,
}

/// Checks a program.
///
/// # Errors
/// The first fault found.
pub fn verify(mut raw: RawProgram) -> Result<Program, VerifyError> {
    let whole = |fault| VerifyError {
        chunk: 0,
        pc: 0,
        fault,
    };
    if raw.chunks.is_empty() || raw.chunks.len() > usize::from(u16::MAX) {
        return Err(whole(Fault::Chunks(raw.chunks.len())));
    }
    check_first(&raw).map_err(whole)?;
    let mut depths = Vec::with_capacity(raw.chunks.len());
    for (number, chunk) in raw.chunks.iter().enumerate() {
        let at = |(pc, fault)| VerifyError {
            chunk: number,
            pc,
            fault,
        };
        check_frame(number, chunk).map_err(|fault| at((0, fault)))?;
        check_code(&raw, chunk).map_err(at)?;
        depths.push(walk(chunk).map_err(at)?);
    }
    for (chunk, depth) in raw.chunks.iter_mut().zip(depths) {
        chunk.depth = depth;
    }
    Ok(Program(raw))
}

impl TryFrom<RawProgram> for Program {
    type Error = VerifyError;

    fn try_from(raw: RawProgram) -> Result<Self, VerifyError> {
        verify(raw)
    }
}

fn check_first(raw: &RawProgram) -> Result<(), Fault> {
    let Some(first) = raw.chunks.first() else {
        return Err(Fault::Chunks(0));
    };
    if first.shape.slots() > 0 || first.captured > 0 || first.outer.is_some() {
        return Err(Fault::First);
    }
    let mut seen: Vec<(Param, Slot)> = Vec::new();
    for (param, slot) in &raw.params {
        let taken = seen.iter().any(|(p, s)| p == param || s == slot);
        if taken || usize::from(slot.0) >= first.locals.len() {
            return Err(Fault::Param(*param));
        }
        seen.push((*param, *slot));
    }
    Ok(())
}

fn check_frame(number: usize, chunk: &Chunk) -> Result<(), Fault> {
    let slots = chunk.shape.slots() + usize::from(chunk.captured);
    if slots > chunk.locals.len() || chunk.locals.len() > usize::from(u16::MAX) {
        return Err(Fault::Slots);
    }
    if chunk.shape.positional_only > chunk.shape.positional {
        return Err(Fault::Slots);
    }
    if chunk
        .outer
        .is_some_and(|outer| usize::from(outer.0) >= number)
    {
        return Err(Fault::Outer);
    }
    if chunk.code.is_empty() || chunk.code.len() > CODE {
        return Err(Fault::Length(chunk.code.len()));
    }
    let ordered = chunk.places.0.is_sorted_by(|a, b| a.0 < b.0);
    if !ordered {
        return Err(Fault::Places);
    }
    Ok(())
}

/// Looks at each instruction by itself.
fn check_code(raw: &RawProgram, chunk: &Chunk) -> Result<(), (usize, Fault)> {
    let lands = |label: Label| match label.0 as usize {
        at if at < chunk.code.len() => Ok(()),
        _ => Err(Fault::Label(label.0)),
    };
    for (pc, instr) in chunk.code.iter().enumerate() {
        if let Some((label, _)) = instr.effect().jump {
            lands(label).map_err(|fault| (pc, fault))?;
        }
        check_operand(raw, chunk, pc, *instr).map_err(|fault| (pc, fault))?;
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

fn check_operand(raw: &RawProgram, chunk: &Chunk, pc: usize, instr: Instr) -> Result<(), Fault> {
    let slot = |slot: Slot| match chunk.locals.get(usize::from(slot.0)) {
        Some(_) => Ok(()),
        None => Err(Fault::Slot(slot.0)),
    };
    let constant = |id: u16| raw.constants.get(usize::from(id)).ok_or(Fault::Const(id));
    let sound = |sound: bool| if sound { Ok(()) } else { Err(Fault::Operand) };
    match instr {
        Instr::Const(id) => match constant(id.0)? {
            Const::Names(_) => Err(Fault::Const(id.0)),
            _ => Ok(()),
        },
        Instr::Load(s) | Instr::LoadParam(s) | Instr::LoadOuter(s) | Instr::Store(s) => slot(s),
        Instr::Delete(s) | Instr::Clear(s) | Instr::Share(s) | Instr::LoadCell(s) => slot(s),
        Instr::StoreCell(s) | Instr::DeleteCell(s) => slot(s),
        Instr::LoadShared(s) => {
            slot(s)?;
            sound(captures(chunk, pc))
        }
        Instr::LoadGlobal(n)
        | Instr::StoreGlobal(n)
        | Instr::DeleteGlobal(n)
        | Instr::LoadAttr(n)
        | Instr::StoreAttr(n)
        | Instr::DeleteAttr(n)
        | Instr::Import(n)
        | Instr::ImportFrom(n) => name(raw, n.0),
        Instr::CallKeywords { count, names } => keywords(constant(names.0)?, names.0, count),
        Instr::CallMethod { name: n, .. } => name(raw, n.0),
        Instr::CallMethodKeywords {
            name: n,
            count,
            names,
        } => {
            name(raw, n.0)?;
            keywords(constant(names.0)?, names.0, count)
        }
        Instr::Copy(n) | Instr::ListAppend(n) | Instr::SetAdd(n) | Instr::DictInsert(n) => {
            sound(n > 0)
        }
        Instr::Swap(n) => sound(n > 1),
        Instr::UnpackStar { before, after } => {
            sound(before.checked_add(after).is_some_and(|n| n < u16::MAX))
        }
        Instr::MakeFunction { chunk: id, closure } => {
            function(raw, id, closure.captured).ok_or(Fault::Function(id.0))
        }
        Instr::Yield | Instr::YieldDelegated | Instr::GetDelegate | Instr::Send(_) => {
            if chunk.generator {
                Ok(())
            } else {
                Err(Fault::Generator)
            }
        }
        _ => Ok(()),
    }
}

fn name(raw: &RawProgram, id: u16) -> Result<(), Fault> {
    match raw.names.get(usize::from(id)) {
        Some(_) => Ok(()),
        None => Err(Fault::Name(id)),
    }
}

fn keywords(constant: &Const, id: u16, count: u16) -> Result<(), Fault> {
    match constant {
        Const::Names(names) if names.len() <= usize::from(count) => Ok(()),
        _ => Err(Fault::Const(id)),
    }
}

fn function(raw: &RawProgram, id: ChunkId, captured: bool) -> Option<()> {
    let chunk = raw.chunks.get(usize::from(id.0))?;
    (id.0 > 0 && captured == (chunk.captured > 0)).then_some(())
}

/// Whether from `pc` on captures are collected for a function, and nothing else.
fn captures(chunk: &Chunk, pc: usize) -> bool {
    let rest = chunk.code.get(pc..).unwrap_or_default();
    let rest = rest
        .iter()
        .skip_while(|instr| matches!(instr, Instr::LoadShared(_)));
    let mut rest = rest.take(2);
    matches!(rest.next(), Some(Instr::BuildTuple(_)))
        && matches!(rest.next(), Some(Instr::MakeFunction { closure, .. }) if closure.captured)
}

/// Walks all paths of a chunk; the result is its depth.
fn walk(chunk: &Chunk) -> Result<u32, (usize, Fault)> {
    let covering = covering(chunk);
    let mut depths: Vec<Option<u32>> = vec![None; chunk.code.len()];
    let mut work = vec![(0_usize, 0_u32)];
    let mut most = 0;
    while let Some((pc, depth)) = work.pop() {
        let (Some(known), Some(instr)) = (depths.get_mut(pc), chunk.code.get(pc)) else {
            return Err((pc, Fault::End));
        };
        match *known {
            Some(known) if known == depth => continue,
            Some(known) => return Err((pc, Fault::Depth(known, depth))),
            None => *known = Some(depth),
        }
        let effect = instr.effect();
        let Some(rest) = depth.checked_sub(effect.takes.max(peeks(*instr))) else {
            let takes = effect.takes.max(peeks(*instr));
            return Err((pc, Fault::Underflow { takes, depth }));
        };
        let rest = rest + effect.takes.max(peeks(*instr)) - effect.takes;
        let after = |leaves: u32| rest.checked_add(leaves).ok_or((pc, Fault::Overflow));
        most = most.max(depth);
        if let Some((label, leaves)) = effect.jump {
            work.push((label.0 as usize, after(leaves)?));
        }
        if !effect.ends {
            work.push((pc + 1, after(effect.leaves)?));
        }
        let handler = covering.get(pc).and_then(|at| chunk.handlers.get((*at)?));
        if let Some(handler) = handler {
            if handler.depth > depth {
                return Err((pc, Fault::HandlerDepth(handler.depth, depth)));
            }
            work.push((handler.at.0 as usize, handler.depth + 1));
        }
    }
    Ok(most)
}

/// Operands that an instruction looks at below those it takes.
fn peeks(instr: Instr) -> u32 {
    match instr {
        // The callee and its arguments, for the message.
        Instr::DictMerge => 4,
        _ => 0,
    }
}

/// For each instruction the handler that counts: the first in the table that covers it.
fn covering(chunk: &Chunk) -> Vec<Option<usize>> {
    let len = chunk.code.len();
    let mut first = vec![None; len];
    // The next instruction at or behind this one that no handler has taken yet.
    let mut free: Vec<usize> = (0..=len).collect();
    for (number, handler) in chunk.handlers.iter().enumerate() {
        let mut at = find(&mut free, handler.from.0 as usize);
        while at < len.min(handler.to.0 as usize) {
            if let (Some(first), Some(next)) = (first.get_mut(at), free.get_mut(at)) {
                (*first, *next) = (Some(number), at + 1);
            }
            at = find(&mut free, at);
        }
    }
    first
}

fn find(free: &mut [usize], from: usize) -> usize {
    let mut end = from;
    while let Some(next) = free.get(end).copied().filter(|next| *next != end) {
        end = next;
    }
    let mut at = from;
    while let Some(next) = free.get_mut(at).filter(|next| **next != end && at != end) {
        at = std::mem::replace(next, end);
    }
    end
}
