//! One spare heap per thread, so that most decisions allocate nothing from the system.

use std::cell::Cell;

use crate::heap::Heap;

thread_local! {
    static SPARE: Cell<Option<Box<Heap>>> = const { Cell::new(None) };
}

/// Runs `work` with a heap of its own. What it answers owns itself. A nested call gets a fresh heap.
#[inline(always)]
pub(super) fn with_heap<T>(work: impl FnOnce(&Heap) -> T) -> T {
    SPARE.with(|spare| {
        let mut heap = spare.take().unwrap_or_default();
        let answer = work(&heap);
        if heap.reset() {
            spare.set(Some(heap));
        }
        answer
    })
}
