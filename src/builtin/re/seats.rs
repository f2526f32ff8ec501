//! The memory that searches use: kept by each thread, so that nothing is locked, found by a number.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use super::matcher::Scratch;

/// For how many patterns a thread keeps memory.
const SEATS: usize = 128;

/// The number of a pattern, by which each thread finds its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat(u64);

/// Where memory of one pattern is kept.
type Place = Option<(Seat, Box<Scratch>)>;

static NEXT: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static PLACES: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

impl Seat {
    /// A number that no other pattern has.
    pub(super) fn new() -> Self {
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    fn place(self) -> usize {
        self.0 as usize % SEATS
    }
}

/// Searches in the memory of a pattern. What another one left in its place is dropped.
pub(super) fn with_scratch<T>(seat: Seat, search: impl FnOnce(&mut Scratch) -> T) -> T {
    PLACES.with_borrow_mut(|places| {
        if places.is_empty() {
            places.resize_with(SEATS, || None);
        }
        let Some(place) = places.get_mut(seat.place()) else {
            return search(&mut Scratch::default());
        };
        if !matches!(place, Some((known, _)) if *known == seat) {
            *place = None;
        }
        let (_, scratch) = place.get_or_insert_with(|| (seat, Box::default()));
        let found = search(scratch);
        if scratch.is_large() {
            *place = None;
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::{SEATS, Seat, with_scratch};

    #[test]
    fn patterns_in_one_place_do_not_meet() {
        let seats: Vec<Seat> = (0..=SEATS).map(|_| Seat::new()).collect();
        for seat in &seats {
            with_scratch(*seat, |scratch| assert!(!scratch.is_large()));
        }
        assert_eq!(seats[0].place(), seats[SEATS].place());
        assert_ne!(seats[0], seats[SEATS]);
    }
}
