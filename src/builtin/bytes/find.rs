//! The methods of bytes that search, and `replace`.

use super::part::{bounded, given, limit, receiver};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::{replace as replacing, search};
use crate::value::value::Stop;

/// Runs `work` with the bytes at parameter 1, or with the one byte that is an int there.
fn with_needle<'h, T>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    work: impl FnOnce(&[u8]) -> T,
) -> Result<T, Stop<'h>> {
    let value = args.value(1);
    if let Value::Bytes(bytes) = value {
        return Ok(work(bytes.as_slice()));
    }
    match cx.maybe_index(value)? {
        Some(int) => match u8::try_from(int.cut()) {
            Ok(byte) => Ok(work(&[byte])),
            Err(_) => Err(cx.value_error(format_args!("byte must be in range(0, 256)"))),
        },
        None => Err(cx.type_error(format_args!(
            "argument should be integer or bytes-like object, not '{}'",
            value.type_name()
        ))),
    }
}

fn place<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> Result<Option<usize>, Stop<'h>> {
    let window = bounded(cx, receiver(cx, args)?, args)?;
    with_needle(cx, args, |needle| {
        let (before, bytes) = window?;
        find(bytes, needle).map(|at| before + at)
    })
}

fn or_minus_one<'h>(found: Option<usize>) -> Value<'h> {
    Value::Int(found.map_or(-1, |at| at as i64))
}

fn or_error<'h>(cx: &Context<'h>, found: Option<usize>) -> Result<Value<'h>, Stop<'h>> {
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(cx.value_error(format_args!("subsection not found"))),
    }
}

pub(super) fn find<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    place(cx, args, search::find).map(or_minus_one)
}

pub(super) fn rfind<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    place(cx, args, search::rfind).map(or_minus_one)
}

pub(super) fn index<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    or_error(cx, place(cx, args, search::find)?)
}

pub(super) fn rindex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    or_error(cx, place(cx, args, search::rfind)?)
}

pub(super) fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let window = bounded(cx, receiver(cx, args)?, args)?;
    let count = with_needle(cx, args, |needle| match window {
        Some((_, bytes)) => search::count(bytes, needle, usize::MAX),
        None => 0,
    })?;
    Ok(Value::Int(count as i64))
}

/// Whether one of the bytes at parameter 1, a bytes or a tuple of them, stands at an end of the window.
fn at_end<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    name: &str,
    test: fn(&[u8], &[u8]) -> bool,
) -> Result<Value<'h>, Stop<'h>> {
    let window = bounded(cx, receiver(cx, args)?, args)?;
    let holds = |wanted: &[u8]| window.is_some_and(|(_, bytes)| test(bytes, wanted));
    match args.value(1) {
        Value::Bytes(wanted) => Ok(Value::bool(holds(wanted.as_slice()))),
        Value::Tuple(tuple) => {
            for item in tuple.items {
                cx.charge(1)?;
                let items = std::slice::from_ref(item);
                if holds(Args::positional(items).bytes(cx, 0)?.as_slice()) {
                    return Ok(Value::True);
                }
            }
            Ok(Value::False)
        }
        other => Err(cx.type_error(format_args!(
            "{name} first arg must be bytes or a tuple of bytes, not {}",
            other.type_name()
        ))),
    }
}

pub(super) fn startswith<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    at_end(cx, args, "startswith", <[u8]>::starts_with)
}

pub(super) fn endswith<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    at_end(cx, args, "endswith", <[u8]>::ends_with)
}

pub(super) fn replace<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let (old, new) = (given(cx, args, 1)?, given(cx, args, 2)?);
    let max = limit(args.int(cx, 3, -1)?);
    let count = search::count(bytes.as_slice(), old, max);
    if count == 0 {
        return Ok(Value::Bytes(bytes));
    }
    let kept = bytes.as_slice().len() - old.len().saturating_mul(count);
    cx.reserve("", new.len().saturating_mul(count).saturating_add(kept))?;
    cx.bytes(&replacing::replace(bytes.as_slice(), old, new, count))
}
