//! What a `Counter` counts, each as often as it was counted.

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::value::{Dict, Instance, IterState, Stop, ViewKind};

/// In Python a chain of repeated elements.
static CLASS: Class = Class {
    module: "itertools",
    title: "itertools.chain",
    behaviour: &Elements,
    ..Class::named("chain")
};

/// An iterator over the elements. The fields are the entries left, an element, and how often it is still given.
pub(super) fn iterator<'h>(cx: &Context<'h>, counter: &'h Dict<'h>) -> Result<Value<'h>, Stop<'h>> {
    let entries = Value::Iter(cx.native_iter(Value::View(cx.view(counter, ViewKind::Items)?))?);
    let fields = [entries, Value::None, Value::Int(0)];
    match cx.fields_instance(&CLASS, &fields)? {
        Value::Object(state) => Ok(Value::Iter(cx.iter(IterState::Other(state))?)),
        other => Ok(other),
    }
}

struct Elements;

impl Behaviour for Elements {
    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        loop {
            if let Value::Int(left @ 1..) = me.field(2) {
                me.set_field(2, Value::Int(left - 1));
                return Ok(Some(me.field(1)));
            }
            cx.charge(1)?;
            let Value::Iter(entries) = me.field(0) else {
                return Ok(None);
            };
            let Some(Value::Tuple(entry)) = cx.advance(entries)? else {
                return Ok(None);
            };
            if let [element, count] = entry.items {
                me.set_field(1, *element);
                me.set_field(2, Value::Int(cx.ssize(*count)?));
            }
        }
    }
}
