//! `commonprefix`, which compares letter by letter, or item by item.

use crate::ops::CompareOp;
use crate::value::context::Context;
use crate::value::value::{Stop, Value};

/// The longest prefix of all texts or sequences.
pub(super) fn common_prefix<'h>(
    cx: &Context<'h>,
    all: &[Value<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    let Some((first, others)) = all.split_first() else {
        return cx.lent_str("");
    };
    let (mut least, mut most) = (*first, *first);
    for other in others {
        if cx.compare(CompareOp::Lt, *other, least)? {
            least = *other;
        }
        if cx.compare(CompareOp::Gt, *other, most)? {
            most = *other;
        }
    }
    match (least, most) {
        (Value::Str(a), Value::Str(b)) => {
            let pairs = a.as_str().char_indices().zip(b.as_str().chars());
            let end = pairs
                .into_iter()
                .find(|((_, a), b)| a != b)
                .map_or(a.as_str().len(), |((at, _), _)| at);
            cx.charge_bytes(end)?;
            cx.lent_str(a.as_str().get(..end).unwrap_or_default())
        }
        (Value::Bytes(a), Value::Bytes(b)) => {
            let same = a
                .as_slice()
                .iter()
                .zip(b.as_slice())
                .take_while(|(a, b)| a == b)
                .count();
            cx.bytes(a.as_slice().get(..same).unwrap_or_default())
        }
        (least, most) => {
            let (a, b) = (cx.collect(least)?, cx.collect(most)?);
            let mut same = 0;
            for (a, b) in a.iter().zip(&b) {
                if !cx.equal(*a, *b)? {
                    break;
                }
                same += 1;
            }
            let kept = a.get(..same).unwrap_or_default();
            match least {
                Value::Tuple(_) => cx.tuple(kept),
                _ => Ok(Value::List(cx.list(kept)?)),
            }
        }
    }
}
