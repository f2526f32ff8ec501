//! The methods of str that cut off ends.

use super::part::{charged, part};
use crate::value::Value;
use crate::value::chars::trim::{Ends, trim, trim_chars};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

fn trimmed<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    name: &str,
    ends: Ends,
) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let rest = match args.value(1) {
        Value::None => trim(text.as_str(), ends),
        Value::Str(chars) => {
            cx.charge_bytes(chars.as_str().len().saturating_mul(4))?;
            trim_chars(text.as_str(), chars.as_str(), ends)
        }
        _ => return Err(cx.type_error(format_args!("{name} arg must be None or str"))),
    };
    part(cx, text, rest)
}

pub(super) fn strip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    trimmed(cx, args, "strip", Ends::Both)
}

pub(super) fn lstrip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    trimmed(cx, args, "lstrip", Ends::Left)
}

pub(super) fn rstrip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    trimmed(cx, args, "rstrip", Ends::Right)
}

pub(super) fn removeprefix<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let prefix = args.str(cx, 1, "removeprefix() argument")?;
    let rest = text.as_str().strip_prefix(prefix.as_str());
    part(cx, text, rest.unwrap_or(text.as_str()))
}

pub(super) fn removesuffix<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let suffix = args.str(cx, 1, "removesuffix() argument")?;
    let rest = text.as_str().strip_suffix(suffix.as_str());
    part(cx, text, rest.unwrap_or(text.as_str()))
}
