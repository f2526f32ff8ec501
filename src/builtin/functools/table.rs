//! The table of the module, and what hands over to the prelude.

use super::keys::CMP_TO_KEY;
use super::partial::{self, PARTIAL};
use crate::builtin::iterators::{iterator, twin};
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::{Args, Ending};
use crate::value::value::{Instance, Record, Stop};

/// `functools`.
pub static MODULE: Module = Module {
    name: "functools",
    members: &[
        ("WRAPPER_ASSIGNMENTS", Member::Constant(assignments)),
        ("WRAPPER_UPDATES", Member::Constant(updates)),
        ("_CacheInfo", Member::Constant(cache_info)),
        (
            "cache",
            Member::Function(Row::tail("cache", "user_function, /", cache)),
        ),
        ("cmp_to_key", Member::Function(CMP_TO_KEY)),
        (
            "lru_cache",
            Member::Function(Row::tail(
                "lru_cache",
                "maxsize=128, typed=False",
                lru_cache,
            )),
        ),
        ("partial", Member::Class(&PARTIAL)),
        (
            "reduce",
            Member::Function(Row::tail(
                "reduce",
                "function, iterable, initial=None, /",
                reduce,
            )),
        ),
        (
            "singledispatch",
            Member::Function(Row::std("singledispatch", "func", "single_dispatch")),
        ),
        (
            "total_ordering",
            Member::Function(Row::std("total_ordering", "cls", "total_ordering")),
        ),
        ("update_wrapper", Member::Function(UPDATE_WRAPPER)),
        (
            "wraps",
            Member::Function(Row::leaf(
                "wraps",
                "wrapped, assigned=None, updated=None",
                wraps,
            )),
        ),
    ],
};

static UPDATING: Row = UPDATE_WRAPPER;

const UPDATE_WRAPPER: Row = Row::tail(
    "update_wrapper",
    "wrapper, wrapped, assigned=None, updated=None",
    update_wrapper,
);

type Answer<'h> = Result<Ending<'h>, Stop<'h>>;

fn assignments<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    let names = [
        "__module__",
        "__name__",
        "__qualname__",
        "__doc__",
        "__annotations__",
    ];
    let mut items = Vec::new();
    for name in names {
        items.push(cx.lent_str(name)?);
    }
    cx.tuple(&items)
}

fn updates<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.tuple(&[cx.lent_str("__dict__")?])
}

fn cache_info<'h>(cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
    let record = Record {
        name: "CacheInfo",
        module: "functools",
        fields: &["hits", "misses", "maxsize", "currsize"],
        defaults: &[],
        class: None,
    };
    Ok(Value::Record(cx.memory(cx.heap.alloc(record))?))
}

fn reduce<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let items = args.value(1);
    if !matches!(items, Value::Generator(_)) && cx.maybe_iterate(items)?.is_none() {
        return Err(cx.type_error(format_args!("reduce() arg 2 must support iteration")));
    }
    let items = iterator(cx, items)?;
    match args.given(2) {
        Some(initial) => twin(cx, "reduce_from", &[args.value(0), items, initial]),
        None => twin(cx, "reduce", &[args.value(0), items]),
    }
}

fn update_wrapper<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let assigned = args.given(2).map_or_else(|| assignments(cx), Ok)?;
    let updated = args.given(3).map_or_else(|| updates(cx), Ok)?;
    twin(
        cx,
        "update_wrapper",
        &[args.value(0), args.value(1), assigned, updated],
    )
}

fn wraps<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let assigned = args.given(1).map_or_else(|| assignments(cx), Ok)?;
    let updated = args.given(2).map_or_else(|| updates(cx), Ok)?;
    let keywords = [
        (cx.lent_text("wrapped")?, args.value(0)),
        (cx.lent_text("assigned")?, assigned),
        (cx.lent_text("updated")?, updated),
    ];
    partial::made(cx, Value::Native(&UPDATING), &[], &keywords)
}

fn cache<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cached(cx, args.value(0), Value::None, Value::False)
}

fn cached<'h>(
    cx: &Context<'h>,
    function: Value<'h>,
    size: Value<'h>,
    typed: Value<'h>,
) -> Answer<'h> {
    let info = cx.once("functools._CacheInfo", cache_info)?;
    twin(cx, "lru_cached", &[function, size, typed, info])
}

fn lru_cache<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let size = args.given(0).unwrap_or(Value::Int(128));
    let typed = Value::bool(args.truth(cx, 1, false)?);
    let size = match size {
        Value::None => size,
        Value::Int(_) | Value::Big(_) | Value::True | Value::False => {
            Value::Int(cx.clamped(size)?.max(0))
        }
        function if partial::is_callable(function) => {
            return cached(cx, function, Value::Int(128), typed);
        }
        _ => {
            let text = "Expected first argument to be an integer, a callable, or None";
            return Err(cx.type_error(format_args!("{text}")));
        }
    };
    cx.fields_instance(&DECORATOR, &[size, typed])
        .map(Ending::Value)
}

/// What `lru_cache(size)` gives: called with a function, it gives the function with a memory.
static DECORATOR: Class = Class {
    behaviour: &Decorate,
    ..Class::named("function")
};

struct Decorate;

impl Behaviour for Decorate {
    fn callable(&self) -> bool {
        true
    }

    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        match args.rest {
            [function] => cached(cx, *function, me.field(0), me.field(1)).map(Some),
            given => Err(cx.type_error(format_args!(
                "decorating_function() takes 1 positional argument but {} were given",
                given.len()
            ))),
        }
    }
}
