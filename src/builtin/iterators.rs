//! The iterators that have classes of their own, and those that builtins make.

use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::range::small_len;
use crate::value::value::{Cursor, Dict, Iter, IterState, Stop, View, ViewKind};

macro_rules! iterators {
    ($($constant:ident = $name:literal;)*) => {
        $(static $constant: Class = Class::named($name);)*
        static PLAIN: &[&Class] = &[$(&$constant),*];
    };
}

iterators! {
    LIST = "list_iterator";
    TUPLE = "tuple_iterator";
    ASCII = "str_ascii_iterator";
    STR = "str_iterator";
    BYTES = "bytes_iterator";
    RANGE = "range_iterator";
    BIG_RANGE = "longrange_iterator";
    KEYS = "dict_keyiterator";
    VALUES = "dict_valueiterator";
    ITEMS = "dict_itemiterator";
    SET = "set_iterator";
    LIST_BACK = "list_reverseiterator";
    KEYS_BACK = "dict_reversekeyiterator";
    VALUES_BACK = "dict_reversevalueiterator";
    ITEMS_BACK = "dict_reverseitemiterator";
    DONE = "iterator";
}

/// `iter(callable, sentinel)`.
pub static CALLABLE_ITERATOR: Class = Class::named("callable_iterator");

/// `enumerate`.
pub static ENUMERATE: Class = Class {
    construct: Some(&MAKE_ENUMERATE),
    ..Class::named("enumerate")
};

/// `zip`.
pub static ZIP: Class = Class {
    construct: Some(&MAKE_ZIP),
    ..Class::named("zip")
};

/// `map`.
pub static MAP: Class = Class {
    construct: Some(&MAKE_MAP),
    ..Class::named("map")
};

/// `filter`.
pub static FILTER: Class = Class {
    construct: Some(&MAKE_FILTER),
    ..Class::named("filter")
};

/// `reversed`.
pub static REVERSED: Class = Class {
    construct: Some(&MAKE_REVERSED),
    ..Class::named("reversed")
};

static MAKE_ENUMERATE: Row = Row::tail("enumerate", "iterable, start=0", enumerate);
static MAKE_ZIP: Row = Row::tail("zip", "*iterables, strict=False", zip);
static MAKE_MAP: Row = Row::tail("map", "*arguments", map);
static MAKE_FILTER: Row = Row::tail("filter", "function, iterable, /", filter);
static MAKE_REVERSED: Row = Row::leaf("reversed", "*args", reversed);

/// The class of a native iterator.
#[must_use]
pub fn class_of(value: Value<'_>) -> &'static Class {
    if let Value::Iter(iter) = value {
        match iter.state.get() {
            IterState::Other(object) => return object.class,
            IterState::Enumerate(..) => return &ENUMERATE,
            IterState::Zip(..) => return &ZIP,
            IterState::Reversed(Value::List(_), _) => return &LIST_BACK,
            IterState::Reversed(..) => return &REVERSED,
            _ => {}
        }
    }
    let name = value.type_name();
    let found = PLAIN.iter().find(|class| class.name == name);
    found.copied().unwrap_or(&DONE)
}

/// The class that a generator of the prelude shows itself as.
pub(super) fn shown_class(function: &str) -> Option<&'static Class> {
    Some(match function {
        "enumerate" => &ENUMERATE,
        "filter" | "filter_true" => &FILTER,
        "iter_until" => &CALLABLE_ITERATOR,
        "map" | "map_many" => &MAP,
        "zip" | "zip_strict" => &ZIP,
        _ => return None,
    })
}

/// Ends in the function of the prelude that does the same over generators.
pub(super) fn twin<'h>(
    cx: &Context<'h>,
    name: &'static str,
    args: &[Value<'h>],
) -> Result<Ending<'h>, Stop<'h>> {
    let args = cx.memory(cx.heap.slice(args))?;
    Ok(Ending::Std { name, args })
}

/// An iterator over a value: a generator is one already.
pub(super) fn iterator<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match value {
        Value::Generator(_) => Ok(value),
        other => cx.native_iter(other).map(Value::Iter),
    }
}

fn enumerate<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let start = cx.index(args.given(1).unwrap_or(Value::Int(0)))?;
    match iterator(cx, args.value(0))? {
        Value::Iter(inner) => {
            let iter = cx.iter(IterState::Enumerate(inner, start))?;
            Ok(Ending::Value(Value::Iter(iter)))
        }
        generator => twin(cx, "enumerate", &[generator, start]),
    }
}

fn zip<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let strict = args.truth(cx, 0, false)?;
    let mut inner: Vec<&'h Iter<'h>> = Vec::with_capacity(args.rest.len());
    let mut all = Vec::with_capacity(args.rest.len());
    for value in args.rest {
        let iter = iterator(cx, *value)?;
        if let Value::Iter(iter) = iter {
            inner.push(iter);
        }
        all.push(iter);
    }
    if inner.len() == all.len() {
        let inner = cx.memory(cx.heap.slice(&inner))?;
        let iter = cx.iter(IterState::Zip(inner, strict))?;
        return Ok(Ending::Value(Value::Iter(iter)));
    }
    let all = cx.tuple(&all)?;
    twin(cx, if strict { "zip_strict" } else { "zip" }, &[all])
}

fn map<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let [function, iterables @ ..] = args.rest else {
        return Err(cx.type_error(format_args!("map() must have at least two arguments.")));
    };
    match iterables {
        [] => Err(cx.type_error(format_args!("map() must have at least two arguments."))),
        [one] => twin(cx, "map", &[*function, iterator(cx, *one)?]),
        many => {
            let iters: Result<Vec<_>, _> = many.iter().map(|x| iterator(cx, *x)).collect();
            twin(cx, "map_many", &[*function, cx.tuple(&iters?)?])
        }
    }
}

fn filter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let items = iterator(cx, args.value(1))?;
    match args.value(0) {
        Value::None => twin(cx, "filter_true", &[items]),
        function => twin(cx, "filter", &[function, items]),
    }
}

fn reversed<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let [value] = *args.rest else {
        return Err(cx.type_error(format_args!(
            "reversed expected 1 argument, got {}",
            args.rest.len()
        )));
    };
    if let Some(answer) = cx.ask_special(value, "__reversed__", &[])? {
        return Ok(answer);
    }
    let state = match value {
        Value::Str(text) => IterState::Reversed(value, text.as_str().len()),
        Value::List(_) | Value::Tuple(_) | Value::Bytes(_) => {
            IterState::Reversed(value, cx.len(value)?)
        }
        Value::Range(range) => match range.small() {
            Some((start, stop, step)) => {
                let len = small_len((start, stop, step));
                let last = i128::from(start) + i128::from(step) * (i128::from(len) - 1);
                match (i64::try_from(last), step.checked_neg()) {
                    (Ok(last), Some(step)) => IterState::Range(last, step, len),
                    _ if len == 0 => IterState::Done,
                    _ => IterState::Reversed(value, len as usize),
                }
            }
            None => {
                let len = cx.range_len(range)?;
                let last = cx.binary(BinaryOp::Sub, len, Value::Int(1))?;
                let last = cx.range_item(range, last)?;
                let step = cx.unary(crate::ops::UnaryOp::Neg, range.step)?;
                let stop = cx.binary(BinaryOp::Sub, range.start, range.step)?;
                match cx.range(last, stop, step)? {
                    Value::Range(back) => IterState::BigRange(last, back),
                    _ => IterState::Done,
                }
            }
        },
        Value::Dict(dict) => backwards(cx, dict, cx.view(dict, ViewKind::Keys)?)?,
        Value::View(view) => backwards(cx, view.dict, view)?,
        Value::Object(object) => match object.class.behaviour.reversed(cx, object)? {
            Some(iter) => return Ok(Value::Iter(iter)),
            None => return Err(not_reversible(cx, value)),
        },
        _ if value.special("__getitem__").is_some() => {
            let len = i64::try_from(cx.len(value)?).unwrap_or(i64::MAX);
            return cx.ask_std("each_position_back", &[value, Value::Int(len)]);
        }
        _ => return Err(not_reversible(cx, value)),
    };
    cx.iter(state).map(Value::Iter)
}

fn backwards<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    view: &'h View<'h>,
) -> Result<IterState<'h>, Stop<'h>> {
    dict.settle(cx)?;
    let cursor = Cursor::over(dict.positions() as u32, dict.len());
    Ok(IterState::ReversedDict(view, cursor))
}

#[cold]
fn not_reversible<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    let class = value.type_name();
    cx.type_error(format_args!("'{class}' object is not reversible"))
}
