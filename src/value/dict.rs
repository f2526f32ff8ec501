//! Dicts: entries in insertion order, and an index over them once there are more than a few.
//!
//! Everything is a cell, so that what changes a dict while it is read cannot panic. How entries are found and
//! kept stands in `table.rs`.

use std::cell::Cell;

use super::context::Context;
use super::hash::text_hash;
use super::table::{FIRST, same_text};
use super::value::{Cursor, Dict, DictExtra, DictKind, Entry, Mapping, Stop, Text, Value};

/// How many entries are looked at before the key is hashed.
const NEAR: usize = 4;

impl Default for Dict<'_> {
    fn default() -> Self {
        Self {
            entries: Cell::new(&[]),
            filled: Cell::new(0),
            first: Cell::new(0),
            live: Cell::new(0),
            index: Cell::new(&[]),
            extra: Cell::new(None),
        }
    }
}

impl Entry<'_> {
    /// No entry.
    pub(super) const HOLE: Self = Self {
        hash: 0,
        key: Value::Unbound,
        value: Value::Unbound,
    };

    pub(super) fn is_hole(&self) -> bool {
        matches!(self.key, Value::Unbound)
    }
}

impl<'h> Dict<'h> {
    /// How many keys.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.lent() {
            None => self.live.get(),
            Some(mapping) => mapping.len(),
        }
    }

    /// Whether it has no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which class it is of.
    #[must_use]
    pub fn kind(&self) -> DictKind {
        self.extra.get().map_or(DictKind::Plain, |extra| extra.kind)
    }

    /// What only few dicts have.
    #[must_use]
    pub fn extra(&self) -> Option<&'h DictExtra<'h>> {
        self.extra.get()
    }

    /// The embedder's map that it still shows.
    #[must_use]
    pub fn lent(&self) -> Option<&'h dyn Mapping> {
        self.extra.get()?.lent.get()
    }

    /// The value of a key.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what comparing keys raises.
    pub fn get(&self, cx: &Context<'h>, key: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        if let (Value::Str(text), Some(mapping)) = (key, self.lent()) {
            return self.lent_value(cx, mapping, text);
        }
        let hash = cx.key_hash(key)?;
        match (self.find(cx, hash, key)?, key) {
            (Some((_, entry)), _) => Ok(Some(entry.value)),
            (None, Value::Str(text)) => Ok(self.respelled(text.as_str())),
            (None, _) => Ok(None),
        }
    }

    /// What stands under another spelling of a key, in a dict that showed a map of the embedder's.
    fn respelled(&self, key: &str) -> Option<Value<'h>> {
        let spelling = self.extra.get()?.shown?.spelling(key)?;
        self.stored_str(spelling)
    }

    /// The value of a str key.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted by what a lent map hands out.
    pub fn get_str(&self, cx: &Context<'h>, key: &str) -> Result<Option<Value<'h>>, Stop<'h>> {
        match self.lent() {
            Some(mapping) => self.lent_value(cx, mapping, cx.copied_text(key)?),
            None => Ok(self.stored_str(key).or_else(|| self.respelled(key))),
        }
    }

    /// The value that stands in the dict itself under a str key.
    #[must_use]
    pub fn stored_str(&self, key: &str) -> Option<Value<'h>> {
        if self.live.get() == 0 {
            return None;
        }
        let is_key = |found| matches!(found, Value::Str(text) if text.as_str() == key);
        if self.index.get().is_empty() {
            // To compare a few texts costs less than to hash one.
            let entries = self.used().iter().map(Cell::get);
            let mut found = entries.filter(|entry| is_key(entry.key));
            return found.next().map(|entry| entry.value);
        }
        let found = self
            .probe(text_hash(key).into(), |found| Ok(is_key(found)))
            .ok()??;
        Some(found.1.value)
    }

    /// Like [`Dict::stored_str`], with a text that may know its hash.
    #[must_use]
    #[inline]
    pub fn stored_text(&self, key: &Text<'_>) -> Option<Value<'h>> {
        if self.filled.get() == 0 {
            return None;
        }
        self.near(key).or_else(|| self.stored_alike(key))
    }

    /// What stands under the very same text among the first entries: the names of programs are the same
    /// texts wherever they stand.
    #[inline(always)]
    pub(super) fn near(&self, key: &Text<'_>) -> Option<Value<'h>> {
        for place in self.used().iter().take(NEAR) {
            let entry = place.get();
            if let Value::Str(text) = entry.key
                && std::ptr::eq(text, key)
            {
                return Some(entry.value);
            }
        }
        None
    }

    /// What stands under a text of the same characters.
    fn stored_alike(&self, key: &Text<'_>) -> Option<Value<'h>> {
        if self.live.get() == 0 {
            return None;
        }
        let same = |found| Ok(matches!(found, Value::Str(text) if same_text(text, key)));
        let found = self.probe(key.hash_once(text_hash), same).ok()??;
        Some(found.1.value)
    }

    /// Adds a key that is not there, and of which no write is noted.
    #[inline]
    pub(super) fn add_text(
        &self,
        cx: &Context<'h>,
        key: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let hash = key.hash_once(text_hash);
        let key = Value::Str(key);
        let entry = Entry { hash, key, value };
        match self.entries.get() {
            [] => self.begin(cx, entry),
            _ => self.append(cx, entry),
        }
    }

    /// Adds the first entry, for which there is no room yet.
    fn begin(&self, cx: &Context<'h>, entry: Entry<'h>) -> Result<(), Stop<'h>> {
        cx.charge(FIRST / 4)?;
        let mut entries = [Entry::HOLE; FIRST];
        let [first, ..] = &mut entries;
        *first = entry;
        let entries = cx.memory(cx.heap.alloc_mut(entries))?;
        self.entries
            .set(Cell::from_mut(entries.as_mut_slice()).as_slice_of_cells());
        self.filled.set(1);
        self.live.set(1);
        Ok(())
    }

    /// Adds a key that is not there, to be hashed by [`Dict::hash_keys`] before any key is looked for.
    pub(super) fn add_unhashed(
        &self,
        cx: &Context<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        if self.filled.get() == self.entries.get().len() {
            self.grow(cx)?;
        }
        let at = self.filled.get();
        let hash = 0;
        self.put(at, Entry { hash, key, value });
        self.filled.set(at + 1);
        self.live.set(self.live.get() + 1);
        Ok(())
    }

    /// Hashes the keys that were taken over from a lent map.
    #[inline]
    pub(super) fn hash_keys(&self) {
        if let Some(extra) = self.extra.get()
            && extra.unhashed.replace(false)
        {
            self.hash_all();
        }
    }

    #[cold]
    fn hash_all(&self) {
        for slot in self.index.get() {
            slot.set(0);
        }
        for (at, cell) in self.used().iter().enumerate() {
            let entry = cell.get();
            if let Value::Str(text) = entry.key {
                let hash = text.hash_once(text_hash);
                cell.set(Entry { hash, ..entry });
                self.link(at, hash);
            }
        }
    }

    /// Whether it has a key.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what comparing keys raises.
    pub fn contains(&self, cx: &Context<'h>, key: Value<'h>) -> Result<bool, Stop<'h>> {
        if let (Some(mapping), Value::Str(text)) = (self.lent(), key) {
            return Ok(mapping.value(text.as_str()).is_some());
        }
        Ok(self.get(cx, key)?.is_some())
    }

    /// Sets the value of a key; answers with the value it had.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable; [`Stop::Fatal`] if memory is exhausted.
    pub fn insert(
        &self,
        cx: &Context<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let hash = cx.key_hash(key)?;
        self.own(cx, key, value)?;
        match self.find(cx, hash, key)? {
            Some((at, entry)) => {
                self.put(at, Entry { value, ..entry });
                Ok(Some(entry.value))
            }
            None => {
                self.append(cx, Entry { hash, key, value })?;
                Ok(None)
            }
        }
    }

    /// Adds a key that is known not to be there, to a dict that nothing is noted of.
    ///
    /// # Errors
    /// Those of [`Dict::insert`].
    pub fn add(&self, cx: &Context<'h>, key: Value<'h>, value: Value<'h>) -> Result<(), Stop<'h>> {
        let hash = cx.key_hash(key)?;
        self.append(cx, Entry { hash, key, value })
    }

    /// Sets the value of a str key.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn insert_str(
        &self,
        cx: &Context<'h>,
        key: &str,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let key = cx.str(key)?;
        self.insert(cx, key, value).map(drop)
    }

    /// The value of a key, after setting it to `default` if there was none.
    ///
    /// # Errors
    /// Those of [`Dict::insert`].
    pub fn get_or_insert(
        &self,
        cx: &Context<'h>,
        key: Value<'h>,
        default: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match self.get(cx, key)? {
            Some(value) => Ok(value),
            None => self.insert(cx, key, default).map(|_| default),
        }
    }

    /// Removes a key; answers with the key as stored and its value.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what comparing keys raises.
    pub fn remove(
        &self,
        cx: &Context<'h>,
        key: Value<'h>,
    ) -> Result<Option<(Value<'h>, Value<'h>)>, Stop<'h>> {
        let hash = cx.key_hash(key)?;
        self.settle(cx)?;
        let Some((at, entry)) = self.find(cx, hash, key)? else {
            return Ok(None);
        };
        self.own(cx, key, Value::Unbound)?;
        self.erase(at, entry.hash);
        Ok(Some((entry.key, entry.value)))
    }

    /// Removes the last key, or the first one.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if the budget is spent by looking for it.
    pub fn remove_end(
        &self,
        cx: &Context<'h>,
        last: bool,
    ) -> Result<Option<(Value<'h>, Value<'h>)>, Stop<'h>> {
        self.settle(cx)?;
        self.hash_keys();
        let found = if last {
            self.entry_before(cx, self.filled.get())?
        } else {
            self.entry_from(cx, 0)?
        };
        let Some((at, entry)) = found else {
            return Ok(None);
        };
        self.own(cx, entry.key, Value::Unbound)?;
        self.erase(at, entry.hash);
        if last {
            self.trim();
        }
        Ok(Some((entry.key, entry.value)))
    }

    /// Removes all keys.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn clear(&self, cx: &Context<'h>) -> Result<(), Stop<'h>> {
        if self.extra.get().is_some_and(|extra| extra.origin.is_some()) {
            for (key, _) in self.items(cx)? {
                self.own(cx, key, Value::Unbound)?;
            }
        }
        self.take_over(&Self::default());
        Ok(())
    }

    /// The keys with their values, in order. A lent map is taken over first; what changes during
    /// the iteration is seen, or not.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn items(
        &self,
        cx: &Context<'h>,
    ) -> Result<impl DoubleEndedIterator<Item = (Value<'h>, Value<'h>)> + use<'h>, Stop<'h>> {
        self.settle(cx)?;
        Ok(self.stored())
    }

    /// The keys with their values that stand in the dict itself.
    pub fn stored(&self) -> impl DoubleEndedIterator<Item = (Value<'h>, Value<'h>)> + use<'h> {
        let entries = self.used();
        entries
            .iter()
            .map(Cell::get)
            .filter(|entry| !entry.is_hole())
            .map(|entry| (entry.key, entry.value))
    }

    /// The keys' hashes.
    pub(super) fn hashes(&self) -> impl Iterator<Item = u64> + use<'h> {
        self.hash_keys();
        let entries = self.used();
        let live = entries.iter().map(Cell::get).filter(|e| !e.is_hole());
        live.map(|entry| entry.hash)
    }

    /// The first entry at or behind a position.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if the budget is spent by passing over free places.
    #[inline]
    pub fn entry_from(
        &self,
        cx: &Context<'h>,
        at: usize,
    ) -> Result<Option<(usize, Entry<'h>)>, Stop<'h>> {
        match self.used().get(at).map(Cell::get) {
            Some(entry) if !entry.is_hole() => Ok(Some((at, entry))),
            _ => self.entry_behind(cx, at),
        }
    }

    /// The entry that an iterator has reached, and the iterator behind it; none if it has not reached
    /// one, or the dict has changed.
    #[inline]
    pub fn turn(&self, cursor: Cursor) -> Option<(Entry<'h>, Cursor)> {
        let entry = self.used().get(cursor.at as usize)?.get();
        let after = cursor.taken(cursor.at)?;
        let same = self.len() == cursor.size();
        (same && !entry.is_hole()).then_some((entry, after))
    }

    /// The first entry behind a position that is free, or beyond the last one.
    fn entry_behind(
        &self,
        cx: &Context<'h>,
        at: usize,
    ) -> Result<Option<(usize, Entry<'h>)>, Stop<'h>> {
        let first = self.first.get();
        let start = at.max(first);
        let mut entries = self.used().iter().enumerate().skip(start);
        let found = entries.find(|(_, cell)| !cell.get().is_hole());
        let reached = found.map_or(self.filled.get(), |(at, _)| at);
        if at <= first {
            self.first.set(reached);
        }
        cx.charge(reached.saturating_sub(start) / 8)?;
        Ok(found.map(|(at, cell)| (at, cell.get())))
    }

    /// The last entry before a position.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if the budget is spent by passing over free places.
    pub fn entry_before(
        &self,
        cx: &Context<'h>,
        at: usize,
    ) -> Result<Option<(usize, Entry<'h>)>, Stop<'h>> {
        let used = self.used();
        let entries = used.get(..at).unwrap_or(used);
        let found = entries.iter().rposition(|cell| !cell.get().is_hole());
        cx.charge((entries.len() - found.unwrap_or(0)) / 8)?;
        Ok(found.and_then(|at| Some((at, entries.get(at)?.get()))))
    }

    /// Positions in use, holes included.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.filled.get()
    }

    /// Copies all entries of another dict into this one, which is empty and new.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn fill_from(&self, cx: &Context<'h>, other: &Self) -> Result<(), Stop<'h>> {
        other.settle(cx)?;
        other.hash_keys();
        cx.charge(other.live.get())?;
        self.reserve(cx, other.live.get())?;
        for cell in other.used() {
            let entry = cell.get();
            if !entry.is_hole() {
                self.append(cx, entry)?;
            }
        }
        Ok(())
    }

    /// Moves an existing key to one end (`OrderedDict.move_to_end`). Whether the key exists.
    ///
    /// # Errors
    /// Those of [`Dict::insert`].
    pub fn move_to_end(
        &self,
        cx: &Context<'h>,
        key: Value<'h>,
        last: bool,
    ) -> Result<bool, Stop<'h>> {
        let Some((key, value)) = self.remove(cx, key)? else {
            return Ok(false);
        };
        if last {
            self.insert(cx, key, value)?;
            return Ok(true);
        }
        cx.charge(self.live.get())?;
        let rest: Vec<_> = self.stored().collect();
        self.clear(cx)?;
        self.insert(cx, key, value)?;
        for (key, value) in rest {
            self.insert(cx, key, value)?;
        }
        Ok(true)
    }

    /// Takes the entries of another dict, which is then not used any more.
    pub(super) fn take_over(&self, other: &Self) {
        if let Some(extra) = self.extra.get() {
            extra.unhashed.set(false);
        }
        self.entries.set(other.entries.get());
        self.filled.set(other.filled.get());
        self.first.set(other.first.get());
        self.live.set(other.live.get());
        self.index.set(other.index.get());
    }
}

impl<'h> Context<'h> {
    /// An empty dict.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn dict(&self) -> Result<&'h Dict<'h>, Stop<'h>> {
        self.memory(self.heap.alloc(Dict::default()))
    }

    /// An empty dict of one of the classes of `collections`.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn dict_of(&self, kind: DictKind, factory: Value<'h>) -> Result<&'h Dict<'h>, Stop<'h>> {
        let dict = self.dict()?;
        if kind != DictKind::Plain {
            let extra = self.memory(self.heap.alloc(DictExtra {
                kind,
                factory: Cell::new(factory),
                lent: Cell::new(None),
                unhashed: Cell::new(false),
                shown: None,
                memo: None,
                origin: None,
            }))?;
            dict.extra.set(Some(extra));
        }
        Ok(dict)
    }

    /// A dict with room for `len` keys.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn dict_with(&self, len: usize) -> Result<&'h Dict<'h>, Stop<'h>> {
        let dict = self.dict()?;
        dict.reserve(self, len)?;
        Ok(dict)
    }

    /// A shallow copy, of the same class.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn copy_dict(&self, dict: &Dict<'h>) -> Result<&'h Dict<'h>, Stop<'h>> {
        let factory = dict
            .extra()
            .map_or(Value::None, |extra| extra.factory.get());
        let copy = self.dict_of(dict.kind(), factory)?;
        copy.fill_from(self, dict)?;
        Ok(copy)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::Value;
    use crate::value::fixture::{in_context, ok};

    proptest! {
        #[test]
        fn behaves_as_a_map_in_order(ops in prop::collection::vec((0u8..8, 0i64..40), 0..400)) {
            in_context(|cx| {
                let dict = ok(cx.dict());
                let mut model: HashMap<i64, i64> = HashMap::new();
                let mut order: Vec<i64> = Vec::new();
                for (at, (op, key)) in ops.iter().enumerate() {
                    let at = at as i64;
                    if *op < 5 {
                        ok(dict.insert(cx, Value::Int(*key), Value::Int(at)));
                        if model.insert(*key, at).is_none() {
                            order.push(*key);
                        }
                    } else if *op < 7 {
                        let removed = ok(dict.remove(cx, Value::Int(*key))).is_some();
                        assert_eq!(removed, model.remove(key).is_some());
                        order.retain(|other| other != key);
                    } else {
                        let removed = ok(dict.remove_end(cx, key % 2 == 0));
                        let at = if key % 2 == 0 { order.len().saturating_sub(1) } else { 0 };
                        let expected = (!order.is_empty()).then(|| order.remove(at));
                        let key = removed.map(|(key, _)| key.cut());
                        assert_eq!(key, expected);
                        expected.map(|key| model.remove(&key));
                    }
                }
                let keys: Vec<i64> = dict.stored().map(|(key, _)| key.cut()).collect();
                assert_eq!(keys, order);
                let first = ok(dict.entry_from(cx, 0)).map(|(_, entry)| entry.key.cut());
                assert_eq!(first, order.first().copied());
                let last = ok(dict.entry_before(cx, dict.positions()));
                assert_eq!(last.map(|(_, entry)| entry.key.cut()), order.last().copied());
                for key in 0..40 {
                    let found = ok(dict.get(cx, Value::Int(key))).map(Value::cut);
                    assert_eq!(found, model.get(&key).copied());
                }
            });
        }
    }

    /// A dict that is emptied from one end, the next key asked for before each removal, takes steps in
    /// proportion to its keys.
    #[test]
    fn free_places_are_not_passed_over_again_and_again() {
        in_context(|cx| {
            let (dict, keys) = (ok(cx.dict()), 10_000);
            for key in 0..keys {
                ok(dict.insert(cx, Value::Int(key), Value::None));
            }
            let before = cx.meter.spent();
            for key in 0..keys {
                let first = ok(dict.entry_from(cx, 0)).map(|(_, entry)| entry.key.cut());
                assert_eq!(first, Some(key));
                ok(dict.remove(cx, Value::Int(key)));
            }
            assert!(cx.meter.spent() - before < 20_000, "{}", cx.meter.spent());
        });
    }

    #[test]
    fn equal_numbers_are_one_key() {
        in_context(|cx| {
            let dict = ok(cx.dict());
            ok(dict.insert(cx, Value::Int(1), Value::Int(10)));
            ok(dict.insert(cx, Value::float(1.0), Value::Int(20)));
            ok(dict.insert(cx, Value::True, Value::Int(30)));
            assert_eq!(dict.len(), 1);
            ok(dict.insert_str(cx, "a", Value::None));
            assert!(ok(dict.get_str(cx, "a")).is_some());
            assert!(dict.insert(cx, Value::Dict(dict), Value::None).is_err());
        });
    }
}
