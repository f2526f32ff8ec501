//! The methods of str that search, and `replace`.

use super::part::{bounded, charged, limit};
use crate::value::Value;
use crate::value::chars::replace as replacing;
use crate::value::chars::slice::place;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Text};

/// The str at parameter 1, that is looked for.
fn needle<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h Text<'h>, Stop<'h>> {
    match args.value(1) {
        Value::Str(text) => Ok(text),
        other => Err(cx.type_error(format_args!("must be str, not {}", other.type_name()))),
    }
}

/// The place in code points where `search` finds the byte.
fn search<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    search: fn(&str, &str) -> Option<usize>,
) -> Result<Option<usize>, Stop<'h>> {
    let text = charged(cx, args)?;
    let window = bounded(cx, text, args)?;
    let needle = needle(cx, args)?;
    let Some((before, window)) = window else {
        return Ok(None);
    };
    let found = search(window, needle.as_str());
    Ok(found.map(|at| before + place(window, text.is_ascii(), at)))
}

fn first(text: &str, needle: &str) -> Option<usize> {
    text.find(needle)
}

fn last(text: &str, needle: &str) -> Option<usize> {
    text.rfind(needle)
}

fn or_minus_one<'h>(found: Option<usize>) -> Value<'h> {
    Value::Int(found.map_or(-1, |at| at as i64))
}

fn or_error<'h>(cx: &Context<'h>, found: Option<usize>) -> Result<Value<'h>, Stop<'h>> {
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(cx.value_error(format_args!("substring not found"))),
    }
}

pub(super) fn find<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    search(cx, args, first).map(or_minus_one)
}

pub(super) fn rfind<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    search(cx, args, last).map(or_minus_one)
}

pub(super) fn index<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    or_error(cx, search(cx, args, first)?)
}

pub(super) fn rindex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    or_error(cx, search(cx, args, last)?)
}

pub(super) fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let window = bounded(cx, text, args)?;
    let needle = needle(cx, args)?;
    let count = window.map_or(0, |(_, text)| text.matches(needle.as_str()).count());
    Ok(Value::Int(count as i64))
}

/// Up to how many bytes a text is compared for the price of the call.
const SHORT: usize = 64;

/// Whether one of the texts at parameter 1, a str or a tuple of strs, stands at an end of the window.
#[inline(always)]
fn at_end<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    name: &str,
    test: impl Fn(&str, &str) -> bool,
) -> Result<Value<'h>, Stop<'h>> {
    let text = super::part::receiver(cx, args)?;
    let window = match args.fixed.len() {
        0..=2 => Some(text.as_str()),
        _ => {
            if !text.is_ascii() {
                cx.charge_bytes(text.as_str().len())?;
            }
            bounded(cx, text, args)?.map(|(_, window)| window)
        }
    };
    let holds = |wanted: &str| {
        // What is compared at most; most of what is looked for is short.
        match window {
            Some(window) if wanted.len() > SHORT => {
                cx.charge_bytes(wanted.len().min(window.len()))?;
                Ok(test(window, wanted))
            }
            window => Ok(window.is_some_and(|window| test(window, wanted))),
        }
    };
    match args.value(1) {
        Value::Str(wanted) => Ok(Value::bool(holds(wanted.as_str())?)),
        Value::Tuple(tuple) => {
            for item in tuple.items {
                cx.charge(1)?;
                let Value::Str(wanted) = item else {
                    return Err(cx.type_error(format_args!(
                        "tuple for {name} must only contain str, not {}",
                        item.type_name()
                    )));
                };
                if holds(wanted.as_str())? {
                    return Ok(Value::True);
                }
            }
            Ok(Value::False)
        }
        other => Err(cx.type_error(format_args!(
            "{name} first arg must be str or a tuple of str, not {}",
            other.type_name()
        ))),
    }
}

pub(super) fn startswith<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    at_end(cx, args, "startswith", |text, prefix| {
        text.starts_with(prefix)
    })
}

pub(super) fn endswith<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    at_end(cx, args, "endswith", |text, suffix| text.ends_with(suffix))
}

pub(super) fn replace<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let old = args.str(cx, 1, "replace() argument 1")?.as_str();
    let new = args.str(cx, 2, "replace() argument 2")?.as_str();
    let max = limit(args.int(cx, 3, -1)?);
    let count = replacing::occurrences(text.as_str(), old, max);
    if count == 0 || old == new {
        return Ok(Value::Str(text));
    }
    let length = replacing::replaced_length(text.as_str(), old, new, count);
    cx.reserve("", length)?;
    cx.str(&replacing::replace(text.as_str(), old, new, count))
}
