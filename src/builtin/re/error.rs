//! Why a pattern or a replacement template was refused, in CPython's words.

/// The Python class that a refusal raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// `re.error`, which knows the pattern and the place.
    Pattern,
    /// `ValueError`.
    Value,
    /// `IndexError`.
    Index,
    /// `OverflowError`.
    Overflow,
    /// `RecursionError`.
    Recursion,
}

/// A pattern or template that is not one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternError {
    /// The class to raise.
    pub(crate) class: Refusal,
    /// The message, without the place.
    pub(crate) message: String,
    /// The place in the pattern in code points, where one is known.
    pub(crate) position: Option<usize>,
}

impl PatternError {
    /// A `re.error` at a place.
    #[cold]
    pub(crate) fn at(message: impl Into<String>, position: usize) -> Self {
        Self {
            class: Refusal::Pattern,
            message: message.into(),
            position: Some(position),
        }
    }

    /// An error of another class, or one without a place.
    #[cold]
    pub(crate) fn plain(class: Refusal, message: impl Into<String>) -> Self {
        Self {
            class,
            message: message.into(),
            position: None,
        }
    }

    /// Line and column of the place, both from 1, as `re.error` has them.
    pub(crate) fn place(&self, pattern: &[char]) -> Option<(usize, usize)> {
        let before = pattern.get(..self.position?)?;
        let line = before.iter().filter(|c| **c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
        Some((line, column))
    }

    /// The text of `str(error)`: the message, and for a `re.error` the place.
    pub(crate) fn text(&self, pattern: &[char]) -> String {
        let Some(position) = self.position else {
            return self.message.clone();
        };
        match self.place(pattern) {
            Some((line, column)) if pattern.contains(&'\n') => {
                format!(
                    "{} at position {position} (line {line}, column {column})",
                    self.message
                )
            }
            _ => format!("{} at position {position}", self.message),
        }
    }
}
