//! The methods of bytes that cut off ends.

use super::part::{given, part, receiver};
use crate::value::Value;
use crate::value::chars::trim::Ends;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::trim::trim;
use crate::value::value::Stop;

fn trimmed<'h>(cx: &Context<'h>, args: Args<'_, 'h>, ends: Ends) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let set = match args.value(1) {
        Value::None => None,
        _ => Some(given(cx, args, 1)?),
    };
    cx.charge_bytes(set.map_or(0, <[u8]>::len))?;
    part(cx, bytes, trim(bytes.as_slice(), set, ends))
}

pub(super) fn strip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    trimmed(cx, args, Ends::Both)
}

pub(super) fn lstrip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    trimmed(cx, args, Ends::Left)
}

pub(super) fn rstrip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    trimmed(cx, args, Ends::Right)
}

pub(super) fn removeprefix<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let rest = bytes.as_slice().strip_prefix(given(cx, args, 1)?);
    part(cx, bytes, rest.unwrap_or(bytes.as_slice()))
}

pub(super) fn removesuffix<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let rest = bytes.as_slice().strip_suffix(given(cx, args, 1)?);
    part(cx, bytes, rest.unwrap_or(bytes.as_slice()))
}
