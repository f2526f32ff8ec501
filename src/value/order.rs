//! `<`, `<=`, `>`, `>=`.

use std::cmp::Ordering;

use super::compare::IN_COMPARISON;
use super::context::Context;
use super::number::mixed;
use super::value::{DictKind, Stop, Value, ViewKind};
use crate::ops::CompareOp;

impl<'h> Context<'h> {
    /// `a op b` for the four comparisons of order.
    ///
    /// # Errors
    /// `TypeError` if the values cannot be ordered, or what comparing objects raises.
    pub fn ordered(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        if let (Value::Str(x), Value::Str(y)) = (a, b) {
            let (x, y) = (x.as_str(), y.as_str());
            self.charge_bytes(x.len().min(y.len()))?;
            return Ok(holds(op, x.cmp(y)));
        }
        if let Some(order) = self.order_numbers(a, b) {
            return Ok(order.is_some_and(|order| holds(op, order)));
        }
        if (a.made_class().is_some() || b.made_class().is_some())
            && let Some(answer) = self.made_compare(op, a, b)?
        {
            return self.truth(answer);
        }
        self.ordered_natively(op, a, b)
    }

    /// The same where no class of a policy's has an answer.
    pub(super) fn ordered_natively(
        &self,
        op: CompareOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        match (a, b) {
            (Value::Bytes(x), Value::Bytes(y)) => {
                self.charge_bytes(x.as_slice().len().min(y.as_slice().len()))?;
                Ok(holds(op, x.as_slice().cmp(y.as_slice())))
            }
            (Value::Tuple(x), Value::Tuple(y)) => {
                self.order_items(op, x.items.iter().copied(), y.items.iter().copied())
            }
            (Value::List(x), Value::List(y)) => self.order_items(op, x.iter(), y.iter()),
            (Value::Slice(x), Value::Slice(y)) => self.order_items(
                op,
                [x.start, x.stop, x.step].into_iter(),
                [y.start, y.stop, y.step].into_iter(),
            ),
            (Value::Set(_) | Value::View(_), Value::Set(_) | Value::View(_))
                if is_set_like(a) && is_set_like(b) =>
            {
                self.order_sets(op, a, b)
            }
            (Value::Dict(x), Value::Dict(y))
                if x.kind() == DictKind::Counter && y.kind() == DictKind::Counter =>
            {
                self.order_counts(op, a, b)
            }
            (Value::Object(_), _) | (_, Value::Object(_)) => self.order_objects(op, a, b),
            _ => Err(self.unordered(op, a, b)),
        }
    }

    /// The order of two numbers; the inner none if one is not a number in the sense of IEEE 754, the
    /// outer one if the values are not both numbers.
    pub(super) fn order_numbers(&self, a: Value<'h>, b: Value<'h>) -> Option<Option<Ordering>> {
        if let (Value::Float(a), Value::Float(b)) = (a, b) {
            return Some(a.get().partial_cmp(&b.get()));
        }
        match (a, b) {
            (Value::Float(a), b) => {
                Some(mixed::compare(b.as_int()?, a.get()).map(Ordering::reverse))
            }
            (a, Value::Float(b)) => Some(mixed::compare(a.as_int()?, b.get())),
            (a, b) => Some(Some(a.as_int()?.compare(b.as_int()?))),
        }
    }

    fn order_items(
        &self,
        op: CompareOp,
        mut a: impl Iterator<Item = Value<'h>>,
        mut b: impl Iterator<Item = Value<'h>>,
    ) -> Result<bool, Stop<'h>> {
        self.nested_in(IN_COMPARISON, || {
            loop {
                self.charge(1)?;
                match (a.next(), b.next()) {
                    (None, None) => return Ok(holds(op, Ordering::Equal)),
                    (None, Some(_)) => return Ok(holds(op, Ordering::Less)),
                    (Some(_), None) => return Ok(holds(op, Ordering::Greater)),
                    (Some(a), Some(b)) if self.same(a, b)? => {}
                    (Some(a), Some(b)) => return self.ordered(op, a, b),
                }
            }
        })
    }

    fn order_sets(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        let (small, large) = match op {
            CompareOp::Lt | CompareOp::Le => (a, b),
            _ => (b, a),
        };
        let (few, many) = (self.len(small)?, self.len(large)?);
        let fits = match op {
            CompareOp::Lt | CompareOp::Gt => few < many,
            _ => few <= many,
        };
        Ok(fits && self.members_in(small, large)?)
    }

    /// Counters: every count of one is within that of the other; a missing count is 0.
    fn order_counts(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        let (Value::Dict(x), Value::Dict(y)) = (a, b) else {
            return Ok(false);
        };
        let wide = match op {
            CompareOp::Lt | CompareOp::Le => CompareOp::Le,
            _ => CompareOp::Ge,
        };
        let keys = x.items(self)?.chain(y.items(self)?);
        for (key, _) in keys {
            self.charge(1)?;
            let mine = x.get(self, key)?.unwrap_or(Value::Int(0));
            let theirs = y.get(self, key)?.unwrap_or(Value::Int(0));
            if !self.ordered(wide, mine, theirs)? {
                return Ok(false);
            }
        }
        Ok(matches!(op, CompareOp::Le | CompareOp::Ge) || !self.equal(a, b)?)
    }

    fn order_objects(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        if let Value::Object(object) = a
            && let Some(order) = object.class.behaviour.order(self, object, b)?
        {
            return Ok(holds(op, order));
        }
        if let Value::Object(object) = b
            && let Some(order) = object.class.behaviour.order(self, object, a)?
        {
            return Ok(holds(op, order.reverse()));
        }
        Err(self.unordered(op, a, b))
    }

    #[cold]
    fn unordered(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> Stop<'h> {
        self.type_error(format_args!(
            "'{}' not supported between instances of '{}' and '{}'",
            op.symbol(),
            a.type_name(),
            b.type_name()
        ))
    }
}

/// Whether a value compares as a set does.
fn is_set_like(value: Value<'_>) -> bool {
    match value {
        Value::Set(_) => true,
        Value::View(view) => view.kind != ViewKind::Values,
        _ => false,
    }
}

fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
        _ => false,
    }
}
