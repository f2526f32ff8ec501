//! The instructions that make a function: those that load what it captures, one that gathers this, and the last.
//! The verifier sees to it that they stand together, and that nothing jumps among them.

use super::instr::{Closure, Instr};
use crate::value::value::ChunkId;

/// What makes a function.
pub(crate) struct Making<'c> {
    /// The instructions that load what it captures.
    pub(crate) loads: &'c [Instr],
    /// Its code.
    pub(crate) chunk: ChunkId,
    /// What lies on the stack for it.
    pub(crate) closure: Closure,
    /// How many instructions that is.
    pub(crate) count: usize,
}

impl<'c> Making<'c> {
    /// What the first instructions make, if that is a function.
    pub(crate) fn read(code: &'c [Instr]) -> Option<Self> {
        let is_load = |instr: &&Instr| matches!(instr, Instr::LoadShared(_));
        let (loads, rest) = code.split_at_checked(code.iter().take_while(is_load).count())?;
        let (chunk, closure, others) = match (loads, rest) {
            ([], [Instr::MakeFunction { chunk, closure }, ..]) => (*chunk, *closure, 1),
            (
                [_, ..],
                [
                    Instr::BuildTuple(_),
                    Instr::MakeFunction { chunk, closure },
                    ..,
                ],
            ) => (*chunk, *closure, 2),
            _ => return None,
        };
        Some(Self {
            loads,
            chunk,
            closure,
            count: loads.len() + others,
        })
    }

    /// Whether all that lies on the stack for it are the defaults of positional parameters.
    pub(crate) fn takes_defaults(&self) -> bool {
        self.closure.defaults && !self.closure.keyword_defaults
    }
}
