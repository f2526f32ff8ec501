//! The helpers that reach outside: they are the embedder's.

use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::native::Args;
use crate::value::value::{Instance, Lent, Stop};

macro_rules! lent {
    ($($constant:ident = $name:literal;)*) => {
        $(
            pub(super) static $constant: Row =
                Row::leaf($name, "*args, **kwargs", |cx, args| call(cx, $name, args));
        )*
    };
}

lent! {
    AK_CREATE_EVENT = "ak_create_event";
    AK_CREATE_JWT = "ak_create_jwt";
    AK_CREATE_JWT_RAW = "ak_create_jwt_raw";
    AK_SEND_EMAIL = "ak_send_email";
    RESOLVE_DNS = "resolve_dns";
    REVERSE_DNS = "reverse_dns";
}

/// The module that holds the helpers which an embedder lends.
const HELPERS: &str = "authentik.helpers";

fn call<'h>(cx: &Context<'h>, name: &str, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    if let Some(helpers) = cx.services.module(HELPERS)
        && let Some(Lent::Method) = helpers.attr(name)
        && let Value::Host(me) = cx.lend_object(helpers, None)?
    {
        return helpers.call(cx, me, name, args);
    }
    Err(not_lent(cx, name))
}

#[cold]
fn not_lent<'h>(cx: &Context<'h>, name: &str) -> Stop<'h> {
    cx.raise(
        &RUNTIME_ERROR,
        format_args!("{name} is not lent to this policy"),
    )
}

/// The session that `requests` is, or one that refuses whatever is asked of it.
pub(super) fn requests<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    match cx.services.module("requests") {
        Some(lent) => cx.lend_object(lent, None),
        None => cx.fields_instance(&REFUSED, &[]),
    }
}

static REFUSED: Class = Class {
    behaviour: &Refused,
    ..Class::named("Session")
};

struct Refused;

impl Behaviour for Refused {
    fn attribute<'h>(
        &self,
        cx: &Context<'h>,
        _: &'h Instance<'h>,
        _: &str,
    ) -> Maybe<'h, Value<'h>> {
        Err(not_lent(cx, "requests"))
    }
}
