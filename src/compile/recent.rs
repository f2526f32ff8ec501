//! The names that were found last: policies say the same few again and again, and to look here is less work
//! than to hash.

use std::cell::Cell;

/// How many are remembered.
const MANY: usize = 32;

/// A name, the table in which it was found, and its number there.
type Found<'t> = (&'t str, u32, u32);

/// The table of the names of attributes, methods and globals; other tables are scopes.
pub(super) const NAMES: usize = u32::MAX as usize - 1;

/// No table.
const NONE: u32 = u32::MAX;

/// The last of the names that are alike.
#[derive(Debug)]
pub(super) struct Recent<'t>([Cell<Found<'t>>; MANY]);

impl Default for Recent<'_> {
    fn default() -> Self {
        Self([const { Cell::new(("", NONE, 0)) }; MANY])
    }
}

impl<'t> Recent<'t> {
    fn place(&self, name: &str) -> Option<&Cell<Found<'t>>> {
        let (first, last) = match name.as_bytes() {
            [first, .., last] => (usize::from(*first), usize::from(*last)),
            _ => (0, 0),
        };
        self.0.get((name.len() + first * 3 + last * 5) % MANY)
    }

    /// The number of a name in a table, if it was looked for recently.
    #[inline]
    pub(super) fn get(&self, table: usize, name: &str) -> Option<usize> {
        let (known, of, at) = self.place(name)?.get();
        (of as usize == table && known == name).then_some(at as usize)
    }

    /// Remembers the number of a name in a table.
    pub(super) fn set(&self, table: usize, name: &'t str, at: usize) {
        if let (Ok(table), Ok(at)) = (u32::try_from(table), u32::try_from(at))
            && let Some(place) = self.place(name)
        {
            place.set((name, table, at));
        }
    }
}
