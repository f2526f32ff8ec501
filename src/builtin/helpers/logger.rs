//! `ak_logger`: lines for the policy's log, structured as `event key=value ...`.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Dict, Stop};

static LOGGER: Class = Class {
    methods: METHODS,
    ..Class::named("BoundLogger")
};

macro_rules! levels {
    ($($name:literal logs $level:literal;)*) => {
        static METHODS: &[Row] = &[
            Row::leaf("bind", "self, **values", bind),
            $(Row::leaf($name, "self, event=None, *args, **values", |cx, args| log(cx, $level, args)),)*
            Row::leaf("new", "self, **values", new),
            Row::leaf("try_unbind", "self, *keys", |cx, args| unbind(cx, args, false)),
            Row::leaf("unbind", "self, *keys", |cx, args| unbind(cx, args, true)),
            Row::leaf("warn", "self, event=None, *args, **values", |cx, args| log(cx, "warning", args)),
            Row::leaf("warning", "self, event=None, *args, **values", |cx, args| log(cx, "warning", args)),
        ];
    };
}

levels! {
    "critical" logs "critical";
    "debug" logs "debug";
    "error" logs "error";
    "exception" logs "error";
    "fatal" logs "critical";
    "info" logs "info";
    "msg" logs "info";
}

/// The logger of a policy: its field is what was bound to it.
pub(super) fn make<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.fields_instance(&LOGGER, &[Value::Dict(cx.dict()?)])
}

fn bound<'h>(logger: Value<'h>) -> Option<&'h Dict<'h>> {
    match logger {
        Value::Object(logger) => match logger.field(0) {
            Value::Dict(values) => Some(values),
            _ => None,
        },
        _ => None,
    }
}

/// A logger that adds values to each of its lines.
fn bind<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let values = match bound(args.value(0)) {
        Some(known) => cx.copy_dict(known)?,
        None => cx.dict()?,
    };
    for (name, value) in args.keywords {
        values.insert(cx, Value::Str(name), *value)?;
    }
    cx.fields_instance(&LOGGER, &[Value::Dict(values)])
}

/// A logger that adds these values alone.
fn new<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let values = cx.dict()?;
    for (name, value) in args.keywords {
        values.insert(cx, Value::Str(name), *value)?;
    }
    cx.fields_instance(&LOGGER, &[Value::Dict(values)])
}

/// A logger without some values; whether they must be there.
fn unbind<'h>(cx: &Context<'h>, args: Args<'_, 'h>, must: bool) -> Result<Value<'h>, Stop<'h>> {
    let values = match bound(args.value(0)) {
        Some(known) => cx.copy_dict(known)?,
        None => cx.dict()?,
    };
    for key in args.rest {
        if values.remove(cx, *key)?.is_none() && must {
            return Err(cx.key_error(*key));
        }
    }
    cx.fields_instance(&LOGGER, &[Value::Dict(values)])
}

fn log<'h>(cx: &Context<'h>, level: &str, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut line = String::new();
    cx.write_display(args.value(1), &mut line)?;
    for value in args.rest {
        cx.put(&mut line, " ")?;
        cx.write_display(*value, &mut line)?;
    }
    if let Some(values) = bound(args.value(0)) {
        for (name, value) in values.stored() {
            let name = cx.display(name)?;
            add(cx, &mut line, &name, value)?;
        }
    }
    for (name, value) in args.keywords {
        add(cx, &mut line, name.as_str(), *value)?;
    }
    cx.services.log(level, &line);
    Ok(Value::None)
}

fn add<'h>(
    cx: &Context<'h>,
    line: &mut String,
    name: &str,
    value: Value<'h>,
) -> Result<(), Stop<'h>> {
    cx.put(line, " ")?;
    cx.put(line, name)?;
    cx.put(line, "=")?;
    cx.write_repr(value, line)
}
