//! The class `dict`.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::KEY_ERROR;
use crate::value::native::Args;
use crate::value::value::{Dict, Stop, ViewKind};

/// `dict`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: STATICS,
    ..Class::named("dict")
};

static CONSTRUCT: Row = Row::leaf("dict", "@mapping=(), /, **keywords", construct);

static METHODS: &[Row] = &[
    Row::leaf("clear", "self, /", clear),
    Row::leaf("copy", "self, /", copy),
    Row::leaf("get", "self, key, default=None, /", get),
    Row::leaf("items", "self, /", |cx, args| {
        view(cx, &args, ViewKind::Items)
    }),
    Row::leaf("keys", "self, /", |cx, args| {
        view(cx, &args, ViewKind::Keys)
    }),
    Row::leaf("pop", "self, key, default=None, /", pop),
    Row::leaf("popitem", "self, /", pop_item),
    Row::leaf("setdefault", "self, key, default=None, /", set_default),
    Row::leaf("update", "self, @mapping=(), /, **keywords", update),
    Row::leaf("values", "self, /", |cx, args| {
        view(cx, &args, ViewKind::Values)
    }),
];

static STATICS: &[Row] = &[Row::leaf("fromkeys", "@iterable, value=None, /", from_keys)];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let dict = cx.dict()?;
    match args.given(0) {
        Some(Value::Dict(other)) => dict.fill_from(cx, other)?,
        Some(other) => cx.merge(dict, other)?,
        None => {}
    }
    keywords(cx, dict, &args)?;
    Ok(Value::Dict(dict))
}

/// Sets what was given by keyword.
pub(super) fn keywords<'h>(
    cx: &Context<'h>,
    dict: &Dict<'h>,
    args: &Args<'_, 'h>,
) -> Result<(), Stop<'h>> {
    for (name, value) in args.keywords {
        cx.charge(1)?;
        dict.insert(cx, Value::Str(name), *value)?;
    }
    Ok(())
}

fn clear<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    args.dict(cx, 0)?.clear(cx)?;
    Ok(Value::None)
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.copy_dict(args.dict(cx, 0)?).map(Value::Dict)
}

fn get<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let found = args.dict(cx, 0)?.get(cx, args.value(1))?;
    Ok(found.unwrap_or(args.value(2)))
}

fn view<'h>(cx: &Context<'h>, args: &Args<'_, 'h>, kind: ViewKind) -> Result<Value<'h>, Stop<'h>> {
    cx.view(args.dict(cx, 0)?, kind).map(Value::View)
}

fn pop<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.dict(cx, 0)?;
    // An empty dict does not ask for a hash.
    let removed = match me.len() {
        0 => None,
        _ => me.remove(cx, args.value(1))?,
    };
    match (removed, args.given(2)) {
        (Some((_, value)), _) | (None, Some(value)) => Ok(value),
        (None, None) => Err(cx.key_error(args.value(1))),
    }
}

fn pop_item<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match args.dict(cx, 0)?.remove_end(cx, true)? {
        Some((key, value)) => cx.tuple(&[key, value]),
        None => Err(cx.raise(&KEY_ERROR, format_args!("popitem(): dictionary is empty"))),
    }
}

fn set_default<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.dict(cx, 0)?;
    me.get_or_insert(cx, args.value(1), args.value(2))
}

fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.dict(cx, 0)?;
    if let Some(other) = args.given(1) {
        cx.merge(me, other)?;
    }
    keywords(cx, me, &args)?;
    Ok(Value::None)
}

fn from_keys<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let dict = cx.dict()?;
    cx.each(args.value(0), |key| {
        dict.insert(cx, key, args.value(1)).map(|_| true)
    })?;
    Ok(Value::Dict(dict))
}
