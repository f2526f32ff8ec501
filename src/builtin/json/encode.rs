//! `json.dumps` and `JSONEncoder`.

use super::write::{Encoder, Style};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{Instance, IterState, Stop, Value};

/// The options, in the order of the fields of an encoder.
const OPTIONS: &str = "*, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, \
    sort_keys=False, indent=None, separators=None, default=None";

const FIELDS: usize = 8;
const DEFAULT: usize = 7;

/// The class.
pub static ENCODER: Class = Class {
    title: "JSONEncoder",
    module: "json.encoder",
    construct: Some(&Row::leaf("JSONEncoder", OPTIONS, construct)),
    methods: &[
        Row::leaf("default", "self, o", default),
        Row::tail("encode", "self, o", encode),
        Row::leaf("iterencode", "self, o, _one_shot=False", iterencode),
    ],
    getters: &[
        Getter {
            name: "allow_nan",
            get: |cx, me| field(cx, me, 3),
        },
        Getter {
            name: "check_circular",
            get: |cx, me| field(cx, me, 2),
        },
        Getter {
            name: "ensure_ascii",
            get: |cx, me| field(cx, me, 1),
        },
        Getter {
            name: "indent",
            get: |cx, me| field(cx, me, 5),
        },
        Getter {
            name: "item_separator",
            get: |cx, me| cx.str(&style(cx, encoder(cx, me)?)?.item_separator),
        },
        Getter {
            name: "key_separator",
            get: |cx, me| cx.str(&style(cx, encoder(cx, me)?)?.key_separator),
        },
        Getter {
            name: "skipkeys",
            get: |cx, me| field(cx, me, 0),
        },
        Getter {
            name: "sort_keys",
            get: |cx, me| field(cx, me, 4),
        },
    ],
    ..Class::named("JSONEncoder")
};

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let defaults = [false, true, true, true, false].map(Value::bool);
    let fields: Vec<_> = (0..FIELDS)
        .map(|at| {
            args.given(at)
                .or(defaults.get(at).copied())
                .unwrap_or(Value::None)
        })
        .collect();
    cx.fields_instance(&ENCODER, &fields)
}

fn encoder<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h Instance<'h>, Stop<'h>> {
    match value {
        Value::Object(me) if me.class.is(&ENCODER) => Ok(me),
        other => Err(cx.wrong_receiver("JSONEncoder", other)),
    }
}

fn field<'h>(cx: &Context<'h>, me: Value<'h>, at: usize) -> Result<Value<'h>, Stop<'h>> {
    Ok(encoder(cx, me)?.field(at))
}

/// The style that an encoder's fields describe.
fn style<'h>(cx: &Context<'h>, me: &'h Instance<'h>) -> Result<Style, Stop<'h>> {
    let indent = match (me.field(5), me.field(5).as_int()) {
        (Value::None, _) => None,
        (Value::Str(text), _) => Some(text.as_str().to_owned()),
        (_, Some(count)) => {
            let count = usize::try_from(count.clamp()).unwrap_or(0);
            cx.charge_bytes(count)?;
            cx.reserve("", count)?;
            Some(" ".repeat(count))
        }
        (other, None) => {
            let kind = other.type_name();
            return Err(cx.type_error(format_args!(
                "can't multiply sequence by non-int of type '{kind}'"
            )));
        }
    };
    let (item_separator, key_separator) = separators(cx, me.field(6), indent.is_some())?;
    Ok(Style {
        skip_keys: cx.truth(me.field(0))?,
        ascii: cx.truth(me.field(1))?,
        check_circular: cx.truth(me.field(2))?,
        allow_nan: cx.truth(me.field(3))?,
        sort_keys: cx.truth(me.field(4))?,
        indent,
        item_separator,
        key_separator,
    })
}

fn separators<'h>(
    cx: &Context<'h>,
    given: Value<'h>,
    lines: bool,
) -> Result<(String, String), Stop<'h>> {
    if matches!(given, Value::None) {
        return Ok((if lines { "," } else { ", " }.to_owned(), ": ".to_owned()));
    }
    if cx.maybe_iterate(given)?.is_none() {
        let kind = given.type_name();
        return Err(cx.type_error(format_args!("cannot unpack non-iterable {kind} object")));
    }
    match cx.collect(given)?.as_slice() {
        [Value::Str(item), Value::Str(key)] => {
            Ok((item.as_str().to_owned(), key.as_str().to_owned()))
        }
        [item, key] => {
            let wrong = if matches!(item, Value::Str(_)) {
                key
            } else {
                item
            };
            let kind = wrong.type_name();
            Err(cx.type_error(format_args!(
                "make_encoder() argument must be str, not {kind}"
            )))
        }
        [_, _, _, ..] => {
            Err(cx.value_error(format_args!("too many values to unpack (expected 2)")))
        }
        few => Err(cx.value_error(format_args!(
            "not enough values to unpack (expected 2, got {})",
            few.len()
        ))),
    }
}

/// Writes with an encoder; what it cannot write goes to its `default`, in a function of the prelude.
fn run<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
    value: Value<'h>,
) -> Result<Ending<'h>, Stop<'h>> {
    let function = me.field(DEFAULT);
    if !matches!(function, Value::None) {
        let mut fields: Vec<_> = (0..DEFAULT).map(|at| me.field(at)).collect();
        fields.push(Value::None);
        let without = cx.fields_instance(&ENCODER, &fields)?;
        let args = cx.memory(cx.heap.slice(&[value, function, without]))?;
        return Ok(Ending::Std {
            name: "json_defaulted",
            args,
        });
    }
    write(cx, me, value).map(Ending::Value)
}

fn write<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
    value: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let style = style(cx, me)?;
    let mut encoder = Encoder {
        cx,
        style: &style,
        out: String::new(),
    };
    encoder.value(value)?;
    cx.str(&encoder.out)
}

fn encode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    run(cx, encoder(cx, args.value(0))?, args.value(1))
}

fn iterencode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let text = write(cx, encoder(cx, args.value(0))?, args.value(1))?;
    let pieces = cx.memory(cx.heap.slice(&[text]))?;
    Ok(Value::Iter(cx.iter(IterState::Slice(pieces, 0))?))
}

fn default<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let kind = args.value(1).type_name();
    Err(cx.type_error(format_args!(
        "Object of type {kind} is not JSON serializable"
    )))
}

/// `json.dumps`: the value, then options by name in an order of their own.
pub(super) fn dumps<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let order =
        [1, 2, 3, 4, 9, 6, 7, 8].map(|at| args.fixed.get(at).copied().unwrap_or(Value::Unbound));
    let Value::Object(me) = construct(cx, Args::positional(&order))? else {
        return Ok(Ending::Value(Value::None));
    };
    run(cx, me, args.value(0))
}
