//! Writing attributes of instances and classes.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Dict, Made, Stop, Text, Type};
use crate::value::wrappers::PROPERTY;

impl<'h> Context<'h> {
    /// `x.name = value` (unbound: `del x.name`) of an instance.
    ///
    /// # Errors
    /// What `__setattr__` or a property raises, or that it must be called first.
    pub fn store_made(
        &self,
        target: Value<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let text = Value::Str(name);
        let answer = match value {
            Value::Unbound => self.ask_special(target, "__delattr__", &[text])?,
            value => self.ask_special(target, "__setattr__", &[text, value])?,
        };
        match answer {
            Some(_) => Ok(()),
            None => self.store_plainly(target, name, value),
        }
    }

    /// The same, as `object` does it.
    ///
    /// # Errors
    /// What a property raises, or that it must be called first; `AttributeError`.
    pub fn store_plainly(
        &self,
        target: Value<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        if let Some(class) = target.made_class()
            && let Some(found) = class.find(name.as_str())
            && self.store_by_class(class, found, target, value)?
        {
            return Ok(());
        }
        match target {
            Value::Made(Made { attributes, .. }) => self.store_in(attributes, target, name, value),
            other => self.store_attribute_natively(other, name, value),
        }
    }

    /// Lets a property or another descriptor of the class store it; whether it did.
    fn store_by_class(
        &self,
        class: &'h Type<'h>,
        found: Value<'h>,
        target: Value<'h>,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        let deletes = matches!(value, Value::Unbound);
        match found {
            Value::Object(property) if property.class.is(&PROPERTY) => {
                let (at, accessor) = if deletes {
                    (2, "deleter")
                } else {
                    (1, "setter")
                };
                match (property.field(at), deletes) {
                    (Value::None, _) => Err(self.no_accessor(class, accessor)),
                    (delete, true) => self.ask(delete, &[target]).map(|_| true),
                    (set, false) => self.ask(set, &[target, value]).map(|_| true),
                }
            }
            Value::Made(_) if deletes => {
                let answer = self.ask_special(found, "__delete__", &[target])?;
                Ok(answer.is_some())
            }
            Value::Made(_) => {
                let answer = self.ask_special(found, "__set__", &[target, value])?;
                Ok(answer.is_some())
            }
            _ => Ok(false),
        }
    }

    fn store_in(
        &self,
        attributes: &'h Dict<'h>,
        target: Value<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        match (name.as_str(), value) {
            ("__class__" | "__dict__", _) => Err(self.type_error(format_args!(
                "'{}' of an object cannot be changed in a policy",
                name.as_str()
            ))),
            (_, Value::Unbound) => match attributes.remove(self, Value::Str(name))? {
                Some(_) => Ok(()),
                None => Err(self.no_attribute(target, name.as_str())),
            },
            _ => attributes.insert(self, Value::Str(name), value).map(drop),
        }
    }

    /// `Class.name = value`.
    ///
    /// # Errors
    /// `AttributeError` if there is nothing to delete.
    pub fn store_on_type(
        &self,
        class: &'h Type<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        match name.as_str() {
            "__name__" | "__qualname__" | "__bases__" | "__mro__" | "__dict__" | "__class__" => {
                Err(self.type_error(format_args!(
                    "'{}' of a class cannot be changed in a policy",
                    name.as_str()
                )))
            }
            _ => self.store_in(class.attributes, Value::Type(class), name, value),
        }
    }
}
