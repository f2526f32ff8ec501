//! `uuid.UUID`: 128 bits, and the many ways to write them.

use crate::ops::CompareOp;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::native::Args;
use crate::value::number;
use crate::value::value::{Instance, Stop, Value};
use num_bigint::BigInt;
use std::cmp::Ordering;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The class.
pub static UUID: Class = Class {
    module: "uuid",
    construct: Some(&Row::leaf(
        "UUID",
        "hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=None",
        construct,
    )),
    getters: &[
        Getter {
            name: "bytes",
            get: |cx, me| cx.bytes(&bits(cx, me)?.to_be_bytes()),
        },
        Getter {
            name: "bytes_le",
            get: |cx, me| cx.bytes(&swapped(bits(cx, me)?.to_be_bytes())),
        },
        Getter {
            name: "clock_seq",
            get: |cx, me| part(cx, me, 48, 14),
        },
        Getter {
            name: "clock_seq_hi_variant",
            get: |cx, me| part(cx, me, 56, 8),
        },
        Getter {
            name: "clock_seq_low",
            get: |cx, me| part(cx, me, 48, 8),
        },
        Getter {
            name: "fields",
            get: fields,
        },
        Getter {
            name: "hex",
            get: |cx, me| cx.str(&format!("{:032x}", bits(cx, me)?)),
        },
        Getter {
            name: "int",
            get: |cx, me| cx.int(BigInt::from(bits(cx, me)?)),
        },
        Getter {
            name: "node",
            get: |cx, me| part(cx, me, 0, 48),
        },
        Getter {
            name: "time",
            get: time,
        },
        Getter {
            name: "time_hi_version",
            get: |cx, me| part(cx, me, 64, 16),
        },
        Getter {
            name: "time_low",
            get: |cx, me| part(cx, me, 96, 32),
        },
        Getter {
            name: "time_mid",
            get: |cx, me| part(cx, me, 80, 16),
        },
        Getter {
            name: "urn",
            get: |cx, me| cx.str(&format!("urn:uuid:{}", text(bits(cx, me)?))),
        },
        Getter {
            name: "variant",
            get: |cx, me| cx.lent_str(variant(bits(cx, me)?)),
        },
        Getter {
            name: "version",
            get: version,
        },
    ],
    behaviour: &UuidBehaviour,
    ..Class::named("UUID")
};

/// The variants' names.
pub(super) const NCS: &str = "reserved for NCS compatibility";
pub(super) const RFC_4122: &str = "specified in RFC 4122";
pub(super) const MICROSOFT: &str = "reserved for Microsoft compatibility";
pub(super) const FUTURE: &str = "reserved for future definition";

/// A UUID's value.
pub(super) fn make<'h>(cx: &Context<'h>, bits: u128) -> Answer<'h> {
    cx.instance(&UUID, bits)
}

/// These bits with the variant of RFC 4122 and a version.
pub(super) fn of_version(bits: u128, version: u8) -> u128 {
    let plain = bits & !(0xc000 << 48) & !(0xf000 << 64);
    plain | 0x8000 << 48 | u128::from(version) << 76
}

fn own(value: Value<'_>) -> Option<u128> {
    match value {
        Value::Object(object) if object.class.is(&UUID) => object.own::<u128>().copied(),
        _ => None,
    }
}

/// The bits of a UUID object.
pub(super) fn bits<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<u128, Stop<'h>> {
    own(value).ok_or_else(|| cx.wrong_receiver("UUID", value))
}

fn text(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    )
}

/// The first three fields in little endian order.
fn swapped(bytes: [u8; 16]) -> [u8; 16] {
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
    let [i, j, k, l, m, n, o, p] = rest;
    [d, c, b, a, f, e, h, g, i, j, k, l, m, n, o, p]
}

fn variant(bits: u128) -> &'static str {
    match (bits >> 61) & 7 {
        0..4 => NCS,
        4 | 5 => RFC_4122,
        6 => MICROSOFT,
        _ => FUTURE,
    }
}

fn part<'h>(cx: &Context<'h>, me: Value<'h>, shift: u32, width: u32) -> Answer<'h> {
    let part = bits(cx, me)? >> shift & ((1 << width) - 1);
    Ok(Value::Int(i64::try_from(part).unwrap_or(0)))
}

fn fields<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let places = [(96, 32), (80, 16), (64, 16), (56, 8), (48, 8), (0, 48)];
    let parts = places.map(|(shift, width)| part(cx, me, shift, width));
    cx.tuple(&parts.into_iter().collect::<Result<Vec<_>, _>>()?)
}

fn time<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    let bits = bits(cx, me)?;
    let time = (bits >> 64 & 0x0fff) << 48 | (bits >> 80 & 0xffff) << 32 | bits >> 96;
    Ok(Value::Int(i64::try_from(time).unwrap_or(0)))
}

fn version<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    if variant(bits(cx, me)?) != RFC_4122 {
        return Ok(Value::None);
    }
    part(cx, me, 76, 4)
}

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let given: Vec<usize> = (0..5)
        .filter(|at| !matches!(args.value(*at), Value::None))
        .collect();
    let [form] = given.as_slice() else {
        let text = "one of the hex, bytes, bytes_le, fields, or int arguments must be given";
        return Err(cx.type_error(format_args!("{text}")));
    };
    let value = args.value(*form);
    let mut bits = match form {
        0 => of_hex(cx, value)?,
        1 => u128::from_be_bytes(sixteen(cx, value, "bytes")?),
        2 => u128::from_be_bytes(swapped(sixteen(cx, value, "bytes_le")?)),
        3 => of_fields(cx, value)?,
        _ => {
            let int = cx.index(value)?.to_big().unwrap_or_default();
            let fits = u128::try_from(&int).ok();
            fits.ok_or_else(|| {
                cx.value_error(format_args!("int is out of range (need a 128-bit value)"))
            })?
        }
    };
    if !matches!(args.value(5), Value::None) {
        let version = u8::try_from(cx.clamped(args.value(5))?)
            .ok()
            .filter(|version| (1..=5).contains(version));
        let version =
            version.ok_or_else(|| cx.value_error(format_args!("illegal version number")))?;
        bits = of_version(bits, version);
    }
    make(cx, bits)
}

fn of_hex<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<u128, Stop<'h>> {
    let Value::Str(text) = value else {
        return Err(cx.attribute_error(value.type_name(), "replace"));
    };
    cx.charge_bytes(text.as_str().len())?;
    let plain = text.as_str().replace("urn:", "").replace("uuid:", "");
    let digits = plain.trim_matches(['{', '}']).replace('-', "");
    if digits.chars().count() != 32 {
        return Err(cx.value_error(format_args!("badly formed hexadecimal UUID string")));
    }
    let int = number::parse::int(&digits, 16, || crate::value::chars::quote::repr(&digits));
    let int = cx.settled(int)?;
    Ok(u128::try_from(int.borrow().widen().as_ref()).unwrap_or(0))
}

fn sixteen<'h>(cx: &Context<'h>, value: Value<'h>, name: &str) -> Result<[u8; 16], Stop<'h>> {
    if cx.len(value)? != 16 {
        return Err(cx.value_error(format_args!("{name} is not a 16-char string")));
    }
    match value {
        Value::Bytes(bytes) => Ok(bytes.as_slice().try_into().unwrap_or_default()),
        other => {
            let shown = cx.repr(other)?;
            Err(cx.raise(&exceptions::ASSERTION_ERROR, format_args!("{shown}")))
        }
    }
}

fn of_fields<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<u128, Stop<'h>> {
    if cx.len(value)? != 6 {
        return Err(cx.value_error(format_args!("fields is not a 6-tuple")));
    }
    let mut bits = 0;
    let widths = [32, 16, 16, 8, 8, 48];
    for (number, (field, width)) in cx.collect(value)?.into_iter().zip(widths).enumerate() {
        let fits = cx.compare(CompareOp::Ge, field, Value::Int(0))?
            && cx.compare(CompareOp::Lt, field, Value::Int(1 << width))?;
        if !fits {
            let article = if width == 8 { "an" } else { "a" };
            return Err(cx.value_error(format_args!(
                "field {} out of range (need {article} {width}-bit value)",
                number + 1
            )));
        }
        bits = bits << width | u128::from(cx.ssize(field)?.unsigned_abs());
    }
    Ok(bits)
}

struct UuidBehaviour;

impl Behaviour for UuidBehaviour {
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(Some(format!(
            "UUID('{}')",
            text(bits(cx, Value::Object(me))?)
        )))
    }

    fn str<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(Some(text(bits(cx, Value::Object(me))?)))
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(own(other).map(|other| own(Value::Object(me)) == Some(other)))
    }

    fn order<'h>(
        &self,
        _: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        Ok(own(other).and_then(|other| own(Value::Object(me)).map(|me| me.cmp(&other))))
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        cx.hash(cx.int(BigInt::from(bits(cx, Value::Object(me))?))?)
            .map(Some)
    }

    fn int<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, index: bool) -> Maybe<'h, Value<'h>> {
        match index {
            true => Ok(None),
            false => cx.int(BigInt::from(bits(cx, Value::Object(me))?)).map(Some),
        }
    }

    fn store_attribute<'h>(
        &self,
        cx: &Context<'h>,
        _: &'h Instance<'h>,
        _: &str,
        _: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        Err(cx.type_error(format_args!("UUID objects are immutable")))
    }
}
