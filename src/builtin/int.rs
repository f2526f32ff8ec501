//! The class `int` and its methods.

use crate::value::Value;
use crate::value::chars;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::number::integer::IntRef;
use crate::value::number::octets::{self, Order};
use crate::value::number::{mixed, parse};
use crate::value::octets::quote;
use crate::value::value::Stop;

/// `int`.
pub static CLASS: Class = Class {
    construct: Some(&CONSTRUCT),
    methods: METHODS,
    statics: STATICS,
    getters: GETTERS,
    ..Class::named("int")
};

static CONSTRUCT: Row = Row::leaf("int", "x=0, /, base=10", construct);

static METHODS: &[Row] = &[
    Row::leaf("as_integer_ratio", "self, /", as_integer_ratio),
    Row::leaf("bit_count", "self, /", bit_count),
    Row::leaf("bit_length", "self, /", bit_length),
    Row::leaf("conjugate", "self, /", conjugate),
    Row::leaf(
        "to_bytes",
        "self, /, length=1, byteorder='big', *, signed=False",
        to_bytes,
    ),
];

static STATICS: &[Row] = &[Row::leaf(
    "from_bytes",
    "@bytes, byteorder='big', *, signed=False",
    from_bytes,
)];

static GETTERS: &[Getter] = &[
    Getter {
        name: "denominator",
        get: |_, _| Ok(Value::Int(1)),
    },
    Getter {
        name: "imag",
        get: |_, _| Ok(Value::Int(0)),
    },
    Getter {
        name: "numerator",
        get: plain,
    },
    Getter {
        name: "real",
        get: plain,
    },
];

/// The int that an int or bool is.
fn plain<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match value {
        Value::True => Ok(Value::Int(1)),
        Value::False => Ok(Value::Int(0)),
        Value::Int(_) | Value::Big(_) => Ok(value),
        other => Err(cx.wrong_receiver("int", other)),
    }
}

/// The int whose method is called.
fn receiver<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<IntRef<'h>, Stop<'h>> {
    let value = args.value(0);
    match value.as_int() {
        Some(int) => Ok(int),
        None => Err(cx.wrong_receiver("int", value)),
    }
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Some(base) = args.given(1) else {
        return match args.given(0) {
            None => Ok(Value::Int(0)),
            Some(value) => from_value(cx, value),
        };
    };
    let base = cx.clamped(base)?;
    cx.settled(parse::check_base(base))?;
    match args.given(0) {
        None => Err(cx.type_error(format_args!("int() missing string argument"))),
        Some(value) => match from_text(cx, value, base)? {
            Some(int) => Ok(int),
            None => Err(cx.type_error(format_args!(
                "int() can't convert non-string with explicit base"
            ))),
        },
    }
}

fn from_value<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    let found = match value {
        Value::Float(bits) => return cx.whole(cx.settled(mixed::to_int(bits.get()))?),
        Value::Object(object) => object.class.behaviour.int(cx, object, false)?,
        Value::Made(_) | Value::Exc(_) => match cx.made_int(value, false)? {
            None => truncated(cx, value)?,
            int => int,
        },
        _ if value.as_int().is_some() => Some(plain(cx, value)?),
        _ => from_text(cx, value, 10)?,
    };
    found.ok_or_else(|| {
        cx.type_error(format_args!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            value.type_name()
        ))
    })
}

/// What `__trunc__` answers, for which `int` asks last.
fn truncated<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
    let Some(whole) = cx.ask_special(value, "__trunc__", &[])? else {
        return Ok(None);
    };
    match cx.maybe_index(whole)? {
        Some(int) => Ok(Some(int)),
        None => Err(cx.type_error(format_args!(
            "__trunc__ returned non-Integral (type {})",
            whole.type_name()
        ))),
    }
}

/// The int that a str or bytes spells.
fn from_text<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    base: i64,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let int = match value {
        Value::Str(text) => {
            let text = text.as_str();
            cx.reserve("", text.len())?;
            parse::int(text, base, || chars::quote::repr(text))
        }
        Value::Bytes(bytes) => {
            let bytes = bytes.as_slice();
            cx.reserve("", bytes.len().saturating_mul(3))?;
            parse::int(&quote::digits(bytes), base, || quote::repr(bytes))
        }
        _ => return Ok(None),
    };
    cx.whole(cx.settled(int)?).map(Some)
}

fn as_integer_ratio<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.tuple(&[plain(cx, args.value(0))?, Value::Int(1)])
}

fn bit_count<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let int = receiver(cx, args)?;
    cx.charge_bytes(int.bits() as usize / 8)?;
    cx.whole(int.ones().into())
}

fn bit_length<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    cx.whole(receiver(cx, args)?.bits().into())
}

fn conjugate<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    plain(cx, args.value(0))
}

/// The byte order at parameter `at`.
fn order<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    at: usize,
    what: &str,
) -> Result<Order, Stop<'h>> {
    match args.given(at) {
        None => Ok(Order::Big),
        Some(_) => cx.settled(Order::parse(args.str(cx, at, what)?.as_str())),
    }
}

fn to_bytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let int = receiver(cx, args)?;
    let length = args.int(cx, 1, 1)?;
    let order = order(cx, args, 2, "to_bytes() argument 'byteorder'")?;
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error(format_args!("length argument must be non-negative")));
    };
    let signed = args.truth(cx, 3, false)?;
    cx.reserve("", length.max(int.bits() as usize / 8))?;
    cx.bytes(&cx.settled(octets::to_bytes(int, length, order, signed))?)
}

fn from_bytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let order = order(cx, args, 1, "from_bytes() argument 'byteorder'")?;
    let signed = args.truth(cx, 2, false)?;
    let Value::Bytes(bytes) = super::bytes::from_items(cx, args.value(0))? else {
        return Ok(Value::Int(0));
    };
    let bytes = bytes.as_slice();
    cx.check_bits((bytes.len() as u64).saturating_mul(8))?;
    cx.charge_bytes(bytes.len())?;
    cx.whole(octets::from_bytes(bytes, order, signed))
}
