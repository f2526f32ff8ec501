//! `ak_logger`: lines for the policy's log, structured as `event key=value ...`.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

static LOGGER: Class = Class {
    methods: METHODS,
    ..Class::named("BoundLogger")
};

macro_rules! levels {
    ($($name:literal logs $level:literal;)*) => {
        static METHODS: &[Row] = &[
            Row::leaf("bind", "self, **values", |_, args| Ok(args.value(0))),
            $(Row::leaf($name, "self, event=None, *args, **values", |cx, args| log(cx, $level, args))),*
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
    "warn" logs "warning";
    "warning" logs "warning";
}

pub(super) fn make<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.fields_instance(&LOGGER, &[])
}

fn log<'h>(cx: &Context<'h>, level: &str, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut line = String::new();
    cx.write_display(args.value(1), &mut line)?;
    for value in args.rest {
        cx.put(&mut line, " ")?;
        cx.write_display(*value, &mut line)?;
    }
    for (name, value) in args.keywords {
        cx.put(&mut line, " ")?;
        cx.put(&mut line, name.as_str())?;
        cx.put(&mut line, "=")?;
        cx.write_repr(*value, &mut line)?;
    }
    cx.services.log(level, &line);
    Ok(Value::None)
}
