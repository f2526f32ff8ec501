//! What can go wrong before a policy runs.

use crate::source::Span;

/// Which of Python's classes a refused source raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorClass {
    /// `SyntaxError`.
    Syntax,
    /// `IndentationError`.
    Indentation,
    /// `TabError`.
    Tab,
}

impl SyntaxErrorClass {
    /// The class's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "SyntaxError",
            Self::Indentation => "IndentationError",
            Self::Tab => "TabError",
        }
    }
}

/// A source that is not in the language: CPython's message, and where in the author's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// The class that Python would raise.
    pub class: SyntaxErrorClass,
    /// The message, as CPython words it.
    pub message: String,
    /// The place.
    pub span: Span,
}
