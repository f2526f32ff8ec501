//! The methods of bytes that take bytes to pieces, and `join`.

use super::part::{given, limit, part, receiver};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::{search, split as splitting};
use crate::value::value::{Bytes, Stop};

/// Bytes that an item of a list of pieces takes outside the heap.
const PIECE: usize = size_of::<&[u8]>();

/// Charges what a list of pieces can take.
fn pieces_of<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h Bytes<'h>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let pieces = bytes.as_slice().len().saturating_add(1);
    cx.reserve("", pieces.saturating_mul(PIECE))?;
    Ok(bytes)
}

fn list<'h>(
    cx: &Context<'h>,
    bytes: &'h Bytes<'h>,
    pieces: Vec<&[u8]>,
) -> Result<Value<'h>, Stop<'h>> {
    let list = cx.list_with(pieces.len())?;
    for piece in pieces {
        list.push(cx, part(cx, bytes, piece)?)?;
    }
    Ok(Value::List(list))
}

/// The separator at parameter `at`, which is not empty.
fn separator<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h [u8], Stop<'h>> {
    match given(cx, args, 1)? {
        [] => Err(cx.value_error(format_args!("empty separator"))),
        separator => Ok(separator),
    }
}

pub(super) fn split<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = pieces_of(cx, args)?;
    let max = limit(args.int(cx, 2, -1)?);
    let pieces = match args.value(1) {
        Value::None => splitting::words(bytes.as_slice(), max),
        _ => splitting::parts(bytes.as_slice(), separator(cx, args)?, max),
    };
    list(cx, bytes, pieces)
}

pub(super) fn rsplit<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = pieces_of(cx, args)?;
    let max = limit(args.int(cx, 2, -1)?);
    let pieces = match args.value(1) {
        Value::None => splitting::words_from_right(bytes.as_slice(), max),
        _ => splitting::parts_from_right(bytes.as_slice(), separator(cx, args)?, max),
    };
    list(cx, bytes, pieces)
}

pub(super) fn splitlines<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let bytes = pieces_of(cx, args)?;
    let keep = cx.c_int(args.given(1).unwrap_or(Value::False))? != 0;
    list(cx, bytes, splitting::lines(bytes.as_slice(), keep))
}

fn three<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let bytes = receiver(cx, args)?;
    let slice = bytes.as_slice();
    let separator = separator(cx, args)?;
    let Some(at) = find(slice, separator) else {
        return Ok(None);
    };
    let (before, rest) = slice.split_at_checked(at).unwrap_or_default();
    let behind = rest.get(separator.len()..).unwrap_or_default();
    let parts = [
        part(cx, bytes, before)?,
        cx.bytes(separator)?,
        part(cx, bytes, behind)?,
    ];
    cx.tuple(&parts).map(Some)
}

pub(super) fn partition<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match three(cx, args, search::find)? {
        Some(parts) => Ok(parts),
        None => cx.tuple(&[args.value(0), cx.bytes(b"")?, cx.bytes(b"")?]),
    }
}

pub(super) fn rpartition<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match three(cx, args, search::rfind)? {
        Some(parts) => Ok(parts),
        None => cx.tuple(&[cx.bytes(b"")?, cx.bytes(b"")?, args.value(0)]),
    }
}

pub(super) fn join<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let separator = receiver(cx, args)?.as_slice();
    let items = args.value(1);
    if cx.maybe_iterate(items)?.is_none() {
        return Err(cx.type_error(format_args!("can only join an iterable")));
    }
    let items = cx.collect(items)?;
    let mut pieces = Vec::with_capacity(items.len());
    let mut length = separator
        .len()
        .saturating_mul(items.len().saturating_sub(1));
    for (at, item) in items.iter().enumerate() {
        let Value::Bytes(piece) = item else {
            return Err(cx.type_error(format_args!(
                "sequence item {at}: expected a bytes-like object, {} found",
                item.type_name()
            )));
        };
        length = length.saturating_add(piece.as_slice().len());
        pieces.push(piece.as_slice());
    }
    cx.reserve("", length)?;
    cx.bytes(&pieces.join(separator))
}
