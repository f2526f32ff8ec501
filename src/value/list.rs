//! Lists: a cell of a slice of cells, so that nothing that happens during a read can panic.

use std::cell::Cell;

use super::context::Context;
use super::value::{List, Stop, Value};

impl<'h> List<'h> {
    /// How many items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items as cells. A later change of the list's length is not seen through it.
    #[must_use]
    pub fn cells(&self) -> &'h [Cell<Value<'h>>] {
        self.buffer.get().get(..self.len.get()).unwrap_or_default()
    }

    /// The item at a position counted from the front.
    #[must_use]
    pub fn item(&self, at: usize) -> Option<Value<'h>> {
        self.cells().get(at).map(Cell::get)
    }

    /// The items, each read when the iterator reaches it.
    pub fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = Value<'h>> + ExactSizeIterator + Clone + use<'h> {
        self.cells().iter().map(Cell::get)
    }

    /// A copy of the items.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Value<'h>> {
        self.iter().collect()
    }

    /// Appends an item.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn push(&self, cx: &Context<'h>, item: Value<'h>) -> Result<(), Stop<'h>> {
        let len = self.len.get();
        if len == self.buffer.get().len() {
            self.grow(cx, len + 1)?;
        }
        if let Some(cell) = self.buffer.get().get(len) {
            cell.set(item);
            self.len.set(len + 1);
        }
        Ok(())
    }

    /// Removes the last item.
    pub fn pop(&self) -> Option<Value<'h>> {
        let last = self.len.get().checked_sub(1)?;
        let item = self.item(last);
        self.len.set(last);
        item
    }

    /// Removes all items.
    pub fn clear(&self) {
        self.len.set(0);
    }

    /// Replaces the items from `start` up to `end` by others.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn splice(
        &self,
        cx: &Context<'h>,
        start: usize,
        end: usize,
        items: &[Value<'h>],
    ) -> Result<(), Stop<'h>> {
        let len = self.len.get();
        let (start, end) = (start.min(len), end.clamp(start.min(len), len));
        let wanted = len - (end - start) + items.len();
        if wanted > self.buffer.get().len() {
            self.grow(cx, wanted)?;
        }
        let buffer = self.buffer.get();
        let tail = len - end;
        let shift = |at: usize| {
            if let (Some(from), Some(to)) =
                (buffer.get(end + at), buffer.get(start + items.len() + at))
            {
                to.set(from.get());
            }
        };
        if start + items.len() > end {
            (0..tail).rev().for_each(shift);
        } else {
            (0..tail).for_each(shift);
        }
        for (cell, item) in buffer.iter().skip(start).zip(items) {
            cell.set(*item);
        }
        self.len.set(wanted);
        Ok(())
    }

    fn grow(&self, cx: &Context<'h>, wanted: usize) -> Result<(), Stop<'h>> {
        let capacity = wanted.max(self.buffer.get().len() * 2).max(4);
        cx.charge_bytes(capacity)?;
        let fresh = cx.memory(cx.heap.cells(capacity, Value::Unbound))?;
        for (to, from) in fresh.iter().zip(self.cells()) {
            to.set(from.get());
        }
        self.buffer.set(fresh);
        Ok(())
    }
}
