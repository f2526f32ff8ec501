//! The table of `str`, and `str(...)`.

use super::{case, find, format, join, pad, split, translate, trim};
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `str`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: STATICS,
    ..Class::named("str")
};

static CONSTRUCT: Row = Row::leaf("str", "object='', encoding=None, errors=None", construct);

static METHODS: &[Row] = &[
    Row::leaf("capitalize", "self, /", case::capitalize),
    Row::leaf("casefold", "self, /", case::casefold),
    Row::leaf("center", "self, width, fillchar=' ', /", pad::center),
    Row::leaf("count", "self, sub, start=None, end=None, /", find::count),
    Row::leaf("encode", "self, encoding='utf-8', errors='strict'", encode),
    Row::leaf(
        "endswith",
        "self, suffix, start=None, end=None, /",
        find::endswith,
    ),
    Row::leaf("expandtabs", "self, tabsize=8", pad::expandtabs),
    Row::leaf("find", "self, sub, start=None, end=None, /", find::find),
    Row::leaf("format", "self, /, *args, **kwargs", format::format),
    Row::leaf("format_map", "self, mapping, /", format::format_map),
    Row::leaf("index", "self, sub, start=None, end=None, /", find::index),
    Row::leaf("isalnum", "self, /", case::isalnum),
    Row::leaf("isalpha", "self, /", case::isalpha),
    Row::leaf("isascii", "self, /", case::isascii),
    Row::leaf("isdecimal", "self, /", case::isdecimal),
    Row::leaf("isdigit", "self, /", case::isdigit),
    Row::leaf("isidentifier", "self, /", case::isidentifier),
    Row::leaf("islower", "self, /", case::islower),
    Row::leaf("isnumeric", "self, /", case::isnumeric),
    Row::leaf("isprintable", "self, /", case::isprintable),
    Row::leaf("isspace", "self, /", case::isspace),
    Row::leaf("istitle", "self, /", case::istitle),
    Row::leaf("isupper", "self, /", case::isupper),
    Row::leaf("join", "self, @iterable, /", join::join),
    Row::leaf("ljust", "self, width, fillchar=' ', /", pad::ljust),
    Row::leaf("lower", "self, /", case::lower),
    Row::leaf("lstrip", "self, chars=None, /", trim::lstrip),
    Row::leaf("partition", "self, sep, /", split::partition),
    Row::leaf("removeprefix", "self, prefix, /", trim::removeprefix),
    Row::leaf("removesuffix", "self, suffix, /", trim::removesuffix),
    Row::leaf("replace", "self, old, new, count=-1, /", find::replace),
    Row::leaf("rfind", "self, sub, start=None, end=None, /", find::rfind),
    Row::leaf("rindex", "self, sub, start=None, end=None, /", find::rindex),
    Row::leaf("rjust", "self, width, fillchar=' ', /", pad::rjust),
    Row::leaf("rpartition", "self, sep, /", split::rpartition),
    Row::leaf("rsplit", "self, sep=None, maxsplit=-1", split::rsplit),
    Row::leaf("rstrip", "self, chars=None, /", trim::rstrip),
    Row::leaf("split", "self, sep=None, maxsplit=-1", split::split),
    Row::leaf("splitlines", "self, keepends=False", split::splitlines),
    Row::leaf(
        "startswith",
        "self, prefix, start=None, end=None, /",
        find::startswith,
    ),
    Row::leaf("strip", "self, chars=None, /", trim::strip),
    Row::leaf("swapcase", "self, /", case::swapcase),
    Row::leaf("title", "self, /", case::title),
    Row::leaf("translate", "self, table, /", translate::translate),
    Row::leaf("upper", "self, /", case::upper),
    Row::leaf("zfill", "self, width, /", pad::zfill),
];

static STATICS: &[Row] = &[Row::leaf(
    "maketrans",
    "x, y=None, z=None, /",
    translate::maketrans,
)];

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let encoding = text_or(cx, args, 1, "str() argument 'encoding'", "utf-8")?;
    let errors = text_or(cx, args, 2, "str() argument 'errors'", "strict")?;
    let decodes = args.given(1).is_some() || args.given(2).is_some();
    match args.given(0) {
        None => cx.lent_str(""),
        Some(value) if !decodes => cx.display_value(value),
        Some(Value::Bytes(bytes)) => cx.decode(bytes, encoding, errors),
        Some(Value::Str(_)) => Err(cx.type_error(format_args!("decoding str is not supported"))),
        Some(other) => Err(cx.type_error(format_args!(
            "decoding to str: need a bytes-like object, {} found",
            other.type_name()
        ))),
    }
}

/// The str at parameter `at`, or `default` if it was not given.
fn text_or<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    at: usize,
    what: &str,
    default: &'h str,
) -> Result<&'h str, Stop<'h>> {
    match args.given(at) {
        None => Ok(default),
        Some(_) => Ok(args.str(cx, at, what)?.as_str()),
    }
}

fn encode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = super::part::receiver(cx, args)?;
    let encoding = text_or(cx, args, 1, "encode() argument 'encoding'", "utf-8")?;
    let errors = text_or(cx, args, 2, "encode() argument 'errors'", "strict")?;
    cx.encode(text, encoding, errors)
}
