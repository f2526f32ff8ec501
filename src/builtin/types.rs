//! Which class a value is of.

use super::{
    bool, bytes, collections, dict, float, frozenset, generator, int, iterators, list, object,
    range, set, slice, str, tuple, view,
};
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::BASE_EXCEPTION;
use crate::value::union::{ALIAS, UNION};
use crate::value::value::{DictKind, Record, Stop, Type, ViewKind};

/// `type`.
pub static TYPE: Class = Class {
    construct: Some(&CONSTRUCT),
    ..Class::named("type")
};

static CONSTRUCT: Row = Row::leaf("type", "*args, **kwargs", |cx, args| match args.rest {
    [value] => type_of(cx, *value),
    [_, _, _] => Err(cx.type_error(format_args!("policies cannot make classes"))),
    _ => Err(cx.type_error(format_args!("type() takes 1 or 3 arguments"))),
});

/// The class whose methods a value has.
#[must_use]
pub fn class_of(value: Value<'_>) -> &'static Class {
    match value {
        Value::None => &object::NONE_TYPE,
        Value::True | Value::False => &bool::CLASS,
        Value::Ellipsis => &object::ELLIPSIS,
        Value::NotImplemented => &object::NOT_IMPLEMENTED,
        Value::Int(_) | Value::Big(_) => &int::CLASS,
        Value::Float(_) => &float::CLASS,
        Value::Str(_) => &str::CLASS,
        Value::Bytes(_) => &bytes::CLASS,
        Value::Tuple(tuple) => match tuple.record {
            Some(record) => record.class.unwrap_or(&tuple::RECORD),
            None => &tuple::CLASS,
        },
        Value::List(_) => &list::CLASS,
        Value::Dict(dict) => match dict.kind() {
            DictKind::Plain => &dict::CLASS,
            DictKind::Ordered => &collections::ORDERED_DICT,
            DictKind::Counter => &collections::COUNTER,
            DictKind::Default => &collections::DEFAULT_DICT,
        },
        Value::Set(set) if set.frozen => &frozenset::CLASS,
        Value::Set(_) => &set::CLASS,
        Value::View(view) => match view.kind {
            ViewKind::Keys => &view::KEYS,
            ViewKind::Values => &view::VALUES,
            ViewKind::Items => &view::ITEMS,
        },
        Value::Range(_) => &range::CLASS,
        Value::Slice(_) => &slice::CLASS,
        Value::Function(_) => &object::FUNCTION,
        Value::Native(_) if value.type_name() == object::DESCRIPTOR.name => &object::DESCRIPTOR,
        Value::Bound(_) if value.type_name() == object::METHOD.name => &object::METHOD,
        Value::Native(_) | Value::Bound(_) => &object::BUILTIN_FUNCTION,
        Value::Class(_) | Value::Record(_) | Value::Type(_) => &TYPE,
        Value::Iter(_) => iterators::class_of(value),
        Value::Generator(generator) => generator.class.get().unwrap_or(&generator::CLASS),
        Value::Exc(exception) => exception.class,
        Value::Module(_) => &object::MODULE,
        Value::Object(object) => object.class,
        Value::Host(host) => host.object.class().unwrap_or(&object::CLASS),
        Value::Unbound | Value::Shared(_) | Value::Made(_) => &object::CLASS,
    }
}

/// `type(x)`.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn type_of<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match value {
        Value::Tuple(tuple) => Ok(match tuple.record {
            Some(record) => Value::Record(record),
            None => Value::Class(&tuple::CLASS),
        }),
        Value::Host(host) => match host.object.class() {
            Some(class) => Ok(Value::Class(class)),
            None => host_class(cx, host.object.class_name()),
        },
        other if let Some(class) = other.made_class() => Ok(Value::Type(class)),
        other => Ok(Value::Class(class_of(other))),
    }
}

/// The class of lent objects of a name: one for all of them.
fn host_class<'h>(cx: &Context<'h>, name: &'h str) -> Result<Value<'h>, Stop<'h>> {
    let known = &cx.handed_out()?.named;
    if let Some(class) = known.get_str(cx, name)? {
        return Ok(class);
    }
    let record = cx.memory(cx.heap.alloc(Record {
        name,
        module: "",
        fields: &[],
        defaults: &[],
        class: Some(&object::CLASS),
    }))?;
    known.insert_str(cx, name, Value::Record(record))?;
    Ok(Value::Record(record))
}

/// `isinstance(value, class)` for a class, or a tuple or union of classes.
///
/// # Errors
/// `TypeError` if it is none.
pub fn is_instance<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    class: Value<'h>,
) -> Result<bool, Stop<'h>> {
    match class {
        Value::Class(class) => Ok(is_of(value, class)),
        Value::Type(class) => Ok(value.made_class().is_some_and(|own| own.derives(class))),
        Value::Record(record) => Ok(match value {
            Value::Tuple(tuple) => tuple.record.is_some_and(|own| std::ptr::eq(own, record)),
            Value::Host(host) => host.object.class_name() == record.name,
            _ => false,
        }),
        Value::Tuple(classes) => any_of(cx, value, classes.items),
        Value::Object(union) if union.class.is(&UNION) => {
            let classes: Vec<_> = union.fields().iter().map(std::cell::Cell::get).collect();
            any_of(cx, value, &classes)
        }
        Value::Host(named) => Ok(match (value, named.attribute(cx, "__name__")?) {
            (Value::Host(host), Some(Value::Str(name))) => {
                host.object.class_name() == name.as_str()
            }
            _ => false,
        }),
        Value::None => Ok(matches!(value, Value::None)),
        Value::Object(alias) if alias.class.is(&ALIAS) => Err(cx.type_error(format_args!(
            "isinstance() argument 2 cannot be a parameterized generic"
        ))),
        _ => Err(cx.type_error(format_args!(
            "isinstance() arg 2 must be a type, a tuple of types, or a union"
        ))),
    }
}

fn any_of<'h>(cx: &Context<'h>, value: Value<'h>, classes: &[Value<'h>]) -> Result<bool, Stop<'h>> {
    cx.nested(|| {
        for class in classes {
            cx.charge(1)?;
            if is_instance(cx, value, *class)? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Whether a value is an instance of a class.
#[must_use]
pub fn is_of(value: Value<'_>, class: &'static Class) -> bool {
    if class.is(&object::CLASS) {
        return true;
    }
    let own = class_of(value);
    let named = matches!(value, Value::Tuple(_)) && class.is(&tuple::CLASS);
    let made = value.made_class();
    let made = made.is_some_and(|own| own.derives_native(class) || has_protocol(own, class));
    made || named || own.derives(class) || collections::passes(own, class)
}

/// `issubclass(derived, class)` for a class, or a tuple or union of classes.
///
/// # Errors
/// `TypeError` if one of them is no class.
pub fn is_subclass<'h>(
    cx: &Context<'h>,
    derived: Value<'h>,
    class: Value<'h>,
) -> Result<bool, Stop<'h>> {
    let (Value::Class(_) | Value::Record(_) | Value::Type(_)) = derived else {
        return Err(cx.type_error(format_args!("issubclass() arg 1 must be a class")));
    };
    match (derived, class) {
        (_, Value::Tuple(classes)) => cx.nested(|| {
            for class in classes.items {
                cx.charge(1)?;
                if is_subclass(cx, derived, *class)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }),
        (_, Value::Object(union)) if union.class.is(&UNION) => {
            let classes: Vec<_> = union.fields().iter().map(std::cell::Cell::get).collect();
            is_subclass(cx, derived, cx.tuple(&classes)?)
        }
        (_, Value::Class(class)) if class.is(&object::CLASS) => Ok(true),
        (Value::Class(derived), Value::Class(class)) => {
            Ok(derived.derives(class) || collections::passes(derived, class))
        }
        (Value::Record(record), Value::Class(class)) => {
            let base = record.class.filter(|own| own.is(&object::CLASS));
            Ok(base.unwrap_or(&tuple::CLASS).derives(class))
        }
        (Value::Type(derived), Value::Type(class)) => Ok(derived.derives(class)),
        (Value::Type(derived), Value::Class(class)) => {
            Ok(derived.derives_native(class) || has_protocol(derived, class))
        }
        (_, Value::Type(_)) => Ok(false),
        (_, Value::Record(_)) => Ok(derived.is(class)),
        (_, Value::Class(_)) => Ok(false),
        _ => Err(cx.type_error(format_args!(
            "issubclass() arg 2 must be a class, a tuple of classes, or a union"
        ))),
    }
}

/// Whether a policy's class passes for an abstract one that asks for single methods.
fn has_protocol(own: &Type<'_>, class: &Class) -> bool {
    let methods: &[&str] = match class.name {
        _ if class.module != "collections.abc" => return false,
        "Hashable" => return own.find("__eq__").is_none() || own.find("__hash__").is_some(),
        "Iterable" => &["__iter__"],
        "Iterator" => &["__iter__", "__next__"],
        "Reversible" => &["__iter__", "__reversed__"],
        "Sized" => &["__len__"],
        "Container" => &["__contains__"],
        "Collection" => &["__len__", "__iter__", "__contains__"],
        "Callable" => &["__call__"],
        _ => return false,
    };
    methods.iter().all(|name| {
        own.find(name)
            .is_some_and(|found| !matches!(found, Value::None))
    })
}

/// Whether a class is one of exceptions.
#[must_use]
pub fn is_exception(class: &'static Class) -> bool {
    class.derives(&BASE_EXCEPTION)
}
