//! The table of a dict: entries in the order of insertion, and the index that is probed for them, linearly. It
//! never holds a hole: a removal moves later slots back.

use std::cell::Cell;

use super::context::Context;
use super::value::{Dict, Entry, Stop, Text, Value};

/// Up to how many entries a dict has no index.
const UNINDEXED: usize = 8;

/// For how many entries a dict has room at first.
pub(super) const FIRST: usize = 4;

impl<'h> Dict<'h> {
    pub(super) fn used(&self) -> &'h [Cell<Entry<'h>>] {
        let entries = self.entries.get();
        entries.get(..self.filled.get()).unwrap_or(entries)
    }

    pub(super) fn put(&self, at: usize, entry: Entry<'h>) {
        if let Some(cell) = self.entries.get().get(at) {
            cell.set(entry);
        }
    }

    pub(super) fn find(
        &self,
        cx: &Context<'h>,
        hash: u64,
        key: Value<'h>,
    ) -> Result<Option<(usize, Entry<'h>)>, Stop<'h>> {
        match key {
            Value::Str(text) => self.probe(hash, |found| match found {
                Value::Str(other) => Ok(same_text(text, other)),
                other => cx.same(other, key),
            }),
            // Unequal keys of one hash are made on purpose: each that is passed over has its price.
            _ => self.probe(hash, |found| {
                let same = cx.same(found, key)?;
                if !same {
                    cx.charge(1)?;
                }
                Ok(same)
            }),
        }
    }

    pub(super) fn probe(
        &self,
        hash: u64,
        mut same: impl FnMut(Value<'h>) -> Result<bool, Stop<'h>>,
    ) -> Result<Option<(usize, Entry<'h>)>, Stop<'h>> {
        self.hash_keys();
        let index = self.index.get();
        if index.is_empty() {
            for (at, cell) in self.used().iter().enumerate() {
                let entry = cell.get();
                if entry.hash == hash && !entry.is_hole() && same(entry.key)? {
                    return Ok(Some((at, entry)));
                }
            }
            return Ok(None);
        }
        let entries = self.entries.get();
        for slot in probes(index, hash) {
            let Some(at) = slot.get().checked_sub(1) else {
                return Ok(None);
            };
            let Some(cell) = entries.get(at as usize) else {
                return Ok(None);
            };
            let entry = cell.get();
            if entry.hash == hash && same(entry.key)? {
                return Ok(Some((at as usize, entry)));
            }
        }
        Ok(None)
    }

    pub(super) fn append(&self, cx: &Context<'h>, entry: Entry<'h>) -> Result<(), Stop<'h>> {
        if self.filled.get() == self.entries.get().len() {
            self.grow(cx)?;
        }
        let at = self.filled.get();
        self.put(at, entry);
        self.link(at, entry.hash);
        self.filled.set(at + 1);
        self.live.set(self.live.get() + 1);
        Ok(())
    }

    pub(super) fn link(&self, at: usize, hash: u64) {
        let free = probes(self.index.get(), hash).find(|slot| slot.get() == 0);
        if let Some(slot) = free {
            slot.set(at as u32 + 1);
        }
    }

    pub(super) fn erase(&self, at: usize, hash: u64) {
        self.unlink(at, hash);
        self.put(at, Entry::HOLE);
        self.live.set(self.live.get().saturating_sub(1));
        if at == self.first.get() {
            self.first.set(at + 1);
        }
        if self.live.get() < self.filled.get() / 8 {
            self.squeeze();
        }
    }

    /// Moves the live entries to the front, so that passing over all places costs what they are worth.
    /// What it costs was spent by the removals before.
    #[cold]
    pub(super) fn squeeze(&self) {
        let mut filled = 0;
        for (at, cell) in self.used().iter().enumerate() {
            let entry = cell.get();
            if entry.is_hole() {
                continue;
            }
            if at != filled {
                self.unlink(at, entry.hash);
                cell.set(Entry::HOLE);
                self.put(filled, entry);
                self.link(filled, entry.hash);
            }
            filled += 1;
        }
        self.filled.set(filled);
        self.first.set(0);
    }

    /// Gives free places at the end back. Not done by every removal: iterators tell a key that was
    /// removed and set again from one they know by its new place.
    pub(super) fn trim(&self) {
        let mut filled = self.filled.get();
        while let Some(last) = filled.checked_sub(1)
            && let Some(cell) = self.entries.get().get(last)
            && cell.get().is_hole()
        {
            filled = last;
        }
        self.filled.set(filled);
        self.first.set(self.first.get().min(filled));
    }

    /// Frees the index slot of an entry, and moves later slots of its run back.
    pub(super) fn unlink(&self, at: usize, hash: u64) {
        let index = self.index.get();
        let mask = index.len().wrapping_sub(1);
        let wanted = at as u32 + 1;
        let start = hash as usize & mask;
        let place = (0..index.len()).map(|step| (start + step) & mask);
        let Some(mut gap) = place
            .take_while(|place| index.get(*place).is_some_and(|slot| slot.get() != 0))
            .find(|place| index.get(*place).is_some_and(|slot| slot.get() == wanted))
        else {
            return;
        };
        let mut next = gap;
        loop {
            next = (next + 1) & mask;
            let slot = index.get(next).map_or(0, Cell::get);
            let Some(entry) = slot.checked_sub(1) else {
                break;
            };
            let home = self.entries.get().get(entry as usize);
            let home = home.map_or(0, |cell| cell.get().hash as usize & mask);
            if (next.wrapping_sub(home) & mask) >= (next.wrapping_sub(gap) & mask) {
                if let Some(cell) = index.get(gap) {
                    cell.set(slot);
                }
                gap = next;
            }
        }
        if let Some(cell) = index.get(gap) {
            cell.set(0);
        }
    }

    #[cold]
    pub(super) fn grow(&self, cx: &Context<'h>) -> Result<(), Stop<'h>> {
        let (filled, live) = (self.filled.get(), self.live.get());
        if live < filled - filled / 4 {
            cx.charge(filled / 4)?;
            self.compact(self.entries.get());
            return Ok(());
        }
        self.reserve(cx, (filled * 2).max(FIRST))
    }

    pub(super) fn reserve(&self, cx: &Context<'h>, capacity: usize) -> Result<(), Stop<'h>> {
        if capacity <= self.entries.get().len() {
            return Ok(());
        }
        cx.charge(capacity / 4)?;
        let fresh = cx.memory(cx.heap.cells(capacity, Entry::HOLE))?;
        let index: &'h [Cell<u32>] = if capacity > UNINDEXED {
            cx.memory(cx.heap.cells((capacity * 3 / 2).next_power_of_two(), 0))?
        } else {
            &[]
        };
        self.index.set(index);
        match self.filled.get() {
            0 => self.entries.set(fresh),
            _ => self.compact(fresh),
        }
        Ok(())
    }

    /// Moves the live entries to the front of `target` and links them anew.
    pub(super) fn compact(&self, target: &'h [Cell<Entry<'h>>]) {
        let source = self.used();
        self.entries.set(target);
        for slot in self.index.get() {
            slot.set(0);
        }
        let mut filled = 0;
        for cell in source {
            let entry = cell.get();
            if !entry.is_hole() {
                self.put(filled, entry);
                self.link(filled, entry.hash);
                filled += 1;
            }
        }
        for cell in target.iter().skip(filled) {
            cell.set(Entry::HOLE);
        }
        self.filled.set(filled);
        self.first.set(0);
    }
}

/// The slots of an index in the order in which a hash looks at them.
fn probes(index: &[Cell<u32>], hash: u64) -> impl Iterator<Item = &Cell<u32>> {
    let start = hash as usize & index.len().wrapping_sub(1);
    let (front, back) = index.split_at_checked(start).unwrap_or((index, &[]));
    back.iter().chain(front)
}

/// Whether two texts have the same characters.
#[inline]
pub(super) fn same_text(a: &Text<'_>, b: &Text<'_>) -> bool {
    std::ptr::eq(a, b) || a.as_str() == b.as_str()
}
