//! `ExceptionGroup` and `BaseExceptionGroup`.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::exceptions::{BASE_EXCEPTION, BASE_EXCEPTION_GROUP, EXCEPTION, EXCEPTION_GROUP};
use crate::value::native::{Args, Ending};
use crate::value::value::{Exc, Stop, Text};

/// The methods of groups.
pub(super) static METHODS: &[Row] = &[
    Row::leaf("derive", "self, excs, /", derive),
    Row::tail("split", "self, condition, /", split),
    Row::tail("subgroup", "self, condition, /", subgroup),
];

/// A group; one of `Exception`s only is an `ExceptionGroup`.
pub(super) fn construct<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    args: &[Value<'h>],
    keywords: &[(&'h Text<'h>, Value<'h>)],
) -> Result<Value<'h>, Stop<'h>> {
    let ([message, members], []) = (args, keywords) else {
        return Err(cx.type_error(format_args!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            args.len()
        )));
    };
    let Value::Str(_) = message else {
        let what = "BaseExceptionGroup.__new__() argument 1";
        return Err(cx.wrong_type(what, "str", *message));
    };
    let (Value::List(_) | Value::Tuple(_) | Value::Str(_)) = members else {
        return Err(cx.type_error(format_args!(
            "second argument (exceptions) must be a sequence"
        )));
    };
    let members = cx.collect(*members)?;
    if members.is_empty() {
        return Err(cx.value_error(format_args!(
            "second argument (exceptions) must be a non-empty sequence"
        )));
    }
    let plain = check_members(cx, class, &members)?;
    let class = if plain && class.is(&BASE_EXCEPTION_GROUP) {
        &EXCEPTION_GROUP
    } else {
        class
    };
    let group = cx.exception(class, args)?;
    let fields = cx.dict()?;
    fields.insert_str(cx, "message", *message)?;
    fields.insert_str(cx, "exceptions", cx.tuple(&members)?)?;
    group.fields.set(Some(fields));
    Ok(Value::Exc(group))
}

/// Whether all members are `Exception`s.
fn check_members<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    members: &[Value<'h>],
) -> Result<bool, Stop<'h>> {
    let mut plain = true;
    for (at, member) in members.iter().enumerate() {
        let Value::Exc(exception) = member else {
            return Err(cx.value_error(format_args!(
                "Item {at} of second argument (exceptions) is not an exception"
            )));
        };
        plain &= exception.class.derives(&EXCEPTION);
    }
    if !plain && class.derives(&EXCEPTION_GROUP) {
        return Err(cx.type_error(format_args!(
            "Cannot nest BaseExceptions in an ExceptionGroup"
        )));
    }
    Ok(plain)
}

fn receiver<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<&'h Exc<'h>, Stop<'h>> {
    match args.value(0) {
        Value::Exc(group) if group.class.derives(&BASE_EXCEPTION_GROUP) => Ok(group),
        other => Err(cx.wrong_receiver("BaseExceptionGroup", other)),
    }
}

fn derive<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let group = receiver(cx, &args)?;
    let message = group.args.get().first().copied().unwrap_or(Value::None);
    construct(cx, &BASE_EXCEPTION_GROUP, &[message, args.value(1)], &[])
}

/// Ends in the prelude, after a look at the condition: a class of exceptions, several, or a function.
fn divide<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    name: &'static str,
) -> Result<Ending<'h>, Stop<'h>> {
    receiver(cx, args)?;
    let is_class = |value: &Value<'h>| match value {
        Value::Class(class) => class.derives(&BASE_EXCEPTION),
        _ => false,
    };
    let fits = match args.value(1) {
        Value::Function(_) | Value::Native(_) | Value::Bound(_) => true,
        Value::Tuple(classes) => classes.items.iter().all(is_class),
        other => is_class(&other),
    };
    if !fits {
        return Err(cx.type_error(format_args!(
            "expected a function, exception type or tuple of exception types"
        )));
    }
    let args = [args.value(0), args.value(1)];
    let args = cx.memory(cx.heap.slice(&args))?;
    Ok(Ending::Std { name, args })
}

fn split<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    divide(cx, &args, "group_split")
}

fn subgroup<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    divide(cx, &args, "group_subgroup")
}
