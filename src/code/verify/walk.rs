//! All paths through a function.

use super::fault::Fault;
use crate::code::instr::Instr;
use crate::code::program::Chunk;

/// Operands of a frame at most.
const DEPTH: u32 = 1 << 20;

/// Walks all paths of a chunk: writes down how many operands there are before each instruction; the result
/// is how many there are at most.
pub(super) fn walk(chunk: &Chunk, depths: &mut Vec<u32>) -> Result<u32, (usize, Fault)> {
    let mut walk = Walk {
        chunk,
        covering: covering(chunk),
        work: Vec::with_capacity(16),
        most: 0,
    };
    depths.clear();
    depths.resize(chunk.code.len(), UNKNOWN);
    walk.work.push((0, 0));
    while let Some((pc, depth)) = walk.work.pop() {
        walk.path(depths, pc, depth)?;
    }
    Ok(walk.most)
}

/// The depth before an instruction that no path has reached yet.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// A chunk whose paths are walked.
struct Walk<'c> {
    chunk: &'c Chunk,
    /// For each instruction the handler that counts; empty where there are none.
    covering: Vec<Option<usize>>,
    /// Where paths go on that are not walked yet, and with how many operands.
    work: Vec<(usize, u32)>,
    /// Operands at most.
    most: u32,
}

impl Walk<'_> {
    /// Walks on from an instruction, as long as what comes behind it is not known.
    fn path(
        &mut self,
        depths: &mut [u32],
        mut pc: usize,
        mut depth: u32,
    ) -> Result<(), (usize, Fault)> {
        loop {
            let (Some(known), Some(instr)) = (depths.get_mut(pc), self.chunk.code.get(pc)) else {
                return Err((self.chunk.code.len() - 1, Fault::End));
            };
            if *known != UNKNOWN {
                return match *known == depth {
                    true => Ok(()),
                    false => Err((pc, Fault::Depth(*known, depth))),
                };
            }
            *known = depth;
            if depth > self.most {
                self.most = depth;
                if depth > DEPTH {
                    return Err((pc, Fault::Overflow));
                }
            }
            let effect = instr.effect();
            // The callee and its arguments are looked at too, for the message.
            let dict = matches!(instr, Instr::DictMerge);
            let takes = if dict { 4 } else { effect.takes };
            if takes > depth {
                return Err((pc, Fault::Underflow { takes, depth }));
            }
            if !self.covering.is_empty() {
                self.handled(pc, depth)?;
            }
            let rest = depth - effect.takes;
            if let Some((label, leaves)) = effect.jump {
                self.work.push((label.0 as usize, rest + leaves));
            }
            if effect.ends {
                return Ok(());
            }
            (pc, depth) = (pc + 1, rest + effect.leaves);
        }
    }

    /// Whatever a handler covers may go on there.
    fn handled(&mut self, pc: usize, depth: u32) -> Result<(), (usize, Fault)> {
        let number = self.covering.get(pc).copied().flatten();
        let Some(handler) = number.and_then(|number| self.chunk.handlers.get(number)) else {
            return Ok(());
        };
        if handler.depth > depth {
            return Err((pc, Fault::HandlerDepth(handler.depth, depth)));
        }
        self.work.push((handler.at.0 as usize, handler.depth + 1));
        Ok(())
    }
}

/// For each instruction the handler that counts: the first in the table that covers it.
fn covering(chunk: &Chunk) -> Vec<Option<usize>> {
    if chunk.handlers.is_empty() {
        return Vec::new();
    }
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
