//! `str.join`.

use super::part::receiver;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

pub(super) fn join<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let separator = receiver(cx, args)?.as_str();
    let items = args.value(1);
    if cx.maybe_iterate(items)?.is_none() {
        return Err(cx.type_error(format_args!("can only join an iterable")));
    }
    let items = cx.collect(items)?;
    let mut length = separator
        .len()
        .saturating_mul(items.len().saturating_sub(1));
    for (at, item) in items.iter().enumerate() {
        let Value::Str(text) = item else {
            return Err(cx.type_error(format_args!(
                "sequence item {at}: expected str instance, {} found",
                item.type_name()
            )));
        };
        length = length.saturating_add(text.as_str().len());
    }
    if let [only] = items.as_slice() {
        return Ok(*only);
    }
    cx.reserve("", length)?;
    let mut out = String::with_capacity(length);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(separator);
        }
        if let Value::Str(text) = item {
            out.push_str(text.as_str());
        }
    }
    cx.str(&out)
}
