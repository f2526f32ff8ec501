//! Builtin functions of numbers.

use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::class::Run;
use crate::value::context::Context;
use crate::value::float::{arithmetic, round as rounding};
use crate::value::native::Args;
use crate::value::number::{integer, mixed};
use crate::value::value::Stop;

/// The result of a special method of a native class: one that no policy can name.
fn special<'h>(
    cx: &Context<'h>,
    name: &str,
    args: &[Value<'h>],
) -> Result<Option<Value<'h>>, Stop<'h>> {
    if let Some((made @ (Value::Made(_) | Value::Exc(_)), rest)) = args.split_first() {
        return cx.ask_special(*made, name, rest);
    }
    let Some(Value::Object(object)) = args.first() else {
        return Ok(None);
    };
    match object.class.method(name).map(|row| row.run) {
        Some(Run::Leaf(leaf)) => leaf(cx, Args::positional(args)).map(Some),
        _ => Ok(None),
    }
}

pub(super) fn abs<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let value = args.value(0);
    if let Some(int) = value.as_int() {
        return cx.whole(integer::absolute(int));
    }
    if let Value::Float(bits) = value {
        return Ok(Value::float(bits.get().abs()));
    }
    match special(cx, "__abs__", &[value])? {
        Some(result) => Ok(result),
        None => Err(cx.type_error(format_args!(
            "bad operand type for abs(): '{}'",
            value.type_name()
        ))),
    }
}

pub(super) fn divmod<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (a, b) = (args.value(0), args.value(1));
    if let (Some(x), Some(y)) = (a.as_int(), b.as_int()) {
        let words = (x.bits() / 64 + 1).saturating_mul(y.bits() / 64 + 1);
        cx.charge(words as usize / 16)?;
        let (quotient, rest) = cx.settled(integer::divmod(x, y))?;
        return cx.tuple(&[cx.whole(quotient)?, cx.whole(rest)?]);
    }
    if let (Some(x), Some(y)) = (cx.maybe_float(a)?, cx.maybe_float(b)?) {
        let (quotient, rest) = cx.settled(arithmetic::divmod(x, y))?;
        return cx.tuple(&[Value::float(quotient), Value::float(rest)]);
    }
    if let Some(answer) = cx.made_divmod(a, b)? {
        return Ok(answer);
    }
    // Division of one object by another kind of value says nothing of its rest.
    if let Some(rest) = cx.object_op(BinaryOp::Mod, a, b)?
        && let Some(quotient) = cx.object_op(BinaryOp::FloorDiv, a, b)?
    {
        return cx.tuple(&[quotient, rest]);
    }
    Err(cx.type_error(format_args!(
        "unsupported operand type(s) for divmod(): '{}' and '{}'",
        a.type_name(),
        b.type_name()
    )))
}

pub(super) fn pow<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (base, exponent) = (args.value(0), args.value(1));
    let modulus = args.value(2);
    if let Value::None = modulus {
        return cx.binary(BinaryOp::Pow, base, exponent);
    }
    match (base.as_int(), exponent.as_int(), modulus.as_int()) {
        (Some(base), Some(exponent), Some(modulus)) => cx.power_modulo(base, exponent, modulus),
        _ => {
            if let Some(result) = special(cx, "__pow__", &[base, exponent, modulus])? {
                return Ok(result);
            }
            let float = |value: Value<'h>| matches!(value, Value::Float(_));
            if float(base) || float(exponent) || float(modulus) {
                return Err(cx.type_error(format_args!(
                    "pow() 3rd argument not allowed unless all arguments are integers"
                )));
            }
            Err(cx.type_error(format_args!(
                "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
                base.type_name(),
                exponent.type_name(),
                modulus.type_name()
            )))
        }
    }
}

pub(super) fn round<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let value = args.value(0);
    let known = value.as_int().is_some() || matches!(value, Value::Float(_) | Value::Object(_));
    let digits = match args.value(1) {
        Value::None => None,
        given if known => Some(cx.index(given)?),
        given => Some(given),
    };
    if value.as_int().is_some() {
        let value = cx.index(value)?;
        return match digits {
            None => Ok(value),
            Some(digits) => round_int(cx, value, digits),
        };
    }
    if let Value::Float(bits) = value {
        return match digits {
            None => cx.whole(cx.settled(mixed::to_int(rounding::whole(bits.get())))?),
            Some(digits) => {
                let places = usize::try_from(digits.cut()).unwrap_or(0);
                cx.charge_digits(bits.get(), places)?;
                let rounded = rounding::places(bits.get(), digits.cut());
                cx.settled(rounded).map(Value::float)
            }
        };
    }
    let result = match digits {
        None => special(cx, "__round__", &[value])?,
        Some(digits) => special(cx, "__round__", &[value, digits])?,
    };
    match result {
        Some(result) => Ok(result),
        None => Err(cx.type_error(format_args!(
            "type {} doesn't define __round__ method",
            value.type_name()
        ))),
    }
}

/// An int rounded to a power of ten, half to even.
fn round_int<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    digits: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let digits = digits.cut();
    let bits = value.as_int().map_or(0, |int| int.bits());
    if digits >= 0 {
        return Ok(value);
    }
    // Beyond its own digits nothing of the int is left.
    if digits.unsigned_abs() > bits {
        return Ok(Value::Int(0));
    }
    let power = cx.binary(BinaryOp::Pow, Value::Int(10), Value::Int(-digits))?;
    let half = cx.binary(BinaryOp::FloorDiv, power, Value::Int(2))?;
    let shifted = cx.binary(BinaryOp::Add, value, half)?;
    let quotient = cx.binary(BinaryOp::FloorDiv, shifted, power)?;
    let rest = cx.binary(BinaryOp::Mod, shifted, power)?;
    let odd = cx.binary(BinaryOp::BitAnd, quotient, Value::Int(1))?;
    let tie = cx.equal(rest, Value::Int(0))? && cx.truth(odd)?;
    let quotient = cx.binary(BinaryOp::Sub, quotient, Value::Int(i64::from(tie)))?;
    cx.binary(BinaryOp::Mul, quotient, power)
}
