//! Where the texts among many constants stand, in their order: what a text is looked for in.

/// Places of texts, sorted by what stands there.
pub(super) struct Sorted(Box<[u32]>);

impl Sorted {
    /// Of all the texts.
    pub(super) fn new<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Self {
        let mut found: Vec<_> = (0..)
            .zip(texts)
            .filter_map(|(at, text)| Some((text?, at)))
            .collect();
        found.sort_unstable();
        Self(found.into_iter().map(|(_, at)| at).collect())
    }

    /// Whether the text is one of them; `text` says what stands at a place.
    pub(super) fn has<'t>(&self, wanted: &str, text: impl Fn(usize) -> Option<&'t str>) -> bool {
        let order = |at: &u32| text(*at as usize).cmp(&Some(wanted));
        self.0.binary_search_by(order).is_ok()
    }

    /// How many texts are compared at most.
    pub(super) fn depth(&self) -> usize {
        self.0
            .len()
            .checked_ilog2()
            .map_or(0, |log| log as usize + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_among_the_texts_is_found_and_nothing_else(
            texts in prop::collection::vec(prop::option::of("[ab\u{e9}]{0,3}"), 0..60),
            wanted in "[ab\u{e9}]{0,3}",
        ) {
            let sorted = Sorted::new(texts.iter().map(Option::as_deref));
            let text = |at: usize| texts.get(at)?.as_deref();
            let among = texts.iter().flatten().any(|text| *text == wanted);
            prop_assert_eq!(sorted.has(&wanted, text), among);
        }
    }
}
