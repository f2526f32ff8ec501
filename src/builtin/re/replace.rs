//! `sub` and `subn`.

use super::all::Steps;
use super::fill::write;
use super::matcher::How;
use super::object::{Compiled, compiled};
use super::refuse::{characters, raise};
use super::subject::Subject;
use super::template::{self, Piece};
use crate::builtin::writer::Writer;
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Stop, Value};

/// `pattern.sub(repl, string, count)`; with `counted`, `subn`.
pub(super) fn run<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    counted: bool,
) -> Result<Ending<'h>, Stop<'h>> {
    let compiled = compiled(cx, args.value(0))?;
    let replacement = args.value(1);
    if replacement.is_callable() {
        let count = cx.index(args.given(3).unwrap_or(Value::Int(0)))?;
        let handed = [
            args.value(0),
            replacement,
            args.value(2),
            count,
            Value::bool(counted),
        ];
        let args = cx.memory(cx.heap.slice(&handed))?;
        return Ok(Ending::Std {
            name: "re_sub",
            args,
        });
    }
    let pieces = pieces(cx, compiled, replacement)?;
    let subject = Subject::of(cx, args.value(2), compiled.matcher.is_text())?;
    let count = args.clamped(cx, 3, 0)?;
    let (result, times) = substitute(cx, compiled, subject, count, (replacement, &pieces))?;
    Ok(Ending::Value(if counted {
        cx.tuple(&[result, Value::Int(times)])?
    } else {
        result
    }))
}

/// The template's pieces; one without a backslash is a text as it stands.
fn pieces<'h>(
    cx: &Context<'h>,
    compiled: &Compiled,
    replacement: Value<'h>,
) -> Result<Vec<Piece>, Stop<'h>> {
    let chars = characters(cx, replacement)?;
    let text = matches!(replacement, Value::Str(_));
    let (groups, names) = (compiled.matcher.groups(), compiled.matcher.names());
    let pieces = template::parse(&chars, text, groups, names);
    pieces.map_err(|error| raise(cx, &error, replacement, &chars))
}

fn substitute<'h>(
    cx: &Context<'h>,
    compiled: &Compiled,
    subject: Subject<'h>,
    count: i64,
    (replacement, pieces): (Value<'h>, &[Piece]),
) -> Result<(Value<'h>, i64), Stop<'h>> {
    let text = compiled.matcher.is_text();
    let end = subject.up_to(usize::MAX).len();
    let (mut steps, mut last, mut times) = (Steps::new((0, end)), 0, 0);
    let mut out = Writer::new(cx);
    while count == 0 || times < count {
        let Some((found, (start, stop))) = steps.next(cx, compiled, subject, How::Search)? else {
            break;
        };
        if text != matches!(replacement, Value::Str(_)) {
            return Err(mixed(cx, text, usize::from(start > last)));
        }
        out.push(subject.bytes(last, start))?;
        write(&mut out, pieces, text, |group| {
            match found.spans.get(group) {
                Some(Some((start, end))) => subject.bytes(*start, *end),
                _ => &[],
            }
        })?;
        (last, times) = (stop, times + 1);
    }
    if times == 0 {
        return Ok((subject.value, 0));
    }
    out.push(subject.bytes(last, end))?;
    Ok((out.into_value(text)?, times))
}

/// A str cannot be put into bytes, nor bytes into a str.
#[cold]
fn mixed<'h>(cx: &Context<'h>, text: bool, item: usize) -> Stop<'h> {
    match text {
        true => cx.type_error(format_args!(
            "sequence item {item}: expected str instance, bytes found"
        )),
        false => cx.type_error(format_args!(
            "sequence item {item}: expected a bytes-like object, str found"
        )),
    }
}
