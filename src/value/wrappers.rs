//! `staticmethod`, `classmethod` and `property`: what a class's attribute becomes when it is read.

use super::behaviour::{Behaviour, Maybe};
use super::class::{Class, Getter, Row};
use super::context::Context;
use super::native::{Args, Ending};
use super::value::{Instance, Method, Stop, Type, Value};

/// `staticmethod`: its one field is the function.
pub static STATIC_METHOD: Class = Class {
    construct: Some(&Row::leaf("staticmethod", "function, /", |cx, args| {
        cx.fields_instance(&STATIC_METHOD, &[args.value(0)])
    })),
    behaviour: &Wrapped,
    ..Class::named("staticmethod")
};

/// `classmethod`: its one field is the function.
pub static CLASS_METHOD: Class = Class {
    construct: Some(&Row::leaf("classmethod", "function, /", |cx, args| {
        cx.fields_instance(&CLASS_METHOD, &[args.value(0)])
    })),
    behaviour: &Wrapped,
    ..Class::named("classmethod")
};

/// `property`: its fields are the functions that read, write and delete, and its doc.
pub static PROPERTY: Class = Class {
    construct: Some(&Row::leaf(
        "property",
        "fget=None, fset=None, fdel=None, doc=None",
        |cx, args| {
            let fields = [args.value(0), args.value(1), args.value(2), args.value(3)];
            cx.fields_instance(&PROPERTY, &fields)
        },
    )),
    methods: &[
        Row::leaf("deleter", "self, fdel, /", |cx, args| changed(cx, args, 2)),
        Row::leaf("getter", "self, fget, /", |cx, args| changed(cx, args, 0)),
        Row::leaf("setter", "self, fset, /", |cx, args| changed(cx, args, 1)),
    ],
    getters: &[
        Getter::new("fdel", |_, value| Ok(field(value, 2))),
        Getter::new("fget", |_, value| Ok(field(value, 0))),
        Getter::new("fset", |_, value| Ok(field(value, 1))),
    ],
    ..Class::named("property")
};

/// A static method can be called; a class method cannot.
struct Wrapped;

impl Behaviour for Wrapped {
    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        if !me.class.is(&STATIC_METHOD) {
            return Ok(None);
        }
        let keywords = cx.dict()?;
        for (name, value) in args.keywords {
            keywords.insert(cx, Value::Str(name), *value)?;
        }
        Ok(Some(Ending::Call {
            callee: me.field(0),
            args: cx.memory(cx.heap.slice(args.rest))?,
            keywords: (!keywords.is_empty()).then_some(keywords),
        }))
    }
}

fn field(value: Value<'_>, at: usize) -> Value<'_> {
    match value {
        Value::Object(property) => property.field(at),
        _ => Value::None,
    }
}

/// A property like this one with another function at a place.
fn changed<'h>(cx: &Context<'h>, args: Args<'_, 'h>, at: usize) -> Result<Value<'h>, Stop<'h>> {
    let fields = [0, 1, 2, 3].map(|own| match own == at {
        true => args.value(1),
        false => field(args.value(0), own),
    });
    cx.fields_instance(&PROPERTY, &fields)
}

impl<'h> Context<'h> {
    /// What an attribute that was found on a class becomes when it is read of an object (unbound: of the
    /// class itself).
    ///
    /// # Errors
    /// What a property raises, or that it must be called first.
    pub fn bind_found(
        &self,
        found: Value<'h>,
        object: Value<'h>,
        class: &'h Type<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let instance = !matches!(object, Value::Unbound);
        match found {
            Value::Function(_) if instance => self.bound(object, Method::Function(found)),
            Value::Object(wrapper) if wrapper.class.is(&STATIC_METHOD) => Ok(wrapper.field(0)),
            Value::Object(wrapper) if wrapper.class.is(&CLASS_METHOD) => {
                self.bound(Value::Type(class), Method::Function(wrapper.field(0)))
            }
            Value::Object(property) if property.class.is(&PROPERTY) && instance => {
                match property.field(0) {
                    Value::None => Err(self.no_accessor(class, "getter")),
                    get => self.ask(get, &[object]),
                }
            }
            Value::Made(_) if found.special("__get__").is_some() => {
                let object = if instance { object } else { Value::None };
                let args = [object, Value::Type(class)];
                let answer = self.ask_special(found, "__get__", &args)?;
                Ok(answer.unwrap_or(found))
            }
            plain => Ok(plain),
        }
    }

    /// A property that cannot be read, written or deleted.
    #[cold]
    pub fn no_accessor(&self, class: &Type<'h>, accessor: &str) -> Stop<'h> {
        self.raise(
            &super::exceptions::ATTRIBUTE_ERROR,
            format_args!("property of '{}' object has no {accessor}", class.name),
        )
    }
}
