//! Operators of sets, dicts and their views, and what `op=` changes in place.

use super::context::Context;
use super::value::{Dict, DictKind, List, Set, Stop, Value, ViewKind};
use crate::ops::BinaryOp;

impl<'h> Context<'h> {
    /// `a op b` if they are sets, views or dicts.
    pub(super) fn collection_op(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match (a, b) {
            (Value::Dict(x), Value::Dict(y)) if x.is_counter() && y.is_counter() => {
                self.counter_op(op, x, y)
            }
            (Value::Dict(x), Value::Dict(y)) if op == BinaryOp::BitOr => {
                let union = self.copy_dict(x)?;
                // A subclass on the right has its say first.
                if x.kind() == DictKind::Plain
                    && !matches!(y.kind(), DictKind::Plain | DictKind::Counter)
                {
                    let factory = y.extra().map_or(Value::None, |extra| extra.factory.get());
                    union.extra.set(self.dict_of(y.kind(), factory)?.extra());
                }
                self.merge(union, Value::Dict(y))?;
                Ok(Some(Value::Dict(union)))
            }
            (Value::Class(_) | Value::Record(_), _) | (_, Value::Class(_) | Value::Record(_))
                if op == BinaryOp::BitOr =>
            {
                self.union(a, b)
            }
            (Value::Set(x), Value::Set(y)) => self.set_op(op, x, Value::Set(y), x.frozen),
            _ if is_set_view(a) || is_set_view(b) => {
                if !matches!(
                    op,
                    BinaryOp::BitOr | BinaryOp::BitAnd | BinaryOp::BitXor | BinaryOp::Sub
                ) {
                    return Ok(None);
                }
                if op == BinaryOp::BitAnd {
                    return self.view_meets(a, b).map(Some);
                }
                let left = self.set_of(self.collect(a)?, false)?;
                self.set_op(op, left, b, false)
            }
            _ => Ok(None),
        }
    }

    /// `a & b`, one of them a view: as CPython, it looks up in the view what the other gives, which may
    /// hold values that no set can.
    fn view_meets(&self, a: Value<'h>, b: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        let (mut view, mut other) = match (a, b) {
            (Value::View(view), _) if is_set_view(a) => (view, b),
            (_, Value::View(view)) => (view, a),
            _ => return Err(Stop::Fatal),
        };
        match other {
            Value::Set(set) if !set.frozen && view.dict.len() <= set.len() => {
                let met = self.intersection(set, Value::View(view), false)?;
                return Ok(Value::Set(met));
            }
            Value::View(larger) if is_set_view(other) && larger.dict.len() > view.dict.len() => {
                (view, other) = (larger, Value::View(view));
            }
            _ => {}
        }
        let met = self.set(false)?;
        self.each(other, |member| {
            if self.contains(Value::View(view), member)? {
                met.insert(self, member)?;
            }
            Ok(true)
        })?;
        Ok(Value::Set(met))
    }

    /// `a op b` as a new set; `b` may be any iterable.
    pub(super) fn set_op(
        &self,
        op: BinaryOp,
        a: &'h Set<'h>,
        b: Value<'h>,
        frozen: bool,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        Ok(Some(Value::Set(match op {
            BinaryOp::BitOr => self.union_sets(a, b, frozen)?,
            BinaryOp::BitAnd => self.intersection(a, b, frozen)?,
            BinaryOp::Sub => self.difference(a, b, frozen)?,
            BinaryOp::BitXor => self.symmetric_difference(a, b, frozen)?,
            _ => return Ok(None),
        })))
    }

    /// The members of a set and those of an iterable.
    ///
    /// # Errors
    /// `TypeError` if one is unhashable, or the value cannot be iterated.
    pub fn union_sets(
        &self,
        a: &Set<'h>,
        b: Value<'h>,
        frozen: bool,
    ) -> Result<&'h Set<'h>, Stop<'h>> {
        let union = self.copy_set(a, frozen)?;
        self.each(b, |member| union.insert(self, member).map(|_| true))?;
        Ok(union)
    }

    /// The members of a set that an iterable gives, too.
    ///
    /// # Errors
    /// Those of [`Context::union_sets`].
    pub fn intersection(
        &self,
        a: &Set<'h>,
        b: Value<'h>,
        frozen: bool,
    ) -> Result<&'h Set<'h>, Stop<'h>> {
        let other = self.as_set(b)?;
        // Of two equal members the one is taken that Python looks up in the other's table: of the
        // smaller set, or of what is not this set.
        match b {
            Value::Set(_) if other.len() > a.len() => {
                self.chosen(a, frozen, |member| other.contains(self, member))
            }
            _ => self.chosen(other, frozen, |member| a.contains(self, member)),
        }
    }

    /// The members of a set that an iterable does not give.
    ///
    /// # Errors
    /// Those of [`Context::union_sets`].
    pub fn difference(
        &self,
        a: &Set<'h>,
        b: Value<'h>,
        frozen: bool,
    ) -> Result<&'h Set<'h>, Stop<'h>> {
        let other = self.as_set(b)?;
        self.chosen(a, frozen, |member| {
            other.contains(self, member).map(|found| !found)
        })
    }

    /// What is in one of a set and an iterable, but not in both.
    ///
    /// # Errors
    /// Those of [`Context::union_sets`].
    pub fn symmetric_difference(
        &self,
        a: &Set<'h>,
        b: Value<'h>,
        frozen: bool,
    ) -> Result<&'h Set<'h>, Stop<'h>> {
        let other = self.as_set(b)?;
        let result = self.difference(a, Value::Set(other), frozen)?;
        for member in other.iter() {
            self.charge(1)?;
            if !a.contains(self, member)? {
                result.insert(self, member)?;
            }
        }
        Ok(result)
    }

    fn chosen(
        &self,
        a: &Set<'h>,
        frozen: bool,
        wanted: impl Fn(Value<'h>) -> Result<bool, Stop<'h>>,
    ) -> Result<&'h Set<'h>, Stop<'h>> {
        let result = self.set(frozen)?;
        for member in a.iter() {
            self.charge(1)?;
            if wanted(member)? {
                result.insert(self, member)?;
            }
        }
        Ok(result)
    }

    /// The value if it is a set, else a set of what it gives.
    ///
    /// # Errors
    /// Those of [`Context::union_sets`].
    pub fn as_set(&self, value: Value<'h>) -> Result<&'h Set<'h>, Stop<'h>> {
        match value {
            Value::Set(set) => Ok(set),
            other => {
                let set = self.set(false)?;
                self.each(other, |member| set.insert(self, member).map(|_| true))?;
                Ok(set)
            }
        }
    }

    /// Gives a set the members of another, which is then not used any more.
    pub fn replace_members(&self, set: &Set<'h>, members: &Set<'h>) {
        set.table.take_over(&members.table);
    }

    /// `a op= b` where that changes `a`; none where it does not.
    pub(super) fn assign(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match (op, a) {
            (BinaryOp::Add, Value::List(list)) => {
                self.extend(list, b)?;
                Ok(Some(a))
            }
            (BinaryOp::Mul, Value::List(list)) => match self.maybe_index(b)? {
                Some(Value::Int(times)) => {
                    self.repeat_in_place(list, usize::try_from(times).unwrap_or(0))?;
                    Ok(Some(a))
                }
                _ => Ok(None),
            },
            (_, Value::Dict(dict)) if dict.is_counter() => self.assign_counts(op, dict, b),
            (BinaryOp::BitOr, Value::Dict(dict)) => {
                self.merge(dict, b)?;
                Ok(Some(a))
            }
            (_, Value::Set(set)) if !set.frozen && matches!(b, Value::Set(_)) => {
                let Some(Value::Set(result)) = self.set_op(op, set, b, false)? else {
                    return Ok(None);
                };
                self.replace_members(set, result);
                Ok(Some(a))
            }
            (_, Value::Object(object)) => object.class.behaviour.in_place(self, op, object, b),
            _ => Ok(None),
        }
    }

    /// Appends what an iterable gives; a list may be extended by itself.
    ///
    /// # Errors
    /// `TypeError` if the value cannot be iterated; [`Stop::Fatal`] if memory is exhausted.
    pub fn extend(&self, list: &'h List<'h>, items: Value<'h>) -> Result<(), Stop<'h>> {
        match items {
            Value::List(other) => {
                self.charge(other.len())?;
                for at in 0..other.len() {
                    if let Some(item) = other.item(at) {
                        list.push(self, item)?;
                    }
                }
                Ok(())
            }
            other => self.each(other, |item| list.push(self, item).map(|()| true)),
        }
    }

    /// Sets in a dict what a dict, or an iterable of pairs, gives.
    ///
    /// # Errors
    /// `TypeError` or `ValueError` if it gives no pairs, or a key is unhashable.
    pub fn merge(&self, dict: &Dict<'h>, source: Value<'h>) -> Result<(), Stop<'h>> {
        if let Value::Dict(other) = source {
            if std::ptr::eq(dict, other) {
                return Ok(());
            }
            for (key, value) in other.items(self)? {
                self.charge(1)?;
                dict.insert(self, key, value)?;
            }
            return Ok(());
        }
        if let Value::Object(map) = source
            && map.class.method("keys").is_some()
        {
            return self.each(source, |key| {
                let value = self.item(source, key)?;
                dict.insert(self, key, value).map(|_| true)
            });
        }
        if source.special("keys").is_some() {
            return match self.mapping(source)? {
                Some(other) => self.merge(dict, Value::Dict(other)),
                None => Ok(()),
            };
        }
        let mut at = 0usize;
        self.each(source, |item| {
            let [key, value] = self.pair(item, at)?;
            dict.insert(self, key, value)?;
            at += 1;
            Ok(true)
        })
    }

    /// What maps keys to values, as a dict; none if it does not have keys.
    ///
    /// # Errors
    /// What looking keys up raises.
    pub fn mapping(&self, source: Value<'h>) -> Result<Option<&'h Dict<'h>>, Stop<'h>> {
        match source {
            Value::Dict(dict) => Ok(Some(dict)),
            Value::Object(map) if map.class.method("keys").is_some() => {
                let dict = self.dict()?;
                self.merge(dict, source)?;
                Ok(Some(dict))
            }
            _ if source.special("keys").is_some() => match self.ask_std("mapped", &[source])? {
                Value::Dict(dict) => Ok(Some(dict)),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn pair(&self, item: Value<'h>, at: usize) -> Result<[Value<'h>; 2], Stop<'h>> {
        if let Value::Tuple(tuple) = item
            && let [key, value] = tuple.items
        {
            return Ok([*key, *value]);
        }
        let Some(_) = self.maybe_iterate(item)? else {
            return Err(self.type_error(format_args!(
                "cannot convert dictionary update sequence element #{at} to a sequence"
            )));
        };
        let items = self.collect(item)?;
        match items.as_slice() {
            [key, value] => Ok([*key, *value]),
            other => Err(self.value_error(format_args!(
                "dictionary update sequence element #{at} has length {}; 2 is required",
                other.len()
            ))),
        }
    }
}

impl Dict<'_> {
    /// Whether it is a `Counter`.
    #[must_use]
    pub fn is_counter(&self) -> bool {
        self.kind() == DictKind::Counter
    }
}

/// Whether it is a view that takes part in the operators of sets.
fn is_set_view(value: Value<'_>) -> bool {
    matches!(value, Value::View(view) if view.kind != ViewKind::Values)
}
