//! Calling classes that no row constructs: exceptions and named tuples.

use super::bind;
use super::machine::Keyword;
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::{ATTRIBUTE_ERROR, BASE_EXCEPTION, IMPORT_ERROR, NAME_ERROR};
use crate::value::native::Ending;
use crate::value::value::{Record, Stop, Text, Tuple};

/// Exception classes that take keyword arguments, and which.
static KEYWORDS: [(&Class, &[&str]); 3] = [
    (&IMPORT_ERROR, &["name", "path"]),
    (&NAME_ERROR, &["name"]),
    (&ATTRIBUTE_ERROR, &["name", "obj"]),
];

/// An instance of an exception class.
pub(super) fn exception<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    args: &[Value<'h>],
    keywords: &[Keyword<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    if !class.derives(&BASE_EXCEPTION) {
        return Err(cx.type_error(format_args!("cannot create '{}' instances", class.name)));
    }
    let exception = cx.exception(class, args)?;
    if !keywords.is_empty() {
        check_keywords(cx, class, keywords)?;
        let fields = cx.dict()?;
        for (name, value) in keywords {
            fields.insert(cx, Value::Str(name), *value)?;
        }
        exception.fields.set(Some(fields));
    }
    Ok(Value::Exc(exception))
}

/// A fresh exception of a class that is raised without arguments.
pub(super) fn class<'h>(cx: &Context<'h>, class: &'static Class) -> Result<Value<'h>, Stop<'h>> {
    match class.construct {
        None => exception(cx, class, &[], &[]),
        Some(row) => match bind::run(cx, row, &[], &[])? {
            Ending::Value(value) => Ok(value),
            _ => Err(Stop::Fatal),
        },
    }
}

fn check_keywords<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    keywords: &[Keyword<'h>],
) -> Result<(), Stop<'h>> {
    let Some((base, known)) = KEYWORDS.iter().find(|(base, _)| class.derives(base)) else {
        return Err(cx.type_error(format_args!("{}() takes no keyword arguments", class.name)));
    };
    match keywords
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        None => Ok(()),
        Some((name, _)) => Err(cx.type_error(format_args!(
            "'{}' is an invalid keyword argument for {}()",
            name.as_str(),
            base.name
        ))),
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
