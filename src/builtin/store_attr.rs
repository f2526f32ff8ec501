//! `x.name = value` and `del x.name`.

use super::exception;
use super::types::class_of;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::ATTRIBUTE_ERROR;
use crate::value::value::{DictKind, Function, Stop, Text};

impl<'h> Context<'h> {
    /// `x.name = value`; `del x.name` if the value is unbound.
    ///
    /// # Errors
    /// `AttributeError` if the attribute cannot be written, `TypeError` for those of a class.
    pub fn store_attribute(
        &self,
        target: Value<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        match target {
            Value::Type(class) => self.store_on_type(class, name, value),
            other if other.made_class().is_some() => self.store_made(other, name, value),
            other => self.store_attribute_natively(other, name, value),
        }
    }

    /// The same for all but what a policy's classes make.
    ///
    /// # Errors
    /// Those of [`Context::store_attribute`].
    pub fn store_attribute_natively(
        &self,
        target: Value<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let text = name.as_str();
        match target {
            Value::Host(host) => match host.store_attribute(self, text, value)? {
                true => Ok(()),
                false => Err(self.not_writable(target, text)),
            },
            Value::Object(object) => {
                let behaviour = object.class.behaviour;
                match behaviour.store_attribute(self, object, text, value)? {
                    true => Ok(()),
                    false => Err(self.not_writable(target, text)),
                }
            }
            Value::Dict(dict) if dict.kind() == DictKind::Default && text == "default_factory" => {
                if let Some(extra) = dict.extra() {
                    extra.factory.set(match value {
                        Value::Unbound => Value::None,
                        factory => factory,
                    });
                }
                Ok(())
            }
            Value::Function(function) => self.store_on_function(function, name, value),
            Value::Exc(exception) => exception::store_attribute(self, exception, text, value),
            Value::Class(class) => Err(self.type_error(format_args!(
                "cannot set '{text}' attribute of immutable type '{}'",
                class.name
            ))),
            _ => Err(self.not_writable(target, text)),
        }
    }

    fn store_on_function(
        &self,
        function: &'h Function<'h>,
        name: &'h Text<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let kept = function.kept(name.as_str());
        let attributes = match kept.get() {
            Some(attributes) => attributes,
            None => self.dict()?,
        };
        kept.set(Some(attributes));
        if let Value::Unbound = value {
            return match attributes.remove(self, Value::Str(name))? {
                Some(_) => Ok(()),
                None => Err(self.no_attribute(Value::Function(function), name.as_str())),
            };
        }
        attributes.insert(self, Value::Str(name), value).map(drop)
    }

    #[cold]
    fn not_writable(&self, target: Value<'h>, name: &str) -> Stop<'h> {
        let class = class_of(target);
        let shown = target.type_name();
        let text = if class.method(name).is_some() || class.static_method(name).is_some() {
            format!("'{shown}' object attribute '{name}' is read-only")
        } else if class.getter(name).is_some() {
            match target {
                Value::Range(_) | Value::Slice(_) => "readonly attribute".to_owned(),
                _ => format!("attribute '{name}' of '{shown}' objects is not writable"),
            }
        } else {
            return self.no_attribute(target, name);
        };
        self.raise(&ATTRIBUTE_ERROR, format_args!("{text}"))
    }
}
