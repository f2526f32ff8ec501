//! `==`, `is or ==` as containers mean it, and `in`.

use super::context::Context;
use super::exceptions::TYPE_ERROR;
use super::table::same_text;
use super::value::{
    Bytes, Dict, DictKind, Instance, Method, Set, Stop, Text, Value, View, ViewKind,
};
use crate::ops::CompareOp;

/// The tail of the message when nested values are compared too deeply.
pub(super) const IN_COMPARISON: &str = " in comparison";

/// From how many bytes on it costs something to read a text that is compared or looked up.
const LONG: usize = 64;

impl<'h> Context<'h> {
    /// `a op b` for every comparison.
    ///
    /// # Errors
    /// `TypeError` if the values cannot be ordered, or what comparing objects raises.
    #[inline]
    pub fn compare(&self, op: CompareOp, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        if let (Value::Int(a), Value::Int(b)) = (a, b) {
            match op {
                CompareOp::Eq | CompareOp::Is => return Ok(a == b),
                CompareOp::Ne | CompareOp::IsNot => return Ok(a != b),
                CompareOp::Lt => return Ok(a < b),
                CompareOp::Le => return Ok(a <= b),
                CompareOp::Gt => return Ok(a > b),
                CompareOp::Ge => return Ok(a >= b),
                CompareOp::In | CompareOp::NotIn => {}
            }
        }
        if let (Value::Str(a), Value::Str(b), CompareOp::Eq) = (a, b, op) {
            return self.equal_texts(a, b);
        }
        match op {
            CompareOp::Eq => self.equal(a, b),
            CompareOp::Ne => self.differ(a, b),
            CompareOp::Is => Ok(a.is(b)),
            CompareOp::IsNot => Ok(!a.is(b)),
            CompareOp::In => self.contains(b, a),
            CompareOp::NotIn => self.contains(b, a).map(|found| !found),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => self.ordered(op, a, b),
        }
    }

    /// What `a op b` evaluates to: the truth of it, or whatever a method of a policy's class answers.
    ///
    /// # Errors
    /// Those of [`Context::compare`], but for asking whether the answer is true.
    #[inline]
    pub fn comparison(
        &self,
        op: CompareOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match (a, b) {
            (Value::Made(_) | Value::Exc(_), _) | (_, Value::Made(_) | Value::Exc(_)) => {
                self.made_comparison(op, a, b)
            }
            _ => self.compare(op, a, b).map(Value::bool),
        }
    }

    fn made_comparison(
        &self,
        op: CompareOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        if let Some(answer) = self.made_compare(op, a, b)? {
            return Ok(answer);
        }
        // Neither side is asked again.
        let truth = match op {
            CompareOp::Eq => a.is(b),
            CompareOp::Ne => !a.is(b),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                self.ordered_natively(op, a, b)?
            }
            CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn => {
                self.compare(op, a, b)?
            }
        };
        Ok(Value::bool(truth))
    }

    /// `a is b or a == b`: how containers compare their items.
    ///
    /// # Errors
    /// What comparing objects raises.
    #[inline]
    pub fn same(&self, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        match (a, b) {
            // Texts of the same characters are one object.
            (Value::Str(a), Value::Str(b)) => match same_text(a, b) {
                true if std::ptr::eq(a, b) => Ok(true),
                true => self.pay_for_text(a).map(|()| true),
                false => self.equal_texts(a, b),
            },
            (a, b) => Ok(a.is(b) || self.equal(a, b)?),
        }
    }

    /// Charges what it takes to read a text as a key or as one of two that may be equal: nothing while it is
    /// short. What was read before costs the same: it must not matter which evaluation was the first.
    #[inline]
    pub(super) fn pay_for_text(&self, text: &Text<'_>) -> Result<(), Stop<'h>> {
        match text.as_str().len() {
            0..LONG => Ok(()),
            bytes => self.charge_bytes(bytes),
        }
    }

    /// `a == b`.
    ///
    /// # Errors
    /// What comparing objects raises.
    #[inline]
    pub fn equal(&self, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        match (a, b) {
            (Value::Int(a), Value::Int(b)) => Ok(a == b),
            (Value::Str(a), Value::Str(b)) => self.equal_texts(a, b),
            (Value::None, Value::None) => Ok(true),
            (a, b) => self.equal_others(a, b),
        }
    }

    #[inline]
    fn equal_texts(&self, a: &Text<'h>, b: &Text<'h>) -> Result<bool, Stop<'h>> {
        let (a, b) = (a.as_str(), b.as_str());
        if a.len() != b.len() {
            return Ok(false);
        }
        self.charge_bytes(a.len())?;
        Ok(a == b)
    }

    /// `a != b`.
    fn differ(&self, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        if a.made_class().is_some() || b.made_class().is_some() {
            return match self.made_compare(CompareOp::Ne, a, b)? {
                Some(answer) => self.truth(answer),
                None => Ok(!a.is(b)),
            };
        }
        self.equal(a, b).map(|equal| !equal)
    }

    fn equal_others(&self, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        if a.made_class().is_some() || b.made_class().is_some() {
            return match self.made_compare(CompareOp::Eq, a, b)? {
                Some(answer) => self.truth(answer),
                None => Ok(a.is(b)),
            };
        }
        if let Some(order) = self.order_numbers(a, b) {
            return Ok(order.is_some_and(std::cmp::Ordering::is_eq));
        }
        match (a, b) {
            (Value::Bytes(a), Value::Bytes(b)) => self.equal_bytes(a, b),
            (Value::Tuple(a), Value::Tuple(b)) => {
                let (a, b) = (a.items, b.items);
                Ok(a.len() == b.len() && self.equal_items(a.iter().copied(), b.iter().copied())?)
            }
            (Value::List(a), Value::List(b)) => {
                Ok(a.len() == b.len() && self.equal_items(a.iter(), b.iter())?)
            }
            (Value::Dict(a), Value::Dict(b)) => self.equal_dicts(a, b),
            (Value::Set(a), Value::Set(b)) => {
                Ok(a.len() == b.len() && self.nested_in(IN_COMPARISON, || self.subset(a, b))?)
            }
            (Value::View(View { kind, .. }), Value::View(_) | Value::Set(_))
            | (Value::Set(_), Value::View(View { kind, .. }))
                if *kind != ViewKind::Values =>
            {
                Ok(self.len(a)? == self.len(b)? && self.members_in(a, b)?)
            }
            (Value::Range(a), Value::Range(b)) => self.equal_ranges(a, b),
            (Value::Slice(a), Value::Slice(b)) => self.equal_items(
                [a.start, a.stop, a.step].into_iter(),
                [b.start, b.stop, b.step].into_iter(),
            ),
            (Value::Bound(a), Value::Bound(b)) => Ok(a.receiver.is(b.receiver)
                && match (a.method, b.method) {
                    (Method::Row(a), Method::Row(b)) => std::ptr::eq(a, b),
                    (Method::Named(a), Method::Named(b)) => a == b,
                    (Method::Function(a), Method::Function(b)) => a.is(b),
                    _ => false,
                }),
            (Value::Object(object), other) => self.equal_object(object, other),
            (other, Value::Object(object)) => {
                let answer = object.class.behaviour.eq(self, object, other)?;
                Ok(answer.unwrap_or(false))
            }
            (Value::Host(x), Value::Host(y)) => Ok(a.is(b)
                || x.object.class_name() == y.object.class_name()
                    && x.object.identity().is_some()
                    && x.object.identity() == y.object.identity()),
            _ => Ok(a.is(b)),
        }
    }

    fn equal_bytes(&self, a: &Bytes<'h>, b: &Bytes<'h>) -> Result<bool, Stop<'h>> {
        self.charge_bytes(a.as_slice().len())?;
        Ok(a.as_slice() == b.as_slice())
    }

    fn equal_object(&self, object: &'h Instance<'h>, other: Value<'h>) -> Result<bool, Stop<'h>> {
        if let Some(answer) = object.class.behaviour.eq(self, object, other)? {
            return Ok(answer);
        }
        if let Value::Object(right) = other
            && let Some(answer) = right
                .class
                .behaviour
                .eq(self, right, Value::Object(object))?
        {
            return Ok(answer);
        }
        Ok(Value::Object(object).is(other))
    }

    fn equal_items(
        &self,
        a: impl Iterator<Item = Value<'h>>,
        b: impl Iterator<Item = Value<'h>>,
    ) -> Result<bool, Stop<'h>> {
        self.nested_in(IN_COMPARISON, || {
            for (a, b) in a.zip(b) {
                self.charge(1)?;
                if !self.same(a, b)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    fn equal_dicts(&self, a: &'h Dict<'h>, b: &'h Dict<'h>) -> Result<bool, Stop<'h>> {
        if a.kind() == DictKind::Counter && b.kind() == DictKind::Counter {
            return Ok(self.counts_within(a, b)? && self.counts_within(b, a)?);
        }
        if a.len() != b.len() {
            return Ok(false);
        }
        let ordered = a.kind() == DictKind::Ordered && b.kind() == DictKind::Ordered;
        if ordered && !self.equal_items(a.stored().map(|e| e.0), b.stored().map(|e| e.0))? {
            return Ok(false);
        }
        self.nested_in(IN_COMPARISON, || {
            for (key, value) in a.items(self)? {
                self.charge(1)?;
                match b.get(self, key)? {
                    Some(other) if self.same(value, other)? => {}
                    _ => return Ok(false),
                }
            }
            Ok(true)
        })
    }

    /// Whether every count of `a` is that of `b`, where a missing one is 0.
    fn counts_within(&self, a: &Dict<'h>, b: &Dict<'h>) -> Result<bool, Stop<'h>> {
        for (key, count) in a.items(self)? {
            self.charge(1)?;
            let other = b.get(self, key)?.unwrap_or(Value::Int(0));
            if !self.same(count, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether every member of `a` is one of `b`.
    ///
    /// # Errors
    /// What comparing members raises.
    pub fn subset(&self, a: &Set<'h>, b: &Set<'h>) -> Result<bool, Stop<'h>> {
        if a.len() > b.len() {
            return Ok(false);
        }
        for member in a.iter() {
            self.charge(1)?;
            if !b.contains(self, member)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether everything in `a` is in `b`, for sets and views.
    pub(super) fn members_in(&self, a: Value<'h>, b: Value<'h>) -> Result<bool, Stop<'h>> {
        let mut all = true;
        self.each(a, |item| {
            all = self.contains(b, item)?;
            Ok(all)
        })?;
        Ok(all)
    }

    /// `item in container`.
    ///
    /// # Errors
    /// `TypeError` if it is no container, or what comparing raises.
    #[inline]
    pub fn contains(&self, container: Value<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        if let Value::Object(object) = container
            && let Some(answer) = object.class.behaviour.contains(self, object, item)?
        {
            return Ok(answer);
        }
        self.held_by(container, item)
    }

    fn held_by(&self, container: Value<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        match container {
            Value::Dict(dict) => dict.contains(self, item),
            Value::Set(set) => set.contains(self, item),
            Value::List(list) => self.among(list.iter(), item),
            Value::Tuple(tuple) => self.among(tuple.items.iter().copied(), item),
            Value::Str(text) => self.text_contains(text, item),
            Value::Bytes(bytes) => self.bytes_contain(bytes, item),
            Value::View(view) => self.view_contains(view, item),
            Value::Range(range) => match item {
                Value::Int(_) | Value::Big(_) | Value::True | Value::False => {
                    Ok(self.range_position(range, item)?.is_some())
                }
                _ => self.found(container, item),
            },
            Value::Made(_) | Value::Exc(_) => match self.made_contains(container, item)? {
                Some(answer) => Ok(answer),
                None => self.found(container, item),
            },
            _ => self.found(container, item),
        }
    }

    fn among(
        &self,
        items: impl Iterator<Item = Value<'h>>,
        item: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        if let Value::Str(text) = item {
            return self.text_among(items, text);
        }
        for candidate in items {
            self.charge(1)?;
            if self.same(candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a text is one of some values. Most of what is looked for is a text among texts, and most of
    /// these differ by their length.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent.
    pub(crate) fn text_among(
        &self,
        items: impl Iterator<Item = Value<'h>>,
        wanted: &'h Text<'h>,
    ) -> Result<bool, Stop<'h>> {
        let len = wanted.as_str().len();
        for candidate in items {
            self.charge(1)?;
            match candidate {
                Value::Str(text) if text.as_str().len() != len => {}
                candidate if self.same(candidate, Value::Str(wanted))? => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    }

    fn found(&self, container: Value<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        let Some(iter) = self.maybe_iterate(container)? else {
            return Err(self.raise(
                &TYPE_ERROR,
                format_args!(
                    "argument of type '{}' is not iterable",
                    container.type_name()
                ),
            ));
        };
        while let Some(candidate) = self.advance(iter)? {
            self.charge(1)?;
            if self.same(candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn text_contains(&self, text: &Text<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        let Value::Str(part) = item else {
            return Err(self.type_error(format_args!(
                "'in <string>' requires string as left operand, not {}",
                item.type_name()
            )));
        };
        self.charge_bytes(text.as_str().len())?;
        Ok(text.as_str().contains(part.as_str()))
    }

    fn bytes_contain(&self, bytes: &Bytes<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        let haystack = bytes.as_slice();
        if let Value::Bytes(part) = item {
            let part = part.as_slice();
            let work = haystack.len().saturating_mul(part.len().max(1));
            self.charge_bytes(work)?;
            return Ok(part.is_empty() || haystack.windows(part.len()).any(|w| w == part));
        }
        self.charge_bytes(haystack.len())?;
        match self.maybe_index(item)? {
            Some(Value::Int(byte @ 0..=255)) => Ok(haystack.contains(&(byte as u8))),
            Some(_) => Err(self.value_error(format_args!("byte must be in range(0, 256)"))),
            None => Err(self.type_error(format_args!(
                "a bytes-like object is required, not '{}'",
                item.type_name()
            ))),
        }
    }

    fn view_contains(&self, view: &'h View<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        match (view.kind, item) {
            (ViewKind::Keys, _) => view.dict.contains(self, item),
            (ViewKind::Values, _) => self.among(view.dict.items(self)?.map(|e| e.1), item),
            (ViewKind::Items, Value::Tuple(pair)) => match pair.items {
                [key, value] => match view.dict.get(self, *key)? {
                    Some(found) => self.same(found, *value),
                    None => Ok(false),
                },
                _ => Ok(false),
            },
            (ViewKind::Items, _) => Ok(false),
        }
    }
}
