//! How a type of policies, or the values given to one, are refused.

use super::setting::Kind;
use crate::error::SyntaxError;
use crate::source::Span;

/// A text that declares its settings wrongly, or is not in the language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeclareError {
    /// The text is not in the language.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// Two settings of one name.
    #[error("the setting '{name}' is declared twice")]
    Twice {
        /// The name.
        name: String,
        /// Where the second one stands.
        span: Span,
    },
    /// An annotation that is no kind of setting.
    #[error(
        "the setting '{name}' is of no kind: '{given}' is none of bool, int, float, str, a list[...] of them, or ... | None"
    )]
    Kind {
        /// The setting.
        name: String,
        /// The annotation.
        given: String,
        /// Where it stands.
        span: Span,
    },
    /// A default that is no constant of its kind.
    #[error("the default of the setting '{name}' must be a constant {kind}, not '{given}'")]
    Default {
        /// The setting.
        name: String,
        /// Its kind.
        kind: Kind,
        /// The default as it is written.
        given: String,
        /// Where it stands.
        span: Span,
    },
}

impl DeclareError {
    /// Where in the text.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Syntax(error) => error.span,
            Self::Twice { span, .. } | Self::Kind { span, .. } | Self::Default { span, .. } => {
                *span
            }
        }
    }
}

/// Why no policy is made of a type with the values that were given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// The type has no such setting.
    #[error("there is no setting '{name}': the settings are {}", known.join(", "))]
    Unknown {
        /// The name that was given.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A value of another kind.
    #[error("the setting '{name}' must be {kind}, not {given}")]
    Wrong {
        /// The setting.
        name: String,
        /// Its kind.
        kind: Kind,
        /// The value as JSON.
        given: String,
    },
    /// A setting without a default was not given.
    #[error("the setting '{name}' is required: {kind}")]
    Missing {
        /// The setting.
        name: String,
        /// Its kind.
        kind: Kind,
    },
    /// The values do not go together, in the words of the type's `assert`.
    #[error("{0}")]
    Refused(String),
    /// The text does not compile with these values: it is too large, for instance.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
}
