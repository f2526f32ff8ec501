//! What the steps do in place: the operators on two small ints, the plainest truths, and attributes that are known.

use super::operands::Operands;
use super::session::Loaded;
use crate::code::Instr;
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Host, Stop, Text};

/// Whether `target op= generator` takes what the generator gives.
#[cold]
pub(super) fn takes_items(op: BinaryOp, target: Value<'_>) -> bool {
    match target {
        Value::List(_) => op == BinaryOp::Add,
        Value::Dict(_) => op == BinaryOp::BitOr,
        Value::Object(_) => true,
        _ => false,
    }
}

/// The result of an operator on two ints, where it is an int that fits.
#[inline(always)]
pub(super) fn small<'h>(op: BinaryOp, a: Value<'h>, b: Value<'h>) -> Option<i64> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => computed(op, a, b),
        _ => None,
    }
}

/// The result of an operator on two numbers, where it is an int that fits.
#[inline(always)]
pub(super) fn computed(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match op {
        // Towards negative infinity, as Python rounds. Not by `div_euclid`, which is called.
        BinaryOp::FloorDiv if b > 0 => Some(a / b - i64::from(a % b < 0)),
        BinaryOp::Mod if b > 0 => Some(a.rem_euclid(b)),
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        _ => None,
    }
}

/// The same for the operators of [`Instr::LocalAccumulate`]: few, to be told apart without a table.
#[inline(always)]
pub(super) fn accumulated(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match op {
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Mul => a.checked_mul(b),
        _ => None,
    }
}

/// The text that the next two instructions add, if it lies ready: then all are joined at once.
#[inline]
pub(super) fn added_next<'h>(
    following: Option<&[Instr]>,
    window: &Operands<'_, 'h>,
    loaded: &Loaded<'h>,
) -> Option<&'h Text<'h>> {
    let [next, Instr::Add, ..] = following? else {
        return None;
    };
    match *next {
        Instr::Load(slot) | Instr::LoadParam(slot) => match window.local(slot) {
            Ok(Value::Str(text)) => Some(text),
            _ => None,
        },
        Instr::Const(id) => loaded.constant_text(id),
        _ => None,
    }
}

/// The only argument of the call that follows, if it is a local or an int near it; and how many instructions
/// that is, with the call.
#[inline(always)]
pub(super) fn argument<'h>(
    following: Option<&[Instr]>,
    window: &Operands<'_, 'h>,
) -> Option<(Value<'h>, usize)> {
    match *following? {
        [Instr::LocalAddInt { slot, int }, _, _, Instr::Call(1), ..] => match window.local(slot) {
            Ok(Value::Int(a)) => Some((Value::Int(a.checked_add(int.into())?), 4)),
            _ => None,
        },
        [Instr::Load(slot), Instr::Call(1), ..] => match window.local(slot) {
            Ok(Value::Unbound) | Err(_) => None,
            Ok(value) => Some((value, 2)),
        },
        _ => None,
    }
}

/// How two ints compare, for the operators that order or equate.
#[inline(always)]
pub(super) fn ordered(op: CompareOp, a: i64, b: i64) -> Option<bool> {
    Some(op.orders()?.hold(a, b))
}

/// `bool(value)`, of what has it at hand.
#[inline(always)]
pub(super) fn plain_truth(value: Value<'_>) -> Option<bool> {
    match value {
        Value::True => Some(true),
        Value::False | Value::None => Some(false),
        Value::Int(int) => Some(int != 0),
        Value::Str(text) => Some(!text.is_empty()),
        _ => None,
    }
}

/// `bool(value)`
#[inline(always)]
pub(super) fn truth<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<bool, Stop<'h>> {
    match value {
        Value::True => Ok(true),
        Value::False | Value::None => Ok(false),
        value => cx.truth(value),
    }
}

/// `x.name`
#[inline(always)]
pub(super) fn attribute<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    name: &'h Text<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    match object {
        Value::Host(host) if let Some(known) = host.known(name) => Ok(known),
        object => cx.attribute(object, name),
    }
}

/// What came of reading two attributes at once.
pub(super) enum Passed<'h> {
    /// The second one's value.
    Value(Value<'h>),
    /// Whether the operand below is in it, or is not, as it was asked.
    Found(bool),
    /// They have to be read one by one.
    Nothing,
}

/// Reads the attribute `name` of a lent object, and what the next instruction wants of that, in passing.
#[inline(never)]
pub(super) fn passed<'h>(
    cx: &Context<'h>,
    (host, name): (&'h Host<'h>, &Text<'h>),
    next: Option<Instr>,
    below: Value<'h>,
    loaded: &Loaded<'h>,
) -> Result<Passed<'h>, Stop<'h>> {
    let read = host.through(cx, name, |object| {
        Ok(match next {
            Some(Instr::LoadAttr(inner)) => {
                let inner = loaded.name(inner)?;
                cx.lent_scalar(object, inner.as_str())?.map(Passed::Value)
            }
            Some(Instr::AttrHas {
                name: inner,
                negated,
            }) => match below {
                Value::Str(text) => {
                    let inner = loaded.name(inner)?;
                    let found = cx.lists(object, inner.as_str(), text.as_str())?;
                    found.map(|found| Passed::Found(found != negated))
                }
                _ => None,
            },
            _ => None,
        })
    });
    read.map(|read| read.unwrap_or(Passed::Nothing))
}

/// `item in object.name`, where that is a text and a lent list that nobody has seen yet.
#[inline(never)]
pub(super) fn listed<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    name: &'h Text<'h>,
    item: Value<'h>,
) -> Result<Option<bool>, Stop<'h>> {
    match (object, item) {
        (Value::Host(host), Value::Str(text)) => host.lists(cx, name, text),
        _ => Ok(None),
    }
}
