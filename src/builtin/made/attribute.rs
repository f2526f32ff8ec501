//! Reading attributes of instances and classes.

use super::inherited::native_method;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::ATTRIBUTE_ERROR;
use crate::value::value::{Exc, Made, Method, Stop, Type};
use crate::value::wrappers::PROPERTY;

type Found<'h> = Result<Option<Value<'h>>, Stop<'h>>;

/// Whether an attribute of the class goes before one of the instance.
fn is_data(found: Value<'_>) -> bool {
    match found {
        Value::Object(object) => object.class.is(&PROPERTY),
        Value::Made(_) => found.special("__set__").is_some() && found.special("__get__").is_some(),
        _ => false,
    }
}

impl<'h> Context<'h> {
    /// `x.name` of an instance.
    ///
    /// # Errors
    /// What a property or `__getattr__` raises, or that it must be called first.
    pub fn made_attribute(&self, made: &'h Made<'h>, name: &str) -> Found<'h> {
        let value = Value::Made(made);
        if let Some(method) = made.class.find("__getattribute__") {
            let name = self.str(name)?;
            return self.ask(method, &[value, name]).map(Some);
        }
        match self.plain_attribute(made, name) {
            Ok(None) => self.missing_attribute(value, name),
            Err(Stop::Raised(error)) if error.class.derives(&ATTRIBUTE_ERROR) => {
                match self.missing_attribute(value, name)? {
                    Some(found) => Ok(Some(found)),
                    None => Err(Stop::Raised(error)),
                }
            }
            other => other,
        }
    }

    /// What `object.__getattribute__` finds.
    ///
    /// # Errors
    /// What a property raises, or that it must be called first.
    pub fn plain_attribute(&self, made: &'h Made<'h>, name: &str) -> Found<'h> {
        let value = Value::Made(made);
        let found = made.class.find(name);
        if let Some(found) = found.filter(|found| is_data(*found)) {
            return self.bind_found(found, value, made.class).map(Some);
        }
        if let Some(own) = made.attributes.stored_str(name) {
            return Ok(Some(own));
        }
        match found {
            Some(found) => self.bind_found(found, value, made.class).map(Some),
            None if name == "__dict__" => Ok(Some(Value::Dict(made.attributes))),
            None => self.inherited_attribute(value, made.class, name),
        }
    }

    /// What `__getattr__` answers for an attribute that is not there.
    fn missing_attribute(&self, value: Value<'h>, name: &str) -> Found<'h> {
        match value.special("__getattr__") {
            Some(_) => {
                let name = self.str(name)?;
                self.ask_special(value, "__getattr__", &[name])
            }
            None => Ok(None),
        }
    }

    /// A method that the class of the language behind a policy's class gives.
    fn inherited_attribute(&self, value: Value<'h>, class: &'h Type<'h>, name: &str) -> Found<'h> {
        match name {
            "__doc__" => return Ok(Some(Value::None)),
            "__module__" => return self.lent_str("builtins").map(Some),
            _ => {}
        }
        match native_method(class.native, name) {
            Some(row) => self.bound(value, Method::Row(row)).map(Some),
            None => Ok(None),
        }
    }

    /// `x.name` of an exception of a policy's class; none: as of any exception.
    ///
    /// # Errors
    /// What a property raises, or that it must be called first.
    pub fn exception_attribute(&self, exception: &'h Exc<'h>, name: &str) -> Found<'h> {
        let Some(class) = exception.of else {
            return Ok(None);
        };
        let value = Value::Exc(exception);
        let own = exception.fields.get();
        if let Some(own) = own.and_then(|fields| fields.stored_str(name))
            && !class.find(name).is_some_and(is_data)
        {
            return Ok(Some(own));
        }
        match class.find(name) {
            Some(found) => self.bind_found(found, value, class).map(Some),
            None if name == "__dict__" => {
                let fields = match own {
                    Some(fields) => fields,
                    None => self.dict()?,
                };
                exception.fields.set(Some(fields));
                Ok(Some(Value::Dict(fields)))
            }
            None if matches!(name, "__cause__" | "__context__" | "__suppress_context__") => {
                Ok(None)
            }
            None if name.starts_with("__") && name != "__notes__" => {
                self.inherited_attribute(value, class, name)
            }
            None => Ok(None),
        }
    }

    /// The same where nothing else is found.
    ///
    /// # Errors
    /// What `__getattr__` raises.
    pub fn exception_missing(&self, exception: &'h Exc<'h>, name: &str) -> Found<'h> {
        self.missing_attribute(Value::Exc(exception), name)
    }

    /// `Class.name`.
    ///
    /// # Errors
    /// What a descriptor raises.
    pub fn type_attribute(&self, class: &'h Type<'h>, name: &str) -> Found<'h> {
        if let Some(found) = class.find(name) {
            return self.bind_found(found, Value::Unbound, class).map(Some);
        }
        Ok(Some(match name {
            "__name__" => self.lent_str(class.name)?,
            "__qualname__" => self.lent_str(class.qualified)?,
            "__module__" => self.lent_str("builtins")?,
            "__doc__" => Value::None,
            "__bases__" => self.tuple(class.bases)?,
            "__mro__" => self.tuple(class.lineage.get())?,
            "__dict__" => Value::Dict(self.copy_dict(class.attributes)?),
            _ => {
                return match native_method(class.native, name) {
                    Some(row) => Ok(Some(Value::Native(row))),
                    None if !name.starts_with("__") => {
                        self.maybe_attribute(Value::Class(class.native), name)
                    }
                    None => Ok(None),
                };
            }
        }))
    }
}
