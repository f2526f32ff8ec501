//! The module `json`.

use super::decode::{self, DECODER};
use super::encode::{self, ENCODER};
use super::error::DECODE_ERROR;
use super::quote::quote;
use super::scan::{Hooks, Scanner};
use crate::value::chars::slice;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

/// `json`.
pub static MODULE: Module = Module {
    name: "json",
    members: &[
        ("JSONDecodeError", Member::Class(&DECODE_ERROR)),
        ("JSONDecoder", Member::Class(&DECODER)),
        ("JSONEncoder", Member::Class(&ENCODER)),
        ("decoder", Member::Module(&DECODER_MODULE)),
        (
            "dumps",
            Member::Function(Row::tail(
                "dumps",
                "obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, \
                 indent=None, separators=None, default=None, sort_keys=False",
                encode::dumps,
            )),
        ),
        ("encoder", Member::Module(&ENCODER_MODULE)),
        (
            "loads",
            Member::Function(Row::tail(
                "loads",
                "s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, \
                 object_pairs_hook=None, strict=True",
                decode::loads,
            )),
        ),
    ],
};

/// `json.decoder`.
pub static DECODER_MODULE: Module = Module {
    name: "json.decoder",
    members: &[
        ("JSONDecodeError", Member::Class(&DECODE_ERROR)),
        ("JSONDecoder", Member::Class(&DECODER)),
        (
            "scanstring",
            Member::Function(Row::leaf(
                "scanstring",
                "string, end, strict=True, /",
                scanstring,
            )),
        ),
    ],
};

/// `json.encoder`.
pub static ENCODER_MODULE: Module = Module {
    name: "json.encoder",
    members: &[
        ("JSONEncoder", Member::Class(&ENCODER)),
        (
            "encode_basestring",
            Member::Function(Row::leaf(
                "encode_basestring",
                "string, /",
                encode_basestring,
            )),
        ),
        (
            "encode_basestring_ascii",
            Member::Function(Row::leaf(
                "encode_basestring_ascii",
                "string, /",
                encode_basestring_ascii,
            )),
        ),
    ],
};

fn scanstring<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Str(document) = args.value(0) else {
        let kind = args.value(0).type_name();
        return Err(cx.type_error(format_args!("first argument must be a string, not {kind}")));
    };
    let end = args.int(cx, 1, 0)?;
    let start = usize::try_from(end)
        .ok()
        .filter(|start| *start >= 1 && *start <= document.len());
    let Some(start) = start else {
        return Err(cx.value_error(format_args!("end is out of bounds")));
    };
    let (text, ascii) = (document.as_str(), document.is_ascii());
    let at = slice::offset(text, ascii, start);
    let mut scanner = Scanner::new(cx, document, at, args.truth(cx, 2, true)?, Hooks::default())?;
    let read = scanner.string()?;
    let end = slice::place(text, ascii, scanner.at);
    cx.tuple(&[read, Value::Int(i64::try_from(end).unwrap_or(i64::MAX))])
}

fn quoted<'h>(cx: &Context<'h>, value: Value<'h>, ascii: bool) -> Result<Value<'h>, Stop<'h>> {
    let Value::Str(text) = value else {
        let kind = value.type_name();
        return Err(cx.type_error(format_args!("first argument must be a string, not {kind}")));
    };
    let mut out = String::new();
    quote(cx, text.as_str(), ascii, &mut out)?;
    cx.str(&out)
}

fn encode_basestring<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    quoted(cx, args.value(0), false)
}

fn encode_basestring_ascii<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    quoted(cx, args.value(0), true)
}
