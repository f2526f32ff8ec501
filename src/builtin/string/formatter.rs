//! `string.Formatter`: the parts of `str.format`, each for itself. Putting them together is the prelude's work, as
//! any of them may call back.

use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::format::field::{Argument, Numbering, Step, pieces};
use crate::value::native::{Args, Ending};
use crate::value::value::{IterState, Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The class.
pub static FORMATTER: Class = Class {
    module: "string",
    construct: Some(&Row::leaf("Formatter", "", |cx, _| {
        cx.fields_instance(&FORMATTER, &[])
    })),
    methods: &[
        Row::std(
            "_vformat",
            "self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0",
            "formatter_fill",
        ),
        Row::leaf(
            "check_unused_args",
            "self, used_args, args, kwargs",
            |_, _| Ok(Value::None),
        ),
        Row::leaf("convert_field", "self, value, conversion", convert_field),
        Row::tail("format", "self, format_string, /, *args, **kwargs", format),
        Row::leaf("format_field", "self, value, format_spec", format_field),
        Row::leaf("get_field", "self, field_name, args, kwargs", get_field),
        Row::leaf("get_value", "self, key, args, kwargs", get_value),
        Row::leaf("parse", "self, format_string", parse),
        Row::std(
            "vformat",
            "self, format_string, args, kwargs",
            "formatter_vformat",
        ),
    ],
    ..Class::named("Formatter")
};

fn text<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h str, Stop<'h>> {
    match value {
        Value::Str(text) => {
            cx.charge(text.as_str().len() / 4)?;
            Ok(text.as_str())
        }
        other => Err(cx.type_error(format_args!("expected str, got {}", other.type_name()))),
    }
}

fn format<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let keywords = cx.dict()?;
    for (name, value) in args.keywords {
        keywords.insert(cx, Value::Str(name), *value)?;
    }
    let handed = [
        args.value(0),
        args.value(1),
        cx.tuple(args.rest)?,
        Value::Dict(keywords),
    ];
    let args = cx.memory(cx.heap.slice(&handed))?;
    Ok(Ending::Std {
        name: "formatter_vformat",
        args,
    })
}

fn parse<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut parsed = Vec::new();
    for piece in pieces(text(cx, args.value(1))?) {
        let piece = cx.settled(piece)?;
        cx.charge(1)?;
        let literal = cx.str(piece.literal)?;
        let Some(field) = piece.field else {
            if !piece.literal.is_empty() {
                parsed.push(cx.tuple(&[literal, Value::None, Value::None, Value::None])?);
            }
            continue;
        };
        let conversion = match field.conversion {
            Some(conversion) => cx.str(&conversion.to_string())?,
            None => Value::None,
        };
        parsed.push(cx.tuple(&[
            literal,
            cx.str(field.name)?,
            cx.str(field.spec)?,
            conversion,
        ])?);
    }
    let parsed = cx.memory(cx.heap.slice(&parsed))?;
    Ok(Value::Iter(cx.iter(IterState::Slice(parsed, 0))?))
}

fn get_field<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let name = text(cx, args.value(1))?;
    let (argument, path) = cx.settled(Numbering::default().argument(name))?;
    let key = match argument {
        Argument::Position(at) => Value::Int(i64::try_from(at).unwrap_or(i64::MAX)),
        Argument::Name(name) => cx.str(name)?,
    };
    let key = if name.is_empty() {
        cx.lent_str("")?
    } else {
        key
    };
    let mut value = get_value(
        cx,
        Args::positional(&[args.value(0), key, args.value(2), args.value(3)]),
    )?;
    for step in path {
        cx.charge(1)?;
        value = match cx.settled(step)? {
            Step::Attribute(name) => {
                let name = cx.memory(cx.heap.text(name))?;
                cx.attribute(value, cx.lent_text(name)?)?
            }
            Step::Key(key) => cx.item(value, cx.str(key)?)?,
            Step::Index(at) => cx.item(value, cx.whole((at as u64).into())?)?,
        };
    }
    cx.tuple(&[value, key])
}

fn get_value<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let from = if matches!(args.value(1), Value::Int(_)) {
        2
    } else {
        3
    };
    cx.item(args.value(from), args.value(1))
}

fn format_field<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.format(args.value(1), text(cx, args.value(2))?)
}

fn convert_field<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = args.value(1);
    match args.value(2) {
        Value::None => Ok(value),
        Value::Str(conversion) => match conversion.as_str() {
            "s" => cx.display_value(value),
            "r" => cx.str(&cx.repr(value)?),
            "a" => cx.str(&cx.ascii(value)?),
            other => Err(cx.value_error(format_args!("Unknown conversion specifier {other}"))),
        },
        other => {
            let shown = cx.display(other)?;
            Err(cx.value_error(format_args!("Unknown conversion specifier {shown}")))
        }
    }
}
