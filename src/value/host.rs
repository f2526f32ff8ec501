//! Attributes of lent objects: read through to the object, remembered where they have an identity.

use std::cell::Cell;

use super::context::Context;
use super::value::{Dict, Host, Lent, Method, Object, Origin, Sequence, Stop, Text, Value};

/// How often lent lists are searched in place: those of an object that is asked again and again are made once.
const SEARCHES: u8 = 2;

/// What an attribute of a lent object turned out to be.
pub enum Attribute<'h> {
    /// A value.
    Value(Value<'h>),
    /// A method of the object.
    Method,
    /// There is no such attribute.
    Missing,
}

impl<'h> Host<'h> {
    /// An object as a policy sees it that did nothing to it yet; `before` was handed out before it.
    pub(crate) fn new(
        object: &'h dyn Object,
        origin: Option<&'h Origin<'h>>,
        before: Option<&'h Self>,
    ) -> Self {
        Self {
            object,
            memo: Dict::default(),
            origin,
            searched: Cell::new(0),
            before,
        }
    }

    /// The attribute `name`, as the policy's own writes left it; none if there is no such attribute.
    ///
    /// # Errors
    /// What making the value raises.
    pub fn attribute(
        &'h self,
        cx: &Context<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let found = match self.memo.stored_str(name) {
            Some(known) => Attribute::of(known),
            None => self.read(cx, name, || cx.copied_text(name))?,
        };
        match found {
            Attribute::Value(value) => Ok(Some(value)),
            Attribute::Missing => Ok(None),
            Attribute::Method => {
                let name = cx.memory(cx.heap.text(name))?;
                cx.bound(Value::Host(self), Method::Named(name)).map(Some)
            }
        }
    }

    /// What is known of the attribute `name` without asking the object: what has an identity, once it
    /// was read, or what was written.
    #[inline(always)]
    #[must_use]
    pub fn known(&self, name: &Text<'h>) -> Option<Value<'h>> {
        match self.memo.near(name) {
            None | Some(Value::Unbound) => None,
            known => known,
        }
    }

    /// Like [`Host::attribute`] of a name that lives long enough to be kept, as those of programs do.
    /// No method is bound.
    ///
    /// # Errors
    /// What making the value raises.
    pub fn named(
        &'h self,
        cx: &Context<'h>,
        name: &'h Text<'h>,
    ) -> Result<Attribute<'h>, Stop<'h>> {
        match self.memo.stored_text(name) {
            Some(known) => Ok(Attribute::of(known)),
            None => self.read(cx, name.as_str(), || Ok(name)),
        }
    }

    /// Whether a text is in the list or set that an attribute lends, if it lends one that was not handed out
    /// yet: for the first few texts none is made. None: it has to be asked in another way.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent.
    pub fn lists(
        &self,
        cx: &Context<'h>,
        name: &Text<'h>,
        text: &Text<'_>,
    ) -> Result<Option<bool>, Stop<'h>> {
        let searched = self.searched.get();
        if searched == SEARCHES || self.memo.stored_text(name).is_some() {
            return Ok(None);
        }
        let items: &dyn Sequence = match self.object.attr(name.as_str()) {
            Some(Lent::List(items) | Lent::Set(items)) => items,
            Some(Lent::Json(serde_json::Value::Array(items))) => items,
            _ => return Ok(None),
        };
        self.searched.set(searched + 1);
        // What is as long is compared to its end.
        let each = 1 + text.as_str().len() / 16;
        for at in 0..items.len() {
            cx.charge(each)?;
            if items
                .item(at)
                .is_some_and(|item| item.is_text(text.as_str()))
            {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    /// Asks the object; `keep` makes a name to remember the answer by.
    #[inline]
    fn read(
        &'h self,
        cx: &Context<'h>,
        name: &str,
        keep: impl FnOnce() -> Result<&'h Text<'h>, Stop<'h>>,
    ) -> Result<Attribute<'h>, Stop<'h>> {
        let lent = match self.object.attr(name) {
            None => return Ok(Attribute::Missing),
            Some(Lent::Method) => return Ok(Attribute::Method),
            // What most attributes are is taken apart here: to move the whole costs more.
            Some(Lent::Str(text)) => return cx.lent_str(text).map(Attribute::Value),
            Some(Lent::Bool(truth)) => return Ok(Attribute::Value(Value::bool(truth))),
            Some(Lent::Object(object)) => {
                let lend = |place| cx.lend_object(object, place);
                return self.remember(cx, keep()?, lend);
            }
            Some(Lent::Map(map)) => {
                return self.remember(cx, keep()?, |place| cx.lend_map(map, place));
            }
            Some(lent) => lent,
        };
        match lent.is_scalar() {
            true => cx.lend(lent, None).map(Attribute::Value),
            false => self.remember(cx, keep()?, |place| cx.lend(lent, place)),
        }
    }

    /// Makes the value of an attribute that has an identity, once.
    #[inline]
    fn remember(
        &'h self,
        cx: &Context<'h>,
        name: &'h Text<'h>,
        lend: impl FnOnce(Option<&'h Origin<'h>>) -> Result<Value<'h>, Stop<'h>>,
    ) -> Result<Attribute<'h>, Stop<'h>> {
        let place = cx.place(self.origin, name.as_str())?;
        let value = lend(place)?;
        self.memo.add_text(cx, name, value)?;
        Ok(Attribute::Value(value))
    }

    /// Writes an attribute, or deletes it (`value` unbound). Whether the object lets it be written.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn store_attribute(
        &'h self,
        cx: &Context<'h>,
        name: &str,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        if !self.object.writable(name) {
            return Ok(false);
        }
        cx.written.set(true);
        let key = cx.str(name)?;
        self.memo.insert(cx, key, value)?;
        if let Some(origin) = self.origin {
            cx.record(origin, key, value)?;
        }
        Ok(true)
    }
}

impl<'h> Attribute<'h> {
    /// What the memo knows; a deleted attribute is unbound.
    fn of(known: Value<'h>) -> Self {
        match known {
            Value::Unbound => Self::Missing,
            value => Self::Value(value),
        }
    }
}
