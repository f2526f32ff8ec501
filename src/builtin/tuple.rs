//! The class `tuple`, and what named tuples add to it.

use super::list::find;
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Record, Stop, Tuple};

/// `tuple`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    ..Class::named("tuple")
};

/// What every named tuple has.
pub static RECORD: Class = Class {
    base: Some(&CLASS),
    methods: RECORD_METHODS,
    ..Class::named("tuple")
};

/// `Record._make`, taken from a named tuple class.
pub static MAKE: Row = Row::leaf("_make", "self, @iterable, /", make);

static CONSTRUCT: Row = Row::leaf("tuple", "@iterable=(), /", construct);

static METHODS: &[Row] = &[
    Row::leaf("count", "self, value, /", count),
    Row::leaf("index", "self, value, start=0, stop=None, /", index),
];

static RECORD_METHODS: &[Row] = &[
    Row::leaf("_asdict", "self, /", as_dict),
    Row::leaf("_replace", "self, /, **fields", replace),
];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match args.given(0) {
        None => cx.tuple(&[]),
        Some(Value::Tuple(tuple)) if tuple.record.is_none() => Ok(Value::Tuple(tuple)),
        Some(items) => {
            let items = cx.collect(items)?;
            cx.tuple(&items)
        }
    }
}

fn count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let mut count = 0;
    for item in args.tuple(cx, 0)?.items {
        cx.charge(1)?;
        count += i64::from(cx.same(*item, args.value(1))?);
    }
    Ok(Value::Int(count))
}

fn index<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let items = args.tuple(cx, 0)?.items;
    match find(cx, items.iter().copied(), items.len(), args)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(cx.value_error(format_args!("tuple.index(x): x not in tuple"))),
    }
}

fn named<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
) -> Result<(&'h Tuple<'h>, &'h Record<'h>), Stop<'h>> {
    let tuple = args.tuple(cx, 0)?;
    match tuple.record {
        Some(record) => Ok((tuple, record)),
        None => Err(cx.wrong_receiver("namedtuple", args.value(0))),
    }
}

fn as_dict<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (tuple, record) = named(cx, &args)?;
    let dict = cx.dict_with(record.fields.len())?;
    for (name, item) in record.fields.iter().zip(tuple.items) {
        dict.insert(cx, cx.lent_str(name)?, *item)?;
    }
    Ok(Value::Dict(dict))
}

fn replace<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (tuple, record) = named(cx, &args)?;
    let mut items = tuple.items.to_vec();
    let mut unknown = Vec::new();
    for (name, value) in args.keywords {
        let at = record
            .fields
            .iter()
            .position(|field| *field == name.as_str());
        match at.and_then(|at| items.get_mut(at)) {
            Some(item) => *item = *value,
            None => unknown.push(Value::Str(name)),
        }
    }
    if !unknown.is_empty() {
        let names = Value::List(cx.list(&unknown)?);
        let text = format!("Got unexpected field names: {}", cx.repr(names)?);
        return Err(cx.value_error(format_args!("{text}")));
    }
    record_of(cx, record, &items)
}

fn make<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Record(record) = args.value(0) else {
        return Err(cx.wrong_receiver("type", args.value(0)));
    };
    let items = cx.collect(args.value(1))?;
    if items.len() != record.fields.len() {
        return Err(cx.type_error(format_args!(
            "Expected {} arguments, got {}",
            record.fields.len(),
            items.len()
        )));
    }
    record_of(cx, record, &items)
}

/// An instance of a named tuple class.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn record_of<'h>(
    cx: &Context<'h>,
    record: &'h Record<'h>,
    items: &[Value<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    let items = cx.memory(cx.heap.slice(items))?;
    let tuple = Tuple {
        items,
        record: Some(record),
    };
    Ok(Value::Tuple(cx.memory(cx.heap.alloc(tuple))?))
}
