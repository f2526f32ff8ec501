//! Which slots hold boxes: never both a box and a value of the policy's own.

use super::fault::Fault;
use crate::code::instr::{Instr, Slot};
use crate::code::program::{Chunk, RawProgram};

/// What is known of the slots of all functions. A function is made by one that comes before it, so
/// that what it captures is known when it is looked at.
pub(super) struct Boxes<'c> {
    chunks: &'c [Chunk],
    /// For each function, whether its captured slots hold boxes.
    captured: Vec<Option<Vec<bool>>>,
}

type Checked<T> = Result<T, (usize, Fault)>;

impl<'c> Boxes<'c> {
    pub(super) fn new(raw: &'c RawProgram) -> Self {
        Self {
            chunks: &raw.chunks,
            captured: vec![None; raw.chunks.len()],
        }
    }

    /// Looks at one function; those before it are done.
    pub(super) fn check(&mut self, number: usize, chunk: &Chunk) -> Checked<()> {
        let known = self.captured.get_mut(number).and_then(Option::take);
        let mut kinds: Vec<Option<bool>> = vec![None; chunk.locals.len()];
        let first = chunk.first_captured();
        for (slot, boxed) in kinds.iter_mut().skip(first).zip(known.unwrap_or_default()) {
            *slot = Some(boxed);
        }
        for (pc, instr) in chunk.code.iter().enumerate() {
            use_slot(&mut kinds, first, *instr).map_err(|fault| (pc, fault))?;
        }
        self.captures(number, chunk, &kinds)
    }

    /// Looks at how captured variables are collected.
    fn captures(&mut self, number: usize, chunk: &Chunk, kinds: &[Option<bool>]) -> Checked<()> {
        let shares =
            |instr: &Instr| matches!(instr, Instr::LoadShared(_) | Instr::MakeFunction { .. });
        if !chunk.code.iter().any(shares) {
            return Ok(());
        }
        let targets = targets(chunk);
        let mut run: Vec<bool> = Vec::new();
        let mut tuple = false;
        for (pc, instr) in chunk.code.iter().enumerate() {
            if !run.is_empty() && targets.get(pc).is_some_and(|target| *target) {
                return Err((pc, Fault::Capture));
            }
            match instr {
                Instr::LoadShared(slot) if !tuple => {
                    let kind = kinds.get(usize::from(slot.0)).copied().flatten();
                    run.push(kind.unwrap_or(false));
                }
                Instr::BuildTuple(n)
                    if !run.is_empty() && !tuple && usize::from(*n) == run.len() =>
                {
                    tuple = true;
                }
                Instr::MakeFunction { chunk, closure } => {
                    if closure.captured != tuple {
                        return Err((pc, Fault::Capture));
                    }
                    tuple = false;
                    self.make(number, chunk.0, std::mem::take(&mut run))
                        .map_err(|fault| (pc, fault))?;
                }
                _ if run.is_empty() => {}
                _ => return Err((pc, Fault::Capture)),
            }
        }
        match run.is_empty() {
            true => Ok(()),
            false => Err((chunk.code.len() - 1, Fault::Capture)),
        }
    }

    /// Function `number` makes function `id` with these captured variables.
    fn make(&mut self, number: usize, id: u16, run: Vec<bool>) -> Result<(), Fault> {
        let at = usize::from(id);
        let made = self.chunks.get(at);
        let count = made.map(|chunk| usize::from(chunk.captured));
        if at <= number || count != Some(run.len()) {
            return Err(Fault::Function(id));
        }
        match self.captured.get_mut(at) {
            Some(Some(known)) if *known != run => Err(Fault::Function(id)),
            Some(known) => {
                *known = Some(run);
                Ok(())
            }
            None => Err(Fault::Function(id)),
        }
    }
}

/// Notes how an instruction uses a slot. A captured slot got its box when the function was called.
fn use_slot(kinds: &mut [Option<bool>], captured: usize, instr: Instr) -> Result<(), Fault> {
    let Some(Slot(slot)) = instr.slot() else {
        return Ok(());
    };
    let at = usize::from(slot);
    let boxed = match instr {
        Instr::LoadCell(_) | Instr::LoadOuterCell(_) => true,
        Instr::StoreCell(_) | Instr::DeleteCell(_) => true,
        Instr::Share(_) if at < captured => true,
        Instr::Share(_) => return Err(Fault::Mixed(slot)),
        Instr::Clear(_) if at < captured => return Ok(()),
        Instr::Clear(_) => return Err(Fault::Mixed(slot)),
        Instr::LoadShared(_) => return Ok(()),
        _ => false,
    };
    match kinds.get_mut(at) {
        Some(Some(known)) if *known != boxed => Err(Fault::Mixed(slot)),
        Some(known) => {
            *known = Some(boxed);
            Ok(())
        }
        None => Err(Fault::Slot(slot)),
    }
}

/// Which instructions are jumped to, or are where a handler begins.
fn targets(chunk: &Chunk) -> Vec<bool> {
    let mut targets = vec![false; chunk.code.len()];
    let labels = chunk.code.iter().filter_map(|instr| instr.label());
    for label in labels.chain(chunk.handlers.iter().map(|handler| handler.at)) {
        if let Some(target) = targets.get_mut(label.0 as usize) {
            *target = true;
        }
    }
    targets
}
