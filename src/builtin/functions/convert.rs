//! `bin`, `oct` and `hex`.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::number::print;
use crate::value::value::Stop;

fn prefixed<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    base: u32,
    prefix: &str,
) -> Result<Value<'h>, Stop<'h>> {
    let value = cx.index(args.value(0))?;
    let Some(int) = value.as_int() else {
        return Ok(Value::None);
    };
    cx.charge_bytes(print::length(int, base) as usize)?;
    cx.str(&print::prefixed(int, base, prefix))
}

pub(super) fn bin<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    prefixed(cx, &args, 2, "0b")
}

pub(super) fn oct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    prefixed(cx, &args, 8, "0o")
}

pub(super) fn hex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    prefixed(cx, &args, 16, "0x")
}
