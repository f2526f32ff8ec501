//! Sets of positions, in words of 64.

/// A set of positions below a length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// The empty set.
    pub fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
        }
    }

    /// All positions, or none of them.
    pub fn filled(len: usize, full: bool) -> Self {
        let mut bits = Self::none(len);
        if full {
            bits.words.fill(u64::MAX);
            if let (Some(last), odd @ 1..) = (bits.words.last_mut(), len % 64) {
                *last >>= 64 - odd;
            }
        }
        bits
    }

    /// Adds a position; one beyond the length is no member.
    pub fn insert(&mut self, at: usize) {
        if let Some(word) = self.words.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Whether a position is in the set.
    pub fn contains(&self, at: usize) -> bool {
        let word = self.words.get(at / 64).copied().unwrap_or(0);
        word >> (at % 64) & 1 == 1
    }

    /// How many positions are in the set.
    pub fn count(&self) -> usize {
        let ones = self.words.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// The positions, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self.words.iter().enumerate();
        words.flat_map(|(at, word)| {
            let rests = std::iter::successors(Some(*word), |rest| Some(rest & (rest - 1)));
            let rests = rests.take(word.count_ones() as usize);
            rests.map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }

    /// Adds the positions of another set.
    pub fn unite(&mut self, other: &Self) {
        self.combine(other, |own, other| own | other);
    }

    /// Keeps the positions that another set has too.
    pub fn intersect(&mut self, other: &Self) {
        self.combine(other, |own, other| own & other);
    }

    /// Removes the positions of another set.
    pub fn subtract(&mut self, other: &Self) {
        self.combine(other, |own, other| own & !other);
    }

    /// Exchanges what is in the set and what is not. What lies beyond the length is not defined then:
    /// intersect it with a set of that length.
    pub fn flip(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
    }

    fn combine(&mut self, other: &Self, how: impl Fn(u64, u64) -> u64) {
        for (own, other) in self.words.iter_mut().zip(&other.words) {
            *own = how(*own, *other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(len: usize, positions: &BTreeSet<usize>) -> Bits {
        let mut bits = Bits::none(len);
        positions.iter().for_each(|at| bits.insert(*at));
        bits
    }

    #[test]
    fn a_full_set_ends_with_its_length() {
        for len in [0, 1, 63, 64, 65, 128, 200] {
            let full = Bits::filled(len, true);
            assert_eq!(full.count(), len);
            assert_eq!(
                full.iter().collect::<Vec<_>>(),
                (0..len).collect::<Vec<_>>()
            );
            assert!(!full.contains(len));
        }
    }

    proptest! {
        #[test]
        fn they_are_sets(
            one in prop::collection::btree_set(0..200_usize, 0..60),
            other in prop::collection::btree_set(0..200_usize, 0..60),
        ) {
            let (a, b) = (bits(200, &one), bits(200, &other));
            prop_assert_eq!(a.count(), one.len());
            prop_assert_eq!(a.iter().collect::<BTreeSet<_>>(), one.clone());
            prop_assert!((0..200).all(|at| a.contains(at) == one.contains(&at)));
            let changed = |change: fn(&mut Bits, &Bits)| {
                let mut own = a.clone();
                change(&mut own, &b);
                own
            };
            prop_assert_eq!(changed(Bits::unite), bits(200, &(&one | &other)));
            prop_assert_eq!(changed(Bits::intersect), bits(200, &(&one & &other)));
            prop_assert_eq!(changed(Bits::subtract), bits(200, &(&one - &other)));
        }
    }
}
