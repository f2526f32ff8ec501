//! How the compiler refuses a source.

use crate::error::{SyntaxError, SyntaxErrorClass};
use crate::source::Span;

/// A `SyntaxError`.
#[cold]
pub(super) fn refused(message: impl Into<String>, span: Span) -> SyntaxError {
    SyntaxError {
        class: SyntaxErrorClass::Syntax,
        message: message.into(),
        span,
    }
}
