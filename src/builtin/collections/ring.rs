//! The items of a deque: a ring of cells that grows when it is full.

use std::cell::Cell;

use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::value::{Data, Instance, List, Stop};

/// What a deque keeps beside its cells.
struct Marks {
    /// Where the first item stands.
    head: Cell<usize>,
    /// How many items there are.
    len: Cell<usize>,
    /// How many there may be.
    most: Option<usize>,
    /// Counts changes of the length, so that iterators notice them.
    changes: Cell<u64>,
}

/// A deque: the cells are a list in its only field.
#[derive(Clone, Copy)]
pub(super) struct Ring<'h> {
    marks: &'h Marks,
    holder: &'h Instance<'h>,
}

impl<'h> Ring<'h> {
    /// The deque that a value is.
    pub(super) fn of(value: Value<'h>) -> Option<Self> {
        match value {
            Value::Object(holder) => Self::held(holder),
            _ => None,
        }
    }

    /// The deque that an instance is.
    pub(super) fn held(holder: &'h Instance<'h>) -> Option<Self> {
        Some(Self {
            marks: holder.own::<Marks>()?,
            holder,
        })
    }

    /// An empty deque of a class.
    pub(super) fn empty(
        cx: &Context<'h>,
        class: &'static Class,
        most: Option<usize>,
    ) -> Result<Self, Stop<'h>> {
        let marks = Marks {
            head: Cell::new(0),
            len: Cell::new(0),
            most,
            changes: Cell::new(0),
        };
        let marks = cx.memory(cx.heap.alloc(marks))?;
        let cells = cx.list(&[Value::Unbound; 8])?;
        let field = cx.memory(cx.heap.cells(1, Value::List(cells)))?;
        let data = Data::Both(marks, field);
        let holder = cx.memory(cx.heap.alloc(Instance { class, data }))?;
        Ok(Self { marks, holder })
    }

    /// Its value.
    pub(super) fn value(self) -> Value<'h> {
        Value::Object(self.holder)
    }

    /// Its class.
    pub(super) fn class(self) -> &'static Class {
        self.holder.class
    }

    /// Where it lies, for what shows it once.
    pub(super) fn address(self) -> usize {
        std::ptr::from_ref(self.holder).addr()
    }

    /// How many items there are.
    pub(super) fn len(self) -> usize {
        self.marks.len.get()
    }

    /// How many items there may be.
    pub(super) fn most(self) -> Option<usize> {
        self.marks.most
    }

    /// Changes with every change of the length.
    pub(super) fn changes(self) -> u64 {
        self.marks.changes.get()
    }

    fn cells(self) -> &'h [Cell<Value<'h>>] {
        match self.holder.field(0) {
            Value::List(list) => List::cells(list),
            _ => &[],
        }
    }

    fn cell(self, at: usize) -> Option<&'h Cell<Value<'h>>> {
        let cells = self.cells();
        cells.get((self.marks.head.get() + at).checked_rem(cells.len())?)
    }

    /// The item at a place counted from the left.
    pub(super) fn item(self, at: usize) -> Option<Value<'h>> {
        if at < self.len() {
            self.cell(at).map(Cell::get)
        } else {
            None
        }
    }

    /// Replaces an item.
    pub(super) fn set(self, at: usize, item: Value<'h>) {
        if let Some(cell) = self.cell(at) {
            cell.set(item);
        }
    }

    /// The items from the left, each read when its turn comes.
    pub(super) fn items(self) -> impl Iterator<Item = Value<'h>> {
        (0..).map_while(move |at| self.item(at))
    }

    fn resized(self, len: usize) {
        self.marks.len.set(len);
        self.marks
            .changes
            .set(self.marks.changes.get().wrapping_add(1));
    }

    /// Makes room for one more item.
    fn reserve(self, cx: &Context<'h>) -> Result<(), Stop<'h>> {
        if self.len() < self.cells().len() {
            return Ok(());
        }
        let mut items: Vec<Value<'h>> = self.items().collect();
        cx.charge(items.len() / 8)?;
        items.resize(items.len() * 2 + 8, Value::Unbound);
        self.holder.set_field(0, Value::List(cx.list(&items)?));
        self.marks.head.set(0);
        Ok(())
    }

    /// Appends on the right; a full deque loses its leftmost item.
    pub(super) fn push_right(self, cx: &Context<'h>, item: Value<'h>) -> Result<(), Stop<'h>> {
        if self.most() == Some(0) {
            return Ok(());
        }
        if self.most() == Some(self.len()) {
            self.pop_left();
        }
        self.reserve(cx)?;
        self.resized(self.len() + 1);
        self.set(self.len() - 1, item);
        Ok(())
    }

    /// Appends on the left; a full deque loses its rightmost item.
    pub(super) fn push_left(self, cx: &Context<'h>, item: Value<'h>) -> Result<(), Stop<'h>> {
        if self.most() == Some(0) {
            return Ok(());
        }
        if self.most() == Some(self.len()) {
            self.pop_right();
        }
        self.reserve(cx)?;
        let (head, size) = (self.marks.head.get(), self.cells().len());
        self.marks
            .head
            .set(if head == 0 { size - 1 } else { head - 1 });
        self.resized(self.len() + 1);
        self.set(0, item);
        Ok(())
    }

    /// Takes the leftmost item.
    pub(super) fn pop_left(self) -> Option<Value<'h>> {
        let item = self.item(0)?;
        let next = (self.marks.head.get() + 1).checked_rem(self.cells().len())?;
        self.marks.head.set(next);
        self.resized(self.len() - 1);
        Some(item)
    }

    /// Takes the rightmost item.
    pub(super) fn pop_right(self) -> Option<Value<'h>> {
        let last = self.len().checked_sub(1)?;
        let item = self.item(last)?;
        self.resized(last);
        Some(item)
    }

    /// Takes the item at a place.
    pub(super) fn remove(self, at: usize) {
        for place in at..self.len().saturating_sub(1) {
            if let Some(next) = self.item(place + 1) {
                self.set(place, next);
            }
        }
        self.pop_right();
    }

    /// Puts an item before the one at a place.
    pub(super) fn insert(
        self,
        cx: &Context<'h>,
        at: usize,
        item: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        self.push_right(cx, item)?;
        for place in (at + 1..self.len()).rev() {
            if let Some(before) = self.item(place - 1) {
                self.set(place, before);
            }
        }
        self.set(at, item);
        Ok(())
    }

    /// Takes all items.
    pub(super) fn clear(self) {
        self.resized(0);
    }

    /// Moves so many items from the right end to the left.
    pub(super) fn rotate(self, cx: &Context<'h>, by: usize) -> Result<(), Stop<'h>> {
        for _ in 0..by {
            cx.charge(1)?;
            if let Some(item) = self.pop_right() {
                self.push_left(cx, item)?;
            }
        }
        Ok(())
    }
}
