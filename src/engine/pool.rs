//! One spare heap per thread, so that most decisions allocate nothing from the system.

use std::cell::Cell;

use crate::heap::Heap;

thread_local! {
    static SPARE: Cell<Option<Box<Heap>>> = const { Cell::new(None) };
}

/// Runs `work` with a heap of its own. What it answers owns itself, and is written where it is wanted: the
/// heap is given back behind it. A nested call gets a fresh heap.
#[inline(always)]
pub(super) fn with_heap<T>(work: impl FnOnce(&Heap) -> T) -> T {
    let mut heap = SPARE
        .try_with(Cell::take)
        .ok()
        .flatten()
        .unwrap_or_default();
    let answer = work(&heap);
    if heap.reset() {
        // A thread that ends has no pool any more: the heap is freed then.
        SPARE.try_with(|spare| spare.set(Some(heap))).ok();
    }
    answer
}
