//! The class `timedelta`.

use std::cmp::Ordering;

use num_traits::ToPrimitive;

use super::delta::{BadFactor, DAY, Delta, SECOND, Sum, TooLong, floor_division};
use super::held::{Answer, delta};
use crate::ops::{BinaryOp, UnaryOp};
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Constant, Getter, Row};
use crate::value::context::Context;
use crate::value::exceptions::ZERO_DIVISION_ERROR;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop};

/// `datetime.timedelta`.
pub static TIMEDELTA: Class = Class {
    module: "datetime",
    title: "datetime.timedelta",
    construct: Some(&Row::leaf("__new__", PARAMETERS, construct)),
    getters: GETTERS,
    methods: METHODS,
    constants: CONSTANTS,
    behaviour: &Span,
    ..Class::named("timedelta")
};

const PARAMETERS: &str =
    "days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0";

const GETTERS: &[Getter] = &[
    Getter::new("days", |_, me| Ok(Value::Int(mine(me).days()))),
    Getter::new("microseconds", |_, me| {
        Ok(Value::Int(mine(me).microseconds()))
    }),
    Getter::new("seconds", |_, me| Ok(Value::Int(mine(me).seconds()))),
];

const METHODS: &[Row] = &[
    Row::leaf("__abs__", "self", absolute),
    Row::leaf("total_seconds", "self", total_seconds),
];

const CONSTANTS: &[Constant] = &[
    Constant::new("max", |cx| delta_value(cx, Delta::MAX)),
    Constant::new("min", |cx| delta_value(cx, Delta::MIN)),
    Constant::new("resolution", |cx| delta_value(cx, Delta::RESOLUTION)),
];

/// A `timedelta` of microseconds.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn span_value<'h>(cx: &Context<'h>, micros: i64) -> Result<Value<'h>, Stop<'h>> {
    delta_value(cx, Delta::from_micros(micros.into()).unwrap_or(Delta::ZERO))
}

/// The value of a span.
pub(super) fn delta_value<'h>(cx: &Context<'h>, delta: Delta) -> Answer<'h> {
    cx.instance(&TIMEDELTA, delta)
}

/// A span that is too long, raised.
pub(super) fn fitting<'h>(cx: &Context<'h>, made: Result<Delta, TooLong>) -> Answer<'h> {
    match made {
        Ok(delta) => delta_value(cx, delta),
        Err(error) => Err(cx.overflow_error(format_args!("{error}"))),
    }
}

/// The hash of a span: that of its parts.
pub(super) fn hash<'h>(cx: &Context<'h>, delta: Delta) -> Result<i64, Stop<'h>> {
    let parts = [delta.days(), delta.seconds(), delta.microseconds()].map(Value::Int);
    cx.hash(cx.tuple(&parts)?)
}

fn mine(value: Value<'_>) -> Delta {
    delta(value).unwrap_or(Delta::ZERO)
}

fn total_seconds<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    match delta(args.value(0)) {
        Some(delta) => Ok(Value::float(delta.total_seconds())),
        None => Err(cx.wrong_receiver("datetime.timedelta", args.value(0))),
    }
}

fn absolute<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    fitting(cx, Delta::from_micros(mine(args.value(0)).micros().abs()))
}

/// `timedelta(...)`: the units are added up from the smallest.
fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    const UNITS: [(usize, &str, i128); 7] = [
        (2, "microseconds", 1),
        (3, "milliseconds", 1000),
        (1, "seconds", SECOND),
        (4, "minutes", 60 * SECOND),
        (5, "hours", 3600 * SECOND),
        (0, "days", DAY),
        (6, "weeks", 7 * DAY),
    ];
    let mut sum = Sum::default();
    for (at, name, factor) in UNITS {
        if let Some(count) = args.given(at) {
            add(cx, &mut sum, name, count, factor)?;
        }
    }
    fitting(cx, sum.delta())
}

fn add<'h>(
    cx: &Context<'h>,
    sum: &mut Sum,
    name: &str,
    count: Value<'h>,
    factor: i128,
) -> Result<(), Stop<'h>> {
    let added = match count {
        Value::Float(float) => {
            let float = float.get();
            if float.is_nan() {
                let text = format_args!("cannot convert float NaN to integer");
                return Err(cx.value_error(text));
            }
            if float.is_infinite() {
                let text = format_args!("cannot convert float infinity to integer");
                return Err(cx.overflow_error(text));
            }
            sum.add_float(float, factor)
        }
        other => match whole(other) {
            Some(count) => count.and_then(|count| sum.add(count, factor)),
            None => {
                return Err(cx.type_error(format_args!(
                    "unsupported type for timedelta {name} component: {}",
                    other.type_name()
                )));
            }
        },
    };
    added.map_err(|error| cx.overflow_error(format_args!("{error}")))
}

/// An int, as far as spans go; none if the value is no int.
fn whole(value: Value<'_>) -> Option<Result<i128, TooLong>> {
    match value {
        Value::Int(int) => Some(Ok(int.into())),
        Value::True => Some(Ok(1)),
        Value::False => Some(Ok(0)),
        Value::Big(big) => Some(big.to_i128().ok_or(TooLong::Beyond)),
        _ => None,
    }
}

fn scaled<'h>(cx: &Context<'h>, made: Result<Delta, BadFactor>) -> Answer<'h> {
    Err(match made {
        Ok(delta) => return delta_value(cx, delta),
        Err(BadFactor::TooLong(error)) => cx.overflow_error(format_args!("{error}")),
        Err(BadFactor::Nan) => cx.value_error(format_args!("cannot convert NaN to integer ratio")),
        Err(BadFactor::Infinite) => {
            cx.overflow_error(format_args!("cannot convert Infinity to integer ratio"))
        }
        Err(BadFactor::Zero) => divided_by_zero(cx, "integer division or modulo by zero"),
    })
}

#[cold]
fn divided_by_zero<'h>(cx: &Context<'h>, text: &str) -> Stop<'h> {
    cx.raise(&ZERO_DIVISION_ERROR, format_args!("{text}"))
}

/// A span and a number.
fn with_number<'h>(
    cx: &Context<'h>,
    op: BinaryOp,
    span: Delta,
    number: Value<'h>,
) -> Maybe<'h, Value<'h>> {
    let answer = match (op, number, whole(number)) {
        (BinaryOp::Mul, Value::Float(factor), _) => scaled(cx, span.scaled(factor.get())),
        (BinaryOp::Div, Value::Float(divisor), _) => scaled(cx, span.parted(divisor.get())),
        (BinaryOp::Mul, _, Some(factor)) => {
            let factor = if span == Delta::ZERO { Ok(0) } else { factor };
            fitting(cx, factor.and_then(|factor| span.times(factor)))
        }
        (BinaryOp::Div | BinaryOp::FloorDiv, _, Some(divisor)) => {
            // A divisor beyond reach leaves nothing, rounded down it leaves the least there is.
            match (divisor, op) {
                (Ok(0), _) => scaled(cx, Err(BadFactor::Zero)),
                (Ok(divisor), BinaryOp::Div) => scaled(cx, span.divided(divisor)),
                (Ok(divisor), _) => fitting(
                    cx,
                    Delta::from_micros(floor_division(span.micros(), divisor).0),
                ),
                (Err(_), BinaryOp::Div) => delta_value(cx, Delta::ZERO),
                (Err(_), _) => {
                    let below = (span < Delta::ZERO) != (number.cut() < 0) && span != Delta::ZERO;
                    fitting(cx, Delta::from_micros(if below { -1 } else { 0 }))
                }
            }
        }
        _ => return Ok(None),
    };
    answer.map(Some)
}

fn of_two<'h>(cx: &Context<'h>, op: BinaryOp, a: Delta, b: Delta) -> Maybe<'h, Value<'h>> {
    let zero = match op {
        _ if b != Delta::ZERO => None,
        BinaryOp::Div => Some("division by zero"),
        BinaryOp::FloorDiv => Some("integer division or modulo by zero"),
        BinaryOp::Mod => Some("integer modulo by zero"),
        _ => None,
    };
    if let Some(text) = zero {
        return Err(divided_by_zero(cx, text));
    }
    let answer = match op {
        BinaryOp::Add => fitting(cx, a.plus(b)),
        BinaryOp::Sub => fitting(cx, a.minus(b)),
        BinaryOp::Div => Ok(Value::float(a.ratio(b))),
        BinaryOp::FloorDiv => cx.wide_int(floor_division(a.micros(), b.micros()).0),
        BinaryOp::Mod => fitting(
            cx,
            Delta::from_micros(floor_division(a.micros(), b.micros()).1),
        ),
        _ => return Ok(None),
    };
    answer.map(Some)
}

/// What operators do with spans.
struct Span;

impl Behaviour for Span {
    fn repr<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(me.own::<Delta>().map(|delta| delta.repr()))
    }

    fn str<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(me.own::<Delta>().map(Delta::to_string))
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(delta(other).map(|other| me.own::<Delta>() == Some(&other)))
    }

    fn order<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        Ok(me
            .own::<Delta>()
            .zip(delta(other))
            .map(|(mine, other)| mine.cmp(&other)))
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        me.own::<Delta>().map(|delta| hash(cx, *delta)).transpose()
    }

    fn truth<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, bool> {
        Ok(me.own::<Delta>().map(|delta| *delta != Delta::ZERO))
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _: bool,
    ) -> Maybe<'h, Value<'h>> {
        match (delta(left), delta(right)) {
            (Some(a), Some(b)) => of_two(cx, op, a, b),
            (Some(span), None) => with_number(cx, op, span, right),
            (None, Some(span)) if op == BinaryOp::Mul => with_number(cx, op, span, left),
            _ => Ok(None),
        }
    }

    fn unary<'h>(
        &self,
        cx: &Context<'h>,
        op: UnaryOp,
        me: &'h Instance<'h>,
    ) -> Maybe<'h, Value<'h>> {
        match (me.own::<Delta>(), op) {
            (Some(delta), UnaryOp::Neg) => {
                fitting(cx, Delta::from_micros(-delta.micros())).map(Some)
            }
            (Some(_), UnaryOp::Pos) => Ok(Some(Value::Object(me))),
            _ => Ok(None),
        }
    }
}
