//! The class `defaultdict`. The machine calls the factory; here it is only kept.

use crate::builtin::dict;
use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{DictKind, Stop};

/// `collections.defaultdict`.
pub static DEFAULT_DICT: Class = Class {
    base: Some(&dict::CLASS),
    module: "collections",
    title: "collections.defaultdict",
    construct: Some(&CONSTRUCT),
    getters: &[Getter::new("default_factory", |_, me| Ok(factory(me)))],
    statics: &[Row::leaf("fromkeys", "@iterable, value=None, /", from_keys)],
    ..Class::named("defaultdict")
};

static CONSTRUCT: Row = Row::leaf(
    "defaultdict",
    "default_factory=None, @mapping=(), /, **keywords",
    construct,
);

fn factory(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Dict(dict) => dict
            .extra()
            .map_or(Value::None, |extra| extra.factory.get()),
        _ => Value::None,
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let factory = args.value(0);
    if !matches!(factory, Value::None) && !is_callable(factory) {
        let text = format_args!("first argument must be callable or None");
        return Err(cx.type_error(text));
    }
    let made = cx.dict_of(DictKind::Default, factory)?;
    if let Some(source) = args.given(1) {
        cx.merge(made, source)?;
    }
    dict::keywords(cx, made, &args)?;
    Ok(Value::Dict(made))
}

fn is_callable(value: Value<'_>) -> bool {
    match value {
        Value::Function(_)
        | Value::Native(_)
        | Value::Bound(_)
        | Value::Class(_)
        | Value::Record(_) => true,
        Value::Object(object) => object.class.behaviour.callable(),
        _ => false,
    }
}

fn from_keys<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let made = cx.dict_of(DictKind::Default, Value::None)?;
    cx.each(args.value(0), |key| {
        made.insert(cx, key, args.value(1)).map(|_| true)
    })?;
    Ok(Value::Dict(made))
}
