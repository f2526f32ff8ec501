//! Attributes of lent objects: read through to the object, remembered where they have an identity.

use std::cell::Cell;

use super::context::Context;
use super::value::{Dict, Host, Lent, Method, Object, Origin, Sequence, Stop, Text, Value};

/// How often something of what an object lends is read in passing: what is asked for again and again is handed
/// out once.
const PASSES: u8 = 2;

/// How many items are looked at before they are charged.
const AT_ONCE: usize = 64;

impl<'h> Context<'h> {
    /// The attribute of a lent object, if it lends one that has no identity.
    ///
    /// # Errors
    /// What making the value raises.
    #[inline]
    pub fn lent_scalar(
        &self,
        object: &'h dyn Object,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match object.attr(name) {
            Some(Lent::Str(text)) => self.lent_str(text).map(Some),
            Some(Lent::Bool(truth)) => Ok(Some(Value::bool(truth))),
            None | Some(Lent::Method) => Ok(None),
            Some(lent) if lent.is_scalar() => self.lend(lent, None).map(Some),
            Some(_) => Ok(None),
        }
    }

    /// Whether a text is in the list or set that an attribute of an object lends, if it lends one.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent.
    #[inline(always)]
    pub fn lists(
        &self,
        object: &dyn Object,
        name: &str,
        text: &str,
    ) -> Result<Option<bool>, Stop<'h>> {
        let items: &dyn Sequence = match object.attr(name) {
            Some(Lent::List(items) | Lent::Set(items)) => items,
            Some(Lent::Json(serde_json::Value::Array(items))) => items,
            _ => return Ok(None),
        };
        // What is as long is compared to its end.
        let each = 1 + text.len() / 16;
        let (len, mut from) = (items.len(), 0);
        while from < len {
            let end = len.min(from + AT_ONCE);
            let found = items.find_text(text, from..end);
            // The sequence is the embedder's: a position outside of the range costs the range.
            let looked_at = found.map_or(end, |at| at.clamp(from, end - 1) + 1) - from;
            self.charge(looked_at * each)?;
            if found.is_some() {
                return Ok(Some(true));
            }
            from = end;
        }
        Ok(Some(false))
    }
}

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
            passed: Cell::new(0),
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
        if !self.may_pass_by(name) {
            return Ok(None);
        }
        self.pass(cx.lists(self.object, name.as_str(), text.as_str()))
    }

    /// Reads something in passing of the object that the attribute `name` lends, if that was not handed out yet:
    /// a policy that only reads through it, to what has no identity, cannot tell whether it was. For the first
    /// few times no value is made that shows it. None: the attribute has to be read in another way.
    ///
    /// # Errors
    /// Those of `read`.
    #[inline]
    pub fn through<T>(
        &self,
        cx: &Context<'h>,
        name: &Text<'h>,
        read: impl FnOnce(&'h dyn Object) -> Result<Option<T>, Stop<'h>>,
    ) -> Result<Option<T>, Stop<'h>> {
        if !self.may_pass_by(name) {
            return Ok(None);
        }
        self.pass(match (self.object.attr(name.as_str()), cx.hosts.get()) {
            (Some(Lent::Object(object)), Some(hosts)) if !hosts.may_show(object) => read(object),
            _ => Ok(None),
        })
    }

    /// Whether anything may be read in passing.
    #[inline(always)]
    pub fn may_pass(&self) -> bool {
        self.passed.get() < PASSES
    }

    /// Whether an attribute may be, of which nothing is known.
    #[inline]
    fn may_pass_by(&self, name: &Text<'h>) -> bool {
        self.may_pass() && self.memo.stored_text(name).is_none()
    }

    /// Nothing is read in passing from now on.
    pub fn pass_no_more(&self) {
        self.passed.set(PASSES);
    }

    /// Notes that something was read in passing, or, if it was not, that nothing is from now on.
    #[inline]
    fn pass<T>(&self, read: Result<Option<T>, Stop<'h>>) -> Result<Option<T>, Stop<'h>> {
        self.passed.set(match read {
            Ok(None) => PASSES,
            _ => self.passed.get() + 1,
        });
        read
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
