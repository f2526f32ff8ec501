//! `django.core.exceptions`.

use crate::host::query::errors::{
    FIELD_DOES_NOT_EXIST, FIELD_ERROR, MULTIPLE_OBJECTS_RETURNED, OBJECT_DOES_NOT_EXIST,
};
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::EXCEPTION;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Dict, List, Stop};

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
pub(super) static VALIDATION_ERROR: Class = Class {
    base: Some(&EXCEPTION),
    module: "django.core.exceptions",
    construct: Some(&Row::leaf(
        "ValidationError",
        "message, code=None, params=None",
        validation_error,
    )),
    ..Class::named("ValidationError")
};

/// `ValidationError(message, code, params)`: of one message, of a list of messages or errors, or of a
/// dict of them by field. Only an error of one message has `message`, `code` and `params`.
fn validation_error<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (messages, fields) = (cx.list(&[])?, cx.dict()?);
    let shown = match args.value(0) {
        Value::Dict(given) => by_field(cx, given, messages, fields)?,
        many @ Value::List(_) => {
            collect(cx, many, messages)?;
            Value::List(messages)
        }
        Value::Exc(inner) if inner.class.is(&VALIDATION_ERROR) => {
            collect(cx, Value::Exc(inner), messages)?;
            for name in ["message", "code", "params", "message_dict"] {
                if let Some(value) = inner.fields.get().and_then(|known| known.stored_str(name)) {
                    fields.insert_str(cx, name, value)?;
                }
            }
            let shown = fields.stored_str("message_dict");
            shown.unwrap_or(Value::List(messages))
        }
        message => {
            let params = args.value(2);
            let text = match cx.truth(params)? {
                true => cx.binary(BinaryOp::Mod, message, params)?,
                false => message,
            };
            messages.push(cx, cx.str(&cx.display(text)?)?)?;
            fields.insert_str(cx, "message", message)?;
            fields.insert_str(cx, "code", args.value(1))?;
            fields.insert_str(cx, "params", params)?;
            Value::List(messages)
        }
    };
    fields.insert_str(cx, "messages", Value::List(messages))?;
    let error = cx.exception(&VALIDATION_ERROR, &[shown])?;
    error.fields.set(Some(fields));
    Ok(Value::Exc(error))
}

/// The messages of each field, as the dict that shows them; all of them go to `messages` too.
fn by_field<'h>(
    cx: &Context<'h>,
    given: &'h Dict<'h>,
    messages: &'h List<'h>,
    fields: &'h Dict<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let named = cx.dict()?;
    for (name, value) in given.items(cx)? {
        let own = cx.list(&[])?;
        collect(cx, value, own)?;
        for message in own.to_vec() {
            messages.push(cx, message)?;
        }
        named.insert(cx, name, Value::List(own))?;
    }
    fields.insert_str(cx, "message_dict", Value::Dict(named))?;
    Ok(Value::Dict(named))
}

/// The messages that a message, an error, or a list of either holds.
fn collect<'h>(cx: &Context<'h>, value: Value<'h>, messages: &'h List<'h>) -> Result<(), Stop<'h>> {
    cx.charge(1)?;
    match value {
        Value::List(list) => cx.nested(|| {
            let mut items = list.to_vec().into_iter();
            items.try_for_each(|item| collect(cx, item, messages))
        }),
        Value::Exc(inner) if inner.class.is(&VALIDATION_ERROR) => {
            let known = inner
                .fields
                .get()
                .and_then(|fields| fields.stored_str("messages"));
            match known {
                Some(Value::List(known)) => {
                    let mut known = known.to_vec().into_iter();
                    known.try_for_each(|message| messages.push(cx, message))
                }
                _ => Ok(()),
            }
        }
        message => messages.push(cx, cx.str(&cx.display(message)?)?),
    }
}
