//! The table of `bytes`.

use super::{case, find, make, pad, split, trim};
use crate::value::class::{Class, Row};

/// `bytes`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: STATICS,
    ..Class::named("bytes")
};

static CONSTRUCT: Row = Row::leaf(
    "bytes",
    "@source=b'', encoding=None, errors=None",
    make::construct,
);

static METHODS: &[Row] = &[
    Row::leaf("capitalize", "self, /", case::capitalize),
    Row::leaf("center", "self, width, fillchar=b' ', /", pad::center),
    Row::leaf("count", "self, sub, start=None, end=None, /", find::count),
    Row::leaf(
        "decode",
        "self, /, encoding='utf-8', errors='strict'",
        make::decode,
    ),
    Row::leaf(
        "endswith",
        "self, suffix, start=None, end=None, /",
        find::endswith,
    ),
    Row::leaf("expandtabs", "self, /, tabsize=8", pad::expandtabs),
    Row::leaf("find", "self, sub, start=None, end=None, /", find::find),
    Row::leaf("hex", "self, /, sep=None, bytes_per_sep=1", make::hex),
    Row::leaf("index", "self, sub, start=None, end=None, /", find::index),
    Row::leaf("isalnum", "self, /", case::isalnum),
    Row::leaf("isalpha", "self, /", case::isalpha),
    Row::leaf("isascii", "self, /", case::isascii),
    Row::leaf("isdigit", "self, /", case::isdigit),
    Row::leaf("islower", "self, /", case::islower),
    Row::leaf("isspace", "self, /", case::isspace),
    Row::leaf("istitle", "self, /", case::istitle),
    Row::leaf("isupper", "self, /", case::isupper),
    Row::leaf("join", "self, @iterable_of_bytes, /", split::join),
    Row::leaf("ljust", "self, width, fillchar=b' ', /", pad::ljust),
    Row::leaf("lower", "self, /", case::lower),
    Row::leaf("lstrip", "self, bytes=None, /", trim::lstrip),
    Row::leaf("partition", "self, sep, /", split::partition),
    Row::leaf("removeprefix", "self, prefix, /", trim::removeprefix),
    Row::leaf("removesuffix", "self, suffix, /", trim::removesuffix),
    Row::leaf("replace", "self, old, new, count=-1, /", find::replace),
    Row::leaf("rfind", "self, sub, start=None, end=None, /", find::rfind),
    Row::leaf("rindex", "self, sub, start=None, end=None, /", find::rindex),
    Row::leaf("rjust", "self, width, fillchar=b' ', /", pad::rjust),
    Row::leaf("rpartition", "self, sep, /", split::rpartition),
    Row::leaf("rsplit", "self, /, sep=None, maxsplit=-1", split::rsplit),
    Row::leaf("rstrip", "self, bytes=None, /", trim::rstrip),
    Row::leaf("split", "self, /, sep=None, maxsplit=-1", split::split),
    Row::leaf("splitlines", "self, /, keepends=False", split::splitlines),
    Row::leaf(
        "startswith",
        "self, prefix, start=None, end=None, /",
        find::startswith,
    ),
    Row::leaf("strip", "self, bytes=None, /", trim::strip),
    Row::leaf("swapcase", "self, /", case::swapcase),
    Row::leaf("title", "self, /", case::title),
    Row::leaf("translate", "self, table, /, delete=b''", make::translate),
    Row::leaf("upper", "self, /", case::upper),
    Row::leaf("zfill", "self, width, /", pad::zfill),
];

static STATICS: &[Row] = &[
    Row::leaf("fromhex", "string, /", make::fromhex),
    Row::leaf("maketrans", "frm, to, /", make::maketrans),
];
