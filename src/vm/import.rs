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
            let text = format!(
                "cannot import name '{}' from '{from}' (unknown location)",
                name.as_str()
            );
            Err(refused(cx, &text, cx.str(from)?))
        }
        other => other,
    }
}

/// An `ImportError` that knows the module's name.
#[cold]
fn refused<'h>(cx: &Context<'h>, text: &str, module: Value<'h>) -> Stop<'h> {
    let error = || {
        let exception = cx.exception(&IMPORT_ERROR, &[cx.str(text)?])?;
        let fields = cx.dict()?;
        fields.insert_str(cx, "name", module)?;
        exception.fields.set(Some(fields));
        Ok(exception)
    };
    error().map_or_else(|stop| stop, Stop::Raised)
}
