//! Sets and frozensets: dicts without values.

use super::context::Context;
use super::value::{Dict, Set, Stop, Value};

impl<'h> Set<'h> {
    /// How many members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether it has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The members, in the order of insertion.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Value<'h>> + use<'h> {
        self.table.stored().map(|(member, _)| member)
    }

    /// Whether a value is a member; a set is looked for as the frozenset of its members.
    ///
    /// # Errors
    /// `TypeError` if it is unhashable.
    pub fn contains(&self, cx: &Context<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        self.table.contains(cx, frozen_key(cx, item)?)
    }

    /// Adds a member. Whether it is new.
    ///
    /// # Errors
    /// `TypeError` if it is unhashable; [`Stop::Fatal`] if memory is exhausted.
    pub fn insert(&self, cx: &Context<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        if self.table.contains(cx, item)? {
            return Ok(false);
        }
        self.table.insert(cx, item, Value::None).map(|_| true)
    }

    /// Removes a member. Whether it was one.
    ///
    /// # Errors
    /// `TypeError` if it is unhashable.
    pub fn remove(&self, cx: &Context<'h>, item: Value<'h>) -> Result<bool, Stop<'h>> {
        let item = frozen_key(cx, item)?;
        Ok(self.table.remove(cx, item)?.is_some())
    }
}

fn frozen_key<'h>(cx: &Context<'h>, item: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match item {
        Value::Set(set) if !set.frozen => Ok(Value::Set(cx.copy_set(set, true)?)),
        other => Ok(other),
    }
}

impl<'h> Context<'h> {
    /// An empty set or frozenset.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn set(&self, frozen: bool) -> Result<&'h Set<'h>, Stop<'h>> {
        let table = Dict::default();
        self.memory(self.heap.alloc(Set { table, frozen }))
    }

    /// A copy of a set.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn copy_set(&self, set: &Set<'h>, frozen: bool) -> Result<&'h Set<'h>, Stop<'h>> {
        let copy = self.set(frozen)?;
        copy.table.fill_from(self, &set.table)?;
        Ok(copy)
    }

    /// A set of the given members.
    ///
    /// # Errors
    /// `TypeError` if one is unhashable; [`Stop::Fatal`] if memory is exhausted.
    pub fn set_of(
        &self,
        members: impl IntoIterator<Item = Value<'h>>,
        frozen: bool,
    ) -> Result<&'h Set<'h>, Stop<'h>> {
        let set = self.set(frozen)?;
        for member in members {
            self.charge(1)?;
            set.insert(self, member)?;
        }
        Ok(set)
    }
}
