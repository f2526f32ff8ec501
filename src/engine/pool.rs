//! One spare heap per thread, so that most decisions allocate nothing from the system.

use std::cell::Cell;

use crate::heap::Heap;

thread_local! {
    static SPARE: Cell<Option<Box<Heap>>> = const { Cell::new(None) };
}

/// A heap that goes back to the pool.
struct Borrowed(Option<Box<Heap>>);

impl Drop for Borrowed {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(mut heap) = self.0.take()
            && heap.reset()
        {
            // A thread that ends has no pool any more: the heap is freed then.
            SPARE.try_with(|spare| spare.set(Some(heap))).ok();
        }
    }
}

/// Runs `work` with a heap of its own. What it answers owns itself, and is written where it is wanted: the
/// heap is given back behind it. A nested call gets a fresh heap.
#[inline(always)]
pub(super) fn with_heap<T>(work: impl FnOnce(&Heap) -> T) -> T {
    let mut heap = Borrowed(SPARE.try_with(Cell::take).ok().flatten());
    work(heap.0.get_or_insert_default())
}
