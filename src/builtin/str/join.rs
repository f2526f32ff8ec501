//! `str.join`.

use super::part::receiver;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

pub(super) fn join<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let separator = receiver(cx, args)?;
    let items = args.value(1);
    if cx.maybe_iterate(items)?.is_none() {
        return Err(cx.type_error(format_args!("can only join an iterable")));
    }
    let items = cx.collect(items)?;
    let mut length = separator
        .as_str()
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
    let between = |at: usize| (at > 0).then_some(separator);
    let pieces = items.iter().enumerate().flat_map(|(at, item)| match item {
        Value::Str(text) => between(at).into_iter().chain(Some(*text)),
        _ => None.into_iter().chain(None),
    });
    cx.joined(pieces)
}
