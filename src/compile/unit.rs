//! The code of one function while it is written: labels, depth, handlers, places.

use super::lines::Lines;
use super::scope::ScopeId;
use crate::code::{Handler, Instr, Label, Places};
use crate::source::Span;
use crate::value::value::ChunkId;

/// Code on its way. Code that cannot be reached is not written.
pub(super) struct Unit {
    /// The function.
    pub(super) home: ScopeId,
    /// Its number.
    pub(super) id: ChunkId,
    /// Each instruction with the offset that it comes from.
    code: Vec<(Instr, u32)>,
    labels: Vec<Target>,
    /// Where instructions with labels are.
    jumps: Vec<u32>,
    handlers: Vec<Handler>,
    depth: u32,
    reachable: bool,
}

/// A label: where it lies, and the depth there, as soon as they are known.
#[derive(Clone, Copy, Default)]
struct Target {
    at: Option<u32>,
    depth: Option<u32>,
}

/// Code whose exceptions go to a label.
#[derive(Clone, Copy)]
pub(super) struct Region {
    handler: Label,
    from: u32,
    depth: u32,
}

impl Unit {
    /// The code of a function that may have about so many instructions.
    pub(super) fn new(home: ScopeId, id: ChunkId, about: usize) -> Self {
        Self {
            home,
            id,
            code: Vec::with_capacity(about),
            labels: Vec::new(),
            jumps: Vec::new(),
            handlers: Vec::new(),
            depth: 0,
            reachable: true,
        }
    }

    /// Whether the next instruction can be reached.
    pub(super) fn reachable(&self) -> bool {
        self.reachable
    }

    /// Says whether what follows can be reached; the answer is what held before.
    pub(super) fn set_reachable(&mut self, reachable: bool) -> bool {
        std::mem::replace(&mut self.reachable, reachable)
    }

    /// Instructions so far.
    pub(super) fn len(&self) -> usize {
        self.code.len()
    }

    fn pc(&self) -> u32 {
        u32::try_from(self.code.len()).unwrap_or(u32::MAX)
    }

    /// Writes an instruction that comes from `span`.
    pub(super) fn push(&mut self, instr: Instr, span: Span) {
        if !self.reachable {
            return;
        }
        let effect = instr.effect();
        let rest = self.depth.saturating_sub(effect.takes);
        if let Some((label, leaves)) = effect.jump {
            self.expect(label, rest + leaves);
            self.jumps.push(self.pc());
        }
        self.code.push((instr, span.start));
        self.depth = rest + effect.leaves;
        self.reachable = !effect.ends;
    }

    pub(super) fn label(&mut self) -> Label {
        let number = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        self.labels.push(Target::default());
        Label(number)
    }

    fn expect(&mut self, label: Label, depth: u32) {
        if let Some(target) = self.labels.get_mut(label.0 as usize) {
            target.depth.get_or_insert(depth);
        }
    }

    /// The label lies here.
    pub(super) fn place(&mut self, label: Label) {
        let at = self.pc();
        if self.reachable {
            self.expect(label, self.depth);
        }
        let Some(target) = self.labels.get_mut(label.0 as usize) else {
            return;
        };
        target.at = Some(at);
        if let Some(depth) = target.depth {
            self.depth = depth;
            self.reachable = true;
        }
    }

    /// The label will lie behind a jump, and is jumped to with the operands that are there now.
    pub(super) fn foresee(&mut self, label: Label) {
        if self.reachable {
            self.expect(label, self.depth);
        }
    }

    /// From here on exceptions go to `handler`, which keeps the operands that are there now, without
    /// the `dropped` topmost.
    pub(super) fn protect(&self, handler: Label, dropped: u32) -> Region {
        Region {
            handler,
            from: self.pc(),
            depth: self.depth.saturating_sub(dropped),
        }
    }

    /// Up to here exceptions went to the region's handler.
    pub(super) fn leave(&mut self, region: Region) {
        let to = self.pc();
        if region.from < to {
            self.expect(region.handler, region.depth + 1);
            self.handlers.push(Handler {
                from: Label(region.from),
                to: Label(to),
                at: region.handler,
                depth: region.depth,
            });
        }
    }

    /// From here on they go there again.
    pub(super) fn again(&self, region: Region) -> Region {
        Region {
            from: self.pc(),
            ..region
        }
    }

    pub(super) fn finish(self, lines: &Lines<'_>) -> (Box<[Instr]>, Box<[Handler]>, Places) {
        let land = |label: Label| {
            let target = self.labels.get(label.0 as usize);
            Label(target.and_then(|target| target.at).unwrap_or(u32::MAX))
        };
        let mut code = self.code;
        for at in &self.jumps {
            if let Some((instr, _)) = code.get_mut(*at as usize)
                && let Some(label) = instr.label()
            {
                *instr = relabel(*instr, land(label));
            }
        }
        let handlers = self.handlers.iter().map(|handler| Handler {
            at: land(handler.at),
            ..*handler
        });
        let (mut lines, mut last) = (lines.reader(), None);
        let runs = code.iter().zip(0..).filter_map(|((_, offset), pc)| {
            let new = last.replace(*offset) != Some(*offset);
            new.then(|| (pc, lines.place(*offset)))
        });
        let places = Places::new(runs);
        let code = code.iter().map(|(instr, _)| *instr);
        (code.collect(), handlers.collect(), places)
    }
}

/// The instruction with another label.
fn relabel(instr: Instr, to: Label) -> Instr {
    match instr {
        Instr::Jump(_) => Instr::Jump(to),
        Instr::JumpIfTrue(_) => Instr::JumpIfTrue(to),
        Instr::JumpIfFalse(_) => Instr::JumpIfFalse(to),
        Instr::JumpIfTrueOrPop(_) => Instr::JumpIfTrueOrPop(to),
        Instr::JumpIfFalseOrPop(_) => Instr::JumpIfFalseOrPop(to),
        Instr::ForIter(_) => Instr::ForIter(to),
        Instr::Send(_) => Instr::Send(to),
        Instr::LoadOwn { slot, .. } => Instr::LoadOwn {
            slot,
            otherwise: to,
        },
        _ => instr,
    }
}
