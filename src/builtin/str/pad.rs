//! The methods of str that make a text wider.

use super::part::{charged, receiver};
use crate::value::Value;
use crate::value::chars::pad::{self as padding, Side};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// The width at parameter 1; a negative one is none.
fn width<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<usize, Stop<'h>> {
    Ok(usize::try_from(args.int(cx, 1, 0)?).unwrap_or(0))
}

fn padded<'h>(cx: &Context<'h>, args: Args<'_, 'h>, side: Side) -> Result<Value<'h>, Stop<'h>> {
    let text = receiver(cx, args)?;
    let width = width(cx, args)?;
    let fill = fill(cx, args)?;
    if width <= text.len() {
        return Ok(Value::Str(text));
    }
    let fillers = (width - text.len()).saturating_mul(fill.len_utf8());
    cx.reserve("", text.as_str().len().saturating_add(fillers))?;
    cx.str(&padding::pad(text.as_str(), text.len(), width, side, fill))
}

/// The character at parameter 2.
fn fill<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<char, Stop<'h>> {
    match args.given(2) {
        None => Ok(' '),
        Some(Value::Str(text)) => {
            let mut chars = text.as_str().chars();
            match (chars.next(), chars.next()) {
                (Some(fill), None) => Ok(fill),
                _ => Err(cx.type_error(format_args!(
                    "The fill character must be exactly one character long"
                ))),
            }
        }
        Some(other) => Err(cx.type_error(format_args!(
            "The fill character must be a unicode character, not {}",
            other.type_name()
        ))),
    }
}

pub(super) fn center<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    padded(cx, args, Side::Center)
}

pub(super) fn ljust<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    padded(cx, args, Side::Left)
}

pub(super) fn rjust<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    padded(cx, args, Side::Right)
}

pub(super) fn zfill<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = receiver(cx, args)?;
    let width = width(cx, args)?;
    if width <= text.len() {
        return Ok(Value::Str(text));
    }
    cx.reserve("", text.as_str().len().saturating_add(width))?;
    cx.str(&padding::zero_fill(text.as_str(), text.len(), width))
}

pub(super) fn expandtabs<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let size = cx.c_int(args.given(1).unwrap_or(Value::Int(8)))?;
    let size = usize::try_from(size).unwrap_or(0);
    cx.reserve("", padding::expanded_length(text.as_str(), size))?;
    cx.str(&padding::expand_tabs(text.as_str(), size))
}
