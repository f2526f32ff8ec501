//! Sorting, and the least and greatest of items.

use super::apply::apply;
use crate::ops::CompareOp;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Stop, Text};

/// Fewer items than these are one run.
const RUN: usize = 64;

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
    if let Value::None = key
        && let Some(sorted) = sorted_texts(cx, items, reverse)?
    {
        return Ok(Some(sorted));
    }
    let Some(mut pairs) = keyed(cx, items, key)? else {
        return Ok(None);
    };
    sort_pairs(cx, &mut pairs, reverse)?;
    Ok(Some(pairs.into_iter().map(|(_, item)| item).collect()))
}

/// A text behind its first eight bytes as a number, which nearly always tell it from the others.
type Fronted<'h> = (u64, &'h Text<'h>);

fn fronted<'h>(item: &Value<'h>) -> Option<Fronted<'h>> {
    let Value::Str(text) = item else {
        return None;
    };
    let bytes = text.as_str().as_bytes();
    let front = match bytes.first_chunk() {
        Some(front) => *front,
        None => std::array::from_fn(|at| bytes.get(at).copied().unwrap_or(0)),
    };
    Some((u64::from_be_bytes(front), text))
}

/// Texts in order, at the price of sorting them as keys; none if not all items are strs.
fn sorted_texts<'h>(
    cx: &Context<'h>,
    items: &[Value<'h>],
    reverse: bool,
) -> Result<Option<Vec<Value<'h>>>, Stop<'h>> {
    let Some(bytes) = all_texts(items) else {
        return Ok(None);
    };
    let turns = turns(items.len());
    cx.memory(cx.heap.charge(size_of_val(items).saturating_mul(4)))?;
    cx.charge(items.len())?;
    cx.charge(items.len().saturating_mul(turns) / 4)?;
    cx.charge(items.len().saturating_mul(turns))?;
    cx.charge_bytes(bytes.saturating_mul(turns))?;
    let mut texts = Vec::with_capacity(items.len());
    texts.extend(items.iter().filter_map(fronted));
    let order = |a: &Fronted<'h>, b: &Fronted<'h>| {
        (a.0.cmp(&b.0)).then_with(|| a.1.as_str().cmp(b.1.as_str()))
    };
    // Nobody can tell equal strs apart.
    match reverse {
        false => texts.sort_unstable_by(order),
        true => texts.sort_unstable_by(|a, b| order(b, a)),
    }
    Ok(Some(
        texts.iter().map(|(_, text)| Value::Str(text)).collect(),
    ))
}

/// How often items are halved until one is left.
fn turns(count: usize) -> usize {
    (usize::BITS - count.leading_zeros()) as usize
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
    let turns = turns(pairs.len());
    cx.charge(pairs.len().saturating_mul(turns) / 4)?;
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
    if let Some(bytes) = all_texts(pairs.iter().map(|(key, _)| key)) {
        cx.charge(pairs.len().saturating_mul(turns))?;
        cx.charge_bytes(bytes.saturating_mul(turns))?;
        sort_texts(pairs, reverse);
        return Ok(());
    }
    // Backwards and back again: so equal ones keep their order.
    if reverse {
        pairs.reverse();
    }
    merge_sort(cx, pairs)?;
    if reverse {
        pairs.reverse();
    }
    Ok(())
}

/// The bytes of all keys together, if all are strs.
fn all_texts<'a, 'h: 'a>(keys: impl IntoIterator<Item = &'a Value<'h>>) -> Option<usize> {
    keys.into_iter().try_fold(0, |bytes: usize, key| match key {
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

/// A key, and the item it stands for.
type Pair<'h> = (Value<'h>, Value<'h>);

/// Whether a key comes before another.
fn precedes<'h>(cx: &Context<'h>, first: &Pair<'h>, second: &Pair<'h>) -> Result<bool, Stop<'h>> {
    cx.charge(1)?;
    cx.ordered(CompareOp::Lt, first.0, second.0)
}

/// Sorts pairs in runs, as CPython's `listsort` makes them: what a run compares, and in which order,
/// shows in the message of keys that cannot be ordered, and in what becomes of a NaN.
///
/// Not the sort of the standard library: that one may panic when an order is inconsistent, and a
/// comparison here can raise.
fn merge_sort<'h>(cx: &Context<'h>, pairs: &mut [Pair<'h>]) -> Result<(), Stop<'h>> {
    let least = least_run(pairs.len());
    let (mut ends, mut start) = (Vec::new(), 0);
    while let Some(rest) = pairs.get_mut(start..)
        && !rest.is_empty()
    {
        let found = run(cx, rest)?;
        let len = found.max(least.min(rest.len()));
        if let Some(run) = rest.get_mut(..len) {
            insert(cx, run, found)?;
        }
        start += len;
        ends.push(start);
    }
    if ends.len() > 1 {
        let mut spare = pairs.to_vec();
        merge_runs(cx, pairs, &mut spare, 0, &ends)?;
    }
    Ok(())
}

/// How long a run is at least: so that their number is, or is just below, a power of two.
fn least_run(mut len: usize) -> usize {
    let mut odd = 0;
    while len >= RUN {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}

/// The length of the run that pairs begin with; one that descends is turned around.
fn run<'h>(cx: &Context<'h>, pairs: &mut [Pair<'h>]) -> Result<usize, Stop<'h>> {
    let [first, second, ..] = pairs else {
        return Ok(pairs.len());
    };
    let descends = precedes(cx, second, first)?;
    let mut len = 2;
    while let (Some(before), Some(next)) = (pairs.get(len - 1), pairs.get(len))
        && precedes(cx, next, before)? == descends
    {
        len += 1;
    }
    if descends {
        pairs.get_mut(..len).unwrap_or_default().reverse();
    }
    Ok(len)
}

/// Inserts the pairs from `sorted` on among those before them.
fn insert<'h>(cx: &Context<'h>, pairs: &mut [Pair<'h>], sorted: usize) -> Result<(), Stop<'h>> {
    for at in sorted..pairs.len() {
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = low + (high - low) / 2;
            match (pairs.get(at), pairs.get(middle)) {
                (Some(pair), Some(other)) if precedes(cx, pair, other)? => high = middle,
                _ => low = middle + 1,
            }
        }
        pairs.get_mut(low..=at).unwrap_or_default().rotate_right(1);
    }
    Ok(())
}

/// Merges sorted runs, which begin at `start` and end at `ends`.
fn merge_runs<'h>(
    cx: &Context<'h>,
    pairs: &mut [Pair<'h>],
    spare: &mut [Pair<'h>],
    start: usize,
    ends: &[usize],
) -> Result<(), Stop<'h>> {
    let (first, second) = ends.split_at_checked(ends.len() / 2).unwrap_or_default();
    let Some(middle) = first.last() else {
        return Ok(());
    };
    let half = middle - start;
    let (Some((left, right)), Some((left_spare, right_spare))) = (
        pairs.split_at_mut_checked(half),
        spare.split_at_mut_checked(half),
    ) else {
        return Ok(());
    };
    merge_runs(cx, left, left_spare, start, first)?;
    merge_runs(cx, right, right_spare, *middle, second)?;
    match (left.last(), right.first()) {
        (Some(last), Some(first)) if !precedes(cx, first, last)? => return Ok(()),
        _ => {}
    }
    let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
    for slot in &mut *spare {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if precedes(cx, y, x)? => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        };
        if let Some(pair) = next {
            *slot = *pair;
        }
    }
    pairs.copy_from_slice(spare);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sort_pairs;
    use crate::value::Value;
    use crate::value::fixture::{in_context, ok};

    proptest! {
        /// Floats take the way of all keys that are not ints or strs alone.
        #[test]
        fn sorts_stably_both_ways(keys in prop::collection::vec(0_i32..40, 0..300), reverse: bool) {
            in_context(|cx| {
                let numbered = keys.iter().zip(0_i64..);
                let pairs = numbered.map(|(key, at)| (Value::float((*key).into()), Value::Int(at)));
                let mut pairs: Vec<_> = pairs.collect();
                let mut expected: Vec<(i32, i64)> = keys.iter().copied().zip(0..).collect();
                match reverse {
                    false => expected.sort_by_key(|(key, _)| *key),
                    true => expected.sort_by_key(|(key, _)| std::cmp::Reverse(*key)),
                }
                ok(sort_pairs(cx, &mut pairs, reverse));
                let places: Vec<i64> = pairs.iter().map(|(_, item)| item.cut()).collect();
                let wanted: Vec<i64> = expected.into_iter().map(|(_, at)| at).collect();
                assert_eq!(places, wanted);
            });
        }
    }
}
