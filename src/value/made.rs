//! Classes that a policy defines: where their attributes are found, and what their special methods answer.

use super::class::Class;
use super::context::Context;
use super::number::integer::IntRef;
use super::value::{Made, Stop, Type, Value};

impl<'h> Type<'h> {
    /// Whether it is `other` or derives from it.
    #[must_use]
    pub fn derives(&self, other: &Type<'h>) -> bool {
        let same =
            |class: &Value<'h>| matches!(class, Value::Type(own) if std::ptr::eq(*own, other));
        self.lineage.get().iter().any(same)
    }

    /// Whether it derives from a class of the language.
    #[must_use]
    pub fn derives_native(&self, other: &Class) -> bool {
        let derived = |class: &Value<'h>| matches!(class, Value::Class(own) if own.derives(other));
        self.lineage.get().iter().any(derived)
    }

    /// An attribute that a policy's class has: its own, or an inherited one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Value<'h>> {
        self.find_after(name, 0)
    }

    /// The same among the classes from a place of its lineage on.
    #[must_use]
    pub fn find_after(&self, name: &str, from: usize) -> Option<Value<'h>> {
        self.lineage
            .get()
            .iter()
            .skip(from)
            .find_map(|class| match class {
                Value::Type(class) => class.attributes.stored_str(name),
                _ => None,
            })
    }
}

impl<'h> Value<'h> {
    /// The class of a value, if a policy defines it.
    #[must_use]
    pub fn made_class(self) -> Option<&'h Type<'h>> {
        match self {
            Value::Made(Made { class, .. }) => Some(class),
            Value::Exc(exception) => exception.of,
            _ => None,
        }
    }

    /// A special method that a policy's class defines for its instances.
    #[must_use]
    pub fn special(self, name: &str) -> Option<Value<'h>> {
        self.made_class()?.find(name)
    }
}

impl<'h> Context<'h> {
    /// What a special method of a policy's class answers; none if there is none.
    ///
    /// # Errors
    /// What it raises, or that it must be called first.
    pub fn ask_special(
        &self,
        value: Value<'h>,
        name: &str,
        args: &[Value<'h>],
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let found = value.made_class().map(|class| (class, class.find(name)));
        let Some((class, Some(method))) = found else {
            return Ok(None);
        };
        match method {
            Value::Function(_) => {
                let mut all = Vec::with_capacity(args.len() + 1);
                all.push(value);
                all.extend_from_slice(args);
                self.ask(method, &all).map(Some)
            }
            other => {
                let bound = self.bind_found(other, value, class)?;
                self.ask(bound, args).map(Some)
            }
        }
    }

    /// The same, where `NotImplemented` is no answer.
    ///
    /// # Errors
    /// Those of [`Context::ask_special`].
    pub fn ask_operator(
        &self,
        value: Value<'h>,
        name: &str,
        args: &[Value<'h>],
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let answer = self.ask_special(value, name, args)?;
        Ok(answer.filter(|answer| !matches!(answer, Value::NotImplemented)))
    }

    /// An instance of the same class without attributes of its own.
    ///
    /// # Errors
    /// `TypeError` if the class says how it is copied.
    pub fn copy_of_made(&self, made: &Made<'h>) -> Result<&'h Made<'h>, Stop<'h>> {
        let own = [
            "__copy__",
            "__deepcopy__",
            "__getattribute__",
            "__getstate__",
            "__new__",
            "__reduce__",
            "__reduce_ex__",
            "__setstate__",
        ];
        if let Some(name) = own.into_iter().find(|name| made.class.find(name).is_some()) {
            return Err(self.type_error(format_args!(
                "instances of a class with {name} cannot be copied"
            )));
        }
        let attributes = self.dict()?;
        let class = made.class;
        self.memory(self.heap.alloc(Made { class, attributes }))
    }

    /// `bool(x)`; none: it is true.
    pub(super) fn made_truth(&self, value: Value<'h>) -> Result<bool, Stop<'h>> {
        match self.ask_special(value, "__bool__", &[])? {
            Some(Value::True) => Ok(true),
            Some(Value::False) => Ok(false),
            Some(other) => Err(self.type_error(format_args!(
                "__bool__ should return bool, returned {}",
                other.type_name()
            ))),
            None => Ok(self.made_size(value)?.is_none_or(|len| len > 0)),
        }
    }

    /// `len(x)`; none if it has none.
    pub(super) fn made_size(&self, value: Value<'h>) -> Result<Option<usize>, Stop<'h>> {
        let Some(len) = self.ask_special(value, "__len__", &[])? else {
            return Ok(None);
        };
        let Some(len) = self.maybe_index(len)? else {
            return Err(self.type_error(format_args!(
                "'{}' object cannot be interpreted as an integer",
                len.type_name()
            )));
        };
        match (len, usize::try_from(len.cut())) {
            (Value::Big(_), _) => {
                Err(self
                    .overflow_error(format_args!("cannot fit 'int' into an index-sized integer")))
            }
            (_, Ok(len)) => Ok(Some(len)),
            (_, Err(_)) => Err(self.value_error(format_args!("__len__() should return >= 0"))),
        }
    }

    /// What `__str__`, `__repr__` or `__format__` answers; none if there is none.
    pub(super) fn made_text(
        &self,
        value: Value<'h>,
        name: &str,
        args: &[Value<'h>],
    ) -> Result<Option<&'h str>, Stop<'h>> {
        match self.ask_special(value, name, args)? {
            None => Ok(None),
            Some(Value::Str(text)) => Ok(Some(text.as_str())),
            Some(other) if name == "__format__" => Err(self.type_error(format_args!(
                "__format__ must return a str, not {}",
                other.type_name()
            ))),
            Some(other) => Err(self.type_error(format_args!(
                "{name} returned non-string (type {})",
                other.type_name()
            ))),
        }
    }

    /// `hash(x)`: by `__hash__`; without, but with `__eq__`, it has none; else its identity.
    pub(super) fn made_hash(&self, value: Value<'h>) -> Result<Option<i64>, Stop<'h>> {
        let Some(class) = value.made_class() else {
            return Ok(None);
        };
        for class in class.lineage.get() {
            let Value::Type(class) = class else {
                break;
            };
            match class.attributes.stored_str("__hash__") {
                Some(Value::None) => return Err(self.unhashable(value)),
                Some(_) => {
                    let hash = self.ask_special(value, "__hash__", &[])?;
                    let hash = hash.unwrap_or(Value::None);
                    let Some(int) = hash.as_int() else {
                        return Err(self
                            .type_error(format_args!("__hash__ method should return an integer")));
                    };
                    return Ok(Some(match int {
                        // What stands for an error there.
                        IntRef::Small(-1) => -2,
                        IntRef::Small(int) => int,
                        int => super::number::hash::of_int(int),
                    }));
                }
                None if class.attributes.stored_str("__eq__").is_some() => {
                    return Err(self.unhashable(value));
                }
                None => {}
            }
        }
        Ok(None)
    }

    /// A number from a special method.
    ///
    /// # Errors
    /// `TypeError` if it is no number of that kind.
    pub fn made_number(
        &self,
        value: Value<'h>,
        name: &str,
        fits: impl Fn(Value<'h>) -> bool,
        kind: &str,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match self.ask_special(value, name, &[])? {
            None => Ok(None),
            Some(number) if fits(number) => Ok(Some(number)),
            Some(other) => Err(self.type_error(format_args!(
                "{name} returned non-{kind} (type {})",
                other.type_name()
            ))),
        }
    }

    /// The int that an instance stands for: by `__index__` alone if it is to be one, else by `__int__` first.
    ///
    /// # Errors
    /// `TypeError` if a method gives no int.
    pub fn made_int(&self, value: Value<'h>, exact: bool) -> Result<Option<Value<'h>>, Stop<'h>> {
        let int = |number: Value<'h>| number.as_int().is_some();
        if !exact && let Some(found) = self.made_number(value, "__int__", int, "int")? {
            return Ok(Some(found));
        }
        self.made_number(value, "__index__", int, "int")
    }

    /// What iterates an instance, as a list of all that it gives; none if nothing does.
    pub(super) fn made_items(&self, value: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        match value.special("__iter__").or(value.special("__getitem__")) {
            Some(_) => self.ask_std("listed", &[value]).map(Some),
            None => Ok(None),
        }
    }
}
