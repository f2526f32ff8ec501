//! What the methods of str share: the receiver, and parts of a text as values.

use crate::value::Value;
use crate::value::chars::slice::window;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Text};

/// The str whose method is called.
pub(super) fn receiver<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h Text<'h>, Stop<'h>> {
    match args.value(0) {
        Value::Str(text) => Ok(text),
        other => Err(cx.wrong_receiver("str", other)),
    }
}

/// The receiver, with its length charged.
pub(super) fn charged<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h Text<'h>, Stop<'h>> {
    let text = receiver(cx, args)?;
    cx.charge_bytes(text.as_str().len())?;
    Ok(text)
}

/// A part of a text as a value; all of it is the text itself.
pub(super) fn part<'h>(
    cx: &Context<'h>,
    text: &'h Text<'h>,
    part: &'h str,
) -> Result<Value<'h>, Stop<'h>> {
    if part.len() == text.as_str().len() {
        return Ok(Value::Str(text));
    }
    cx.part_of(text, part)
}

/// What lies between the bounds at parameters 2 and 3, and how many characters before it.
pub(super) fn bounded<'h>(
    cx: &Context<'h>,
    text: &'h Text<'h>,
    args: Args<'_, 'h>,
) -> Result<Option<(usize, &'h str)>, Stop<'h>> {
    if args.fixed.len() <= 2 {
        return Ok(Some((0, text.as_str())));
    }
    let start = cx.slice_bound(args.value(2))?;
    let end = cx.slice_bound(args.value(3))?;
    Ok(window(text.as_str(), text.is_ascii(), start, end))
}

/// A count that is without limit if negative.
pub(super) fn limit(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
