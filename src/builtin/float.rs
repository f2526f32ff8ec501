//! The class `float` and its methods.

use crate::value::Value;
use crate::value::chars;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::float::{hex as hexadecimal, parse, ratio};
use crate::value::native::Args;
use crate::value::octets::quote;
use crate::value::value::Stop;

/// `float`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: STATICS,
    getters: GETTERS,
    ..Class::named("float")
};

static CONSTRUCT: Row = Row::leaf("float", "x=0, /", construct);

static METHODS: &[Row] = &[
    Row::leaf("as_integer_ratio", "self, /", as_integer_ratio),
    Row::leaf("conjugate", "self, /", |_, args| Ok(args.value(0))),
    Row::leaf("hex", "self, /", hex),
    Row::leaf("is_integer", "self, /", is_integer),
];

static STATICS: &[Row] = &[Row::leaf("fromhex", "string, /", fromhex)];

static GETTERS: &[Getter] = &[
    Getter {
        name: "imag",
        get: |_, _| Ok(Value::float(0.0)),
    },
    Getter {
        name: "real",
        get: |_, value| Ok(value),
    },
];

/// The float whose method is called.
fn receiver<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<f64, Stop<'h>> {
    match args.value(0) {
        Value::Float(bits) => Ok(bits.get()),
        other => Err(cx.wrong_receiver("float", other)),
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let float = match args.given(0) {
        None => return Ok(Value::float(0.0)),
        Some(Value::Str(text)) => {
            let text = text.as_str();
            cx.reserve("", text.len())?;
            parse::float(text, || chars::quote::repr(text))
        }
        Some(Value::Bytes(bytes)) => {
            let bytes = bytes.as_slice();
            cx.reserve("", bytes.len().saturating_mul(3))?;
            parse::float(&quote::digits(bytes), || quote::repr(bytes))
        }
        Some(value) => return from_number(cx, value),
    };
    cx.settled(float).map(Value::float)
}

fn from_number<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match cx.maybe_real(value)? {
        Some(float) => Ok(Value::float(float)),
        None => Err(cx.type_error(format_args!(
            "float() argument must be a string or a real number, not '{}'",
            value.type_name()
        ))),
    }
}

fn as_integer_ratio<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let (numerator, denominator) = cx.settled(ratio::as_integer_ratio(receiver(cx, args)?))?;
    cx.tuple(&[cx.whole(numerator)?, cx.whole(denominator)?])
}

fn hex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.str(&hexadecimal::to_hex(receiver(cx, args)?))
}

fn is_integer<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let float = receiver(cx, args)?;
    Ok(Value::bool(float.is_finite() && float == float.trunc()))
}

fn fromhex<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Str(text) = args.value(0) else {
        return Err(cx.type_error(format_args!("bad argument type for built-in operation")));
    };
    cx.charge_bytes(text.as_str().len().saturating_mul(4))?;
    let float = hexadecimal::from_hex(text.as_str());
    cx.settled(float).map(Value::float)
}
