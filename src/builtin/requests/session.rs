//! `Session`, and the calls that it makes.

use super::errors;
use super::options::{Defaults, Options};
use super::prepare::prepare;
use super::response;
use crate::builtin::helpers::denied::not_lent;
use crate::value::Value;
use crate::value::behaviour::Behaviour;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop};

/// `requests.Session`. Its fields are headers, auth and params.
pub(super) static SESSION: Class = Class {
    module: "requests.sessions",
    construct: Some(&Row::leaf("Session", "", |cx, _| {
        make(cx, "python-requests")
    })),
    methods: METHODS,
    getters: GETTERS,
    behaviour: &Sessions,
    ..Class::named("Session")
};

/// The names of the fields, in order.
const FIELDS: [&str; 5] = ["headers", "auth", "params", "verify", "cookies"];

static METHODS: &[Row] = &[
    Row::leaf("__enter__", "self", |_, args| Ok(args.value(0))),
    Row::leaf("__exit__", "self, *exc", |_, _| Ok(Value::False)),
    Row::leaf("close", "self", |_, _| Ok(Value::None)),
    Row::leaf("delete", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "DELETE")
    }),
    Row::leaf("get", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "GET")
    }),
    Row::leaf("head", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "HEAD")
    }),
    Row::leaf("options", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "OPTIONS")
    }),
    Row::leaf("patch", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "PATCH")
    }),
    Row::leaf("post", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "POST")
    }),
    Row::leaf("put", "self, *args, **kwargs", |cx, args| {
        by(cx, &args, "PUT")
    }),
    Row::leaf("request", "self, method, *args, **kwargs", |cx, args| {
        let method = cx.display(args.value(1))?.to_uppercase();
        by(cx, &args, &method)
    }),
];

static GETTERS: &[Getter] = &[
    Getter::new("auth", |_, me| Ok(field(me, 1))),
    Getter::new("cookies", |_, me| Ok(field(me, 4))),
    Getter::new("headers", |_, me| Ok(field(me, 0))),
    Getter::new("params", |_, me| Ok(field(me, 2))),
    Getter::new("verify", |_, me| Ok(field(me, 3))),
];

fn field<'h>(me: Value<'h>, at: usize) -> Value<'h> {
    match me {
        Value::Object(session) => session.field(at),
        _ => Value::None,
    }
}

struct Sessions;

impl Behaviour for Sessions {
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

fn make<'h>(cx: &Context<'h>, agent: &'static str) -> Result<Value<'h>, Stop<'h>> {
    let headers = cx.dict()?;
    headers.insert_str(cx, "User-Agent", cx.lent_str(agent)?)?;
    headers.insert_str(cx, "Accept", cx.lent_str("*/*")?)?;
    let (params, cookies) = (Value::Dict(cx.dict()?), Value::Dict(cx.dict()?));
    let headers = Value::Dict(headers);
    cx.fields_instance(
        &SESSION,
        &[headers, Value::None, params, Value::True, cookies],
    )
}

/// The session that every policy finds as `requests`.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn global<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    make(cx, "goauthentik.io")
}

/// A session for one call of a function of the module.
pub(super) fn passing<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    make(cx, "python-requests")
}

/// The names of positional arguments, by the method.
fn names(method: &str) -> &'static [&'static str] {
    match method {
        "POST" => &["url", "data", "json"],
        "PUT" | "PATCH" => &["url", "data"],
        _ => &["url", "params"],
    }
}

fn by<'h>(cx: &Context<'h>, args: &Args<'_, 'h>, method: &str) -> Result<Value<'h>, Stop<'h>> {
    let options = Options::read(cx, &method.to_lowercase(), names(method), args)?;
    call(cx, args.value(0), method, &options)
}

/// Makes a call with what a session adds.
///
/// # Errors
/// One of `requests.exceptions`; `RuntimeError` if no network is lent.
pub(super) fn call<'h>(
    cx: &Context<'h>,
    session: Value<'h>,
    method: &str,
    options: &Options<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let defaults = Defaults {
        headers: field(session, 0),
        auth: field(session, 1),
        params: field(session, 2),
    };
    let call = prepare(cx, method, options, &defaults)?;
    let Some(network) = cx.services.network() else {
        return Err(not_lent(cx, "requests"));
    };
    cx.charge(CALL + call.body.as_ref().map_or(0, Vec::len) / 16)?;
    match cx.wait(|| network.call(&call))? {
        Ok(reply) => response::make(cx, &call, reply),
        Err(error) => Err(errors::of_network(cx, &error)),
    }
}

/// What a call costs in steps.
const CALL: usize = 1000;
