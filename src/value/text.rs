//! Texts: the characters of strs, and what is kept beside those of programs.

use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};

use super::value::{Chars, Reading, Text};

/// The length of a text that was not counted yet, or that is too long to keep it.
pub(super) const UNCOUNTED: u32 = u32::MAX;

/// A length as it is kept.
#[inline]
pub(super) fn kept(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(UNCOUNTED)
}

fn code_points(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    }
}

impl Text<'static> {
    /// A text that owns itself, for the constants of a program.
    #[must_use]
    pub fn constant(text: &str) -> Self {
        Self {
            chars: Chars::Own(text.into()),
            reading: None,
            len: AtomicU32::new(kept(code_points(text))),
            hash: AtomicU32::new(0),
        }
    }

    /// Makes room for what natives read it as.
    pub fn keep_reading(&mut self) {
        self.reading.get_or_insert_default();
    }
}

impl Text<'_> {
    /// The characters.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.chars {
            Chars::Lent(chars) => chars,
            Chars::Own(chars) => chars,
        }
    }

    /// What the characters say to a native that reads them, of a text that has room for it: read once, and
    /// kept as long as its program. None for other texts, or if the native makes nothing of
    /// this one.
    #[inline]
    pub fn reading<T: Any + Send + Sync>(
        &self,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<&T> {
        let reading = self.reading.as_deref()?;
        let known = match reading.get() {
            Some(known) => known,
            None => keep(reading, read(self.as_str())?),
        };
        (**known).downcast_ref()
    }

    /// Length in code points, counted once: most texts that are lent are only compared.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        match self.len.load(Ordering::Relaxed) {
            UNCOUNTED => self.count(),
            len => len as usize,
        }
    }

    fn count(&self) -> usize {
        let len = code_points(self.as_str());
        self.len.store(kept(len), Ordering::Relaxed);
        len
    }

    /// Whether it has no characters.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// Whether every character is ASCII: then positions and byte offsets agree.
    #[must_use]
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.len() == self.as_str().len()
    }

    /// Whether it was counted, and every character is ASCII.
    #[inline]
    pub(super) fn is_known_ascii(&self) -> bool {
        let len = self.len.load(Ordering::Relaxed);
        len != UNCOUNTED && len as usize == self.as_str().len()
    }

    /// The hash, computed once.
    #[must_use]
    pub fn hash_once(&self, compute: impl FnOnce(&str) -> u32) -> u64 {
        let hash = match self.hash.load(Ordering::Relaxed) {
            0 => {
                let hash = compute(self.as_str());
                self.hash.store(hash, Ordering::Relaxed);
                hash
            }
            hash => hash,
        };
        hash.into()
    }
}

#[cold]
fn keep<T: Any + Send + Sync>(reading: &Reading, read: T) -> &Box<dyn Any + Send + Sync> {
    reading.get_or_init(|| Box::new(read))
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::value::fixture::{in_context, ok};

    #[test]
    fn a_constant_is_read_once() {
        let mut text = Text::constant("12");
        assert_eq!(text.reading(|chars| chars.parse::<u8>().ok()), None);
        text.keep_reading();
        assert_eq!(text.as_str(), "12");
        assert_eq!(text.reading(|chars| chars.parse::<u8>().ok()), Some(&12));
        assert_eq!(text.reading(|_| Some(0_u8)), Some(&12));
        // Another native has read it: this one has to read by itself.
        assert_eq!(text.reading(|_| Some(0_u16)), None);
        let mut other = Text::constant("a");
        other.keep_reading();
        assert_eq!(other.reading(|chars| chars.parse::<u8>().ok()), None);
        assert_eq!(other.reading(|_| Some(1_u8)), Some(&1));
    }

    #[test]
    fn texts_of_the_heap_keep_nothing() {
        in_context(|cx| {
            let text = ok(cx.copied_text("12"));
            assert_eq!(text.reading(|chars| chars.parse::<u8>().ok()), None);
        });
    }
}
