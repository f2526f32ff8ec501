//! Ranges: length, items and membership, for ints of any size.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

use super::context::Context;
use super::value::{Range, Stop, Value};

/// Start, stop and step of a range whose bounds fit 64 bits.
type Small = (i64, i64, i64);

impl<'h> Range<'h> {
    /// The bounds, if they fit 64 bits.
    #[must_use]
    pub fn small(&self) -> Option<Small> {
        match (self.start, self.stop, self.step) {
            (Value::Int(start), Value::Int(stop), Value::Int(step)) => Some((start, stop, step)),
            _ => None,
        }
    }

    fn big(&self) -> (BigInt, BigInt, BigInt) {
        let big = |bound: Value<'_>| bound.to_big().unwrap_or_default();
        (big(self.start), big(self.stop), big(self.step))
    }
}

/// How many items a range with these bounds has.
#[must_use]
pub fn small_len((start, stop, step): Small) -> u64 {
    let (from, to) = if step > 0 {
        (start, stop)
    } else {
        (stop, start)
    };
    if from >= to || step == 0 {
        return 0;
    }
    let span = to.wrapping_sub(from) as u64;
    (span - 1) / step.unsigned_abs() + 1
}

impl<'h> Context<'h> {
    /// A range.
    ///
    /// # Errors
    /// `ValueError` if the step is zero; [`Stop::Fatal`] if memory is exhausted.
    pub fn range(
        &self,
        start: Value<'h>,
        stop: Value<'h>,
        step: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        if matches!(step, Value::Int(0)) {
            return Err(self.value_error(format_args!("range() arg 3 must not be zero")));
        }
        let range = Range { start, stop, step };
        Ok(Value::Range(self.memory(self.heap.alloc(range))?))
    }

    /// How many items a range has, as an int of any size.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn range_len(&self, range: &Range<'h>) -> Result<Value<'h>, Stop<'h>> {
        if let Some(small) = range.small() {
            return self.wide_int(i128::from(small_len(small)));
        }
        let (start, stop, step) = range.big();
        let span = if step.is_positive() {
            stop - start
        } else {
            start - stop
        };
        if !span.is_positive() {
            return Ok(Value::Int(0));
        }
        self.int((span - 1u8).div_floor(&step.abs()) + 1u8)
    }

    /// The item `at` steps from the start.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn range_item(&self, range: &Range<'h>, at: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        if let (Value::Int(at), Some((start, _, step))) = (at, range.small()) {
            return self.wide_int(i128::from(start) + i128::from(at) * i128::from(step));
        }
        let (start, _, step) = range.big();
        self.int(start + step * at.to_big().unwrap_or_default())
    }

    /// Where an int stands in a range.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn range_position(
        &self,
        range: &Range<'h>,
        int: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let Some(int) = int.to_big() else {
            return Ok(None);
        };
        let (start, stop, step) = range.big();
        let inside = if step.is_positive() {
            start <= int && int < stop
        } else {
            stop < int && int <= start
        };
        let (at, rest) = (int - start).div_mod_floor(&step);
        if inside && rest.is_zero() {
            self.int(at).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Whether two ranges have the same items.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn equal_ranges(&self, a: &Range<'h>, b: &Range<'h>) -> Result<bool, Stop<'h>> {
        let len = self.range_len(a)?;
        if !self.equal(len, self.range_len(b)?)? {
            return Ok(false);
        }
        Ok(match len {
            Value::Int(0) => true,
            Value::Int(1) => self.equal(a.start, b.start)?,
            _ => self.equal(a.start, b.start)? && self.equal(a.step, b.step)?,
        })
    }
}
