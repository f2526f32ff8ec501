//! `cmp_to_key`: keys that a function of two items puts in order.
//!
//! What sorts recognises such a key and sorts in the prelude, where the function can be called; two
//! keys are compared here only if the function is native.

use std::cmp::Ordering;

use crate::builtin::apply::apply;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Instance, Stop};

/// `functools.KeyWrapper`, with the function alone (what makes keys) or with an item too (a key).
static KEY_WRAPPER: Class = Class {
    module: "functools",
    title: "functools.KeyWrapper",
    getters: &[Getter::new("obj", |_, me| {
        Ok(match me {
            Value::Object(me) => me.field(1),
            _ => Value::None,
        })
    })],
    behaviour: &Key,
    ..Class::named("KeyWrapper")
};

/// `cmp_to_key`.
pub(super) const CMP_TO_KEY: Row = Row::leaf("cmp_to_key", "mycmp", |cx, args| {
    cx.fields_instance(&KEY_WRAPPER, &[args.value(0)])
});

/// The comparing function, if `key` is what `cmp_to_key` gave.
#[must_use]
pub fn comparison(key: Value<'_>) -> Option<Value<'_>> {
    match key {
        Value::Object(me) if me.class.is(&KEY_WRAPPER) => Some(me.field(0)),
        _ => None,
    }
}

struct Key;

impl Behaviour for Key {
    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        let item = match (args.rest, args.keywords) {
            ([item], []) => *item,
            ([], [(name, item)]) if name.as_str() == "obj" => *item,
            ([], _) => {
                let text = "K() missing required argument 'obj' (pos 1)";
                return Err(cx.type_error(format_args!("{text}")));
            }
            (given, _) => {
                let given = given.len() + args.keywords.len();
                let text = format_args!("K() takes at most 1 argument ({given} given)");
                return Err(cx.type_error(text));
            }
        };
        let key = cx.fields_instance(&KEY_WRAPPER, &[me.field(0), item])?;
        Ok(Some(Ending::Value(key)))
    }

    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        compared(cx, me, other).map(|order| order.map(Ordering::is_eq))
    }

    fn order<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        compared(cx, me, other)
    }

    fn hash<'h>(&self, cx: &Context<'h>, _: &'h Instance<'h>) -> Maybe<'h, i64> {
        Err(cx.type_error(format_args!("unhashable type: 'functools.KeyWrapper'")))
    }
}

fn compared<'h>(cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, Ordering> {
    let other = match other {
        Value::Object(other) if other.class.is(&KEY_WRAPPER) => other,
        _ => return Err(cx.type_error(format_args!("other argument must be K instance"))),
    };
    let items = [me.field(1), other.field(1)];
    if items.iter().any(|item| matches!(item, Value::Unbound)) {
        return Err(cx.raise(
            &crate::value::exceptions::ATTRIBUTE_ERROR,
            format_args!("object"),
        ));
    }
    match apply(cx, me.field(0), &items)? {
        Some(answer) => Ok(Some(sign(cx, answer)?)),
        None => Ok(None),
    }
}

/// The order that a number below, at or above zero means.
fn sign<'h>(cx: &Context<'h>, answer: Value<'h>) -> Result<Ordering, Stop<'h>> {
    let below = cx.ordered(crate::ops::CompareOp::Lt, answer, Value::Int(0))?;
    let zero = cx.equal(answer, Value::Int(0))?;
    Ok(match (below, zero) {
        (true, _) => Ordering::Less,
        (false, true) => Ordering::Equal,
        (false, false) => Ordering::Greater,
    })
}
