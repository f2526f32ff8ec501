//! Attributes of lent objects: read through to the object, remembered where they have an identity.

use super::context::Context;
use super::value::{Host, Lent, Method, Stop, Value};

impl<'h> Host<'h> {
    /// The attribute `name`, as the policy's own writes left it; none if there is no such attribute.
    ///
    /// # Errors
    /// What making the value raises.
    pub fn attribute(
        &'h self,
        cx: &Context<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if !self.memo.is_empty()
            && let Some(value) = self.memo.get_str(cx, name)?
        {
            return Ok(Some(value).filter(|value| !matches!(value, Value::Unbound)));
        }
        let Some(lent) = self.object.attr(name) else {
            return Ok(None);
        };
        if let Lent::Method = lent {
            let name = cx.memory(cx.heap.text(name))?;
            return cx.bound(Value::Host(self), Method::Named(name)).map(Some);
        }
        if lent.is_scalar() {
            return cx.lend(lent, None).map(Some);
        }
        let place = cx.place(self.origin, name)?;
        let value = cx.lend(lent, place)?;
        self.memo.insert_str(cx, name, value)?;
        Ok(Some(value))
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
