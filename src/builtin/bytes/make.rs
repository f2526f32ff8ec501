//! `bytes(...)`, and what turns bytes into something else and back.

use super::part::{given, receiver};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::{hex as hexadecimal, replace};
use crate::value::value::Stop;

/// The str at parameter `at`, or `default` if it was not given.
fn text_or<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    at: usize,
    what: &str,
    default: &'h str,
) -> Result<&'h str, Stop<'h>> {
    match args.given(at) {
        None => Ok(default),
        Some(_) => Ok(args.str(cx, at, what)?.as_str()),
    }
}

pub(super) fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let encoding = text_or(cx, args, 1, "bytes() argument 'encoding'", "utf-8")?;
    let errors = text_or(cx, args, 2, "bytes() argument 'errors'", "strict")?;
    let value = match (args.given(0), args.given(1)) {
        (Some(Value::Str(text)), Some(_)) => return cx.encode(text, encoding, errors),
        (Some(Value::Str(_)), None) => {
            return Err(cx.type_error(format_args!("string argument without an encoding")));
        }
        (_, Some(_)) => {
            return Err(cx.type_error(format_args!("encoding without a string argument")));
        }
        (_, None) if args.given(2).is_some() => {
            return Err(cx.type_error(format_args!("errors without a string argument")));
        }
        (Some(value), None) if value.special("__bytes__").is_some() => {
            let bytes = cx.ask_special(value, "__bytes__", &[])?;
            return match bytes {
                Some(bytes @ Value::Bytes(_)) => Ok(bytes),
                other => Err(cx.type_error(format_args!(
                    "__bytes__ returned non-bytes (type {})",
                    other.unwrap_or(Value::None).type_name()
                ))),
            };
        }
        (value, None) => value,
    };
    let Some(value) = value else {
        return cx.bytes(b"");
    };
    match cx.maybe_index(value)? {
        Some(length) => zeros(cx, length),
        None => from_items(cx, value),
    }
}

fn zeros<'h>(cx: &Context<'h>, length: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Int(length) = length else {
        return Err(cx.overflow_error(format_args!("cannot fit 'int' into an index-sized integer")));
    };
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error(format_args!("negative count")));
    };
    cx.reserve("", length)?;
    cx.bytes(&vec![0; length])
}

/// The bytes that bytes are, or that the ints of an iterable are.
///
/// # Errors
/// `TypeError` if it is no iterable of ints, `ValueError` if one is no byte.
pub fn from_items<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    if let Value::Bytes(_) = value {
        return Ok(value);
    }
    if matches!(value, Value::Str(_)) || cx.maybe_iterate(value)?.is_none() {
        return Err(cx.type_error(format_args!(
            "cannot convert '{}' object to bytes",
            value.type_name()
        )));
    }
    let mut bytes = Vec::new();
    cx.each(value, |item| {
        let int = cx.index(item)?;
        match u8::try_from(int.cut()) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                return Err(cx.value_error(format_args!("bytes must be in range(0, 256)")));
            }
        }
        Ok(true)
    })?;
    cx.bytes(&bytes)
}

pub(super) fn decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let encoding = text_or(cx, args, 1, "decode() argument 'encoding'", "utf-8")?;
    let errors = text_or(cx, args, 2, "decode() argument 'errors'", "strict")?;
    cx.decode(bytes, encoding, errors)
}

pub(super) fn hex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?.as_slice();
    let group = args.int(cx, 2, 1)?;
    let separator = match args.given(1) {
        None => None,
        Some(value) => Some(separator(cx, value)?),
    };
    cx.reserve("", bytes.len().saturating_mul(3))?;
    cx.str(&hexadecimal::encode(bytes, separator, group))
}

/// A separator: one character of ASCII.
fn separator<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<char, Stop<'h>> {
    if cx.len(value)? != 1 {
        return Err(cx.value_error(format_args!("sep must be length 1.")));
    }
    let found = match value {
        Value::Str(text) => text.as_str().chars().next(),
        Value::Bytes(bytes) => bytes.as_slice().first().map(|byte| char::from(*byte)),
        _ => return Err(cx.type_error(format_args!("sep must be str or bytes."))),
    };
    match found.filter(char::is_ascii) {
        Some(c) => Ok(c),
        None => Err(cx.value_error(format_args!("sep must be ASCII."))),
    }
}

pub(super) fn fromhex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = args.str(cx, 0, "fromhex() argument")?.as_str();
    cx.charge_bytes(text.len())?;
    cx.bytes(&cx.settled(hexadecimal::decode(text))?)
}

pub(super) fn translate<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let table = match args.value(1) {
        Value::None => None,
        _ => Some(given(cx, args, 1)?),
    };
    if table.is_some_and(|table| table.len() != 256) {
        return Err(cx.value_error(format_args!(
            "translation table must be 256 characters long"
        )));
    }
    let delete = match args.given(2) {
        Some(_) => given(cx, args, 2)?,
        None => &[],
    };
    cx.charge_bytes(delete.len())?;
    cx.bytes(&replace::translate(bytes.as_slice(), table, delete))
}

pub(super) fn maketrans<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (from, to) = (given(cx, args, 0)?, given(cx, args, 1)?);
    if from.len() != to.len() {
        return Err(cx.value_error(format_args!("maketrans arguments must have same length")));
    }
    cx.charge_bytes(from.len())?;
    let mut table: Vec<u8> = (0..=u8::MAX).collect();
    for (from, to) in from.iter().zip(to) {
        if let Some(entry) = table.get_mut(usize::from(*from)) {
            *entry = *to;
        }
    }
    cx.bytes(&table)
}
