//! What a computation on plain data refuses: the class and the text that CPython gives, before there is a heap to raise in.

use std::borrow::Cow;

/// Which of Python's exceptions a [`Fault`] becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultClass {
    /// `ValueError`.
    Value,
    /// `TypeError`.
    Type,
    /// `OverflowError`.
    Overflow,
    /// `ZeroDivisionError`.
    ZeroDivision,
    /// `IndexError`.
    Index,
    /// `LookupError`.
    Lookup,
}

/// A refusal: what Python raises, and with which text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The exception's class.
    pub class: FaultClass,
    /// The exception's only argument.
    pub text: Cow<'static, str>,
}

impl Fault {
    /// A fault of `class`.
    #[cold]
    #[must_use]
    pub fn new(class: FaultClass, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        Self { class, text }
    }

    /// A `ValueError`.
    #[cold]
    #[must_use]
    pub fn value(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FaultClass::Value, text)
    }

    /// A `TypeError`.
    #[cold]
    #[must_use]
    pub fn kind(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FaultClass::Type, text)
    }

    /// An `OverflowError`.
    #[cold]
    #[must_use]
    pub fn overflow(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FaultClass::Overflow, text)
    }

    /// A `ZeroDivisionError`.
    #[cold]
    #[must_use]
    pub fn zero(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(FaultClass::ZeroDivision, text)
    }
}
