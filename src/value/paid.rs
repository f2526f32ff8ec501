//! The patterns that a policy has paid for: compiled once as far as its charges see it.

use std::cell::Cell;
use std::ptr::eq;

use super::context::Context;
use super::value::{Paid, Stop, Text, Value};

impl<'h> Paid<'h> {
    /// Whether a pattern without flags was paid for.
    ///
    /// # Errors
    /// What comparing keys raises.
    pub fn has(&self, cx: &Context<'h>, pattern: Value<'h>) -> Result<bool, Stop<'h>> {
        if let Value::Str(text) = pattern {
            let same = |known: &Text<'h>| eq(known, text) || known.as_str() == text.as_str();
            if self.few.iter().map_while(Cell::get).any(same) {
                return Ok(true);
            }
        }
        Ok(!self.more.is_empty() && self.more.contains(cx, pattern)?)
    }

    /// Notes that a pattern without flags was paid for, which it was not before.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn note(&self, cx: &Context<'h>, pattern: Value<'h>) -> Result<(), Stop<'h>> {
        let free = self.few.iter().find(|place| place.get().is_none());
        match (pattern, free) {
            (Value::Str(text), Some(place)) => {
                place.set(Some(text));
                Ok(())
            }
            _ => self.more.add(cx, pattern, Value::None),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::value::fixture::{in_context, ok};
    use crate::value::value::Paid;

    #[test]
    fn patterns_are_known_by_their_characters() {
        in_context(|cx| {
            let paid = Paid::default();
            for at in 0..20 {
                let pattern = ok(cx.str(&at.to_string()));
                assert!(!ok(paid.has(cx, pattern)));
                ok(paid.note(cx, pattern));
                assert!(ok(paid.has(cx, ok(cx.str(&at.to_string())))));
            }
            let bytes = ok(cx.bytes(b"1"));
            assert!(!ok(paid.has(cx, bytes)));
            ok(paid.note(cx, bytes));
            assert!(ok(paid.has(cx, bytes)));
        });
    }
}
