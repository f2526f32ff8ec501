//! The context names that a policy reads, and where its body keeps them: its first slots are theirs.

use serde::{Deserialize, Serialize};

use super::instr::Slot;
use crate::host::Param;

/// Which context names have a slot, and which of them are read: a bit for each of [`Param::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Params {
    held: u8,
    read: u8,
}

const _: () = assert!(Param::ALL.len() <= u8::BITS as usize);

impl Params {
    /// Adds the next context name, in the order of [`Param::ALL`], which has a slot behind those before it.
    pub(crate) fn add(&mut self, param: Param, read: bool) {
        let bit = 1 << (param as u8);
        self.held |= bit;
        if read {
            self.read |= bit;
        }
    }

    /// Slots of nothing but context names, by their names; none if there are others, or they are in another
    /// order.
    pub(super) fn named(names: &[&str]) -> Option<Self> {
        let mut params = Self::default();
        let mut rest = names.iter().peekable();
        for param in Param::ALL {
            if rest.next_if(|name| **name == param.name()).is_some() {
                params.add(param, false);
            }
        }
        rest.next().is_none().then_some(params)
    }

    /// How many have a slot.
    pub(crate) fn held(self) -> usize {
        self.held.count_ones() as usize
    }

    /// A context name that is read, but has no slot.
    pub(super) fn astray(self) -> Option<Param> {
        let astray = self.read & !self.held;
        Param::ALL.get(astray.trailing_zeros() as usize).copied()
    }

    /// Those that are read, each with its slot.
    #[inline]
    pub fn iter(self) -> impl Iterator<Item = (Param, Slot)> {
        let (mut rest, mut slots) = (self.held, 0..);
        std::iter::from_fn(move || {
            loop {
                let at = rest.trailing_zeros();
                let param = *Param::ALL.get(at as usize)?;
                let bit = 1 << at;
                rest ^= bit;
                let slot = slots.next().map(Slot);
                if self.read & bit != 0 {
                    return Some((param, slot?));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Params, Slot};
    use crate::host::Param;

    #[test]
    fn slots_are_those_of_the_names_before() {
        let mut params = Params::default();
        assert_eq!(params.iter().next(), None);
        params.add(Param::AkMessage, true);
        params.add(Param::Request, false);
        params.add(Param::Asn, true);
        let read: Vec<_> = params.iter().collect();
        assert_eq!(read, [(Param::AkMessage, Slot(0)), (Param::Asn, Slot(2))]);
        assert_eq!((params.held(), params.astray()), (3, None));
    }

    #[test]
    fn what_is_read_has_a_slot() {
        let params = Params {
            held: 0b01,
            read: 0b11,
        };
        assert_eq!(params.astray(), Some(Param::AkIsSsoFlow));
    }
}
