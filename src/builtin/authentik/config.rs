//! `CONFIG` of `authentik.lib.config`: settings that an embedder lends, by dotted paths.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Lent, Mapping, Stop};

/// `authentik.lib.config`.
pub(super) static MODULE: Module = Module {
    name: "authentik.lib.config",
    members: &[(
        "CONFIG",
        Member::Constant(|cx| cx.fields_instance(&LOADER, &[])),
    )],
};

static LOADER: Class = Class {
    module: "authentik.lib.config",
    methods: &[
        Row::leaf("get", "self, path, default=None, sep='.'", |cx, args| {
            Ok(found(cx, &args)?.unwrap_or(args.value(2)))
        }),
        Row::leaf("get_bool", "self, path, default=False", flag),
        Row::leaf("get_int", "self, path, default=0", |cx, args| {
            number(cx, &args)
        }),
        Row::leaf(
            "get_optional_int",
            "self, path, default=None",
            |cx, args| match found(cx, &args)? {
                None | Some(Value::None) => Ok(args.value(2)),
                Some(_) => number(cx, &args),
            },
        ),
        Row::leaf("y", "self, path, default=None", |cx, args| {
            Ok(found(cx, &args)?.unwrap_or(args.value(2)))
        }),
        Row::leaf("y_bool", "self, path, default=False", flag),
    ],
    ..Class::named("ConfigLoader")
};

/// What lies at the path, if it is set.
fn found<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
    let path = args.str(cx, 1, "path")?;
    cx.charge(1 + path.as_str().len())?;
    let Some(settings) = cx.services.settings() else {
        return Ok(None);
    };
    let mut parts = path.as_str().split('.');
    let mut here = parts.next().and_then(|part| settings.value(part));
    for part in parts {
        here = match here {
            Some(Lent::Map(map)) => map.value(part),
            Some(Lent::Json(serde_json::Value::Object(map))) => Mapping::value(map, part),
            _ => None,
        };
    }
    match here {
        Some(lent) => cx.lend(lent, None).map(Some),
        None => Ok(None),
    }
}

/// True exactly for what reads as `true`.
fn flag<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let value = found(cx, &args)?.or(args.given(2)).unwrap_or(Value::False);
    let text = cx.display(value)?;
    Ok(Value::bool(text.eq_ignore_ascii_case("true")))
}

/// A number, or the default where it is none.
fn number<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let default = args.given(2).unwrap_or(Value::Int(0));
    let text = match found(cx, args)? {
        Some(value) => cx.display(value)?,
        None => return Ok(default),
    };
    Ok(text.trim().parse().map_or(default, Value::Int))
}
