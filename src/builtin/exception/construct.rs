//! Calling an exception class.

use super::group;
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::*;
use crate::value::value::{Exc, Stop, Text};

/// Exception classes that take keyword arguments, and which.
static KEYWORDS: [(&Class, &[&str]); 3] = [
    (&IMPORT_ERROR, &["name", "path"]),
    (&NAME_ERROR, &["name"]),
    (&ATTRIBUTE_ERROR, &["name", "obj"]),
];

/// Exception classes that take exactly so many arguments.
static COUNTS: [(&Class, usize); 3] = [
    (&UNICODE_DECODE_ERROR, 5),
    (&UNICODE_ENCODE_ERROR, 5),
    (&UNICODE_TRANSLATE_ERROR, 4),
];

/// What `OSError` becomes by its number (those of Linux).
static BY_NUMBER: [(i64, &Class); 17] = [
    (1, &PERMISSION_ERROR),
    (2, &FILE_NOT_FOUND_ERROR),
    (3, &PROCESS_LOOKUP_ERROR),
    (4, &INTERRUPTED_ERROR),
    (10, &CHILD_PROCESS_ERROR),
    (11, &BLOCKING_IO_ERROR),
    (13, &PERMISSION_ERROR),
    (17, &FILE_EXISTS_ERROR),
    (20, &NOT_A_DIRECTORY_ERROR),
    (21, &IS_A_DIRECTORY_ERROR),
    (32, &BROKEN_PIPE_ERROR),
    (103, &CONNECTION_ABORTED_ERROR),
    (104, &CONNECTION_RESET_ERROR),
    (108, &BROKEN_PIPE_ERROR),
    (110, &TIMEOUT_ERROR),
    (111, &CONNECTION_REFUSED_ERROR),
    (114, &BLOCKING_IO_ERROR),
];

/// The details that a `SyntaxError` takes as a tuple.
const DETAILS: [&str; 6] = [
    "filename",
    "lineno",
    "offset",
    "text",
    "end_lineno",
    "end_offset",
];

/// An instance of an exception class.
///
/// # Errors
/// `TypeError` if the class is none of exceptions, or the arguments do not fit it.
pub fn construct<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    args: &[Value<'h>],
    keywords: &[(&'h Text<'h>, Value<'h>)],
) -> Result<Value<'h>, Stop<'h>> {
    if !class.derives(&BASE_EXCEPTION) {
        return Err(cx.type_error(format_args!("cannot create '{}' instances", class.name)));
    }
    check_count(cx, class, args.len())?;
    check_codec(cx, class, args)?;
    if class.derives(&BASE_EXCEPTION_GROUP) {
        return group::construct(cx, class, args, keywords);
    }
    let exception = cx.exception(specific(class, args), args)?;
    if class.derives(&OS_ERROR) && (3..=5).contains(&args.len()) {
        name_files(cx, exception)?;
    }
    if !keywords.is_empty() {
        check_keywords(cx, class, keywords)?;
        let fields = cx.dict()?;
        for (name, value) in keywords {
            fields.insert(cx, Value::Str(name), *value)?;
        }
        exception.fields.set(Some(fields));
    }
    if let [_, details] = args
        && class.derives(&SYNTAX_ERROR)
    {
        set_details(cx, exception, *details)?;
    }
    Ok(Value::Exc(exception))
}

/// Refuses an error of a codec whose arguments are not of the kinds that it speaks of.
fn check_codec<'h>(cx: &Context<'h>, class: &Class, args: &[Value<'h>]) -> Result<(), Stop<'h>> {
    let kinds = if class.derives(&UNICODE_DECODE_ERROR) {
        "sbiis"
    } else if class.derives(&UNICODE_ENCODE_ERROR) {
        "ssiis"
    } else if class.derives(&UNICODE_TRANSLATE_ERROR) {
        "siis"
    } else {
        return Ok(());
    };
    for (at, (kind, arg)) in kinds.chars().zip(args).enumerate() {
        match (kind, *arg) {
            ('s', Value::Str(_)) | ('b', Value::Bytes(_)) => {}
            ('s', other) => {
                return Err(cx.wrong_type(&format!("argument {}", at + 1), "str", other));
            }
            ('b', other) => {
                return Err(cx.type_error(format_args!(
                    "a bytes-like object is required, not '{}'",
                    other.type_name()
                )));
            }
            (_, number) => drop(cx.ssize(number)?),
        }
    }
    Ok(())
}

fn check_count<'h>(cx: &Context<'h>, class: &Class, given: usize) -> Result<(), Stop<'h>> {
    match COUNTS.iter().find(|(base, _)| class.derives(base)) {
        Some((_, count)) if *count != given => Err(cx.type_error(format_args!(
            "function takes exactly {count} arguments ({given} given)"
        ))),
        _ => Ok(()),
    }
}

/// The class of an `OSError` with a number.
fn specific(class: &'static Class, args: &[Value<'_>]) -> &'static Class {
    let [Value::Int(number), _, ..] = args else {
        return class;
    };
    if !class.is(&OS_ERROR) || args.len() > 5 {
        return class;
    }
    let found = BY_NUMBER.iter().find(|(known, _)| known == number);
    found.map_or(class, |(_, class)| class)
}

/// Moves the files that an `OSError` is about from its arguments to attributes.
fn name_files<'h>(cx: &Context<'h>, exception: &Exc<'h>) -> Result<(), Stop<'h>> {
    let args = exception.args.get();
    let (files, numbers) = (args.get(2..).unwrap_or_default(), args.get(..2));
    let fields = cx.dict()?;
    exception.fields.set(Some(fields));
    if let [count @ (Value::Int(_) | Value::Float(_))] = files
        && exception.class.derives(&BLOCKING_IO_ERROR)
    {
        return fields.insert_str(cx, "characters_written", *count);
    }
    if let Some(Value::None) = files.first() {
        return Ok(());
    }
    for (name, file) in ["filename", "winerror", "filename2"].iter().zip(files) {
        if *name != "winerror" {
            fields.insert_str(cx, name, *file)?;
        }
    }
    exception.args.set(numbers.unwrap_or_default());
    Ok(())
}

fn set_details<'h>(
    cx: &Context<'h>,
    exception: &Exc<'h>,
    details: Value<'h>,
) -> Result<(), Stop<'h>> {
    let details = cx.collect(details)?;
    let count = details.len();
    if count < 4 {
        return Err(cx.type_error(format_args!(
            "function takes at least 4 arguments ({count} given)"
        )));
    }
    if count > DETAILS.len() {
        return Err(cx.type_error(format_args!(
            "function takes at most 6 arguments ({count} given)"
        )));
    }
    if count == 5 {
        return Err(cx.type_error(format_args!(
            "end_offset must be provided when end_lineno is provided"
        )));
    }
    let fields = cx.dict()?;
    for (name, value) in DETAILS.iter().zip(details) {
        fields.insert_str(cx, name, value)?;
    }
    exception.fields.set(Some(fields));
    Ok(())
}

fn check_keywords<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    keywords: &[(&'h Text<'h>, Value<'h>)],
) -> Result<(), Stop<'h>> {
    let Some((base, known)) = KEYWORDS.iter().find(|(base, _)| class.derives(base)) else {
        return Err(cx.type_error(format_args!("{}() takes no keyword arguments", class.name)));
    };
    let unknown = keywords
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()));
    match unknown {
        None => Ok(()),
        Some((name, _)) => Err(cx.type_error(format_args!(
            "'{}' is an invalid keyword argument for {}()",
            name.as_str(),
            base.name
        ))),
    }
}
