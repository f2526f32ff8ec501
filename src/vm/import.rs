//! `from module import name`.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::{ATTRIBUTE_ERROR, IMPORT_ERROR};
use crate::value::value::{Stop, Text};

/// What `from module import name` imports.
pub(super) fn member<'h>(
    cx: &Context<'h>,
    module: Value<'h>,
    name: &'h Text<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    match cx.attribute(module, name) {
        Err(Stop::Raised(exception)) if exception.class.derives(&ATTRIBUTE_ERROR) => {
            let from = match module {
                Value::Module(module) => module.name,
                other => other.type_name(),
            };
            let name = name.as_str();
            let text = format_args!("cannot import name '{name}' from '{from}' (unknown location)");
            Err(cx.with_name(cx.raise(&IMPORT_ERROR, text), from))
        }
        other => other,
    }
}
