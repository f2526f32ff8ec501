//! Where a text occurs in another. Places are counted in code points.

use super::slice::{place, window};

/// A text to search in: what lies between two bounds as Python takes them.
#[derive(Clone, Copy, Debug)]
pub struct Haystack<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Whether it is all ASCII.
    pub ascii: bool,
    /// Where to begin; negative counts from the end.
    pub start: Option<i64>,
    /// Where to stop.
    pub end: Option<i64>,
}

impl<'a> Haystack<'a> {
    fn window(&self) -> Option<(usize, &'a str)> {
        window(self.text, self.ascii, self.start, self.end)
    }

    /// The place of the first occurrence.
    #[must_use]
    pub fn find(&self, needle: &str) -> Option<usize> {
        let (before, text) = self.window()?;
        let found = text.find(needle)?;
        Some(before + place(text, self.ascii, found))
    }

    /// The place of the last occurrence.
    #[must_use]
    pub fn rfind(&self, needle: &str) -> Option<usize> {
        let (before, text) = self.window()?;
        let found = text.rfind(needle)?;
        Some(before + place(text, self.ascii, found))
    }

    /// How often it occurs, without overlap; the empty text occurs before, between and after all characters.
    #[must_use]
    pub fn count(&self, needle: &str) -> usize {
        self.window()
            .map_or(0, |(_, text)| text.matches(needle).count())
    }

    /// Whether the window starts with `prefix`.
    #[must_use]
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.window()
            .is_some_and(|(_, text)| text.starts_with(prefix))
    }

    /// Whether the window ends with `suffix`.
    #[must_use]
    pub fn ends_with(&self, suffix: &str) -> bool {
        self.window()
            .is_some_and(|(_, text)| text.ends_with(suffix))
    }
}
