//! The module `re`.

use super::compile;
use super::escape::special;
use super::flag::{self, REGEX_FLAG};
use super::flags::Flags;
use super::matched::MATCH;
use super::matcher::How;
use super::pattern::{self, PATTERN};
use super::refuse::{ERROR, characters};
use super::subject::Subject;
use crate::builtin::writer::Writer;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::{Args, Ending};
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

macro_rules! flag {
    ($name:literal, $bits:expr) => {
        ($name, Member::Constant(|cx| flag::make(cx, $bits)))
    };
}

/// `re`.
pub static MODULE: Module = Module {
    name: "re",
    members: &[
        flag!("A", Flags::ASCII),
        flag!("ASCII", Flags::ASCII),
        flag!("DEBUG", Flags::DEBUG),
        flag!("DOTALL", Flags::DOTALL),
        flag!("I", Flags::IGNORECASE),
        flag!("IGNORECASE", Flags::IGNORECASE),
        flag!("L", Flags::LOCALE),
        flag!("LOCALE", Flags::LOCALE),
        flag!("M", Flags::MULTILINE),
        flag!("MULTILINE", Flags::MULTILINE),
        ("Match", Member::Class(&MATCH)),
        flag!("NOFLAG", 0),
        ("Pattern", Member::Class(&PATTERN)),
        ("RegexFlag", Member::Class(&REGEX_FLAG)),
        flag!("S", Flags::DOTALL),
        flag!("T", Flags::TEMPLATE),
        flag!("TEMPLATE", Flags::TEMPLATE),
        flag!("U", Flags::UNICODE),
        flag!("UNICODE", Flags::UNICODE),
        flag!("VERBOSE", Flags::VERBOSE),
        flag!("X", Flags::VERBOSE),
        (
            "compile",
            Member::Function(Row::leaf("compile", "pattern, flags=0", compile_)),
        ),
        ("error", Member::Class(&ERROR)),
        (
            "escape",
            Member::Function(Row::leaf("escape", "pattern", escape)),
        ),
        (
            "findall",
            Member::Function(Row::leaf("findall", "pattern, string, flags=0", findall)),
        ),
        (
            "finditer",
            Member::Function(Row::leaf("finditer", "pattern, string, flags=0", finditer)),
        ),
        (
            "fullmatch",
            Member::Function(Row::leaf(
                "fullmatch",
                "pattern, string, flags=0",
                fullmatch,
            )),
        ),
        (
            "match",
            Member::Function(Row::leaf("match", "pattern, string, flags=0", match_)),
        ),
        (
            "purge",
            Member::Function(Row::leaf("purge", "", |_, _| Ok(Value::None))),
        ),
        (
            "search",
            Member::Function(Row::leaf("search", "pattern, string, flags=0", search)),
        ),
        (
            "split",
            Member::Function(Row::leaf(
                "split",
                "pattern, string, maxsplit=0, flags=0",
                split,
            )),
        ),
        (
            "sub",
            Member::Function(Row::tail(
                "sub",
                "pattern, repl, string, count=0, flags=0",
                sub,
            )),
        ),
        (
            "subn",
            Member::Function(Row::tail(
                "subn",
                "pattern, repl, string, count=0, flags=0",
                subn,
            )),
        ),
        (
            "template",
            Member::Function(Row::leaf("template", "pattern, flags=0", template)),
        ),
    ],
};

/// The pattern of the first argument, compiled with the flags at `flags`.
fn pattern<'h>(cx: &Context<'h>, args: Args<'_, 'h>, flags: usize) -> Answer<'h> {
    let flags = args.given(flags).unwrap_or(Value::Int(0));
    compile::compile(cx, args.value(0), flags).map(Value::Object)
}

fn once<'h>(cx: &Context<'h>, args: Args<'_, 'h>, how: How) -> Answer<'h> {
    let pattern = pattern(cx, args, 2)?;
    pattern::once(cx, Args::positional(&[pattern, args.value(1)]), how)
}

fn compile_<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    pattern(cx, args, 1)
}

fn template<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let flags = flag::bits(cx, args.given(1).unwrap_or(Value::Int(0)))?;
    let flags = Value::Int(i64::from(flags.0 | Flags::TEMPLATE));
    compile::compile(cx, args.value(0), flags).map(Value::Object)
}

fn search<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    once(cx, args, How::Search)
}

fn match_<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    once(cx, args, How::Match)
}

fn fullmatch<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    once(cx, args, How::Full)
}

fn findall<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let pattern = pattern(cx, args, 2)?;
    pattern::findall(cx, Args::positional(&[pattern, args.value(1)]))
}

fn finditer<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let pattern = pattern(cx, args, 2)?;
    pattern::finditer(cx, Args::positional(&[pattern, args.value(1)]))
}

fn split<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let pattern = pattern(cx, args, 3)?;
    let most = args.given(2).unwrap_or(Value::Int(0));
    pattern::split(cx, Args::positional(&[pattern, args.value(1), most]))
}

/// `re.sub`.
pub(crate) fn sub<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let pattern = pattern(cx, args, 4)?;
    let count = args.given(3).unwrap_or(Value::Int(0));
    pattern::sub(
        cx,
        Args::positional(&[pattern, args.value(1), args.value(2), count]),
    )
}

fn subn<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let pattern = pattern(cx, args, 4)?;
    let count = args.given(3).unwrap_or(Value::Int(0));
    pattern::subn(
        cx,
        Args::positional(&[pattern, args.value(1), args.value(2), count]),
    )
}

fn escape<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let text = matches!(args.value(0), Value::Str(_));
    let whole = match args.value(0) {
        Value::Str(text) => text.as_str().as_bytes(),
        Value::Bytes(bytes) => bytes.as_slice(),
        other => return characters(cx, other).map(|_| other),
    };
    let mut out = Writer::new(cx);
    for piece in whole.split_inclusive(|byte| special(char::from(*byte))) {
        match piece.split_last() {
            Some((last, plain)) if special(char::from(*last)) => {
                out.push(plain)?;
                out.push(&[b'\\', *last])?;
            }
            _ => out.push(piece)?,
        }
    }
    out.into_value(text)
}

/// Whether `re.search(pattern, string)` finds anything.
pub(crate) fn is_found<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    string: Value<'h>,
) -> Result<bool, Stop<'h>> {
    let compiled = compile::shared(cx, pattern)?;
    let subject = Subject::of(cx, string, compiled.matcher.is_text())?;
    compiled.is_found(cx, subject)
}

/// `re.match(pattern, string)`.
pub(crate) fn match_once<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    string: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    once(cx, Args::positional(&[pattern, string]), How::Match)
}
