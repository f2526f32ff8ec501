//! `Refusal`: an answer that does not pass, and says why.

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop};

/// `Refusal(**details)`: false in Python's sense. Whoever called the policy sees the details as its
/// `raw_result`.
pub(super) static CLASS: Class = Class {
    module: "ordain",
    construct: Some(&CONSTRUCT),
    getters: &[Getter::new("details", |_, me| Ok(raw_result(me)))],
    behaviour: &Refusals,
    ..Class::named("Refusal")
};

static CONSTRUCT: Row = Row::leaf("Refusal", "**details", construct);

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let details = cx.dict_with(args.keywords.len())?;
    for (name, value) in args.keywords {
        details.insert(cx, Value::Str(name), *value)?;
    }
    cx.fields_instance(&CLASS, &[Value::Dict(details)])
}

struct Refusals;

impl Behaviour for Refusals {
    fn truth<'h>(&self, _: &Context<'h>, _: &'h Instance<'h>) -> Maybe<'h, bool> {
        Ok(Some(false))
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        cx.item(me.field(0), key).map(Some)
    }

    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        let details = cx.nested(|| cx.repr(me.field(0)))?;
        Ok(Some(format!("Refusal({details})")))
    }
}

/// What a policy that answered with this value tells: a refusal's details, any other value as it is.
#[must_use]
pub fn raw_result(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Object(object) if object.class.is(&CLASS) => object.field(0),
        value => value,
    }
}
