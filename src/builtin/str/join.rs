//! `str.join`.

use super::part::receiver;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Text};

pub(super) fn join<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let separator = receiver(cx, args)?;
    match args.value(1) {
        Value::List(list) => {
            taken(cx, list.len())?;
            joined(cx, separator, list.iter())
        }
        Value::Tuple(tuple) => {
            taken(cx, tuple.items.len())?;
            joined(cx, separator, tuple.items.iter().copied())
        }
        items => {
            if cx.maybe_iterate(items)?.is_none() {
                return Err(cx.type_error(format_args!("can only join an iterable")));
            }
            let items = cx.collect(items)?;
            joined(cx, separator, items.iter().copied())
        }
    }
}

/// Charges what it takes to take items out of what holds them.
fn taken<'h>(cx: &Context<'h>, count: usize) -> Result<(), Stop<'h>> {
    cx.charge(count)?;
    cx.memory(cx.heap.charge(count.saturating_mul(size_of::<Value<'_>>())))
}

fn joined<'h>(
    cx: &Context<'h>,
    separator: &'h Text<'h>,
    items: impl ExactSizeIterator<Item = Value<'h>> + Clone,
) -> Result<Value<'h>, Stop<'h>> {
    let gaps = items.len().saturating_sub(1);
    let mut bytes = separator.as_str().len().saturating_mul(gaps);
    for (at, item) in items.clone().enumerate() {
        let Value::Str(text) = item else {
            return Err(cx.type_error(format_args!(
                "sequence item {at}: expected str instance, {} found",
                item.type_name()
            )));
        };
        bytes = bytes.saturating_add(text.as_str().len());
    }
    if let (0, Some(only)) = (gaps, items.clone().next()) {
        return Ok(only);
    }
    cx.reserve("", bytes)?;
    cx.written(bytes, |pen| {
        for (at, item) in items.enumerate() {
            if at > 0 {
                pen.write(separator.as_str());
            }
            if let Value::Str(text) = item {
                pen.write(text.as_str());
            }
        }
    })
}
