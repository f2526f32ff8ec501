//! What `object` and the exception classes give to the classes that derive from them.

use crate::builtin::exception;
use crate::ops::CompareOp;
use crate::value::Value;
use crate::value::class::{Class, Row, find};
use crate::value::context::Context;
use crate::value::exceptions::BASE_EXCEPTION;
use crate::value::native::Args;
use crate::value::value::{Made, Stop, Text, Type};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The special methods of `object`, sorted by name.
static OBJECT: &[Row] = &[
    Row::leaf("__delattr__", "self, name, /", |cx, args| {
        let name = name(cx, &args)?;
        cx.store_plainly(args.value(0), name, Value::Unbound)?;
        Ok(Value::None)
    }),
    Row::leaf("__eq__", "self, other, /", |_, args| {
        Ok(match args.value(0).is(args.value(1)) {
            true => Value::True,
            false => Value::NotImplemented,
        })
    }),
    Row::leaf("__format__", "self, spec, /", |cx, args| {
        match args.value(1) {
            Value::Str(spec) if spec.is_empty() => cx.display_value(args.value(0)),
            _ => Err(cx.type_error(format_args!(
                "unsupported format string passed to {}.__format__",
                args.value(0).type_name()
            ))),
        }
    }),
    Row::leaf("__getattribute__", "self, name, /", |cx, args| {
        let name = name(cx, &args)?;
        let found = match args.value(0) {
            Value::Made(made) => cx.plain_attribute(made, name.as_str())?,
            other => cx.maybe_attribute(other, name.as_str())?,
        };
        found.ok_or_else(|| cx.no_attribute(args.value(0), name.as_str()))
    }),
    Row::leaf("__hash__", "self, /", |_, args| {
        Ok(Value::Int(args.value(0).number()))
    }),
    Row::leaf("__init__", "self, /, *args, **kwargs", |cx, args| {
        initial(cx, args.value(0), &args)?;
        Ok(Value::None)
    }),
    Row::leaf("__init_subclass__", "*args", |_, _| Ok(Value::None)),
    Row::leaf("__ne__", "self, other, /", |cx, args| {
        let (me, other) = (args.value(0), args.value(1));
        match cx.made_compare(CompareOp::Eq, me, other)? {
            Some(equal) => Ok(Value::bool(!cx.truth(equal)?)),
            None => Ok(match me.is(other) {
                true => Value::False,
                false => Value::NotImplemented,
            }),
        }
    }),
    Row::leaf(
        "__new__",
        "cls, /, *args, **kwargs",
        |cx, args| match args.value(0) {
            Value::Type(class) => {
                check_excess(cx, class, &args)?;
                allocate(cx, class, args.rest)
            }
            Value::Class(class) if class.name == "object" => cx.fields_instance(class, &[]),
            other => Err(cx.type_error(format_args!(
                "object.__new__(X): X is not a type object ({})",
                other.type_name()
            ))),
        },
    ),
    Row::leaf("__repr__", "self, /", |cx, args| {
        let mut out = String::new();
        cx.write_plain_repr(args.value(0), &mut out)?;
        cx.str(&out)
    }),
    Row::leaf("__setattr__", "self, name, value, /", |cx, args| {
        let name = name(cx, &args)?;
        cx.store_plainly(args.value(0), name, args.value(2))?;
        Ok(Value::None)
    }),
    Row::leaf("__str__", "self, /", |cx, args| {
        let mut out = String::new();
        cx.write_plain_display(args.value(0), &mut out)?;
        cx.str(&out)
    }),
];

fn name<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<&'h Text<'h>, Stop<'h>> {
    match args.value(1) {
        Value::Str(name) => Ok(name),
        other => Err(cx.type_error(format_args!(
            "attribute name must be string, not '{}'",
            other.type_name()
        ))),
    }
}

/// A method that a class of the language gives to those that derive from it.
#[must_use]
pub fn native_method(class: &'static Class, name: &str) -> Option<&'static Row> {
    let own = match class.derives(&BASE_EXCEPTION) {
        true => exception::method(class, name),
        false => None,
    };
    own.or_else(|| find(OBJECT, name, |row| row.name))
}

/// `object.__new__` takes nothing but the class, unless `__init__` takes the rest.
fn check_excess<'h>(
    cx: &Context<'h>,
    class: &Type<'h>,
    args: &Args<'_, 'h>,
) -> Result<(), Stop<'h>> {
    let excess = !args.rest.is_empty() || !args.keywords.is_empty();
    if !excess || class.native.derives(&BASE_EXCEPTION) {
        return Ok(());
    }
    if class.find("__new__").is_some() {
        return Err(cx.type_error(format_args!(
            "object.__new__() takes exactly one argument (the type to instantiate)"
        )));
    }
    match class.find("__init__") {
        Some(_) => Ok(()),
        None => Err(cx.type_error(format_args!("{}() takes no arguments", class.name))),
    }
}

/// A fresh instance without its own attributes.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn allocate<'h>(cx: &Context<'h>, class: &'h Type<'h>, args: &[Value<'h>]) -> Answer<'h> {
    if class.native.derives(&BASE_EXCEPTION) {
        let exception = cx.exception_of(class.native, Some(class), args)?;
        return Ok(Value::Exc(exception));
    }
    let attributes = cx.dict()?;
    let made = Made { class, attributes };
    Ok(Value::Made(cx.memory(cx.heap.alloc(made))?))
}

/// What `__init__` of `object` or of an exception class does with its arguments.
///
/// # Errors
/// `TypeError` if it takes none, or they do not fit the class.
pub fn initial<'h>(cx: &Context<'h>, made: Value<'h>, args: &Args<'_, 'h>) -> Result<(), Stop<'h>> {
    match made {
        Value::Exc(exception) => {
            let fresh = exception::construct(cx, exception.class, args.rest, args.keywords)?;
            if let Value::Exc(fresh) = fresh {
                exception.args.set(fresh.args.get());
                if let Some(fields) = fresh.fields.get() {
                    let own = match exception.fields.get() {
                        Some(own) => own,
                        None => cx.dict()?,
                    };
                    for (name, value) in fields.items(cx)? {
                        own.insert(cx, name, value)?;
                    }
                    exception.fields.set(Some(own));
                }
            }
            Ok(())
        }
        _ if args.rest.is_empty() && args.keywords.is_empty() => Ok(()),
        Value::Made(made) => {
            let class = made.class;
            let own = class.find("__init__").is_some();
            // A `__new__` of its own may take what it likes.
            if !own && class.find("__new__").is_some() {
                return Ok(());
            }
            Err(match own {
                true => cx.type_error(format_args!(
                    "object.__init__() takes exactly one argument (the instance to initialize)"
                )),
                false => cx.type_error(format_args!("{}() takes no arguments", class.name)),
            })
        }
        _ => Ok(()),
    }
}
