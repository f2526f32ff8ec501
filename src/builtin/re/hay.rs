//! The text that is searched, one character at a time; the bytes of a bytes haystack are Latin-1 characters.

/// What a search reads: characters with their byte offsets.
pub(super) trait Hay: Copy {
    /// The character at `at`, and where the next one starts.
    fn after(self, at: usize) -> Option<(char, usize)>;
    /// The character that ends at `at`, and where it starts.
    fn before(self, at: usize) -> Option<(char, usize)>;
    /// Where it ends.
    fn end(self) -> usize;
}

impl Hay for &str {
    fn after(self, at: usize) -> Option<(char, usize)> {
        let first = *self.as_bytes().get(at)?;
        if first < 0x80 {
            return Some((char::from(first), at + 1));
        }
        let c = self.get(at..)?.chars().next()?;
        Some((c, at + c.len_utf8()))
    }

    fn before(self, at: usize) -> Option<(char, usize)> {
        let last = *self.as_bytes().get(at.checked_sub(1)?)?;
        if last < 0x80 {
            return Some((char::from(last), at - 1));
        }
        let c = self.get(..at)?.chars().next_back()?;
        Some((c, at - c.len_utf8()))
    }

    fn end(self) -> usize {
        self.len()
    }
}

impl Hay for &[u8] {
    fn after(self, at: usize) -> Option<(char, usize)> {
        self.get(at).map(|byte| (char::from(*byte), at + 1))
    }

    fn before(self, at: usize) -> Option<(char, usize)> {
        let at = at.checked_sub(1)?;
        self.get(at).map(|byte| (char::from(*byte), at))
    }

    fn end(self) -> usize {
        self.len()
    }
}
