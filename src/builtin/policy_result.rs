//! `PolicyResult`: what `ak_call_policy` answers with.

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop};

/// The fields, in the order in which they are stored.
const FIELDS: [&str; 3] = ["passing", "messages", "raw_result"];

/// `PolicyResult(passing, *messages)`.
pub static CLASS: Class = Class {
    module: "authentik.policies.types",
    construct: Some(&CONSTRUCT),
    getters: GETTERS,
    behaviour: &Results,
    ..Class::named("PolicyResult")
};

static CONSTRUCT: Row = Row::leaf("PolicyResult", "passing, *messages", construct);

static GETTERS: &[Getter] = &[
    Getter {
        name: "messages",
        get: |_, me| Ok(field(me, 1)),
    },
    Getter {
        name: "passing",
        get: |_, me| Ok(field(me, 0)),
    },
    Getter {
        name: "raw_result",
        get: |_, me| Ok(field(me, 2)),
    },
];

struct Results;

impl Behaviour for Results {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let passing = cx.display(me.field(0))?;
        let said = me.field(1);
        Ok(Some(match cx.truth(said)? {
            true => format!(
                "<PolicyResult passing={passing} messages={}>",
                cx.display(said)?
            ),
            false => format!("<PolicyResult passing={passing}>"),
        }))
    }

    fn store_attribute<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        name: &str,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        let at = FIELDS.iter().position(|field| *field == name);
        if let Some(at) = at {
            me.set_field(at, value);
        }
        Ok(at.is_some())
    }
}

fn field<'h>(me: Value<'h>, at: usize) -> Value<'h> {
    match me {
        Value::Object(result) => result.field(at),
        _ => Value::None,
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    make(cx, args.value(0), args.rest, Value::None)
}

/// A result.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn make<'h>(
    cx: &Context<'h>,
    passing: Value<'h>,
    messages: &[Value<'h>],
    raw: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let messages = cx.tuple(messages)?;
    cx.fields_instance(&CLASS, &[passing, messages, raw])
}
