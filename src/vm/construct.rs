//! Calling classes that no row constructs: exceptions without arguments, and named tuples.

use super::bind;
use super::machine::Keyword;
use crate::builtin::exception;
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::native::Ending;
use crate::value::value::{Record, Stop, Text, Tuple};

/// A fresh exception of a class that is raised without arguments.
pub(super) fn class<'h>(cx: &Context<'h>, class: &'static Class) -> Result<Value<'h>, Stop<'h>> {
    match class.construct {
        None => exception::construct(cx, class, &[], &[]),
        Some(row) => match bind::run(cx, row, &[], &[])? {
            Ending::Value(value) => Ok(value),
            _ => Err(Stop::Fatal),
        },
    }
}

/// An instance of a named tuple class.
pub(super) fn record<'h>(
    cx: &Context<'h>,
    record: &'h Record<'h>,
    args: &[Value<'h>],
    keywords: &[Keyword<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    let count = record.fields.len();
    if args.len() > count {
        return Err(too_many(cx, record, args.len()));
    }
    let items = cx.memory(cx.heap.filled(count, Value::Unbound))?;
    items
        .iter_mut()
        .zip(args)
        .for_each(|(to, from)| *to = *from);
    for (name, value) in keywords {
        name_field(cx, record, items, name, *value)?;
    }
    let required = count.saturating_sub(record.defaults.len());
    let optional = items.iter_mut().skip(required);
    for (item, default) in optional.zip(record.defaults) {
        if let Value::Unbound = item {
            *item = *default;
        }
    }
    if items.iter().any(|item| matches!(item, Value::Unbound)) {
        return Err(missing(cx, record, items));
    }
    let record = Some(record);
    Ok(Value::Tuple(
        cx.memory(cx.heap.alloc(Tuple { items, record }))?,
    ))
}

fn name_field<'h>(
    cx: &Context<'h>,
    record: &Record<'h>,
    items: &mut [Value<'h>],
    name: &Text<'h>,
    value: Value<'h>,
) -> Result<(), Stop<'h>> {
    let name = name.as_str();
    let at = record.fields.iter().position(|field| *field == name);
    match at.and_then(|at| items.get_mut(at)) {
        Some(item @ Value::Unbound) => *item = value,
        Some(_) => {
            return Err(cx.type_error(format_args!(
                "{}.__new__() got multiple values for argument '{name}'",
                record.name
            )));
        }
        None => {
            return Err(cx.type_error(format_args!(
                "{}.__new__() got an unexpected keyword argument '{name}'",
                record.name
            )));
        }
    }
    Ok(())
}

/// Counts the class among the arguments, as Python does.
#[cold]
fn too_many<'h>(cx: &Context<'h>, record: &Record<'h>, given: usize) -> Stop<'h> {
    let most = record.fields.len() + 1;
    let least = most - record.defaults.len().min(most);
    let takes = match least < most {
        true => format!("from {least} to {most}"),
        false => most.to_string(),
    };
    cx.type_error(format_args!(
        "{}.__new__() takes {takes} positional argument{} but {} were given",
        record.name,
        if most == 1 { "" } else { "s" },
        given + 1
    ))
}

#[cold]
fn missing<'h>(cx: &Context<'h>, record: &Record<'h>, items: &[Value<'h>]) -> Stop<'h> {
    let fields = record.fields.iter().zip(items);
    let names: Vec<&str> = fields
        .filter(|(_, item)| matches!(item, Value::Unbound))
        .map(|(name, _)| *name)
        .collect();
    super::fault::missing_names(
        cx,
        &format!("{}.__new__", record.name),
        "positional",
        &names,
    )
}
