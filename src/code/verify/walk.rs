//! All paths through a function.

use super::fault::Fault;
use crate::code::instr::Instr;
use crate::code::program::Chunk;

/// Operands of a frame at most.
const DEPTH: u32 = 1 << 20;

/// Operands before each instruction, and at most.
pub(super) type Depths = (Box<[u32]>, u32);

/// Walks all paths of a chunk; the result is how many operands there are before each instruction, and
/// at most.
pub(super) fn walk(chunk: &Chunk) -> Result<Depths, (usize, Fault)> {
    let covering = covering(chunk);
    let mut depths: Vec<Option<u32>> = vec![None; chunk.code.len()];
    let mut work = vec![(0_usize, 0_u32)];
    let mut most = 0;
    while let Some((pc, depth)) = work.pop() {
        let (Some(known), Some(instr)) = (depths.get_mut(pc), chunk.code.get(pc)) else {
            return Err((chunk.code.len() - 1, Fault::End));
        };
        match known.replace(depth) {
            Some(known) if known == depth => continue,
            Some(known) => return Err((pc, Fault::Depth(known, depth))),
            None => most = most.max(depth),
        }
        let fault = |fault| (pc, fault);
        if depth > DEPTH {
            return Err(fault(Fault::Overflow));
        }
        let effect = instr.effect();
        let takes = effect.takes.max(looks_at(*instr));
        if takes > depth {
            return Err(fault(Fault::Underflow { takes, depth }));
        }
        let rest = depth - effect.takes;
        if let Some((label, leaves)) = effect.jump {
            work.push((label.0 as usize, rest + leaves));
        }
        if !effect.ends {
            work.push((pc + 1, rest + effect.leaves));
        }
        if let Some(handler) = covering.get(pc).and_then(|at| chunk.handlers.get((*at)?)) {
            if handler.depth > depth {
                return Err(fault(Fault::HandlerDepth(handler.depth, depth)));
            }
            work.push((handler.at.0 as usize, handler.depth + 1));
        }
    }
    let depths = depths.into_iter().map(Option::unwrap_or_default);
    Ok((depths.collect(), most))
}

/// Operands that must be there, where that is more than it takes.
fn looks_at(instr: Instr) -> u32 {
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
