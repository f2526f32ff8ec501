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

/// What a slot holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing that is known yet.
    Unknown,
    /// A value.
    Value,
    /// A box.
    Box,
}

/// What the slots of one function hold.
pub(super) struct Slots {
    kinds: Vec<Kind>,
    /// The first captured slot: it got its box when the function was called.
    captured: usize,
    /// Captured variables are collected for a function somewhere.
    pub(super) shares: bool,
}

impl Slots {
    /// Notes what an instruction takes a slot to hold.
    #[inline]
    pub(super) fn hold(&mut self, Slot(slot): Slot, kind: Kind) -> Result<(), Fault> {
        match self.kinds.get_mut(usize::from(slot)) {
            Some(known) if *known == kind || *known == Kind::Unknown => {
                *known = kind;
                Ok(())
            }
            Some(_) => Err(Fault::Mixed(slot)),
            None => Err(Fault::Slot(slot)),
        }
    }

    /// The slot must be there.
    pub(super) fn exists(&self, Slot(slot): Slot) -> Result<(), Fault> {
        match usize::from(slot) < self.kinds.len() {
            true => Ok(()),
            false => Err(Fault::Slot(slot)),
        }
    }

    /// The slot must be one of the function's own: not captured.
    pub(super) fn own(&self, slot: Slot) -> Result<(), Fault> {
        self.exists(slot)?;
        match usize::from(slot.0) < self.captured {
            true => Ok(()),
            false => Err(Fault::Mixed(slot.0)),
        }
    }
}

impl<'c> Boxes<'c> {
    pub(super) fn new(raw: &'c RawProgram) -> Self {
        Self {
            chunks: &raw.chunks,
            captured: vec![None; raw.chunks.len()],
        }
    }

    /// The slots of a function before its code is looked at; the functions before it are done.
    pub(super) fn slots(&mut self, number: usize, chunk: &Chunk) -> Slots {
        let known = self.captured.get_mut(number).and_then(Option::take);
        let mut kinds = vec![Kind::Unknown; chunk.locals.len()];
        let captured = chunk.first_captured();
        let last = kinds.iter_mut().skip(captured);
        for (kind, boxed) in last.zip(known.unwrap_or_default()) {
            *kind = if boxed { Kind::Box } else { Kind::Value };
        }
        Slots {
            kinds,
            captured,
            shares: false,
        }
    }

    /// Looks at how captured variables are collected.
    pub(super) fn captures(&mut self, number: usize, chunk: &Chunk, slots: &Slots) -> Checked<()> {
        if !slots.shares {
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
                    let kind = slots.kinds.get(usize::from(slot.0));
                    run.push(kind == Some(&Kind::Box));
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
