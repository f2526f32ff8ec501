//! `__import__`: what the statement does, by a name known only at run time.

use crate::builtin::library;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

pub(super) fn import<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let name = match args.value(0) {
        Value::Str(name) => name.as_str(),
        other => return Err(cx.wrong_type("__import__() argument 1", "str", other)),
    };
    if name.is_empty() {
        return Err(cx.value_error(format_args!("Empty module name")));
    }
    let module = library::import(cx, name)?;
    if cx.truth(args.value(3))? {
        return Ok(module);
    }
    match name.split_once('.') {
        Some((first, _)) => library::import(cx, first),
        None => Ok(module),
    }
}
