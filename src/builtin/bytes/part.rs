//! What the methods of bytes share: the receiver, and parts of it as values.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::search::window;
use crate::value::value::{Bytes, Stop};

/// The bytes whose method is called, its length charged.
pub(super) fn receiver<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<&'h Bytes<'h>, Stop<'h>> {
    match args.value(0) {
        Value::Bytes(bytes) => {
            cx.charge_bytes(bytes.as_slice().len())?;
            Ok(bytes)
        }
        other => Err(cx.wrong_receiver("bytes", other)),
    }
}

/// The bytes at parameter `at`.
pub(super) fn given<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    at: usize,
) -> Result<&'h [u8], Stop<'h>> {
    Ok(args.bytes(cx, at)?.as_slice())
}

/// A part of bytes as a value; all of it is the bytes itself.
pub(super) fn part<'h>(
    cx: &Context<'h>,
    whole: &'h Bytes<'h>,
    part: &[u8],
) -> Result<Value<'h>, Stop<'h>> {
    if part.len() == whole.as_slice().len() {
        return Ok(Value::Bytes(whole));
    }
    cx.bytes(part)
}

/// What lies between the bounds at parameters 2 and 3, and how many bytes before it.
pub(super) fn bounded<'h>(
    cx: &Context<'h>,
    bytes: &'h Bytes<'h>,
    args: Args<'_, 'h>,
) -> Result<Option<(usize, &'h [u8])>, Stop<'h>> {
    let start = cx.slice_bound(args.value(2))?;
    let end = cx.slice_bound(args.value(3))?;
    Ok(window(bytes.as_slice(), start, end))
}

/// A count that is without limit if negative.
pub(super) fn limit(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
