//! Iteration: what iterates a value, and the next item of a native iterator.

use super::context::Context;
use super::exceptions::RUNTIME_ERROR;
use super::range::small_len;
use super::value::{
    Cursor, Dict, Entry, Generator, Iter, IterState, Set, Stop, Text, Value, View, ViewKind,
};

/// What iterates a value.
#[derive(Clone, Copy)]
pub enum Iteration<'h> {
    /// Rust advances it.
    Native(&'h Iter<'h>),
    /// The machine runs it.
    Generator(&'h Generator<'h>),
}

impl Cursor {
    /// At a position among so many entries, all of which are to come.
    #[must_use]
    pub fn over(at: u32, size: usize) -> Self {
        let size = u64::from(size as u32);
        let counts = size << 32 | size;
        Self { at, counts }
    }

    /// How many entries were live at the start.
    #[inline]
    pub(super) fn size(self) -> usize {
        (self.counts >> 32) as usize
    }

    /// Behind the entry at a position; none if no entry was to come.
    #[inline]
    pub(super) fn taken(self, at: u32) -> Option<Self> {
        (self.counts as u32 > 0).then_some(Self {
            at: at + 1,
            counts: self.counts.wrapping_sub(1),
        })
    }
}

impl<'h> Context<'h> {
    /// `iter(x)`.
    ///
    /// # Errors
    /// `TypeError` if it cannot be iterated.
    pub fn iterate(&self, value: Value<'h>) -> Result<Iteration<'h>, Stop<'h>> {
        if let Value::Generator(generator) = value {
            return Ok(Iteration::Generator(generator));
        }
        if value.made_class().is_some() {
            return self.iterate_made(value);
        }
        self.native_iter(value).map(Iteration::Native)
    }

    /// What iterates an instance of a policy's class: as it goes, for it may never end.
    fn iterate_made(&self, value: Value<'h>) -> Result<Iteration<'h>, Stop<'h>> {
        let iterator = match self.ask_special(value, "__iter__", &[])? {
            Some(iterator) if iterator.special("__next__").is_some() => {
                self.ask_std("each_next", &[iterator])?
            }
            Some(iterator @ (Value::Generator(_) | Value::Iter(_))) => iterator,
            Some(other) => {
                return Err(self.type_error(format_args!(
                    "iter() returned non-iterator of type '{}'",
                    other.type_name()
                )));
            }
            None if value.special("__getitem__").is_some() => {
                self.ask_std("each_position", &[value])?
            }
            None => {
                return Err(self.type_error(format_args!(
                    "'{}' object is not iterable",
                    value.type_name()
                )));
            }
        };
        match iterator {
            Value::Generator(generator) => Ok(Iteration::Generator(generator)),
            other => self.native_iter(other).map(Iteration::Native),
        }
    }

    /// The native iterator over a value that is no generator.
    ///
    /// # Errors
    /// `TypeError` if it cannot be iterated.
    pub fn native_iter(&self, value: Value<'h>) -> Result<&'h Iter<'h>, Stop<'h>> {
        match self.maybe_iterate(value)? {
            Some(iter) => Ok(iter),
            None => Err(self.type_error(format_args!(
                "'{}' object is not iterable",
                value.type_name()
            ))),
        }
    }

    /// The native iterator over a value; none if Rust cannot iterate it.
    ///
    /// # Errors
    /// What asking an object raises; [`Stop::Fatal`] if memory is exhausted.
    pub fn maybe_iterate(&self, value: Value<'h>) -> Result<Option<&'h Iter<'h>>, Stop<'h>> {
        let state = match value {
            Value::Iter(iter) => return Ok(Some(iter)),
            Value::List(list) => IterState::List(list, 0),
            Value::Tuple(tuple) => IterState::Slice(tuple.items, 0),
            Value::Str(text) => IterState::Str(text, 0),
            Value::Bytes(bytes) => IterState::Bytes(bytes, 0),
            Value::Range(range) => match range.small() {
                Some((start, stop, step)) => {
                    IterState::Range(start, step, small_len((start, stop, step)))
                }
                None => IterState::BigRange(range.start, range),
            },
            Value::Dict(dict) => {
                let view = self.view(dict, ViewKind::Keys)?;
                IterState::Dict(view, self.cursor(dict)?)
            }
            Value::View(view) => IterState::Dict(view, self.cursor(view.dict)?),
            Value::Set(set) => IterState::Set(set, self.cursor(&set.table)?),
            Value::Object(object) => return object.class.behaviour.iter(self, object),
            Value::Made(_) | Value::Exc(_) => match self.made_items(value)? {
                Some(Value::List(list)) => IterState::List(list, 0),
                _ => return Ok(None),
            },
            Value::Host(host) => match host.object.items() {
                Some(items) => {
                    let list = self.list(&[])?;
                    for at in 0..items.len() {
                        list.push(self, self.lend_item(items, at, host.origin)?)?;
                    }
                    IterState::List(list, 0)
                }
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        self.iter(state).map(Some)
    }

    /// A view of a dict.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn view(&self, dict: &'h Dict<'h>, kind: ViewKind) -> Result<&'h View<'h>, Stop<'h>> {
        self.memory(self.heap.alloc(View { dict, kind }))
    }

    fn cursor(&self, dict: &Dict<'h>) -> Result<Cursor, Stop<'h>> {
        dict.settle(self)?;
        Ok(Cursor::over(0, dict.len()))
    }

    /// The next item of a native iterator; none at its end.
    ///
    /// # Errors
    /// `RuntimeError` if a dict or set changed meanwhile, or what an object raises.
    #[inline]
    pub fn advance(&self, iter: &Iter<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        match iter.state.get() {
            IterState::List(list, at) => {
                let item = list.item(at);
                iter.state.set(match item {
                    Some(_) => IterState::List(list, at + 1),
                    None => IterState::Done,
                });
                Ok(item)
            }
            IterState::Range(next, step, left) => {
                let Some(left) = left.checked_sub(1) else {
                    return Ok(None);
                };
                iter.state
                    .set(IterState::Range(next.wrapping_add(step), step, left));
                Ok(Some(Value::Int(next)))
            }
            IterState::Slice(items, at) => {
                iter.state.set(IterState::Slice(items, at + 1));
                Ok(items.get(at).copied())
            }
            other => self.advance_other(iter, other),
        }
    }

    fn advance_other(
        &self,
        iter: &Iter<'h>,
        state: IterState<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match state {
            IterState::Str(text, at) => self.advance_text(iter, text, at),
            IterState::Bytes(bytes, at) => {
                iter.state.set(IterState::Bytes(bytes, at + 1));
                let byte = bytes.as_slice().get(at);
                Ok(byte.map(|byte| Value::Int(i64::from(*byte))))
            }
            IterState::Fixed(items, at) => {
                iter.state.set(IterState::Fixed(items, at + 1));
                Ok(items.item(at))
            }
            IterState::BigRange(next, range) => {
                let at = self.range_position(range, next)?;
                if at.is_none() {
                    return Ok(None);
                }
                let after = self.binary(crate::ops::BinaryOp::Add, next, range.step)?;
                iter.state.set(IterState::BigRange(after, range));
                Ok(Some(next))
            }
            IterState::Dict(view, cursor) => self.advance_dict(iter, view, cursor),
            IterState::Set(set, cursor) => self.advance_set(iter, set, cursor),
            IterState::Reversed(sequence, left) => self.advance_reversed(iter, sequence, left),
            IterState::ReversedDict(view, cursor) => self.retreat_dict(iter, view, cursor),
            IterState::Enumerate(inner, number) => {
                let Some(item) = self.nested(|| self.advance(inner))? else {
                    return Ok(None);
                };
                let after = self.binary(crate::ops::BinaryOp::Add, number, Value::Int(1))?;
                iter.state.set(IterState::Enumerate(inner, after));
                self.tuple(&[number, item]).map(Some)
            }
            IterState::Zip(iters, strict) => self.nested(|| self.advance_zip(iter, iters, strict)),
            IterState::Other(object) => self.nested(|| object.class.behaviour.next(self, object)),
            _ => Ok(None),
        }
    }

    fn advance_text(
        &self,
        iter: &Iter<'h>,
        text: &'h Text<'h>,
        at: usize,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let rest = text.as_str().get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            return Ok(None);
        };
        let end = at + first.len_utf8();
        iter.state.set(IterState::Str(text, end));
        let one = text.as_str().get(at..end).unwrap_or_default();
        self.lent_str(one).map(Some)
    }

    fn advance_dict(
        &self,
        iter: &Iter<'h>,
        view: &'h View<'h>,
        cursor: Cursor,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match self.next_entry(iter, view, cursor)? {
            Some(entry) => self.shown(view, entry.key, entry.value).map(Some),
            None => Ok(None),
        }
    }

    /// The next entry of a dict that is iterated.
    pub(super) fn next_entry(
        &self,
        iter: &Iter<'h>,
        view: &'h View<'h>,
        cursor: Cursor,
    ) -> Result<Option<Entry<'h>>, Stop<'h>> {
        if view.dict.len() != cursor.size() {
            return Err(self.changed("dictionary changed size during iteration"));
        }
        let Some((at, entry)) = view.dict.entry_from(self, cursor.at as usize)? else {
            iter.state.set(IterState::Done);
            return Ok(None);
        };
        let Some(cursor) = cursor.taken(at as u32) else {
            return Err(self.changed("dictionary keys changed during iteration"));
        };
        iter.state.set(IterState::Dict(view, cursor));
        Ok(Some(entry))
    }

    fn retreat_dict(
        &self,
        iter: &Iter<'h>,
        view: &'h View<'h>,
        cursor: Cursor,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if view.dict.len() != cursor.size() {
            return Err(self.changed("dictionary changed size during iteration"));
        }
        let Some((at, entry)) = view.dict.entry_before(self, cursor.at as usize)? else {
            iter.state.set(IterState::Done);
            return Ok(None);
        };
        let cursor = Cursor {
            at: at as u32,
            ..cursor
        };
        iter.state.set(IterState::ReversedDict(view, cursor));
        self.shown(view, entry.key, entry.value).map(Some)
    }

    fn shown(
        &self,
        view: &View<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match view.kind {
            ViewKind::Keys => Ok(key),
            ViewKind::Values => Ok(value),
            ViewKind::Items => self.tuple(&[key, value]),
        }
    }

    #[cold]
    fn changed(&self, text: &str) -> Stop<'h> {
        self.raise(&RUNTIME_ERROR, format_args!("{text}"))
    }

    fn advance_set(
        &self,
        iter: &Iter<'h>,
        set: &'h Set<'h>,
        cursor: Cursor,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if set.len() != cursor.size() {
            return Err(self.changed("Set changed size during iteration"));
        }
        let Some((at, entry)) = set.table.entry_from(self, cursor.at as usize)? else {
            iter.state.set(IterState::Done);
            return Ok(None);
        };
        let cursor = Cursor {
            at: at as u32 + 1,
            ..cursor
        };
        iter.state.set(IterState::Set(set, cursor));
        Ok(Some(entry.key))
    }

    /// `left` counts items, for a str the bytes before the place.
    fn advance_reversed(
        &self,
        iter: &Iter<'h>,
        sequence: Value<'h>,
        left: usize,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if let Value::Str(text) = sequence {
            let rest = text.as_str().get(..left).unwrap_or_default();
            let Some(last) = rest.chars().next_back() else {
                return Ok(None);
            };
            let at = left - last.len_utf8();
            iter.state.set(IterState::Reversed(sequence, at));
            let one = text.as_str().get(at..left).unwrap_or_default();
            return self.lent_str(one).map(Some);
        }
        let Some(at) = left.checked_sub(1) else {
            return Ok(None);
        };
        iter.state.set(IterState::Reversed(sequence, at));
        Ok(match sequence {
            Value::List(list) => {
                let item = list.item(at);
                if item.is_none() {
                    iter.state.set(IterState::Done);
                }
                item
            }
            Value::Tuple(tuple) => tuple.items.get(at).copied(),
            Value::Bytes(bytes) => {
                let byte = bytes.as_slice().get(at);
                byte.map(|byte| Value::Int(i64::from(*byte)))
            }
            Value::Range(range) => Some(self.range_item(range, Value::Int(at as i64))?),
            _ => None,
        })
    }

    fn advance_zip(
        &self,
        iter: &Iter<'h>,
        iters: &'h [&'h Iter<'h>],
        strict: bool,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let items = self.memory(self.heap.filled(iters.len(), Value::None))?;
        for (at, (slot, inner)) in items.iter_mut().zip(iters).enumerate() {
            match self.advance(inner)? {
                Some(item) => *slot = item,
                None => {
                    iter.state.set(IterState::Done);
                    return if strict {
                        self.check_lengths(iters, at)
                    } else {
                        Ok(None)
                    };
                }
            }
        }
        if iters.is_empty() {
            return Ok(None);
        }
        self.lent_tuple(items).map(Some)
    }

    /// The end of a strict zip: the iterator at `short` gave nothing more.
    fn check_lengths(
        &self,
        iters: &[&'h Iter<'h>],
        short: usize,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if short > 0 {
            return Err(self.uneven(short, "shorter"));
        }
        for (at, inner) in iters.iter().enumerate().skip(1) {
            if self.advance(inner)?.is_some() {
                return Err(self.uneven(at, "longer"));
            }
        }
        Ok(None)
    }

    #[cold]
    fn uneven(&self, at: usize, how: &str) -> Stop<'h> {
        let others = match at {
            1 => "argument 1".to_owned(),
            at => format!("arguments 1-{at}"),
        };
        self.value_error(format_args!(
            "zip() argument {} is {how} than {others}",
            at + 1
        ))
    }

    /// Hands every item to `visit` until it answers `false`. Each item is charged.
    ///
    /// # Errors
    /// `TypeError` if the value cannot be iterated, or what `visit` raises.
    pub fn each(
        &self,
        value: Value<'h>,
        mut visit: impl FnMut(Value<'h>) -> Result<bool, Stop<'h>>,
    ) -> Result<(), Stop<'h>> {
        let iter = self.native_iter(value)?;
        while let Some(item) = self.advance(iter)? {
            self.charge(1)?;
            if !visit(item)? {
                break;
            }
        }
        Ok(())
    }

    /// All items, collected outside the heap but counted as if inside.
    ///
    /// # Errors
    /// `TypeError` if the value cannot be iterated; [`Stop::Fatal`] if memory is exhausted.
    pub fn collect(&self, value: Value<'h>) -> Result<Vec<Value<'h>>, Stop<'h>> {
        let known = match value {
            Value::List(list) => Some(list.to_vec()),
            Value::Tuple(tuple) => Some(tuple.items.to_vec()),
            _ => None,
        };
        if let Some(items) = known {
            self.charge(items.len())?;
            self.memory(self.heap.charge(size_of_val(items.as_slice())))?;
            return Ok(items);
        }
        let mut items = Vec::new();
        self.each(value, |item| {
            self.memory(self.heap.charge(size_of::<Value<'_>>()))?;
            items.push(item);
            Ok(true)
        })?;
        Ok(items)
    }
}
