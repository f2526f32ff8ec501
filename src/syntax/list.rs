//! Lists on their way through the parser: they grow in the arena and move as cheaply as a reference.

use bumpalo::Bump;

/// Items in the order in which they were read.
#[derive(Clone, Copy)]
pub(crate) struct List<'t, T>(Option<&'t Link<'t, T>>);

/// The last item, and those before it.
#[derive(Clone, Copy)]
struct Link<'t, T> {
    item: T,
    count: usize,
    before: List<'t, T>,
}

impl<'t, T: Copy> List<'t, T> {
    /// No items.
    pub(crate) const EMPTY: Self = Self(None);

    pub(crate) fn is_empty(self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn push(self, item: T, arena: &'t Bump) -> Self {
        let count = self.0.map_or(0, |last| last.count) + 1;
        let before = self;
        Self(Some(arena.alloc(Link {
            item,
            count,
            before,
        })))
    }

    /// The item, if it is the only one.
    pub(crate) fn only(self) -> Option<T> {
        self.0.filter(|last| last.count == 1).map(|last| last.item)
    }

    /// The items side by side, each as `form` makes it.
    pub(crate) fn slice<U: Copy>(self, arena: &'t Bump, form: impl Fn(T) -> U) -> &'t [U] {
        let Some(last) = self.0 else {
            return &[];
        };
        if last.count == 1 {
            return std::slice::from_ref(arena.alloc(form(last.item)));
        }
        let slots = arena.alloc_slice_fill_copy(last.count, form(last.item));
        let mut rest = last.before.0;
        for slot in slots.iter_mut().rev().skip(1) {
            if let Some(link) = rest {
                *slot = form(link.item);
                rest = link.before.0;
            }
        }
        slots
    }
}
