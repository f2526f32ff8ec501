//! The arena of one decision: the one door through which policies get memory.
//!
//! The heap counts every byte it hands out, and that counter is the ceiling: the allocator's own limit
//! counts chunks, and a warm allocator ignores a limit below what it retained. Nothing with a
//! destructor enters the bump; what must own memory (big ints, regexes made at run time) goes to a
//! second store, charged by estimate and dropped at reset. Nothing in here names the heap's own
//! lifetime, so that a heap can be pooled.

use std::any::Any;
use std::cell::Cell;
use std::mem::needs_drop;

use bumpalo::Bump;
use bumpalo::collections::{String as BumpString, Vec as BumpVec};
use typed_arena::Arena;

/// Memory is exhausted; which limit that was stands in the meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent;

/// What a new heap can hand out before it asks for more, in bytes.
const FIRST_CHUNK: usize = 64 * 1024;

/// How much may have been handed out by a heap that goes back to the pool, in bytes: one that large
/// decisions made grow is given up, and no more than a chunk of about this size is ever kept.
const POOLED: usize = 1024 * 1024;

/// An arena with a byte counter.
pub struct Heap {
    bump: Bump,
    owned: Arena<Box<dyn Any + Send>>,
    /// Whether anything is owned.
    owns: Cell<bool>,
    /// Bytes that may still be handed out: what the common charge counts down.
    left: Cell<usize>,
    /// Bytes handed out, and those left, as the limit was set.
    whole: Cell<usize>,
    limit: Cell<usize>,
}

/// What a text of the heap is written with.
pub struct Pen<'b>(BumpString<'b>);

impl Pen<'_> {
    /// Writes a piece behind what is written already.
    #[inline]
    pub fn write(&mut self, piece: &str) {
        let room = self.0.capacity() - self.0.len();
        debug_assert!(piece.len() <= room, "more is written than was charged");
        self.0.push_str(piece);
    }
}

impl Default for Heap {
    fn default() -> Self {
        Self {
            bump: Bump::with_capacity(FIRST_CHUNK),
            owned: Arena::with_capacity(0),
            owns: Cell::new(false),
            left: Cell::new(usize::MAX),
            whole: Cell::new(usize::MAX),
            limit: Cell::new(usize::MAX),
        }
    }
}

impl Heap {
    /// Bytes handed out since the last reset.
    #[must_use]
    pub fn used(&self) -> usize {
        self.whole.get() - self.left.get()
    }

    /// Bytes that may be handed out before allocation fails.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit.get()
    }

    /// Bytes that are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left.get()
    }

    /// Sets the ceiling, as an absolute count of bytes handed out since the last reset.
    pub fn set_limit(&self, bytes: usize) {
        let used = self.used();
        let left = bytes.saturating_sub(used);
        self.limit.set(bytes);
        self.left.set(left);
        self.whole.set(used + left);
    }

    /// Counts `bytes` before they are used.
    ///
    /// # Errors
    /// [`Spent`] if that would pass the limit; nothing is counted then.
    #[inline]
    pub fn charge(&self, bytes: usize) -> Result<(), Spent> {
        let left = self.left.get().checked_sub(bytes).ok_or(Spent)?;
        self.left.set(left);
        Ok(())
    }

    /// Moves a value into the arena. Values with a destructor are refused when compiled.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    pub fn alloc<T>(&self, value: T) -> Result<&T, Spent> {
        const {
            assert!(
                !needs_drop::<T>(),
                "nothing with a destructor enters the heap"
            );
        }
        self.alloc_undropped(|| value)
    }

    /// Makes a value in the arena that has a destructor by type but owns nothing in fact: it is never
    /// dropped. It is made where it stays: what is moved there is read as a whole soon after it was written
    /// in pieces, which stalls the processor.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    #[inline(always)]
    pub(crate) fn alloc_undropped<T>(&self, make: impl FnOnce() -> T) -> Result<&T, Spent> {
        self.charge(size_of::<T>())?;
        let made = self.bump.try_alloc_with(make);
        made.map(|made| &*made).map_err(|_| Spent)
    }

    /// Moves a value into the arena, to be written to.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    #[allow(clippy::mut_from_ref, reason = "each call hands out fresh memory")]
    pub fn alloc_mut<T>(&self, value: T) -> Result<&mut T, Spent> {
        const {
            assert!(
                !needs_drop::<T>(),
                "nothing with a destructor enters the heap"
            );
        }
        self.charge(size_of::<T>())?;
        self.bump.try_alloc(value).map_err(|_| Spent)
    }

    /// A slice of `len` cells, each holding `fill`.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    pub fn cells<T: Copy>(&self, len: usize, fill: T) -> Result<&[Cell<T>], Spent> {
        self.charge(len.saturating_mul(size_of::<T>()))?;
        let slice = self
            .bump
            .try_alloc_slice_fill_copy(len, fill)
            .map_err(|_| Spent)?;
        Ok(Cell::from_mut(slice).as_slice_of_cells())
    }

    /// A copy of a slice.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    pub fn slice<T: Copy>(&self, items: &[T]) -> Result<&[T], Spent> {
        self.charge(size_of_val(items))?;
        self.bump
            .try_alloc_slice_copy(items)
            .map(|r| &*r)
            .map_err(|_| Spent)
    }

    /// A mutable slice of `len` copies of `fill`.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    #[allow(clippy::mut_from_ref, reason = "each call hands out fresh memory")]
    pub fn filled<T: Copy>(&self, len: usize, fill: T) -> Result<&mut [T], Spent> {
        self.charge(len.saturating_mul(size_of::<T>()))?;
        self.bump
            .try_alloc_slice_fill_copy(len, fill)
            .map_err(|_| Spent)
    }

    /// A copy of a text.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    pub fn text(&self, text: &str) -> Result<&str, Spent> {
        self.charge(text.len())?;
        self.bump
            .try_alloc_str(text)
            .map(|r| &*r)
            .map_err(|_| Spent)
    }

    /// A text of `len` bytes, written piece by piece.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    #[inline]
    pub fn written<'b>(
        &'b self,
        len: usize,
        write: impl FnOnce(&mut Pen<'b>),
    ) -> Result<&'b str, Spent> {
        self.charge(len)?;
        let text = match self.bump.chunk_capacity() >= len {
            true => BumpString::with_capacity_in(len, &self.bump),
            false => self.room(len)?,
        };
        let mut pen = Pen(text);
        write(&mut pen);
        Ok(pen.0.into_bump_str())
    }

    /// An empty text in a new chunk: only the allocator may have no more memory.
    #[cold]
    fn room(&self, len: usize) -> Result<BumpString<'_>, Spent> {
        let mut bytes = BumpVec::new_in(&self.bump);
        bytes.try_reserve_exact(len).map_err(|_| Spent)?;
        BumpString::from_utf8(bytes).map_err(|_| Spent)
    }

    /// A copy of a text, changed in place.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    pub fn changed(&self, text: &str, change: fn(&mut str)) -> Result<&str, Spent> {
        self.charge(text.len())?;
        let copy = self.bump.try_alloc_str(text).map_err(|_| Spent)?;
        change(copy);
        Ok(copy)
    }

    /// Keeps a value that owns memory until the reset; `bytes` estimates what it owns.
    ///
    /// # Errors
    /// [`Spent`] at the limit.
    pub fn own<T: Any + Send>(&self, value: T, bytes: usize) -> Result<&T, Spent> {
        self.charge(bytes.saturating_add(size_of::<T>()))?;
        self.owns.set(true);
        self.owned
            .alloc(Box::new(value))
            .downcast_ref::<T>()
            .ok_or(Spent)
    }

    /// Frees everything. Returns whether the heap is worth pooling. A pooled heap behaves as a new one: what
    /// it hands out is counted by itself, whatever chunk it comes from.
    #[inline(always)]
    pub fn reset(&mut self) -> bool {
        let small = self.used() < POOLED;
        if small && !self.owns.get() {
            self.bump.reset();
        } else {
            self.renew(small);
        }
        self.left.set(usize::MAX);
        self.whole.set(usize::MAX);
        self.limit.set(usize::MAX);
        small
    }

    #[cold]
    fn renew(&mut self, small: bool) {
        if small {
            self.bump.reset();
            self.owned = Arena::with_capacity(0);
            self.owns.set(false);
        } else {
            *self = Self::default();
        }
    }
}
