//! The class `OrderedDict`.

use crate::builtin::dict;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::KEY_ERROR;
use crate::value::native::Args;
use crate::value::value::{DictKind, Stop};

/// `collections.OrderedDict`.
pub static ORDERED_DICT: Class = Class {
    base: Some(&dict::CLASS),
    module: "collections",
    title: "collections.OrderedDict",
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: &[Row::leaf("fromkeys", "@iterable, value=None", from_keys)],
    ..Class::named("OrderedDict")
};

static CONSTRUCT: Row = Row::leaf("OrderedDict", "@mapping=(), /, **keywords", construct);

static METHODS: &[Row] = &[
    Row::leaf("move_to_end", "self, key, last=True", move_to_end),
    Row::leaf("pop", "self, key, default=None", pop),
    Row::leaf("popitem", "self, last=True", pop_item),
    Row::leaf("setdefault", "self, key, default=None", set_default),
];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let made = cx.dict_of(DictKind::Ordered, Value::None)?;
    if let Some(source) = args.given(0) {
        cx.merge(made, source)?;
    }
    dict::keywords(cx, made, &args)?;
    Ok(Value::Dict(made))
}

fn from_keys<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let made = cx.dict_of(DictKind::Ordered, Value::None)?;
    cx.each(args.value(0), |key| {
        made.insert(cx, key, args.value(1)).map(|_| true)
    })?;
    Ok(Value::Dict(made))
}

fn move_to_end<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let last = args.truth(cx, 2, true)?;
    match args.dict(cx, 0)?.move_to_end(cx, args.value(1), last)? {
        true => Ok(Value::None),
        false => Err(cx.key_error(args.value(1))),
    }
}

fn pop<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let removed = args.dict(cx, 0)?.remove(cx, args.value(1))?;
    match (removed, args.given(2)) {
        (Some((_, value)), _) | (None, Some(value)) => Ok(value),
        (None, None) => Err(cx.key_error(args.value(1))),
    }
}

fn pop_item<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let last = args.truth(cx, 1, true)?;
    match args.dict(cx, 0)?.remove_end(cx, last)? {
        Some((key, value)) => cx.tuple(&[key, value]),
        None => Err(cx.raise(&KEY_ERROR, format_args!("dictionary is empty"))),
    }
}

fn set_default<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = args.dict(cx, 0)?;
    me.get_or_insert(cx, args.value(1), args.value(2))
}
