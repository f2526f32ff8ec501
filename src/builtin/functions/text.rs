//! Builtin functions that make text, or read it.

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

pub(super) fn ascii<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.str(&cx.ascii(args.value(0))?)
}

pub(super) fn repr<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.str(&cx.repr(args.value(0))?)
}

pub(super) fn chr<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let code = match cx.index(args.value(0))? {
        Value::Int(code) if i32::try_from(code).is_ok() => code,
        _ => {
            return Err(cx.overflow_error(format_args!("Python int too large to convert to C int")));
        }
    };
    let char = u32::try_from(code).ok().and_then(char::from_u32);
    match char {
        Some(char) => cx.str(char.encode_utf8(&mut [0; 4])),
        None => Err(cx.value_error(format_args!("chr() arg not in range(0x110000)"))),
    }
}

pub(super) fn ord<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (len, code) = match args.value(0) {
        Value::Str(text) => (text.len(), text.as_str().chars().next().map(u32::from)),
        Value::Bytes(bytes) => {
            let bytes = bytes.as_slice();
            (bytes.len(), bytes.first().map(|byte| u32::from(*byte)))
        }
        other => {
            return Err(cx.type_error(format_args!(
                "ord() expected string of length 1, but {} found",
                other.type_name()
            )));
        }
    };
    match code {
        Some(code) if len == 1 => Ok(Value::Int(i64::from(code))),
        _ => Err(cx.type_error(format_args!(
            "ord() expected a character, but string of length {len} found"
        ))),
    }
}

pub(super) fn format<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let spec = match args.given(1) {
        None => "",
        Some(Value::Str(spec)) => spec.as_str(),
        Some(other) => return Err(cx.wrong_type("format() argument 2", "str", other)),
    };
    cx.format(args.value(0), spec)
}

/// A separator or an end: a str, or `None` for the usual one.
fn part<'h>(
    cx: &Context<'h>,
    value: Option<Value<'h>>,
    name: &str,
    usual: &'h str,
) -> Result<&'h str, Stop<'h>> {
    match value {
        None | Some(Value::None) => Ok(usual),
        Some(Value::Str(text)) => Ok(text.as_str()),
        Some(other) => Err(cx.type_error(format_args!(
            "{name} must be None or a string, not {}",
            other.type_name()
        ))),
    }
}

pub(super) fn print<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let sep = part(cx, args.given(0), "sep", " ")?;
    let end = part(cx, args.given(1), "end", "\n")?;
    let mut line = String::new();
    for (at, value) in args.rest.iter().enumerate() {
        if at > 0 {
            cx.put(&mut line, sep)?;
        }
        cx.write_display(*value, &mut line)?;
    }
    if end != "\n" {
        cx.put(&mut line, end)?;
    }
    cx.services.log("info", &line);
    Ok(Value::None)
}
