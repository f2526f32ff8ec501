//! The modules `posixpath` and `os`.

use super::{path, prefix};
use crate::value::class::{Leaf, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// `os`, which has nothing but paths.
pub static OS: Module = Module {
    name: "os",
    members: &[("path", Member::Module(&MODULE))],
};

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

macro_rules! text {
    ($name:literal, $text:literal) => {
        ($name, Member::Constant(|cx| cx.lent_str($text)))
    };
}

/// `posixpath`.
pub static MODULE: Module = Module {
    name: "posixpath",
    members: &[
        function("abspath", "path", |cx, args| {
            mapped(cx, args, path::absolute)
        }),
        ("altsep", Member::Constant(|_| Ok(Value::None))),
        function("basename", "p", |cx, args| {
            part(cx, args, |path| path::split(path).1)
        }),
        function("commonpath", "@paths", commonpath),
        function("commonprefix", "@m", commonprefix),
        text!("curdir", "."),
        text!("defpath", "/bin:/usr/bin"),
        text!("devnull", "/dev/null"),
        function("dirname", "p", |cx, args| {
            part(cx, args, |path| path::split(path).0)
        }),
        function("expanduser", "path", |cx, args| {
            Ok(Path::of(cx, args.value(0))?.value)
        }),
        function("expandvars", "path", |cx, args| {
            Ok(Path::of(cx, args.value(0))?.value)
        }),
        text!("extsep", "."),
        function("isabs", "s", |cx, args| {
            Ok(Value::bool(
                Path::of(cx, args.value(0))?.bytes.starts_with(b"/"),
            ))
        }),
        function("join", "a, *p", join),
        function("normcase", "s", |cx, args| {
            Ok(Path::of(cx, args.value(0))?.value)
        }),
        function("normpath", "path", |cx, args| {
            mapped(cx, args, path::normal)
        }),
        text!("pardir", ".."),
        text!("pathsep", ":"),
        function("realpath", "filename, *, strict=False", |cx, args| {
            mapped(cx, args, path::absolute)
        }),
        function("relpath", "path, start=None", relpath),
        text!("sep", "/"),
        function("split", "p", split),
        function("splitdrive", "p", splitdrive),
        function("splitext", "p", splitext),
    ],
};

/// A path with its kind.
#[derive(Clone, Copy)]
struct Path<'h> {
    value: Value<'h>,
    bytes: &'h [u8],
    text: bool,
}

impl<'h> Path<'h> {
    fn of(cx: &Context<'h>, value: Value<'h>) -> Result<Self, Stop<'h>> {
        let (bytes, text) = match value {
            Value::Str(text) => (text.as_str().as_bytes(), true),
            Value::Bytes(bytes) => (bytes.as_slice(), false),
            other => {
                let kind = other.type_name();
                return Err(cx.type_error(format_args!(
                    "expected str, bytes or os.PathLike object, not {kind}"
                )));
            }
        };
        cx.charge(bytes.len() / 4)?;
        Ok(Self { value, bytes, text })
    }

    /// Bytes as a value of the path's kind.
    fn like(self, cx: &Context<'h>, bytes: &[u8]) -> Answer<'h> {
        match (self.text, std::str::from_utf8(bytes)) {
            (true, Ok(text)) => cx.str(text),
            _ => cx.bytes(bytes),
        }
    }
}

fn mapped<'h>(cx: &Context<'h>, args: Args<'_, 'h>, map: fn(&[u8]) -> Vec<u8>) -> Answer<'h> {
    let path = Path::of(cx, args.value(0))?;
    path.like(cx, &map(path.bytes))
}

fn part<'h>(cx: &Context<'h>, args: Args<'_, 'h>, part: fn(&[u8]) -> &[u8]) -> Answer<'h> {
    let path = Path::of(cx, args.value(0))?;
    path.like(cx, part(path.bytes))
}

fn pair<'h>(cx: &Context<'h>, path: Path<'h>, (first, second): (&[u8], &[u8])) -> Answer<'h> {
    cx.tuple(&[path.like(cx, first)?, path.like(cx, second)?])
}

fn split<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let path = Path::of(cx, args.value(0))?;
    pair(cx, path, path::split(path.bytes))
}

fn splitext<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let path = Path::of(cx, args.value(0))?;
    pair(cx, path, path::split_extension(path.bytes))
}

fn splitdrive<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let path = Path::of(cx, args.value(0))?;
    pair(cx, path, (&[], path.bytes))
}

fn join<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let first = Path::of(cx, args.value(0))?;
    let mut whole = first.bytes.to_vec();
    for value in args.rest {
        let part = match value {
            Value::Str(_) | Value::Bytes(_) => Path::of(cx, *value)?,
            other => {
                let kind = other.type_name();
                let text = "join() argument must be str, bytes, or os.PathLike object, not";
                return Err(cx.type_error(format_args!("{text} '{kind}'")));
            }
        };
        if part.text != first.text {
            return Err(cx.type_error(format_args!(
                "Can't mix strings and bytes in path components"
            )));
        }
        cx.reserve("", whole.len().saturating_add(part.bytes.len()))?;
        path::push(&mut whole, part.bytes);
    }
    first.like(cx, &whole)
}

fn relpath<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if !cx.truth(args.value(0))? {
        return Err(cx.value_error(format_args!("no path specified")));
    }
    let path = Path::of(cx, args.value(0))?;
    let start = match args.value(1) {
        Value::None => None,
        value => Some(Path::of(cx, value)?),
    };
    if start.is_some_and(|start| start.text != path.text) {
        return Err(cx.type_error(format_args!(
            "Can't mix strings and bytes in path components"
        )));
    }
    path.like(
        cx,
        &path::relative(path.bytes, start.map_or(b".", |start| start.bytes)),
    )
}

fn commonpath<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let values = cx.collect(args.value(0))?;
    let paths = values
        .into_iter()
        .map(|value| Path::of(cx, value))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(first) = paths.first().copied() else {
        return Err(cx.value_error(format_args!("commonpath() arg is an empty sequence")));
    };
    if paths.iter().any(|path| path.text != first.text) {
        return Err(cx.type_error(format_args!(
            "Can't mix strings and bytes in path components"
        )));
    }
    let bytes: Vec<&[u8]> = paths.iter().map(|path| path.bytes).collect();
    let common = path::common(&bytes).map_err(|text| cx.value_error(format_args!("{text}")))?;
    first.like(cx, &common)
}

fn commonprefix<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let all = cx.collect(args.value(0))?;
    if !matches!(all.first(), None | Some(Value::List(_) | Value::Tuple(_))) {
        for value in &all {
            Path::of(cx, *value)?;
        }
    }
    prefix::common_prefix(cx, &all)
}
