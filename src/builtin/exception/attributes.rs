//! Attributes and methods of exceptions.

use super::group;
use crate::value::Value;
use crate::value::class::{Class, Row, find};
use crate::value::context::Context;
use crate::value::exceptions::{
    ATTRIBUTE_ERROR, BASE_EXCEPTION_GROUP, IMPORT_ERROR, NAME_ERROR, OS_ERROR, STOP_ITERATION,
    SYNTAX_ERROR, SYSTEM_EXIT, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR,
};
use crate::value::native::Args;
use crate::value::value::{Exc, Stop};

/// What every exception can do.
static METHODS: &[Row] = &[
    Row::leaf("add_note", "self, note, /", add_note),
    Row::leaf("with_traceback", "self, tb, /", with_traceback),
];

/// Attributes that stand for an argument, by class: the name, and which argument.
static ARGUMENTS: &[(&Class, &[(&str, usize)])] = &[
    (&STOP_ITERATION, &[("value", 0)]),
    (&SYSTEM_EXIT, &[("code", 0)]),
    (
        &UNICODE_TRANSLATE_ERROR,
        &[("object", 0), ("start", 1), ("end", 2), ("reason", 3)],
    ),
    (&IMPORT_ERROR, &[("msg", 0)]),
    (&SYNTAX_ERROR, &[("msg", 0)]),
    (&OS_ERROR, &[("errno", 0), ("strerror", 1)]),
    (
        &UNICODE_DECODE_ERROR,
        &[
            ("encoding", 0),
            ("object", 1),
            ("start", 2),
            ("end", 3),
            ("reason", 4),
        ],
    ),
    (
        &UNICODE_ENCODE_ERROR,
        &[
            ("encoding", 0),
            ("object", 1),
            ("start", 2),
            ("end", 3),
            ("reason", 4),
        ],
    ),
];

/// Attributes that are `None` unless they were given by keyword.
static OPTIONAL: &[(&Class, &[&str])] = &[
    (&IMPORT_ERROR, &["name", "path"]),
    (&OS_ERROR, &["filename", "filename2"]),
    (&NAME_ERROR, &["name"]),
    (&ATTRIBUTE_ERROR, &["name", "obj"]),
    (
        &SYNTAX_ERROR,
        &[
            "filename",
            "lineno",
            "offset",
            "text",
            "end_lineno",
            "end_offset",
            "print_file_and_line",
        ],
    ),
];

/// A method of exceptions of a class.
#[must_use]
pub fn method(class: &Class, name: &str) -> Option<&'static Row> {
    let own = find(METHODS, name, |row| row.name);
    own.or_else(|| match class.derives(&BASE_EXCEPTION_GROUP) {
        true => find(group::METHODS, name, |row| row.name),
        false => None,
    })
}

/// An attribute of an exception that is no method.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn attribute<'h>(
    cx: &Context<'h>,
    exception: &'h Exc<'h>,
    name: &str,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    if name == "args" {
        return cx.tuple(exception.args.get()).map(Some);
    }
    if let Some(fields) = exception.fields.get()
        && let Some(value) = fields.stored_str(name)
    {
        return Ok(Some(value));
    }
    let linked = |linked: Option<&'h Exc<'h>>| linked.map_or(Value::None, Value::Exc);
    match name {
        "__cause__" => return Ok(Some(linked(exception.cause.get()))),
        "__context__" => return Ok(Some(linked(exception.context.get()))),
        "__suppress_context__" => return Ok(Some(Value::bool(exception.suppress.get()))),
        _ => {}
    }
    let class = exception.class;
    let argument = ARGUMENTS
        .iter()
        .filter(|(base, _)| class.derives(base))
        .flat_map(|(_, names)| names.iter())
        .find(|(known, _)| *known == name);
    if let Some((_, at)) = argument {
        let given = exception.args.get();
        let shown = match given.len() {
            count if class.derives(&OS_ERROR) => (2..=5).contains(&count),
            count if class.derives(&IMPORT_ERROR) => count == 1,
            count if class.derives(&SYSTEM_EXIT) && count > 1 => return cx.tuple(given).map(Some),
            _ => true,
        };
        return Ok(Some(match given.get(*at) {
            Some(value) if shown => *value,
            _ => Value::None,
        }));
    }
    let optional = OPTIONAL
        .iter()
        .any(|(base, names)| class.derives(base) && names.contains(&name));
    Ok(optional.then_some(Value::None))
}

/// Writes an attribute, or deletes it (`value` unbound).
///
/// # Errors
/// `AttributeError` if it cannot be written, `TypeError` if the value does not fit.
pub fn store_attribute<'h>(
    cx: &Context<'h>,
    exception: &'h Exc<'h>,
    name: &'h str,
    value: Value<'h>,
) -> Result<(), Stop<'h>> {
    match (name, value) {
        ("message" | "exceptions", _) if exception.class.derives(&BASE_EXCEPTION_GROUP) => {
            return Err(cx.raise(&ATTRIBUTE_ERROR, format_args!("readonly attribute")));
        }
        ("args", Value::Unbound) => {
            return Err(cx.type_error(format_args!("args may not be deleted")));
        }
        ("args", _) => {
            let items = cx.collect(value)?;
            exception.args.set(cx.memory(cx.heap.slice(&items))?);
            return Ok(());
        }
        ("__cause__" | "__context__", Value::Exc(_) | Value::None) => {
            let linked = match value {
                Value::Exc(linked) => Some(linked),
                _ => None,
            };
            if name == "__cause__" {
                exception.cause.set(linked);
                exception.suppress.set(true);
            } else {
                exception.context.set(linked);
            }
            return Ok(());
        }
        ("__cause__" | "__context__", _) => {
            let what = name.trim_matches('_');
            return Err(cx.type_error(format_args!(
                "exception {what} must be None or derive from BaseException"
            )));
        }
        (_, _) if name.starts_with("__") && name != "__notes__" => {
            return Err(cx.attribute_error(exception.class.name, name));
        }
        _ => {}
    }
    let fields = match exception.fields.get() {
        Some(fields) => fields,
        None => cx.dict()?,
    };
    exception.fields.set(Some(fields));
    let key = cx.lent_str(name)?;
    if let Value::Unbound = value {
        return match fields.remove(cx, key)? {
            Some(_) => Ok(()),
            None => Err(cx.attribute_error(exception.class.name, name)),
        };
    }
    fields.insert(cx, key, value).map(drop)
}

fn receiver<'h>(cx: &Context<'h>, args: &Args<'_, 'h>) -> Result<&'h Exc<'h>, Stop<'h>> {
    match args.value(0) {
        Value::Exc(exception) => Ok(exception),
        other => Err(cx.wrong_receiver("BaseException", other)),
    }
}

fn add_note<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let exception = receiver(cx, &args)?;
    let Value::Str(_) = args.value(1) else {
        return Err(cx.type_error(format_args!(
            "note must be a str, not '{}'",
            args.value(1).type_name()
        )));
    };
    let fields = match exception.fields.get() {
        Some(fields) => fields,
        None => cx.dict()?,
    };
    exception.fields.set(Some(fields));
    let notes = match fields.stored_str("__notes__") {
        Some(Value::List(notes)) => notes,
        _ => cx.list(&[])?,
    };
    notes.push(cx, args.value(1))?;
    fields.insert_str(cx, "__notes__", Value::List(notes))?;
    Ok(Value::None)
}

fn with_traceback<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    receiver(cx, &args).map(Value::Exc)
}
