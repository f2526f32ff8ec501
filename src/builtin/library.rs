//! What `import` finds.

use super::modules::module;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::MODULE_NOT_FOUND_ERROR;
use crate::value::value::Stop;

/// What `import name` finds: a module of the standard library, else one that the embedder lends.
///
/// # Errors
/// `ModuleNotFoundError` if there is none.
pub fn import<'h>(cx: &Context<'h>, name: &str) -> Result<Value<'h>, Stop<'h>> {
    if let Some(module) = module(name) {
        return Ok(Value::Module(module));
    }
    match cx.services.module(name) {
        Some(lent) => cx.lend_object(lent, None),
        None => Err(missing(cx, name)),
    }
}

/// The error of a module that is not there.
#[cold]
pub fn missing<'h>(cx: &Context<'h>, name: &str) -> Stop<'h> {
    let stop = cx.raise(
        &MODULE_NOT_FOUND_ERROR,
        format_args!("No module named '{name}'"),
    );
    if let Stop::Raised(exception) = stop {
        let fields = match cx.dict() {
            Ok(fields) => fields,
            Err(stop) => return stop,
        };
        let noted = cx
            .str(name)
            .and_then(|text| fields.insert_str(cx, "name", text));
        if let Err(stop) = noted {
            return stop;
        }
        exception.fields.set(Some(fields));
    }
    stop
}
