//! The methods of bytes that make bytes wider.

use super::part::{part, receiver};
use crate::value::Value;
use crate::value::chars::pad::Side;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::pad as padding;
use crate::value::value::Stop;

/// The width at parameter 1; a negative one is none.
fn width<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<usize, Stop<'h>> {
    Ok(usize::try_from(args.int(cx, 1, 0)?).unwrap_or(0))
}

fn padded<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    name: &str,
    side: Side,
) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let width = width(cx, args)?;
    let fill = match args.given(2) {
        None => b' ',
        Some(Value::Bytes(fill)) if fill.as_slice().len() == 1 => {
            fill.as_slice().first().copied().unwrap_or(b' ')
        }
        Some(other) => {
            return Err(cx.type_error(format_args!(
                "{name}() argument 2 must be a byte string of length 1, not {}",
                other.type_name()
            )));
        }
    };
    cx.reserve("", width)?;
    let padded = padding::pad(bytes.as_slice(), width, side, fill);
    part(cx, bytes, &padded)
}

pub(super) fn center<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    padded(cx, args, "center", Side::Center)
}

pub(super) fn ljust<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    padded(cx, args, "ljust", Side::Left)
}

pub(super) fn rjust<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    padded(cx, args, "rjust", Side::Right)
}

pub(super) fn zfill<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let width = width(cx, args)?;
    cx.reserve("", width)?;
    part(cx, bytes, &padding::zero_fill(bytes.as_slice(), width))
}

pub(super) fn expandtabs<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let size = cx.c_int(args.given(1).unwrap_or(Value::Int(8)))?;
    let size = usize::try_from(size).unwrap_or(0);
    cx.reserve("", padding::expanded_length(bytes.as_slice(), size))?;
    cx.bytes(&padding::expand_tabs(bytes.as_slice(), size))
}
