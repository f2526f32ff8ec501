//! The module `fnmatch`.

use super::translate::translate;
use crate::builtin::re;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// `fnmatch`.
pub static MODULE: Module = Module {
    name: "fnmatch",
    members: &[
        (
            "filter",
            Member::Function(Row::leaf("filter", "@names, pat", filter)),
        ),
        (
            "fnmatch",
            Member::Function(Row::leaf("fnmatch", "name, pat", fnmatch)),
        ),
        (
            "fnmatchcase",
            Member::Function(Row::leaf("fnmatchcase", "name, pat", fnmatch)),
        ),
        (
            "translate",
            Member::Function(Row::leaf("translate", "pat", translated)),
        ),
    ],
};

/// The regular expression of a shell pattern, of its own kind.
fn expression<'h>(cx: &Context<'h>, pattern: Value<'h>) -> Answer<'h> {
    match pattern {
        Value::Str(text) => {
            cx.charge(text.as_str().len())?;
            cx.str(&translate(&text.as_str().chars().collect::<Vec<_>>()))
        }
        Value::Bytes(bytes) => {
            cx.charge(bytes.as_slice().len())?;
            let chars: Vec<char> = bytes.as_slice().iter().copied().map(char::from).collect();
            let text = translate(&chars);
            let bytes: Vec<u8> = text.chars().filter_map(|c| u8::try_from(c).ok()).collect();
            cx.bytes(&bytes)
        }
        other => Err(cx.type_error(format_args!(
            "expected str, bytes or os.PathLike object, not {}",
            other.type_name()
        ))),
    }
}

fn matches<'h>(cx: &Context<'h>, expression: Value<'h>, name: Value<'h>) -> Result<bool, Stop<'h>> {
    let found = re::match_once(cx, expression, name)?;
    Ok(!matches!(found, Value::None))
}

fn fnmatch<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let expression = expression(cx, args.value(1))?;
    matches(cx, expression, args.value(0)).map(Value::bool)
}

fn filter<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let expression = expression(cx, args.value(1))?;
    let kept = cx.list(&[])?;
    cx.each(args.value(0), |name| {
        if matches(cx, expression, name)? {
            kept.push(cx, name)?;
        }
        Ok(true)
    })?;
    Ok(Value::List(kept))
}

fn translated<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    expression(cx, args.value(0))
}
