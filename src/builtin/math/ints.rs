//! `math`'s functions of ints, and from floats to ints, as natives.

use super::integer;
use crate::ops::{BinaryOp, CompareOp};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::number::mixed;
use crate::value::value::{Stop, Value};
use num_bigint::{BigInt, Sign};
use num_traits::{One as _, ToPrimitive as _};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The int that an argument stands for, as a big one.
fn int<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<BigInt, Stop<'h>> {
    Ok(cx.index(value)?.to_big().unwrap_or_default())
}

/// Charges the multiplication of ints with so many bits in all, and refuses a result that is too large.
fn charge_product<'h>(cx: &Context<'h>, bits: u64) -> Result<(), Stop<'h>> {
    cx.check_bits(bits)?;
    cx.charge(usize::try_from(bits / 32).unwrap_or(usize::MAX))
}

/// Which whole number a real number is rounded to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Toward {
    Below,
    Above,
    Zero,
}

/// `floor`, `ceil` and `trunc`; none if the value is no real number.
fn whole<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    toward: Toward,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let name = match toward {
        Toward::Below => "__floor__",
        Toward::Above => "__ceil__",
        Toward::Zero => "__trunc__",
    };
    if let Some(answer) = cx.ask_special(value, name, &[])? {
        return Ok(Some(answer));
    }
    match value {
        Value::Float(bits) => {
            let x = match toward {
                Toward::Below => bits.get().floor(),
                Toward::Above => bits.get().ceil(),
                Toward::Zero => bits.get(),
            };
            cx.whole(cx.settled(mixed::to_int(x))?).map(Some)
        }
        Value::Object(object) => {
            let Some(near) = object.class.behaviour.int(cx, object, false)? else {
                return Ok(None);
            };
            let (op, step) = match toward {
                Toward::Below => (CompareOp::Gt, BinaryOp::Sub),
                Toward::Above => (CompareOp::Lt, BinaryOp::Add),
                Toward::Zero => return Ok(Some(near)),
            };
            match cx.compare(op, near, value)? {
                true => cx.binary(step, near, Value::Int(1)).map(Some),
                false => Ok(Some(near)),
            }
        }
        _ => match (cx.maybe_index(value)?, toward) {
            (None, Toward::Below | Toward::Above) => match cx.maybe_real(value)? {
                Some(float) => whole(cx, Value::float(float), toward),
                None => Ok(None),
            },
            (int, _) => Ok(int),
        },
    }
}

pub(super) fn floor<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = args.value(0);
    whole(cx, value, Toward::Below)?.ok_or_else(|| not_real(cx, value))
}

pub(super) fn ceil<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = args.value(0);
    whole(cx, value, Toward::Above)?.ok_or_else(|| not_real(cx, value))
}

pub(super) fn trunc<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = args.value(0);
    let whole = whole(cx, value, Toward::Zero)?;
    whole.ok_or_else(|| {
        cx.type_error(format_args!(
            "type {} doesn't define __trunc__ method",
            value.type_name()
        ))
    })
}

#[cold]
fn not_real<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    cx.type_error(format_args!(
        "must be real number, not {}",
        value.type_name()
    ))
}

pub(super) fn factorial<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    factorial_of(cx, &int(cx, args.value(0))?)
}

fn factorial_of<'h>(cx: &Context<'h>, n: &BigInt) -> Answer<'h> {
    if n.sign() == Sign::Minus {
        return Err(cx.value_error(format_args!("factorial() not defined for negative values")));
    }
    let Some(count) = n.to_i64() else {
        let most = i64::MAX;
        return Err(cx.overflow_error(format_args!(
            "factorial() argument should not exceed {most}"
        )));
    };
    let count = count.unsigned_abs();
    charge_product(cx, integer::factorial_bits(count))?;
    cx.int(integer::falling_product(n, count))
}

/// Two ints that are not negative.
fn counts<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<(BigInt, BigInt), Stop<'h>> {
    let (n, k) = (int(cx, args.value(0))?, int(cx, args.value(1))?);
    for (name, count) in [("n", &n), ("k", &k)] {
        if count.sign() == Sign::Minus {
            return Err(cx.value_error(format_args!("{name} must be a non-negative integer")));
        }
    }
    Ok((n, k))
}

/// A number of factors within 64 bits.
fn factors<'h>(cx: &Context<'h>, name: &str, k: &BigInt) -> Result<u64, Stop<'h>> {
    let most = i64::MAX;
    let count = k.to_i64().map(i64::unsigned_abs);
    count.ok_or_else(|| cx.overflow_error(format_args!("{name} must not exceed {most}")))
}

pub(super) fn perm<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if matches!(args.value(1), Value::None) {
        return factorial(cx, args);
    }
    let (n, k) = counts(cx, args)?;
    if n < k {
        return Ok(Value::Int(0));
    }
    let k = factors(cx, "k", &k)?;
    charge_product(cx, integer::product_bits(&n, k))?;
    cx.int(integer::falling_product(&n, k))
}

pub(super) fn comb<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (n, k) = counts(cx, args)?;
    if n < k {
        return Ok(Value::Int(0));
    }
    let k = factors(cx, "min(n - k, k)", &(&n - &k).min(k))?;
    charge_product(cx, integer::comb_bits(&n, k))?;
    cx.int(integer::comb(&n, k))
}

/// Combines all arguments; each step costs the product of the lengths.
fn combine<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    empty: BigInt,
    step: fn(&BigInt, &BigInt) -> BigInt,
) -> Answer<'h> {
    let mut all = empty;
    for value in args.rest {
        let next = int(cx, *value)?;
        let words = (all.bits() / 64 + 1).saturating_mul(next.bits() / 64 + 1);
        cx.charge(usize::try_from(words).unwrap_or(usize::MAX))?;
        all = step(&all, &next);
        cx.check_bits(all.bits())?;
    }
    cx.int(all)
}

pub(super) fn gcd<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    combine(cx, args, BigInt::ZERO, integer::gcd)
}

pub(super) fn lcm<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    combine(cx, args, BigInt::one(), integer::lcm)
}

pub(super) fn isqrt<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let n = int(cx, args.value(0))?;
    if n.sign() == Sign::Minus {
        return Err(cx.value_error(format_args!("isqrt() argument must be nonnegative")));
    }
    charge_product(cx, n.bits())?;
    let words = usize::try_from(n.bits() / 64).unwrap_or(usize::MAX);
    cx.charge(words.saturating_mul(words) / 16)?;
    cx.int(n.sqrt())
}

pub(super) fn prod<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut product = args.given(1).unwrap_or(Value::Int(1));
    cx.each(args.value(0), |item| {
        product = cx.binary(BinaryOp::Mul, product, item)?;
        Ok(true)
    })?;
    Ok(product)
}
