//! `str.translate` and `str.maketrans`.

use super::part::charged;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::LOOKUP_ERROR;
use crate::value::format::number::surrogate;
use crate::value::native::Args;
use crate::value::value::{Dict, Stop, Text};

pub(super) fn translate<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = charged(cx, args)?;
    let table = args.value(1);
    let mut out = String::with_capacity(text.as_str().len());
    for c in text.as_str().chars() {
        cx.charge(1)?;
        let key = Value::Int(i64::from(u32::from(c)));
        match mapped(cx, table, key)? {
            None => cx.put(&mut out, c.encode_utf8(&mut [0; 4]))?,
            Some(Value::None) => {}
            Some(Value::Str(text)) => cx.put(&mut out, text.as_str())?,
            Some(other) => out.push(character(cx, other)?),
        }
    }
    cx.str(&out)
}

/// What a table has for a character; none: it stays as it is.
fn mapped<'h>(
    cx: &Context<'h>,
    table: Value<'h>,
    key: Value<'h>,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    if let Value::Dict(dict) = table
        && let Some(found) = dict.get(cx, key)?
    {
        return Ok(Some(found));
    }
    match cx.item(table, key) {
        Ok(found) => Ok(Some(found)),
        Err(Stop::Raised(error)) if error.class.derives(&LOOKUP_ERROR) => Ok(None),
        Err(stop) => Err(stop),
    }
}

fn character<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<char, Stop<'h>> {
    if value.as_int().is_none() {
        return Err(cx.type_error(format_args!(
            "character mapping must return integer, None or str"
        )));
    }
    let code = u32::try_from(value.cut()).ok();
    let Some(code) = code.filter(|code| *code < 0x11_0000) else {
        return Err(cx.value_error(format_args!("character mapping must be in range(0x110000)")));
    };
    char::from_u32(code).ok_or_else(|| cx.fault(&surrogate(code)))
}

pub(super) fn maketrans<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let table = cx.dict()?;
    if args.given(1).is_some() {
        args.str(cx, 1, "maketrans() argument 2")?;
    }
    match (args.value(0), args.given(1)) {
        (Value::Dict(dict), None) => from_dict(cx, dict, table)?,
        (_, None) => {
            return Err(cx.type_error(format_args!(
                "if you give only one argument to maketrans it must be a dict"
            )));
        }
        (Value::Str(from), Some(_)) => from_texts(cx, from, args, table)?,
        _ => {
            return Err(cx.type_error(format_args!(
                "first maketrans argument must be a string if there is a second argument"
            )));
        }
    }
    Ok(Value::Dict(table))
}

fn code<'h>(c: char) -> Value<'h> {
    Value::Int(i64::from(u32::from(c)))
}

fn from_texts<'h>(
    cx: &Context<'h>,
    from: &'h Text<'h>,
    args: Args<'_, 'h>,
    table: &'h Dict<'h>,
) -> Result<(), Stop<'h>> {
    let to = args.str(cx, 1, "maketrans() argument 2")?;
    let deleted = match args.given(2) {
        Some(_) => args.str(cx, 2, "maketrans() argument 3")?.as_str(),
        None => "",
    };
    if from.len() != to.len() {
        return Err(cx.value_error(format_args!(
            "the first two maketrans arguments must have equal length"
        )));
    }
    cx.charge(from.len())?;
    for (from, to) in from.as_str().chars().zip(to.as_str().chars()) {
        table.insert(cx, code(from), code(to))?;
    }
    cx.charge(deleted.len())?;
    for c in deleted.chars() {
        table.insert(cx, code(c), Value::None)?;
    }
    Ok(())
}

fn from_dict<'h>(
    cx: &Context<'h>,
    dict: &'h Dict<'h>,
    table: &'h Dict<'h>,
) -> Result<(), Stop<'h>> {
    for (key, value) in dict.items(cx)? {
        cx.charge(1)?;
        let key = match key {
            Value::Str(text) => {
                let mut chars = text.as_str().chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => code(c),
                    _ => {
                        return Err(cx.value_error(format_args!(
                            "string keys in translate table must be of length 1"
                        )));
                    }
                }
            }
            key if key.as_int().is_some() => key,
            _ => {
                return Err(cx.type_error(format_args!(
                    "keys in translate table must be strings or integers"
                )));
            }
        };
        table.insert(cx, key, value)?;
    }
    Ok(())
}
