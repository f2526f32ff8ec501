//! Doing independent work on all cores, or with the feature `parallel` off on one thread.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

/// Does work for each item; what came out, in the order of the items.
#[cfg(feature = "parallel")]
pub(super) fn map<T: Sync, A: Send>(items: &[T], work: impl Fn(&T) -> A + Send + Sync) -> Vec<A> {
    match items {
        [item] => vec![work(item)],
        items => items.par_iter().map(work).collect(),
    }
}

/// Does work for each item; what came out, in the order of the items.
#[cfg(not(feature = "parallel"))]
pub(super) fn map<T, A>(items: &[T], work: impl Fn(&T) -> A) -> Vec<A> {
    items.iter().map(work).collect()
}
