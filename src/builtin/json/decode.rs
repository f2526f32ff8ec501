//! `json.loads` and `JSONDecoder`.

use super::error::{refuse, refuse_at};
use super::scan::{Hooks, Scanner};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Instance, Stop, Text, Value};

/// How many functions of the policy can have a say; they stand in a row of fields.
const HOOKS: usize = 5;

/// The class; its fields are the hooks in the order of `loads`, and `strict`.
pub static DECODER: Class = Class {
    title: "JSONDecoder",
    module: "json.decoder",
    construct: Some(&Row::leaf(
        "JSONDecoder",
        "*, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None",
        construct,
    )),
    methods: &[
        Row::tail("decode", "self, s", decode_method),
        Row::leaf("raw_decode", "self, s, idx=0", raw_decode),
    ],
    ..Class::named("JSONDecoder")
};

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let [object, float, int, constant, strict, pairs] = [0, 1, 2, 3, 4, 5].map(|at| args.given(at));
    let strict = strict.map_or(Ok(true), |strict| cx.truth(strict))?;
    let fields = [
        object,
        float,
        int,
        constant,
        pairs,
        Some(Value::bool(strict)),
    ];
    cx.fields_instance(&DECODER, &fields.map(|field| field.unwrap_or(Value::None)))
}

fn decoder<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h Instance<'h>, Stop<'h>> {
    match value {
        Value::Object(me) if me.class.is(&DECODER) => Ok(me),
        other => Err(cx.wrong_receiver("JSONDecoder", other)),
    }
}

fn hooks(fields: &[Value<'_>]) -> Hooks {
    let given = |at: usize| !matches!(fields.get(at), None | Some(Value::None));
    Hooks {
        objects: given(0) || given(4),
        floats: given(1),
        ints: given(2),
        constants: given(3),
    }
}

/// Reads a whole document. Hooks get what was read afterwards, from a function of the prelude.
fn whole<'h>(
    cx: &Context<'h>,
    document: &'h Text<'h>,
    strict: bool,
    functions: &[Value<'h>],
) -> Result<Ending<'h>, Stop<'h>> {
    let hooks = hooks(functions);
    let mut scanner = Scanner::new(cx, document, 0, strict, hooks)?;
    scanner.space();
    let value = scanner.value()?;
    scanner.space();
    if scanner.at != document.as_str().len() {
        return Err(scanner.refuse("Extra data", scanner.at));
    }
    if !(hooks.objects || hooks.floats || hooks.ints || hooks.constants) {
        return Ok(Ending::Value(value));
    }
    let mut handed = vec![value];
    handed.extend_from_slice(functions);
    let args = cx.memory(cx.heap.slice(&handed))?;
    Ok(Ending::Std {
        name: "json_hooked",
        args,
    })
}

fn decode_method<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let me = decoder(cx, args.value(0))?;
    let Value::Str(document) = args.value(1) else {
        let kind = args.value(1).type_name();
        return Err(cx.type_error(format_args!(
            "expected string or bytes-like object, got '{kind}'"
        )));
    };
    let functions: Vec<_> = (0..HOOKS).map(|at| me.field(at)).collect();
    whole(
        cx,
        document,
        matches!(me.field(HOOKS), Value::True),
        &functions,
    )
}

fn raw_decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let me = decoder(cx, args.value(0))?;
    let Value::Str(document) = args.value(1) else {
        let kind = args.value(1).type_name();
        return Err(cx.type_error(format_args!("first argument must be a string, not {kind}")));
    };
    let Ok(start) = usize::try_from(args.int(cx, 2, 0)?) else {
        return Err(cx.value_error(format_args!("idx cannot be negative")));
    };
    let text = document.as_str();
    cx.charge_bytes(text.len())?;
    if start >= document.len() {
        // CPython names the place that was asked for, even beyond the end.
        return Err(refuse_at(cx, "Expecting value", document, start));
    }
    let at = crate::value::chars::slice::offset(text, document.is_ascii(), start);
    let mut scanner = Scanner::new(
        cx,
        document,
        at,
        matches!(me.field(HOOKS), Value::True),
        Hooks::default(),
    )?;
    let value = scanner.value()?;
    let end = crate::value::chars::slice::place(text, document.is_ascii(), scanner.at);
    cx.tuple(&[value, Value::Int(i64::try_from(end).unwrap_or(i64::MAX))])
}

/// The encoding of a document, by the zeros among its first bytes.
pub(super) fn encoding(bytes: &[u8]) -> &'static str {
    match *bytes {
        [0, 0, 0xfe, 0xff, ..] | [0xff, 0xfe, 0, 0, ..] => "utf-32",
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => "utf-16",
        [0xef, 0xbb, 0xbf, ..] => "utf-8-sig",
        [0, 0, _, _, ..] => "utf-32-be",
        [0, _, _, _, ..] | [0, _] => "utf-16-be",
        [_, 0, 0, 0, ..] => "utf-32-le",
        [_, 0, _, _, ..] | [_, 0] => "utf-16-le",
        _ => "utf-8",
    }
}

/// The text of a document, whichever way it was given.
fn document<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h Text<'h>, Stop<'h>> {
    match value {
        Value::Str(text) if text.as_str().starts_with('\u{feff}') => Err(refuse(
            cx,
            "Unexpected UTF-8 BOM (decode using utf-8-sig)",
            text,
            0,
        )),
        Value::Str(text) => Ok(text),
        Value::Bytes(bytes) => {
            let text = cx.decode(bytes, encoding(bytes.as_slice()), "surrogatepass")?;
            match text {
                Value::Str(text) => Ok(text),
                _ => cx.lent_text(""),
            }
        }
        other => {
            let kind = other.type_name();
            Err(cx.type_error(format_args!(
                "the JSON object must be str, bytes or bytearray, not {kind}"
            )))
        }
    }
}

/// `json.loads`: the text, `cls`, five hooks in the order of the fields, `strict`.
pub(super) fn loads<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let document = document(cx, args.value(0))?;
    let functions: Vec<_> = (2..2 + HOOKS).map(|at| args.value(at)).collect();
    let strict = args
        .given(2 + HOOKS)
        .map_or(Ok(true), |strict| cx.truth(strict))?;
    whole(cx, document, strict, &functions)
}
