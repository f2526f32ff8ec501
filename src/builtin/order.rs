//! Sorting, and the least and greatest of items.

use super::apply::apply;
use crate::ops::CompareOp;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::Stop;

/// Runs up to this length are sorted by insertion.
const RUN: usize = 8;

/// The items with their keys, by a key that Rust can compute; none if only the machine can.
pub(super) fn keyed<'h>(
    cx: &Context<'h>,
    items: &[Value<'h>],
    key: Value<'h>,
) -> Result<Option<Vec<(Value<'h>, Value<'h>)>>, Stop<'h>> {
    cx.memory(cx.heap.charge(size_of_val(items) * 2))?;
    let mut pairs = Vec::with_capacity(items.len());
    for item in items {
        cx.charge(1)?;
        let by = match key {
            Value::None => *item,
            key => match apply(cx, key, &[*item])? {
                Some(by) => by,
                None => return Ok(None),
            },
        };
        pairs.push((by, *item));
    }
    Ok(Some(pairs))
}

/// The items in order; none if only the machine can compute the keys.
pub(super) fn sorted<'h>(
    cx: &Context<'h>,
    items: &[Value<'h>],
    key: Value<'h>,
    reverse: bool,
) -> Result<Option<Vec<Value<'h>>>, Stop<'h>> {
    let Some(mut pairs) = keyed(cx, items, key)? else {
        return Ok(None);
    };
    sort_pairs(cx, &mut pairs, reverse)?;
    Ok(Some(pairs.into_iter().map(|(_, item)| item).collect()))
}

/// Sorts items by their keys; equal ones keep their order.
///
/// # Errors
/// `TypeError` if two keys cannot be ordered.
pub fn sort_pairs<'h>(
    cx: &Context<'h>,
    pairs: &mut [(Value<'h>, Value<'h>)],
    reverse: bool,
) -> Result<(), Stop<'h>> {
    let turns = usize::BITS - pairs.len().leading_zeros();
    cx.charge(pairs.len().saturating_mul(turns as usize) / 4)?;
    if pairs.iter().all(|(key, _)| matches!(key, Value::Int(_))) {
        let by = |pair: &(Value<'h>, Value<'h>)| pair.0.cut();
        if reverse {
            pairs.sort_by_key(|pair| std::cmp::Reverse(by(pair)));
        } else {
            pairs.sort_by_key(by);
        }
        return Ok(());
    }
    cx.memory(cx.heap.charge(size_of_val(&*pairs)))?;
    if let Some(bytes) = all_texts(pairs) {
        cx.charge(pairs.len().saturating_mul(turns as usize))?;
        cx.charge_bytes(bytes.saturating_mul(turns as usize))?;
        sort_texts(pairs, reverse);
        return Ok(());
    }
    let mut spare = pairs.to_vec();
    merge_sort(cx, pairs, &mut spare, reverse)
}

/// The bytes of all keys together, if all are strs.
fn all_texts(pairs: &[(Value<'_>, Value<'_>)]) -> Option<usize> {
    pairs
        .iter()
        .try_fold(0, |bytes: usize, (key, _)| match key {
            Value::Str(text) => Some(bytes.saturating_add(text.as_str().len())),
            _ => None,
        })
}

fn sort_texts<'h>(pairs: &mut [(Value<'h>, Value<'h>)], reverse: bool) {
    let text = |pair: &(Value<'h>, Value<'h>)| match pair.0 {
        Value::Str(text) => text.as_str(),
        _ => "",
    };
    if reverse {
        pairs.sort_by(|a, b| text(b).cmp(text(a)));
    } else {
        pairs.sort_by(|a, b| text(a).cmp(text(b)));
    }
}

/// Whether the second key must come before the first.
fn out_of_order<'h>(
    cx: &Context<'h>,
    first: Value<'h>,
    second: Value<'h>,
    reverse: bool,
) -> Result<bool, Stop<'h>> {
    if reverse {
        cx.ordered(CompareOp::Lt, first, second)
    } else {
        cx.ordered(CompareOp::Lt, second, first)
    }
}

/// Sorts `pairs`, with `spare` of the same length to work in.
///
/// Not the sort of the standard library: that one may panic when an order is inconsistent, and a
/// comparison here can raise.
fn merge_sort<'h>(
    cx: &Context<'h>,
    pairs: &mut [(Value<'h>, Value<'h>)],
    spare: &mut [(Value<'h>, Value<'h>)],
    reverse: bool,
) -> Result<(), Stop<'h>> {
    if pairs.len() <= RUN {
        return insertion_sort(cx, pairs, reverse);
    }
    let half = pairs.len() / 2;
    let (Some((left, right)), Some((left_spare, right_spare))) = (
        pairs.split_at_mut_checked(half),
        spare.split_at_mut_checked(half),
    ) else {
        return Ok(());
    };
    merge_sort(cx, left, left_spare, reverse)?;
    merge_sort(cx, right, right_spare, reverse)?;
    match (left.last(), right.first()) {
        (Some(last), Some(first)) if !out_of_order(cx, last.0, first.0, reverse)? => return Ok(()),
        _ => {}
    }
    let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
    for slot in &mut *spare {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => {
                cx.charge(1)?;
                if out_of_order(cx, x.0, y.0, reverse)? {
                    b.next()
                } else {
                    a.next()
                }
            }
            (Some(_), None) => a.next(),
            (None, _) => b.next(),
        };
        if let Some(pair) = next {
            *slot = *pair;
        }
    }
    pairs.copy_from_slice(spare);
    Ok(())
}

fn insertion_sort<'h>(
    cx: &Context<'h>,
    pairs: &mut [(Value<'h>, Value<'h>)],
    reverse: bool,
) -> Result<(), Stop<'h>> {
    for end in 1..pairs.len() {
        let mut at = end;
        while let Some(before) = at.checked_sub(1)
            && let (Some(first), Some(second)) = (pairs.get(before), pairs.get(at))
            && out_of_order(cx, first.0, second.0, reverse)?
        {
            cx.charge(1)?;
            pairs.swap(before, at);
            at = before;
        }
    }
    Ok(())
}

/// The first of the least items, or with `greatest` of the greatest.
///
/// # Errors
/// `TypeError` if two keys cannot be ordered.
pub fn extreme<'h>(
    cx: &Context<'h>,
    pairs: &[(Value<'h>, Value<'h>)],
    greatest: bool,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let op = if greatest {
        CompareOp::Gt
    } else {
        CompareOp::Lt
    };
    let Some((first, rest)) = pairs.split_first() else {
        return Ok(None);
    };
    let mut best = *first;
    for pair in rest {
        if cx.ordered(op, pair.0, best.0)? {
            best = *pair;
        }
    }
    Ok(Some(best.1))
}
