//! `count` and `repeat`: iterators over nothing.

use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, IterState, Stop};

/// `itertools.count`.
pub(super) static COUNT: Class = Class {
    module: "itertools",
    title: "itertools.count",
    construct: Some(&Row::leaf("count", "start=0, step=1", count)),
    behaviour: &Counting,
    ..Class::named("count")
};

/// `itertools.repeat`.
pub(super) static REPEAT: Class = Class {
    module: "itertools",
    title: "itertools.repeat",
    construct: Some(&Row::leaf("repeat", "object, times=None", repeat)),
    behaviour: &Repeating,
    ..Class::named("repeat")
};

/// An iterator whose state are fields.
fn iterator<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    fields: &[Value<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    match cx.fields_instance(class, fields)? {
        Value::Object(state) => Ok(Value::Iter(cx.iter(IterState::Other(state))?)),
        other => Ok(other),
    }
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let start = args.given(0).unwrap_or(Value::Int(0));
    let step = args.given(1).unwrap_or(Value::Int(1));
    for number in [start, step] {
        if !is_number(number) {
            return Err(cx.type_error(format_args!("a number is required")));
        }
    }
    iterator(cx, &COUNT, &[start, step])
}

fn is_number(value: Value<'_>) -> bool {
    match value {
        Value::Int(_) | Value::Big(_) | Value::Float(_) | Value::True | Value::False => true,
        Value::Object(object) => {
            object.class.module == "decimal" || object.class.module == "fractions"
        }
        _ => false,
    }
}

/// The fields are the next number and the step.
struct Counting;

impl Behaviour for Counting {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let next = cx.repr(me.field(0))?;
        Ok(Some(match me.field(1) {
            Value::Int(1) => format!("count({next})"),
            step => format!("count({next}, {})", cx.repr(step)?),
        }))
    }

    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        let next = me.field(0);
        me.set_field(0, cx.binary(BinaryOp::Add, next, me.field(1))?);
        Ok(Some(next))
    }
}

fn repeat<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let times = match args.given(1) {
        None => Value::None,
        Some(times) => Value::Int(cx.ssize(times)?.max(0)),
    };
    iterator(cx, &REPEAT, &[args.value(0), times])
}

/// The fields are the object and how often it is still given.
struct Repeating;

impl Behaviour for Repeating {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let object = cx.repr(me.field(0))?;
        Ok(Some(match me.field(1) {
            Value::Int(left) => format!("repeat({object}, {left})"),
            _ => format!("repeat({object})"),
        }))
    }

    fn next<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        match me.field(1) {
            Value::Int(0) => Ok(None),
            Value::Int(left) => {
                me.set_field(1, Value::Int(left - 1));
                Ok(Some(me.field(0)))
            }
            _ => Ok(Some(me.field(0))),
        }
    }
}
