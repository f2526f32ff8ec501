//! The text that a method of a pattern searches, and the places in it.

use super::matcher::Haystack;
use crate::value::chars::slice;
use crate::value::context::Context;
use crate::value::value::{Stop, Value};

/// A str or bytes to search.
#[derive(Clone, Copy)]
pub(super) struct Subject<'h> {
    /// As the policy gave it.
    pub(super) value: Value<'h>,
    whole: Haystack<'h>,
}

impl<'h> Subject<'h> {
    /// The subject for a pattern; `text` says whether that is a str pattern.
    pub(super) fn of(cx: &Context<'h>, value: Value<'h>, text: bool) -> Result<Self, Stop<'h>> {
        let whole = match value {
            Value::Str(text) => Haystack::Text(text.as_str(), text.is_ascii()),
            Value::Bytes(bytes) => Haystack::Bytes(bytes.as_slice()),
            other => {
                let kind = other.type_name();
                return Err(cx.type_error(format_args!(
                    "expected string or bytes-like object, got '{kind}'"
                )));
            }
        };
        match (whole, text) {
            (Haystack::Text(..), false) => Err(cx.type_error(format_args!(
                "cannot use a bytes pattern on a string-like object"
            ))),
            (Haystack::Bytes(_), true) => Err(cx.type_error(format_args!(
                "cannot use a string pattern on a bytes-like object"
            ))),
            _ => Ok(Self { value, whole }),
        }
    }

    /// The subject of a match, whose kind was checked then.
    pub(super) fn again(value: Value<'h>) -> Self {
        let whole = match value {
            Value::Str(text) => Haystack::Text(text.as_str(), text.is_ascii()),
            Value::Bytes(bytes) => Haystack::Bytes(bytes.as_slice()),
            _ => Haystack::Bytes(&[]),
        };
        Self { value, whole }
    }

    /// Its length in characters.
    pub(super) fn len(self) -> usize {
        match (self.value, self.whole) {
            (Value::Str(text), _) => text.len(),
            (_, whole) => whole.len(),
        }
    }

    /// All of it, up to a byte.
    pub(super) fn up_to(self, end: usize) -> Haystack<'h> {
        match self.whole {
            Haystack::Text(text, ascii) => Haystack::Text(text.get(..end).unwrap_or(text), ascii),
            Haystack::Bytes(bytes) => Haystack::Bytes(bytes.get(..end).unwrap_or(bytes)),
        }
    }

    /// The byte at which a character starts.
    pub(super) fn offset(self, cx: &Context<'h>, at: usize) -> Result<usize, Stop<'h>> {
        match self.whole {
            Haystack::Text(text, false) => {
                cx.charge_bytes(text.len().min(at.saturating_mul(4)))?;
                Ok(slice::offset(text, false, at))
            }
            whole => Ok(at.min(whole.len())),
        }
    }

    /// The character that starts at a byte.
    pub(super) fn place(self, cx: &Context<'h>, offset: usize) -> Result<i64, Stop<'h>> {
        let place = match self.whole {
            Haystack::Text(text, false) => {
                cx.charge_bytes(offset)?;
                slice::place(text, false, offset)
            }
            _ => offset,
        };
        Ok(i64::try_from(place).unwrap_or(i64::MAX))
    }

    /// The bytes from one place to another.
    pub(super) fn bytes(self, start: usize, end: usize) -> &'h [u8] {
        let all = match self.whole {
            Haystack::Text(text, _) => text.as_bytes(),
            Haystack::Bytes(bytes) => bytes,
        };
        all.get(start..end).unwrap_or_default()
    }

    /// A part as a value of its own.
    pub(super) fn part(
        self,
        cx: &Context<'h>,
        start: usize,
        end: usize,
    ) -> Result<Value<'h>, Stop<'h>> {
        match self.whole {
            whole if start == 0 && end == whole.len() => Ok(self.value),
            Haystack::Text(text, _) => {
                cx.charge_bytes(end.saturating_sub(start))?;
                cx.lent_str(text.get(start..end).unwrap_or_default())
            }
            Haystack::Bytes(bytes) => {
                cx.charge_bytes(end.saturating_sub(start))?;
                cx.bytes(bytes.get(start..end).unwrap_or_default())
            }
        }
    }

    /// The empty text of its kind.
    pub(super) fn empty(self, cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
        match self.whole {
            Haystack::Text(..) => cx.lent_str(""),
            Haystack::Bytes(_) => cx.bytes(&[]),
        }
    }
}
