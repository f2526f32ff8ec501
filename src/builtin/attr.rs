//! `x.name`, for every value.
//!
//! Of the names that begin with two underscores only a few can be read, and none that leads to code,
//! classes' internals or frames.

use super::exception;
use super::made;
use super::object;
use super::tuple;
use super::types::{class_of, is_exception, type_of};
use crate::host::model::row;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::ATTRIBUTE_ERROR;
use crate::value::host::Attribute;
use crate::value::module::{Member, Module};
use crate::value::union::ALIAS;
use crate::value::value::{Bound, Dict, Exc, Function, Host, Method, Record, Stop, Text};

/// What a method call calls.
#[derive(Clone, Copy)]
pub enum Callee<'h> {
    /// A row, with the object before the arguments.
    Row(&'static Row),
    /// A method of a lent object, with the arguments alone.
    Host(&'h Host<'h>),
    /// A value, with the arguments alone.
    Value(Value<'h>),
}

impl<'h> Context<'h> {
    /// `x.name`.
    ///
    /// # Errors
    /// `AttributeError`, or what making the value raises.
    pub fn attribute(&self, value: Value<'h>, name: &'h Text<'h>) -> Result<Value<'h>, Stop<'h>> {
        if let Value::Host(host) = value
            && let Attribute::Value(found) = host.named(self, name)?
        {
            return Ok(found);
        }
        match self.maybe_attribute(value, name.as_str())? {
            Some(found) => Ok(found),
            None => Err(self.no_attribute(value, name.as_str())),
        }
    }

    /// What `x.name(...)` calls, found without making a bound method where there is a row.
    ///
    /// # Errors
    /// Those of [`Context::attribute`].
    #[inline]
    pub fn method(&self, value: Value<'h>, name: &'h Text<'h>) -> Result<Callee<'h>, Stop<'h>> {
        match value {
            Value::Str(_) | Value::Dict(_) | Value::List(_) | Value::Object(_) | Value::Set(_) => {
                if let Some(row) = class_of(value).method(name.as_str())
                    && !name.as_str().starts_with("__")
                {
                    return Ok(Callee::Row(row));
                }
            }
            Value::Host(host) => match host.named(self, name)? {
                Attribute::Method => return Ok(Callee::Host(host)),
                Attribute::Value(found) => return Ok(Callee::Value(found)),
                Attribute::Missing => {}
            },
            _ => {}
        }
        self.attribute(value, name).map(Callee::Value)
    }

    /// Raises what reading `x.name` would raise, as far as no code of the policy has to run for it.
    ///
    /// # Errors
    /// Those of [`Context::attribute`].
    pub fn check_method(&self, value: Value<'h>, name: &'h Text<'h>) -> Result<(), Stop<'h>> {
        let known = match value {
            Value::Made(made) => {
                let special = ["__getattribute__", "__getattr__"];
                let found = |name| made.class.find(name).is_some();
                special.into_iter().any(found)
                    || found(name.as_str())
                    || made.attributes.stored_text(name).is_some()
            }
            Value::Object(object) if object.class.is(&made::SUPER) => true,
            value => return self.method(value, name).map(drop),
        };
        match known {
            true => Ok(()),
            false => self.attribute(value, name).map(drop),
        }
    }

    /// A method of a native class, whatever its name: for protocols that the machine serves.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn bound_method(
        &self,
        value: Value<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if let Some(class) = value.made_class()
            && let Some(found) = class.find(name)
        {
            return self.bind_found(found, value, class).map(Some);
        }
        match (value, class_of(value).method(name)) {
            (Value::Host(host), _) => host.attribute(self, name),
            (_, Some(row)) => self.bound(value, Method::Row(row)).map(Some),
            (_, None) => Ok(None),
        }
    }

    /// `x.name`, or none if there is no such attribute.
    ///
    /// # Errors
    /// What making the value raises.
    pub fn maybe_attribute(
        &self,
        value: Value<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if name == "__class__" {
            return type_of(self, value).map(Some);
        }
        match value {
            Value::Host(host) => match host.attribute(self, name)? {
                Some(found) => Ok(Some(found)),
                None => self.row_attribute(host, name),
            },
            Value::Class(class) => self.class_attribute(class, name),
            Value::Record(record) => self.record_attribute(value, record, name),
            Value::Module(module) => self.member(module, name),
            Value::Function(function) => self.function_attribute(function, name),
            Value::Native(Row { name: own, .. }) if name == "__name__" => {
                self.lent_str(own).map(Some)
            }
            Value::Generator(generator) if name == "__name__" => {
                self.lent_str(generator.name).map(Some)
            }
            Value::Made(made) => self.made_attribute(made, name),
            Value::Type(class) => self.type_attribute(class, name),
            Value::Bound(Bound {
                receiver,
                method: Method::Function(function),
            }) => match name {
                "__self__" => Ok(Some(*receiver)),
                "__func__" => Ok(Some(*function)),
                _ => self.maybe_attribute(*function, name),
            },
            Value::Object(object) if object.class.is(&made::SUPER) => {
                object.class.behaviour.attribute(self, object, name)
            }
            Value::Exc(exception) => match self.exception_attribute(exception, name)? {
                Some(found) => Ok(Some(found)),
                None => self.plain_exception_attribute(exception, name),
            },
            _ => self.instance_attribute(value, name),
        }
    }

    /// What the class of a lent object adds to it.
    fn row_attribute(&self, host: &'h Host<'h>, name: &str) -> Result<Option<Value<'h>>, Stop<'h>> {
        let class = host.object.class();
        if host.memo.stored_str(name).is_some() || name.starts_with("__") {
            return Ok(None);
        }
        if let Some(method) = class.and_then(|class| class.method(name)) {
            return self.bound(Value::Host(host), Method::Row(method)).map(Some);
        }
        if let Some(class) = class
            && let Some(constant) = class.constant(name)
        {
            return self.class_constant(class, name, constant.make).map(Some);
        }
        row::attribute(self, host, name)
    }

    fn plain_exception_attribute(
        &self,
        exception: &'h Exc<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let value = Value::Exc(exception);
        if let Some(found) = exception::attribute(self, exception, name)? {
            return Ok(Some(found));
        }
        if let Some(row) = exception::method(exception.class, name) {
            return self.bound(value, Method::Row(row)).map(Some);
        }
        match self.instance_attribute(value, name)? {
            Some(found) => Ok(Some(found)),
            None => self.exception_missing(exception, name),
        }
    }

    fn instance_attribute(
        &self,
        value: Value<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if name.starts_with("__") {
            return Ok(None);
        }
        let class = class_of(value);
        if let Some(row) = class.method(name) {
            return self.bound(value, Method::Row(row)).map(Some);
        }
        if let Some(getter) = class.getter(name) {
            return (getter.get)(self, value).map(Some);
        }
        if let Some(row) = class.static_method(name) {
            return Ok(Some(Value::Native(row)));
        }
        if let Some(constant) = class.constant(name) {
            return self.class_constant(class, name, constant.make).map(Some);
        }
        match value {
            Value::Tuple(tuple) => match tuple.record {
                Some(record) => match record.fields.iter().position(|field| *field == name) {
                    Some(at) => Ok(tuple.items.get(at).copied()),
                    None => self.record_attribute(Value::Record(record), record, name),
                },
                None => Ok(None),
            },
            Value::Dict(dict) => self.dict_attribute(dict, name),
            Value::Object(object) if object.class.is(&ALIAS) => {
                self.maybe_attribute(object.field(0), name)
            }
            Value::Object(object) => object.class.behaviour.attribute(self, object, name),
            _ => Ok(None),
        }
    }

    fn class_constant(
        &self,
        class: &'static Class,
        name: &str,
        make: crate::value::class::Make,
    ) -> Result<Value<'h>, Stop<'h>> {
        self.once(&format!("{}.{}.{name}", class.module, class.name), make)
    }

    /// Attributes of maps that older policies read as objects, and `default_factory`.
    fn dict_attribute(
        &self,
        dict: &'h Dict<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let Some(extra) = dict.extra() else {
            return Ok(None);
        };
        match extra.shown.and_then(|shown| shown.attr(name)) {
            Some(lent) => self.lend(lent, None).map(Some),
            None => Ok(None),
        }
    }

    fn class_attribute(
        &self,
        class: &'static Class,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if name == "__name__" || name == "__qualname__" {
            return self.lent_str(class.name).map(Some);
        }
        if name == "__module__" {
            return self.lent_str(class.module).map(Some);
        }
        // What a policy's class may call of those that it derives from.
        if name.starts_with("__") && (class.is(&object::CLASS) || is_exception(class)) {
            return Ok(made::native_method(class, name).map(Value::Native));
        }
        if name.starts_with("__") {
            return Ok(None);
        }
        if let Some(row) = class.static_method(name).or_else(|| class.method(name)) {
            return Ok(Some(Value::Native(row)));
        }
        if let Some(constant) = class.constant(name) {
            return self.class_constant(class, name, constant.make).map(Some);
        }
        Ok(None)
    }

    fn record_attribute(
        &self,
        value: Value<'h>,
        record: &'h Record<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match name {
            "__name__" | "__qualname__" => self.lent_str(record.name).map(Some),
            "__module__" => self.lent_str(record.module).map(Some),
            "_fields" => {
                let names: Result<Vec<_>, _> = record
                    .fields
                    .iter()
                    .map(|name| self.lent_str(name))
                    .collect();
                self.tuple(&names?).map(Some)
            }
            "_field_defaults" => {
                let first = record.fields.len().saturating_sub(record.defaults.len());
                let defaults = self.dict()?;
                for (name, value) in record.fields.iter().skip(first).zip(record.defaults) {
                    defaults.insert(self, self.lent_str(name)?, *value)?;
                }
                Ok(Some(Value::Dict(defaults)))
            }
            "_make" => self.bound(value, Method::Row(&tuple::MAKE)).map(Some),
            _ => self.class_attribute(record.class.unwrap_or(&tuple::RECORD), name),
        }
    }

    fn member(&self, module: &'static Module, name: &str) -> Result<Option<Value<'h>>, Stop<'h>> {
        if name == "__name__" {
            return self.lent_str(module.name).map(Some);
        }
        Ok(Some(match module.member(name) {
            None => return Ok(None),
            Some(Member::Function(row)) => Value::Native(row),
            Some(Member::Class(class)) => Value::Class(class),
            Some(Member::Module(module)) => Value::Module(module),
            Some(Member::Constant(make)) => self.once(&format!("{}.{name}", module.name), *make)?,
        }))
    }

    fn function_attribute(
        &self,
        function: &'h Function<'h>,
        name: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let kept = function.kept(name).get();
        if let Some(value) = kept.and_then(|kept| kept.stored_str(name)) {
            return Ok(Some(value));
        }
        match name {
            "__name__" => self.lent_str(function.name).map(Some),
            "__doc__" => Ok(Some(Value::None)),
            "__dict__" => {
                let attributes = match function.attributes.get() {
                    Some(attributes) => attributes,
                    None => self.dict()?,
                };
                function.attributes.set(Some(attributes));
                Ok(Some(Value::Dict(attributes)))
            }
            "__defaults__" => match function.defaults {
                [] => Ok(Some(Value::None)),
                defaults => self.tuple(defaults).map(Some),
            },
            _ => Ok(None),
        }
    }

    /// The `AttributeError` of a missing attribute.
    #[cold]
    pub fn no_attribute(&self, value: Value<'h>, name: &str) -> Stop<'h> {
        let text = match value {
            Value::Class(class) => {
                format!("type object '{}' has no attribute '{name}'", class.name)
            }
            Value::Record(record) => {
                format!("type object '{}' has no attribute '{name}'", record.name)
            }
            Value::Type(class) => {
                format!("type object '{}' has no attribute '{name}'", class.name)
            }
            Value::Module(module) => format!("module '{}' has no attribute '{name}'", module.name),
            other => {
                let class = other.type_name();
                format!("'{class}' object has no attribute '{name}'")
            }
        };
        let stop = self.raise(&ATTRIBUTE_ERROR, format_args!("{text}"));
        match self.str(name) {
            Ok(name) => self.with_attributes(stop, &[("name", name), ("obj", value)]),
            Err(stop) => stop,
        }
    }
}
