//! `binascii.Error`, and reading what the module's functions take.

use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::value::{Stop, Value};

/// `binascii.Error`.
pub static ERROR: Class = Class {
    title: "binascii.Error",
    module: "binascii",
    base: Some(&exceptions::VALUE_ERROR),
    ..Class::named("Error")
};

/// `binascii.Incomplete`.
pub static INCOMPLETE: Class = Class {
    title: "binascii.Incomplete",
    module: "binascii",
    base: Some(&exceptions::EXCEPTION),
    ..Class::named("Incomplete")
};

/// A `binascii.Error`.
#[cold]
pub(crate) fn error<'h>(cx: &Context<'h>, text: &str) -> Stop<'h> {
    cx.raise(&ERROR, format_args!("{text}"))
}

/// The bytes of a bytes or of an ASCII str; `wanted` says in a `TypeError` what was wanted.
pub(crate) fn ascii<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    wanted: &str,
) -> Result<&'h [u8], Stop<'h>> {
    match value {
        Value::Bytes(bytes) => Ok(bytes.as_slice()),
        Value::Str(text) if text.is_ascii() => Ok(text.as_str().as_bytes()),
        Value::Str(_) => Err(cx.value_error(format_args!(
            "string argument should contain only ASCII characters"
        ))),
        other => {
            let kind = other.type_name();
            Err(cx.type_error(format_args!("argument should be {wanted}, not '{kind}'")))
        }
    }
}
