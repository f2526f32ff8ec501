//! The flags of `re`, with CPython's numbers.

use super::error::{PatternError, Refusal};

/// A set of flags, as in `Pattern.flags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Flags(pub(crate) u32);

impl Flags {
    /// `re.TEMPLATE`, without meaning but kept.
    pub(crate) const TEMPLATE: u32 = 1;
    /// `re.IGNORECASE`.
    pub(crate) const IGNORECASE: u32 = 2;
    /// `re.LOCALE`: bytes patterns only; the locale is always C.
    pub(crate) const LOCALE: u32 = 4;
    /// `re.MULTILINE`.
    pub(crate) const MULTILINE: u32 = 8;
    /// `re.DOTALL`.
    pub(crate) const DOTALL: u32 = 16;
    /// `re.UNICODE`.
    pub(crate) const UNICODE: u32 = 32;
    /// `re.VERBOSE`.
    pub(crate) const VERBOSE: u32 = 64;
    /// `re.DEBUG`.
    pub(crate) const DEBUG: u32 = 128;
    /// `re.ASCII`.
    pub(crate) const ASCII: u32 = 256;

    /// The flags of which a pattern can have one only.
    pub(crate) const TYPES: u32 = Self::ASCII | Self::LOCALE | Self::UNICODE;
    /// The flags that hold for a whole pattern.
    pub(crate) const GLOBAL: u32 = Self::DEBUG | Self::TEMPLATE;

    /// Whether any of `bits` is set.
    pub(crate) fn has(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    /// The flag that an inline letter stands for.
    pub(crate) fn letter(letter: char) -> Option<u32> {
        Some(match letter {
            'i' => Self::IGNORECASE,
            'L' => Self::LOCALE,
            'm' => Self::MULTILINE,
            's' => Self::DOTALL,
            'x' => Self::VERBOSE,
            'a' => Self::ASCII,
            't' => Self::TEMPLATE,
            'u' => Self::UNICODE,
            _ => return None,
        })
    }

    /// These flags with those of a group `(?add-remove:...)`.
    pub(crate) fn within(self, add: u32, remove: u32) -> Self {
        let kept = if add & Self::TYPES != 0 {
            self.0 & !Self::TYPES
        } else {
            self.0
        };
        Self((kept | add) & !remove)
    }

    /// The flags completed for the kind of pattern, or what is wrong with them.
    pub(crate) fn complete(self, text: bool) -> Result<Self, PatternError> {
        let refuse = |message: &str| Err(PatternError::plain(Refusal::Value, message));
        if text {
            if self.has(Self::LOCALE) {
                return refuse("cannot use LOCALE flag with a str pattern");
            }
            if !self.has(Self::ASCII) {
                return Ok(Self(self.0 | Self::UNICODE));
            }
            if self.has(Self::UNICODE) {
                return refuse("ASCII and UNICODE flags are incompatible");
            }
        } else if self.has(Self::UNICODE) {
            return refuse("cannot use UNICODE flag with a bytes pattern");
        } else if self.has(Self::LOCALE) && self.has(Self::ASCII) {
            return refuse("ASCII and LOCALE flags are incompatible");
        }
        Ok(self)
    }
}
