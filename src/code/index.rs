//! What is made of the members of a constant container once, so that no decision looks at each of them.

use super::sorted::Sorted;
use crate::builtin::ipaddress::Networks;

/// From how many members on a text is looked for in their order, not among one after the other.
const MANY: usize = 17;

/// From how many members on networks are kept in a table.
const SOME: usize = 3;

/// Where what is looked for stands.
pub(super) struct Index {
    /// The texts, if the members are many.
    pub(super) texts: Option<Sorted>,
    /// The networks, if all members are texts that say networks.
    pub(super) networks: Option<Networks>,
}

impl Index {
    /// An index over so many members, of which those that are texts are given; none if it would be no help.
    pub(super) fn over<'t>(
        count: usize,
        texts: impl Iterator<Item = Option<&'t str>> + Clone,
    ) -> Option<Self> {
        let index = Self {
            texts: (count >= MANY).then(|| Sorted::new(texts.clone())),
            networks: (count >= SOME).then(|| Networks::of(texts)).flatten(),
        };
        (index.texts.is_some() || index.networks.is_some()).then_some(index)
    }
}
