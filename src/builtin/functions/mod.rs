//! The builtin functions.

mod convert;
mod gather;
mod imports;
mod numbers;
mod objects;
mod text;

use crate::value::class::Row;

/// The functions, sorted by name.
pub static FUNCTIONS: &[Row] = &[
    Row::leaf(
        "__import__",
        "name, globals=None, locals=None, fromlist=(), level=0",
        imports::import,
    ),
    Row::leaf("abs", "x, /", numbers::abs),
    Row::tail("all", "iterable, /", gather::all),
    Row::tail("any", "iterable, /", gather::any),
    Row::leaf("ascii", "obj, /", text::ascii),
    Row::leaf("bin", "number, /", convert::bin),
    Row::leaf("callable", "obj, /", objects::callable),
    Row::leaf("chr", "i, /", text::chr),
    Row::leaf("delattr", "obj, name, /", objects::delete_attribute),
    Row::leaf("divmod", "x, y, /", numbers::divmod),
    Row::leaf("format", "value, format_spec='', /", text::format),
    Row::leaf(
        "getattr",
        "object, name, default=None, /",
        objects::attribute,
    ),
    Row::leaf("hasattr", "obj, name, /", objects::has_attribute),
    Row::leaf("hash", "obj, /", objects::hash),
    Row::leaf("hex", "number, /", convert::hex),
    Row::leaf("id", "obj, /", objects::id),
    Row::leaf("isinstance", "obj, class_or_tuple, /", objects::is_instance),
    Row::leaf("issubclass", "cls, class_or_tuple, /", objects::is_subclass),
    Row::tail("iter", "object, sentinel=None, /", gather::iter),
    Row::leaf("len", "obj, /", objects::len),
    Row::tail("max", "*@args, key=None, default=None", gather::max),
    Row::tail("min", "*@args, key=None, default=None", gather::min),
    Row::tail("next", "iterator, default=None, /", gather::next),
    Row::leaf("oct", "number, /", convert::oct),
    Row::leaf("ord", "c, /", text::ord),
    Row::leaf("pow", "base, exp, mod=None", numbers::pow),
    Row::leaf(
        "print",
        "*args, sep=' ', end='\\n', file=None, flush=False",
        text::print,
    ),
    Row::leaf("repr", "obj, /", text::repr),
    Row::leaf("round", "number, ndigits=None", numbers::round),
    Row::leaf("setattr", "obj, name, value, /", objects::store_attribute),
    Row::tail("sorted", "*@args, key=None, reverse=False", gather::sorted),
    Row::leaf("sum", "@iterable, /, start=0", gather::sum),
];
