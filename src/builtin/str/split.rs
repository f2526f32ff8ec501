//! The methods of str that take a text to pieces.

use super::part::{charged, limit, part};
use crate::value::Value;
use crate::value::chars::split as splitting;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{List, Stop, Text};

/// For how many pieces there is room from the start.
const FEW: usize = 4;

fn list<'h>(
    cx: &Context<'h>,
    text: &'h Text<'h>,
    pieces: impl Iterator<Item = &'h str>,
) -> Result<&'h List<'h>, Stop<'h>> {
    let list = cx.list_with(FEW)?;
    for piece in pieces {
        cx.charge(1)?;
        list.push(cx, part(cx, text, piece)?)?;
    }
    Ok(list)
}

/// The separator at parameter 1; none: whitespace.
fn separator<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Option<&'h str>, Stop<'h>> {
    match args.value(1) {
        Value::None => Ok(None),
        Value::Str(separator) if separator.is_empty() => Err(empty(cx)),
        Value::Str(separator) => Ok(Some(separator.as_str())),
        other => Err(cx.type_error(format_args!(
            "must be str or None, not {}",
            other.type_name()
        ))),
    }
}

#[cold]
fn empty<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.value_error(format_args!("empty separator"))
}

pub(super) fn split<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let max = limit(args.int(cx, 2, -1)?);
    let pieces = match separator(cx, args)? {
        None => list(cx, text, splitting::words(text.as_str(), max))?,
        Some(separator) => match separator.as_bytes() {
            [byte] => {
                let pieces = splitting::parts_at(text.as_str(), *byte, max);
                list(cx, text, pieces)?
            }
            _ => list(cx, text, splitting::parts(text.as_str(), separator, max))?,
        },
    };
    Ok(Value::List(pieces))
}

pub(super) fn rsplit<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let max = limit(args.int(cx, 2, -1)?);
    let chars = text.as_str();
    let pieces = match separator(cx, args)? {
        None => list(cx, text, splitting::words_reversed(chars, max))?,
        Some(separator) => list(cx, text, splitting::parts_reversed(chars, separator, max))?,
    };
    let cells = pieces.cells();
    let half = cells.len() / 2;
    for (front, back) in cells.iter().zip(cells.iter().rev()).take(half) {
        front.swap(back);
    }
    Ok(Value::List(pieces))
}

pub(super) fn splitlines<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let keep = cx.c_int(args.given(1).unwrap_or(Value::False))? != 0;
    list(cx, text, splitting::lines(text.as_str(), keep)).map(Value::List)
}

type Three<'h> = (&'h str, &'h str, &'h str);

fn partitioned<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    cut: fn(&'h str, &'h str) -> Three<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let separator = match args.value(1) {
        Value::Str(separator) => separator.as_str(),
        other => {
            return Err(cx.type_error(format_args!("must be str, not {}", other.type_name())));
        }
    };
    if separator.is_empty() {
        return Err(empty(cx));
    }
    let (before, found, behind) = cut(text.as_str(), separator);
    let parts = [
        part(cx, text, before)?,
        cx.lent_str(found)?,
        part(cx, text, behind)?,
    ];
    cx.tuple(&parts)
}

pub(super) fn partition<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    partitioned(cx, args, splitting::partition)
}

pub(super) fn rpartition<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    partitioned(cx, args, splitting::partition_last)
}
