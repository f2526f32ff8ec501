//! Iterators that give pairs, advanced without making a tuple of each pair.

use super::context::Context;
use super::value::{Iter, IterState, Stop, Value, ViewKind};
use crate::ops::BinaryOp;

/// What an iterator gives that is asked for a pair.
pub enum Pairing<'h> {
    /// The two halves of its next item.
    Pair(Value<'h>, Value<'h>),
    /// Nothing is left.
    End,
    /// It gives no pairs that are worth the trouble: nothing was taken from it.
    Other,
}

impl<'h> Context<'h> {
    /// The two halves of the next item of `enumerate`, `zip` or `dict.items`.
    ///
    /// # Errors
    /// Those of [`Context::advance`].
    pub fn advance_pair(&self, iter: &Iter<'h>) -> Result<Pairing<'h>, Stop<'h>> {
        match iter.state.get() {
            IterState::Enumerate(inner, number) => {
                let Some(item) = self.advance(inner)? else {
                    return Ok(Pairing::End);
                };
                let after = self.binary(BinaryOp::Add, number, Value::Int(1))?;
                iter.state.set(IterState::Enumerate(inner, after));
                Ok(Pairing::Pair(number, item))
            }
            IterState::Dict(view, cursor) if view.kind == ViewKind::Items => {
                let entry = self.next_entry(iter, view, cursor)?;
                Ok(entry.map_or(Pairing::End, |entry| Pairing::Pair(entry.key, entry.value)))
            }
            IterState::Zip([first, second], false) => {
                let Some(one) = self.advance(first)? else {
                    return Ok(Pairing::End);
                };
                let Some(other) = self.advance(second)? else {
                    return Ok(Pairing::End);
                };
                Ok(Pairing::Pair(one, other))
            }
            _ => Ok(Pairing::Other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pairing;
    use crate::value::Value;
    use crate::value::fixture::{in_context, ok};
    use crate::value::value::IterState;

    #[test]
    fn halves_are_those_of_the_tuples() {
        in_context(|cx| {
            let list = ok(cx.list(&[Value::True, Value::None]));
            let inner = ok(cx.iter(IterState::List(list, 0)));
            let pairs = ok(cx.iter(IterState::Enumerate(inner, Value::Int(7))));
            let first = ok(cx.advance_pair(pairs));
            assert!(matches!(first, Pairing::Pair(Value::Int(7), Value::True)));
            assert!(matches!(ok(cx.advance(pairs)), Some(Value::Tuple(_))));
            assert!(matches!(ok(cx.advance_pair(pairs)), Pairing::End));
        });
    }
}
