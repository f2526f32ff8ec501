//! The exceptions of look-ups, with Django's texts.

use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::model::Model;
use crate::value::value::{Object, Stop};

/// `django.core.exceptions.FieldError`.
pub static FIELD_ERROR: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("FieldError")
};

/// `django.core.exceptions.ObjectDoesNotExist`.
pub static OBJECT_DOES_NOT_EXIST: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("ObjectDoesNotExist")
};

/// `django.core.exceptions.MultipleObjectsReturned`.
pub static MULTIPLE_OBJECTS_RETURNED: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("MultipleObjectsReturned")
};

/// `django.core.exceptions.FieldDoesNotExist`.
pub static FIELD_DOES_NOT_EXIST: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("FieldDoesNotExist")
};

/// `DoesNotExist` of rows whose model is not known.
static DOES_NOT_EXIST: Class = Class {
    base: Some(&OBJECT_DOES_NOT_EXIST),
    module: "django.core.exceptions",
    ..Class::named("DoesNotExist")
};

/// A keyword that names no field of a model.
#[cold]
pub fn no_field<'h>(cx: &Context<'h>, model: &'static Model, name: &str) -> Stop<'h> {
    let choices: Vec<&str> = model.names().collect();
    unresolved(cx, name, &choices)
}

/// A keyword that names no attribute of an object whose model is not known.
#[cold]
pub fn no_attribute<'h>(cx: &Context<'h>, object: &dyn Object, name: &str) -> Stop<'h> {
    unresolved(cx, name, &object.attr_names())
}

fn unresolved<'h>(cx: &Context<'h>, name: &str, choices: &[&str]) -> Stop<'h> {
    let choices = choices.join(", ");
    cx.raise(
        &FIELD_ERROR,
        format_args!("Cannot resolve keyword '{name}' into field. Choices are: {choices}"),
    )
}

/// How many fields and keys a path may have.
const LONGEST: usize = 32;

/// Refuses a path that is too long to be walked.
///
/// # Errors
/// `FieldError`.
pub(super) fn check_depth<'h>(cx: &Context<'h>, name: &str) -> Result<(), Stop<'h>> {
    if name.matches("__").count() < LONGEST {
        return Ok(());
    }
    Err(cx.raise(
        &FIELD_ERROR,
        format_args!("a path in a look-up has more than {LONGEST} parts"),
    ))
}

/// No row for `get()`.
#[cold]
pub fn absent<'h>(cx: &Context<'h>, model: Option<&'static Model>) -> Stop<'h> {
    let class = model.map_or(&DOES_NOT_EXIST, |model| model.absent);
    let name = model.map_or("object", |model| model.class.name);
    cx.raise(class, format_args!("{name} matching query does not exist."))
}

/// Several rows for `get()`.
#[cold]
pub fn several<'h>(cx: &Context<'h>, model: Option<&'static Model>, count: usize) -> Stop<'h> {
    let class = model.map_or(&MULTIPLE_OBJECTS_RETURNED, |model| model.several);
    let name = model.map_or("object", |model| model.class.name);
    cx.raise(
        class,
        format_args!("get() returned more than one {name} -- it returned {count}!"),
    )
}
