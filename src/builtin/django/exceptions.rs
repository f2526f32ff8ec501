//! `django.core.exceptions`.

use crate::host::query::errors::{
    FIELD_DOES_NOT_EXIST, FIELD_ERROR, MULTIPLE_OBJECTS_RETURNED, OBJECT_DOES_NOT_EXIST,
};
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::EXCEPTION;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::Stop;

/// `django.core.exceptions`.
pub static MODULE: Module = Module {
    name: "django.core.exceptions",
    members: &[
        ("FieldDoesNotExist", Member::Class(&FIELD_DOES_NOT_EXIST)),
        ("FieldError", Member::Class(&FIELD_ERROR)),
        (
            "ImproperlyConfigured",
            Member::Class(&IMPROPERLY_CONFIGURED),
        ),
        (
            "MultipleObjectsReturned",
            Member::Class(&MULTIPLE_OBJECTS_RETURNED),
        ),
        ("ObjectDoesNotExist", Member::Class(&OBJECT_DOES_NOT_EXIST)),
        ("PermissionDenied", Member::Class(&PERMISSION_DENIED)),
        ("SuspiciousOperation", Member::Class(&SUSPICIOUS_OPERATION)),
        ("ValidationError", Member::Class(&VALIDATION_ERROR)),
    ],
};

macro_rules! exception {
    ($class:ident = $name:literal) => {
        static $class: Class = Class {
            base: Some(&EXCEPTION),
            module: "django.core.exceptions",
            ..Class::named($name)
        };
    };
}

exception!(IMPROPERLY_CONFIGURED = "ImproperlyConfigured");
exception!(PERMISSION_DENIED = "PermissionDenied");
exception!(SUSPICIOUS_OPERATION = "SuspiciousOperation");

/// `ValidationError`: shows as a list of its messages.
static VALIDATION_ERROR: Class = Class {
    base: Some(&EXCEPTION),
    module: "django.core.exceptions",
    construct: Some(&Row::leaf(
        "ValidationError",
        "message, code=None, params=None",
        validation_error,
    )),
    ..Class::named("ValidationError")
};

fn validation_error<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let messages = match args.value(0) {
        Value::List(list) => cx.list(&list.to_vec())?,
        Value::Exc(inner) if inner.class.is(&VALIDATION_ERROR) => match inner.args.get() {
            [Value::List(list)] => list,
            _ => cx.list(&[])?,
        },
        message => cx.list(&[message])?,
    };
    let error = cx.exception(&VALIDATION_ERROR, &[Value::List(messages)])?;
    let fields = cx.dict()?;
    fields.insert_str(cx, "message", args.value(0))?;
    fields.insert_str(cx, "messages", Value::List(messages))?;
    fields.insert_str(cx, "code", args.value(1))?;
    fields.insert_str(cx, "params", args.value(2))?;
    error.fields.set(Some(fields));
    Ok(Value::Exc(error))
}
