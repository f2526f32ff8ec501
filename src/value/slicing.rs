//! Slices: from bounds to positions.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::context::Context;
use super::value::{Slice, Stop, Value};

/// A slice cut to a sequence: `count` positions from `start` on, `step` apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The first position.
    pub start: i64,
    /// Where it ends, exclusive.
    pub stop: i64,
    /// The distance of two positions.
    pub step: i64,
    /// How many positions.
    pub count: usize,
}

impl Cut {
    /// The positions, in order.
    pub fn positions(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.count).map(move |at| (self.start + at as i64 * self.step) as usize)
    }

    /// The positions as a range, if they lie side by side.
    #[must_use]
    pub fn range(self) -> Option<std::ops::Range<usize>> {
        let start = self.start as usize;
        (self.step == 1).then_some(start..start + self.count)
    }
}

impl<'h> Context<'h> {
    /// What a slice selects of a sequence of `len` items.
    ///
    /// # Errors
    /// `TypeError` if a bound is no int, `ValueError` if the step is zero.
    pub fn cut(&self, slice: &Slice<'h>, len: usize) -> Result<Cut, Stop<'h>> {
        let len = len as i64;
        let step = self.slice_bound(slice.step)?.unwrap_or(1);
        if step == 0 {
            return Err(self.value_error(format_args!("slice step cannot be zero")));
        }
        // The negation of the smallest step must not overflow.
        let step = step.max(-i64::MAX);
        let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
        let place = |bound: Option<i64>, default: i64| match bound {
            None => default,
            Some(at) if at < 0 => (at.saturating_add(len)).max(low),
            Some(at) => at.min(high),
        };
        let (first, last) = if step > 0 { (low, high) } else { (high, low) };
        let start = place(self.slice_bound(slice.start)?, first);
        let stop = place(self.slice_bound(slice.stop)?, last);
        let span = if step > 0 { stop - start } else { start - stop };
        let count = match span {
            ..=0 => 0,
            span => ((span - 1) / step.abs() + 1) as usize,
        };
        Ok(Cut {
            start,
            stop,
            step,
            count,
        })
    }

    /// Start, stop and step of what a slice selects of a sequence whose length may be any int.
    ///
    /// # Errors
    /// `TypeError` if a bound is no int, `ValueError` if the step is zero.
    pub fn wide_cut(&self, slice: &Slice<'h>, len: &BigInt) -> Result<[Value<'h>; 3], Stop<'h>> {
        let step = self.wide_bound(slice.step)?.unwrap_or_else(|| 1.into());
        if step.is_zero() {
            return Err(self.value_error(format_args!("slice step cannot be zero")));
        }
        let (low, high) = match step.is_positive() {
            true => (BigInt::zero(), len.clone()),
            false => (BigInt::from(-1), len - 1),
        };
        let place = |bound: Option<BigInt>, default: &BigInt| match bound {
            None => default.clone(),
            Some(at) if at.is_negative() => (at + len).max(low.clone()),
            Some(at) => at.min(high.clone()),
        };
        let (first, last) = match step.is_positive() {
            true => (&low, &high),
            false => (&high, &low),
        };
        let start = place(self.wide_bound(slice.start)?, first);
        let stop = place(self.wide_bound(slice.stop)?, last);
        Ok([self.int(start)?, self.int(stop)?, self.int(step)?])
    }

    fn wide_bound(&self, value: Value<'h>) -> Result<Option<BigInt>, Stop<'h>> {
        match (value, self.maybe_index(value)?) {
            (Value::None, _) => Ok(None),
            (_, Some(int)) => Ok(int.to_big()),
            (_, None) => Err(self.no_bound()),
        }
    }

    #[cold]
    fn no_bound(&self) -> Stop<'h> {
        self.type_error(format_args!(
            "slice indices must be integers or None or have an __index__ method"
        ))
    }

    /// A bound of a slice: none if it is `None`.
    ///
    /// # Errors
    /// `TypeError` if it is no int.
    pub fn slice_bound(&self, value: Value<'h>) -> Result<Option<i64>, Stop<'h>> {
        if let Value::None = value {
            return Ok(None);
        }
        match self.maybe_index(value)? {
            Some(int) => Ok(Some(int.cut())),
            None => Err(self.no_bound()),
        }
    }

    /// A slice.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn slice(
        &self,
        start: Value<'h>,
        stop: Value<'h>,
        step: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let slice = Slice { start, stop, step };
        Ok(Value::Slice(self.memory(self.heap.alloc(slice))?))
    }
}
