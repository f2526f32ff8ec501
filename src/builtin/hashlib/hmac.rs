//! The module `hmac`.

use super::algorithm::{Algorithm, Keyed};
use super::object::message;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::octets::hex;
use crate::value::value::{Stop, Value};
use std::cell::RefCell;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// `hmac`.
pub static MODULE: Module = Module {
    name: "hmac",
    members: &[
        ("HMAC", Member::Class(&HMAC)),
        (
            "compare_digest",
            Member::Function(Row::leaf("compare_digest", "a, b, /", compare_digest)),
        ),
        (
            "digest",
            Member::Function(Row::leaf("digest", "key, msg, digest", one_digest)),
        ),
        ("new", Member::Function(NEW)),
    ],
};

const NEW: Row = Row::leaf("new", "key, msg=None, digestmod=''", new);

/// `hmac.HMAC`.
pub static HMAC: Class = Class {
    module: "hmac",
    construct: Some(&NEW),
    methods: &[
        Row::leaf("copy", "self", copy),
        Row::leaf("digest", "self", |cx, args| cx.bytes(&finished(cx, args)?)),
        Row::leaf("hexdigest", "self", |cx, args| {
            cx.str(&hex::encode(&finished(cx, args)?, None, 1))
        }),
        Row::leaf("update", "self, msg", update),
    ],
    getters: &[
        Getter {
            name: "block_size",
            get: |cx, me| Ok(int(mac(cx, me)?.algorithm.block)),
        },
        Getter {
            name: "digest_size",
            get: |cx, me| Ok(int(mac(cx, me)?.algorithm.size)),
        },
        Getter {
            name: "name",
            get: |cx, me| cx.str(&format!("hmac-{}", mac(cx, me)?.algorithm.name)),
        },
    ],
    ..Class::named("HMAC")
};

struct Mac {
    algorithm: &'static Algorithm,
    keyed: RefCell<Keyed>,
}

fn int<'h>(n: usize) -> Value<'h> {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

fn mac<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h Mac, Stop<'h>> {
    let mac = match value {
        Value::Object(object) => object.own::<Mac>(),
        _ => None,
    };
    mac.ok_or_else(|| cx.wrong_receiver("HMAC", value))
}

/// The algorithm that a name, or a function of `hashlib`, means.
fn algorithm<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'static Algorithm, Stop<'h>> {
    let name = match value {
        Value::Str(name) => name.as_str(),
        Value::Native(row) => row.name,
        Value::None => "",
        other => other.type_name(),
    };
    if name.is_empty() {
        return Err(cx.type_error(format_args!("Missing required parameter 'digestmod'.")));
    }
    let found = Algorithm::named(name).filter(|algorithm| algorithm.size > 0);
    found.ok_or_else(|| cx.value_error(format_args!("unsupported hash type {name}")))
}

fn keyed<'h>(cx: &Context<'h>, key: Value<'h>, algorithm: &Algorithm) -> Result<Keyed, Stop<'h>> {
    let Value::Bytes(key) = key else {
        let kind = key.type_name();
        return Err(cx.type_error(format_args!(
            "key: expected bytes or bytearray, but got '{kind}'"
        )));
    };
    cx.charge(Algorithm::cost(key.as_slice().len().saturating_add(256)))?;
    Ok(Keyed::new(algorithm, key.as_slice()))
}

fn new<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if !matches!(args.value(0), Value::Bytes(_)) {
        let kind = args.value(0).type_name();
        return Err(cx.type_error(format_args!(
            "key: expected bytes or bytearray, but got '{kind}'"
        )));
    }
    let algorithm = algorithm(cx, args.value(2))?;
    let mut keyed = keyed(cx, args.value(0), algorithm)?;
    if !matches!(args.value(1), Value::None) {
        keyed.inner.update(message(cx, args.value(1))?);
    }
    cx.owning_instance(
        &HMAC,
        Mac {
            algorithm,
            keyed: RefCell::new(keyed),
        },
        800,
    )
}

fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mac = mac(cx, args.value(0))?;
    let data = message(cx, args.value(1))?;
    if let Ok(mut keyed) = mac.keyed.try_borrow_mut() {
        keyed.inner.update(data);
    }
    Ok(Value::None)
}

fn finished<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Vec<u8>, Stop<'h>> {
    let mac = mac(cx, args.value(0))?;
    cx.charge(Algorithm::cost(256))?;
    Ok(mac
        .keyed
        .try_borrow()
        .map(|keyed| keyed.digest())
        .unwrap_or_default())
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mac = mac(cx, args.value(0))?;
    match mac.keyed.try_borrow() {
        Ok(keyed) => {
            let copy = Mac {
                algorithm: mac.algorithm,
                keyed: RefCell::new(keyed.copy()),
            };
            cx.owning_instance(&HMAC, copy, 800)
        }
        Err(_) => Ok(args.value(0)),
    }
}

fn one_digest<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let algorithm = algorithm(cx, args.value(2))?;
    let mut keyed = keyed(cx, args.value(0), algorithm)?;
    keyed.inner.update(message(cx, args.value(1))?);
    cx.bytes(&keyed.digest())
}

/// Whether two texts are equal, in a time that does not depend on where they differ.
fn compare_digest<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (a, b) = match (args.value(0), args.value(1)) {
        (Value::Str(a), Value::Str(b)) if a.is_ascii() && b.is_ascii() => {
            (a.as_str().as_bytes(), b.as_str().as_bytes())
        }
        (Value::Str(_), Value::Str(_)) => {
            let text = "comparing strings with non-ASCII characters is not supported";
            return Err(cx.type_error(format_args!("{text}")));
        }
        (Value::Bytes(a), Value::Bytes(b)) => (a.as_slice(), b.as_slice()),
        (Value::Bytes(_), other) | (other, Value::Bytes(_)) => {
            let kind = other.type_name();
            return Err(cx.type_error(format_args!(
                "a bytes-like object is required, not '{kind}'"
            )));
        }
        (a, b) => {
            return Err(cx.type_error(format_args!(
                "unsupported operand types(s) or combination of types: '{}' and '{}'",
                a.type_name(),
                b.type_name()
            )));
        }
    };
    cx.charge_bytes(a.len().max(b.len()))?;
    let different = a
        .iter()
        .zip(b)
        .fold(0, |different, (a, b)| different | a ^ b);
    Ok(Value::bool(a.len() == b.len() && different == 0))
}
