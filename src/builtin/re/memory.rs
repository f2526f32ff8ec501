//! What the backtracking machine writes to: registers, and a stack of what there is to reconsider.
//!
//! A register's old content goes to the stack when it is written, so that going back restores it.

use super::program::{Label, Register};

/// No place.
pub(super) const NOWHERE: usize = usize::MAX;

/// How many entries of a stack are kept for the next search.
const KEPT: usize = 1 << 16;

/// The fuel was used up before there was an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spent {
    /// No steps were left.
    Steps,
    /// No room was left.
    Room,
}

/// What to do when the way taken fails.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// Go on here.
    Other(Label, usize),
    /// Put this back.
    Undo(Register, usize),
    /// Give back one character of a greedy run, down to its shortest.
    Shorter(Label, usize, usize),
    /// Take one more character in a lazy run, this many times at most.
    Longer(Label, usize, usize),
}

/// Memory that searches of one pattern use again.
#[derive(Debug, Default)]
pub(super) struct Memory {
    stack: Vec<Entry>,
    /// How many entries there may be.
    room: usize,
    /// Group marks and what else the program remembers.
    pub(super) registers: Vec<usize>,
}

impl Memory {
    /// Empties everything, for a program with so many registers and a stack of so many entries.
    pub(super) fn clear(&mut self, registers: usize, room: usize) {
        self.stack.clear();
        self.room = room;
        self.registers.clear();
        self.registers.resize(registers, NOWHERE);
    }

    /// Whether it holds more than is worth keeping.
    pub(super) fn is_large(&self) -> bool {
        self.stack.capacity() > KEPT
    }

    /// Takes the last entry.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        self.stack.pop()
    }

    /// Puts an entry where one was just taken.
    pub(super) fn push_back(&mut self, entry: Entry) {
        self.stack.push(entry);
    }

    pub(super) fn read(&self, register: Register) -> usize {
        self.registers.get(register).copied().unwrap_or(NOWHERE)
    }

    pub(super) fn push(&mut self, entry: Entry) -> Result<(), Spent> {
        if self.stack.len() >= self.room {
            return Err(Spent::Room);
        }
        self.stack.push(entry);
        Ok(())
    }

    pub(super) fn write(&mut self, register: Register, value: usize) -> Result<(), Spent> {
        let old = self.read(register);
        if old != value {
            self.push(Entry::Undo(register, old))?;
            self.put(register, value);
        }
        Ok(())
    }

    pub(super) fn put(&mut self, register: Register, value: usize) {
        if let Some(place) = self.registers.get_mut(register) {
            *place = value;
        }
    }

    /// Notes the height of the stack as it is behind the note itself.
    pub(super) fn write_height(&mut self, register: Register) -> Result<(), Spent> {
        let old = self.read(register);
        self.push(Entry::Undo(register, old))?;
        self.put(register, self.stack.len());
        Ok(())
    }

    /// Forgets the other ways above a height; what they would have restored is kept.
    pub(super) fn cut(&mut self, height: usize) {
        let stack = &mut self.stack;
        let mut kept = height;
        for from in height..stack.len() {
            if let Some(entry @ Entry::Undo(..)) = stack.get(from).copied() {
                if let Some(place) = stack.get_mut(kept) {
                    *place = entry;
                }
                kept += 1;
            }
        }
        stack.truncate(kept);
    }

    /// Undoes everything above a height.
    pub(super) fn unwind(&mut self, height: usize) {
        while self.stack.len() > height {
            if let Some(Entry::Undo(register, old)) = self.stack.pop() {
                self.put(register, old);
            }
        }
    }
}
