//! `math`'s functions of floats, as natives.

use std::f64::consts::PI;

use super::gamma;
use super::real::{self, Trouble};
use super::sum::{self, Sum};
use crate::value::context::Context;
use crate::value::fault::Fault;
use crate::value::native::Args;
use crate::value::number::integer::IntRef;
use crate::value::value::{Stop, Value};
use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The float that an argument stands for.
pub(super) fn float<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<f64, Stop<'h>> {
    match cx.maybe_real(value)? {
        Some(float) => Ok(float),
        None => Err(cx.type_error(format_args!(
            "must be real number, not {}",
            value.type_name()
        ))),
    }
}

fn two<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<(f64, f64), Stop<'h>> {
    Ok((float(cx, args.value(0))?, float(cx, args.value(1))?))
}

fn settle<'h>(cx: &Context<'h>, result: Result<f64, Fault>) -> Answer<'h> {
    cx.settled(result).map(Value::float)
}

macro_rules! reals {
    ($($name:ident = $run:expr, $trouble:expr;)*) => {
        $(pub(super) fn $name<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
            let x = float(cx, args.value(0))?;
            settle(cx, real::apply($run, x, $trouble))
        })*
    };
}

reals! {
    acos = f64::acos, Trouble::Domain;
    acosh = real::acosh, Trouble::Domain;
    asin = f64::asin, Trouble::Domain;
    asinh = real::asinh, Trouble::None;
    atan = f64::atan, Trouble::None;
    atanh = real::atanh, Trouble::Domain;
    cbrt = f64::cbrt, Trouble::None;
    cos = f64::cos, Trouble::Domain;
    cosh = f64::cosh, Trouble::Range;
    degrees = |x| x * (180.0 / PI), Trouble::None;
    erf = libm::erf, Trouble::None;
    erfc = libm::erfc, Trouble::None;
    exp = f64::exp, Trouble::Range;
    exp2 = f64::exp2, Trouble::Range;
    expm1 = f64::exp_m1, Trouble::Range;
    fabs = f64::abs, Trouble::None;
    log1p = f64::ln_1p, Trouble::Domain;
    radians = |x| x * (PI / 180.0), Trouble::None;
    sin = f64::sin, Trouble::Domain;
    sinh = f64::sinh, Trouble::Range;
    sqrt = f64::sqrt, Trouble::Domain;
    tan = f64::tan, Trouble::Domain;
    tanh = f64::tanh, Trouble::None;
    ulp = real::ulp, Trouble::None;
}

pub(super) fn atan2<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (y, x) = two(cx, args)?;
    Ok(Value::float(y.atan2(x)))
}

pub(super) fn copysign<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (x, y) = two(cx, args)?;
    Ok(Value::float(x.copysign(y)))
}

pub(super) fn fmod<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (x, y) = two(cx, args)?;
    settle(cx, real::fmod(x, y))
}

pub(super) fn remainder<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (x, y) = two(cx, args)?;
    settle(cx, real::remainder(x, y))
}

pub(super) fn pow<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (x, y) = two(cx, args)?;
    settle(cx, real::pow(x, y))
}

pub(super) fn nextafter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (x, y) = two(cx, args)?;
    Ok(Value::float(real::nextafter(x, y)))
}

pub(super) fn gamma<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    settle(cx, gamma::gamma(float(cx, args.value(0))?))
}

pub(super) fn lgamma<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    settle(cx, gamma::lgamma(float(cx, args.value(0))?))
}

pub(super) fn frexp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (fraction, exponent) = real::frexp(float(cx, args.value(0))?);
    cx.tuple(&[Value::float(fraction), Value::Int(exponent)])
}

pub(super) fn ldexp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let x = float(cx, args.value(0))?;
    if args.value(1).as_int().is_none() {
        return Err(cx.type_error(format_args!("Expected an int as second argument to ldexp.")));
    }
    settle(cx, real::ldexp(x, args.value(1).cut()))
}

pub(super) fn modf<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let x = float(cx, args.value(0))?;
    let (fraction, whole) = match x.is_infinite() {
        true => (0f64.copysign(x), x),
        false => ((x - x.trunc()).copysign(x), x.trunc()),
    };
    cx.tuple(&[Value::float(fraction), Value::float(whole)])
}

/// A logarithm of any number: one of an int too large for a float is taken apart first.
fn log_of<'h>(cx: &Context<'h>, value: Value<'h>, run: fn(f64) -> f64) -> Result<f64, Stop<'h>> {
    if let Some(IntRef::Big(big)) = value.as_int()
        && big.bits() > 1024
    {
        if big < &BigInt::ZERO {
            return cx.settled(Err(real::domain()));
        }
        let bits = big.bits();
        cx.charge_bytes(usize::try_from(bits / 8).unwrap_or(usize::MAX))?;
        let top = (big >> (bits - 64)).to_f64().unwrap_or(1.0);
        return Ok(run(libm::ldexp(top, -64)) + run(2.0) * bits as f64);
    }
    let x = float(cx, value)?;
    cx.settled(real::logarithm(x, run))
}

pub(super) fn log<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let x = log_of(cx, args.value(0), f64::ln)?;
    let Some(base) = args.given(1) else {
        return Ok(Value::float(x));
    };
    let base = log_of(cx, base, f64::ln)?;
    settle(cx, crate::value::float::arithmetic::divide(x, base))
}

pub(super) fn log2<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    log_of(cx, args.value(0), f64::log2).map(Value::float)
}

pub(super) fn log10<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    log_of(cx, args.value(0), f64::log10).map(Value::float)
}

pub(super) fn isfinite<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(Value::bool(float(cx, args.value(0))?.is_finite()))
}

pub(super) fn isinf<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(Value::bool(float(cx, args.value(0))?.is_infinite()))
}

pub(super) fn isnan<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    Ok(Value::bool(float(cx, args.value(0))?.is_nan()))
}

pub(super) fn isclose<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (a, b) = two(cx, args)?;
    let relative = args.given(2).map_or(Ok(1e-9), |value| float(cx, value))?;
    let absolute = args.given(3).map_or(Ok(0.0), |value| float(cx, value))?;
    cx.settled(real::isclose(a, b, relative, absolute))
        .map(Value::bool)
}

pub(super) fn fsum<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut sum = Sum::default();
    cx.each(args.value(0), |item| {
        cx.charge(1 + sum.len() / 4)?;
        let item = float(cx, item)?;
        cx.settled(sum.add(item))?;
        Ok(true)
    })?;
    settle(cx, sum.total())
}

pub(super) fn hypot<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.charge(args.rest.len())?;
    let coordinates = args.rest.iter().map(|value| float(cx, *value));
    let coordinates = coordinates.collect::<Result<Vec<_>, _>>()?;
    Ok(Value::float(sum::length(&coordinates)))
}

pub(super) fn dist<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (p, q) = (cx.collect(args.value(0))?, cx.collect(args.value(1))?);
    if p.len() != q.len() {
        return Err(cx.value_error(format_args!(
            "both points must have the same number of dimensions"
        )));
    }
    let apart = p
        .into_iter()
        .zip(q)
        .map(|(p, q)| Ok(float(cx, p)? - float(cx, q)?));
    let apart = apart.collect::<Result<Vec<_>, Stop<'h>>>()?;
    Ok(Value::float(sum::length(&apart)))
}
