//! The backtracking machine: Python's own way of matching, with every step counted.
//!
//! What may have to be reconsidered is kept on a stack of its own, never on the machine's, together with the old
//! contents of registers, so that going back restores them.

use super::fold;
use super::hay::Hay;
use super::look::holds;
use super::memory::{Entry, Memory, NOWHERE, Spent};
use super::program::{Bounds, Label, One, Op, Program, Register};
use super::tree::{Fold, Greed};

/// What a search may still spend.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fuel {
    /// Steps.
    pub(crate) steps: u64,
    /// Entries that can be kept for reconsidering.
    pub(crate) entries: usize,
}

/// Where a match may start and must end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    /// Where to start.
    pub(super) start: usize,
    /// Whether the match must reach the end.
    pub(super) full: bool,
    /// Whether an empty match at the start does not count.
    pub(super) advance: bool,
}

/// One attempt.
pub(super) struct Machine<'m, H> {
    pub(super) program: &'m Program,
    pub(super) hay: H,
    pub(super) memory: &'m mut Memory,
    pub(super) fuel: &'m mut Fuel,
    pub(super) task: Task,
}

impl<H: Hay> Machine<'_, H> {
    /// Tries to match at `start` and says where the match ends.
    pub(super) fn run(&mut self, start: usize) -> Result<Option<usize>, Spent> {
        let steps = (self.program.registers / 16) as u64;
        self.fuel.steps = self.fuel.steps.checked_sub(steps).ok_or(Spent::Steps)?;
        self.memory.clear(self.program.registers, self.fuel.entries);
        let mut pc: Label = 0;
        let mut at = start;
        loop {
            self.fuel.steps = self.fuel.steps.checked_sub(1).ok_or(Spent::Steps)?;
            let Some(op) = self.program.ops.get(pc).copied() else {
                return Ok(None);
            };
            if matches!(op, Op::Match) {
                if !(self.task.full && at != self.hay.end()
                    || self.task.advance && at == self.task.start)
                {
                    return Ok(Some(at));
                }
            } else if let Some((next, place)) = self.step(op, pc, at)? {
                (pc, at) = (next, place);
                continue;
            }
            match self.reconsider() {
                Some((next, place)) => (pc, at) = (next, place),
                None => return Ok(None),
            }
        }
    }

    /// Does one instruction: where to go on, or None if it fails.
    fn step(&mut self, op: Op, pc: Label, at: usize) -> Result<Option<(Label, usize)>, Spent> {
        let here = Ok(Some((pc + 1, at)));
        match op {
            Op::One(one) => return Ok(self.take(one, at).map(|next| (pc + 1, next))),
            Op::Run(one, bounds, greed) => return self.take_run(one, bounds, greed, pc, at),
            Op::Look(look) => return Ok(holds(look, self.hay, at).then_some((pc + 1, at))),
            Op::Mark(register) => self.memory.write(register, at)?,
            Op::Close(group) => {
                self.memory.write(group as usize * 2 + 1, at)?;
                self.memory.write(self.program.last, group as usize)?;
            }
            Op::Fork(other) => self.memory.push(Entry::Other(other, at))?,
            Op::Jump(label) => return Ok(Some((label, at))),
            Op::Enter(count) => {
                self.memory.write(count, NOWHERE)?;
                self.memory.write(count + 1, NOWHERE)?;
            }
            Op::Turn(count, bounds, exit) => return self.turn(count, bounds, (pc + 1, exit), at),
            Op::LazyTurn(count, bounds, exit) => {
                return self.lazy_turn(count, bounds, (pc, exit), at);
            }
            Op::LazyMore(count, bounds) => return self.lazy_more(count, bounds, pc, at),
            Op::Backref(group, fold) => {
                return Ok(self.again(group, fold, at)?.map(|next| (pc + 1, next)));
            }
            Op::IfGroup(group, other) => {
                let matched = self.memory.read(group as usize * 2 + 1) != NOWHERE;
                return Ok(Some((if matched { pc + 1 } else { other }, at)));
            }
            Op::Fence(register) => self.memory.write_height(register)?,
            Op::Cut(register) => self.memory.cut(self.memory.read(register)),
            Op::Return(register) => return Ok(Some((pc + 1, self.memory.read(register)))),
            Op::Back(count) => return Ok(self.back(count, at)?.map(|place| (pc + 1, place))),
            Op::Unless(register, exit) => {
                self.memory.write_height(register)?;
                self.memory.push(Entry::Other(exit, at))?;
            }
            Op::Refuse(register) => {
                self.memory.unwind(self.memory.read(register));
                return Ok(None);
            }
            Op::Match => return Ok(None),
        }
        here
    }

    /// Goes back to the last other way.
    fn reconsider(&mut self) -> Option<(Label, usize)> {
        loop {
            match self.memory.pop()? {
                Entry::Other(label, at) => return Some((label, at)),
                Entry::Undo(register, old) => self.memory.put(register, old),
                Entry::Shorter(label, shortest, at) => {
                    let (_, at) = self.hay.before(at)?;
                    if at > shortest {
                        self.memory.push_back(Entry::Shorter(label, shortest, at));
                    }
                    return Some((label, at));
                }
                Entry::Longer(run, more, at) => {
                    let Some(Op::Run(one, ..)) = self.program.ops.get(run).copied() else {
                        continue;
                    };
                    let Some(at) = self.take(one, at) else {
                        continue;
                    };
                    if more > 1 {
                        self.memory.push_back(Entry::Longer(run, more - 1, at));
                    }
                    return Some((run + 1, at));
                }
            }
        }
    }

    fn take(&self, one: One, at: usize) -> Option<usize> {
        let (c, next) = self.hay.after(at)?;
        let fits = match one {
            One::Char(wanted) => c == wanted,
            One::Set(set) => self.program.sets.get(set)?.contains(c),
        };
        fits.then_some(next)
    }

    /// A run of one kind of character.
    fn take_run(
        &mut self,
        one: One,
        bounds: Bounds,
        greed: Greed,
        pc: Label,
        at: usize,
    ) -> Result<Option<(Label, usize)>, Spent> {
        let wanted = if greed == Greed::Lazy {
            bounds.least
        } else {
            bounds.most
        };
        let (mut taken, mut place, mut shortest) = (0, at, at);
        while taken < wanted {
            let Some(next) = self.take(one, place) else {
                break;
            };
            place = next;
            taken += 1;
            if taken == bounds.least {
                shortest = place;
            }
        }
        let steps = (taken / 4) as u64;
        self.fuel.steps = self.fuel.steps.checked_sub(steps).ok_or(Spent::Steps)?;
        if taken < bounds.least {
            return Ok(None);
        }
        match greed {
            Greed::Greedy if place > shortest => {
                self.memory.push(Entry::Shorter(pc + 1, shortest, place))?
            }
            Greed::Lazy if bounds.most > bounds.least => {
                self.memory
                    .push(Entry::Longer(pc, bounds.most - bounds.least, place))?
            }
            _ => {}
        }
        Ok(Some((pc + 1, place)))
    }

    /// The number of turns a loop has made; NOWHERE stands for "before the first".
    fn turns(&self, count: Register) -> usize {
        self.memory.read(count).wrapping_add(1)
    }

    fn turn(
        &mut self,
        count: Register,
        bounds: Bounds,
        (body, exit): (Label, Label),
        at: usize,
    ) -> Result<Option<(Label, usize)>, Spent> {
        let turns = self.turns(count);
        if turns < bounds.least {
            self.memory.write(count, turns)?;
            return Ok(Some((body, at)));
        }
        if turns >= bounds.most || self.memory.read(count + 1) == at {
            return Ok(Some((exit, at)));
        }
        self.memory.push(Entry::Other(exit, at))?;
        self.memory.write(count, turns)?;
        self.memory.write(count + 1, at)?;
        Ok(Some((body, at)))
    }

    fn lazy_turn(
        &mut self,
        count: Register,
        bounds: Bounds,
        (turn, exit): (Label, Label),
        at: usize,
    ) -> Result<Option<(Label, usize)>, Spent> {
        let turns = self.turns(count);
        if turns < bounds.least {
            self.memory.write(count, turns)?;
            return Ok(Some((turn + 2, at)));
        }
        self.memory.push(Entry::Other(turn + 1, at))?;
        Ok(Some((exit, at)))
    }

    fn lazy_more(
        &mut self,
        count: Register,
        bounds: Bounds,
        pc: Label,
        at: usize,
    ) -> Result<Option<(Label, usize)>, Spent> {
        let turns = self.turns(count);
        if turns >= bounds.most || self.memory.read(count + 1) == at {
            return Ok(None);
        }
        self.memory.write(count, turns)?;
        self.memory.write(count + 1, at)?;
        Ok(Some((pc + 1, at)))
    }

    /// Takes what a group matched once more.
    fn again(&mut self, group: u32, fold: Fold, at: usize) -> Result<Option<usize>, Spent> {
        let (mut from, end) = (
            self.memory.read(group as usize * 2),
            self.memory.read(group as usize * 2 + 1),
        );
        if from == NOWHERE || end == NOWHERE {
            return Ok(None);
        }
        let steps = (end.saturating_sub(from) / 4) as u64;
        self.fuel.steps = self.fuel.steps.checked_sub(steps).ok_or(Spent::Steps)?;
        let mut place = at;
        while from < end {
            let (Some((a, next_from)), Some((b, next))) =
                (self.hay.after(from), self.hay.after(place))
            else {
                return Ok(None);
            };
            let same = match fold {
                Fold::Exact => a == b,
                Fold::Ascii => a.eq_ignore_ascii_case(&b),
                Fold::Unicode => fold::same(a, b),
            };
            if !same {
                return Ok(None);
            }
            (from, place) = (next_from, next);
        }
        Ok(Some(place))
    }

    fn back(&mut self, count: u64, at: usize) -> Result<Option<usize>, Spent> {
        if count > at as u64 {
            return Ok(None);
        }
        self.fuel.steps = self.fuel.steps.checked_sub(count / 4).ok_or(Spent::Steps)?;
        let mut place = at;
        for _ in 0..count {
            match self.hay.before(place) {
                Some((_, before)) => place = before,
                None => return Ok(None),
            }
        }
        Ok(Some(place))
    }
}
