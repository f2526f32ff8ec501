//! Hash objects: what `sha256()` and its like give.

use super::algorithm::{Algorithm, Stream};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::hex;
use crate::value::value::{Stop, Value};
use std::cell::RefCell;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// A digest being computed for a policy.
pub(super) struct Hash {
    name: &'static str,
    size: usize,
    block: usize,
    stream: RefCell<Box<dyn Stream>>,
}

const GETTERS: &[Getter] = &[
    Getter {
        name: "block_size",
        get: |cx, me| Ok(int(hash(cx, me)?.block)),
    },
    Getter {
        name: "digest_size",
        get: |cx, me| Ok(int(hash(cx, me)?.size)),
    },
    Getter {
        name: "name",
        get: |cx, me| cx.lent_str(hash(cx, me)?.name),
    },
];

/// Objects with a size of their own.
pub static HASH: Class = Class {
    title: "_hashlib.HASH",
    module: "_hashlib",
    methods: &[
        Row::leaf("copy", "self", copy),
        Row::leaf("digest", "self", digest),
        Row::leaf("hexdigest", "self", hexdigest),
        Row::leaf("update", "self, obj, /", update),
    ],
    getters: GETTERS,
    ..Class::named("HASH")
};

/// Objects that give as many bytes as wanted.
pub static HASHXOF: Class = Class {
    title: "_hashlib.HASHXOF",
    module: "_hashlib",
    methods: &[
        Row::leaf("copy", "self", copy),
        Row::leaf("digest", "self, length", digest),
        Row::leaf("hexdigest", "self, length", hexdigest),
        Row::leaf("update", "self, obj, /", update),
    ],
    getters: GETTERS,
    ..Class::named("HASHXOF")
};

fn int<'h>(n: usize) -> Value<'h> {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

fn hash<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h Hash, Stop<'h>> {
    let hash = match value {
        Value::Object(object) => object.own::<Hash>(),
        _ => None,
    };
    hash.ok_or_else(|| cx.wrong_receiver("_hashlib.HASH", value))
}

/// The bytes to hash, charged.
pub(super) fn message<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h [u8], Stop<'h>> {
    match value {
        Value::Bytes(bytes) => {
            cx.charge(Algorithm::cost(bytes.as_slice().len()))?;
            Ok(bytes.as_slice())
        }
        Value::Str(_) => Err(cx.type_error(format_args!("Strings must be encoded before hashing"))),
        _ => Err(cx.type_error(format_args!("object supporting the buffer API required"))),
    }
}

/// A hash object that has taken some bytes.
pub(super) fn start<'h>(
    cx: &Context<'h>,
    algorithm: &'static Algorithm,
    data: Option<Value<'h>>,
) -> Answer<'h> {
    begin(cx, algorithm, algorithm.size, (algorithm.start)(), data)
}

/// A hash object over a digest that was begun.
pub(super) fn begin<'h>(
    cx: &Context<'h>,
    algorithm: &'static Algorithm,
    size: usize,
    mut stream: Box<dyn Stream>,
    data: Option<Value<'h>>,
) -> Answer<'h> {
    if let Some(data) = data {
        stream.update(message(cx, data)?);
    }
    let class = if algorithm.size == 0 { &HASHXOF } else { &HASH };
    let hash = Hash {
        name: algorithm.name,
        size,
        block: algorithm.block,
        stream: RefCell::new(stream),
    };
    cx.owning_instance(class, hash, 400)
}

fn update<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let hash = hash(cx, args.value(0))?;
    let data = message(cx, args.value(1))?;
    if let Ok(mut stream) = hash.stream.try_borrow_mut() {
        stream.update(data);
    }
    Ok(Value::None)
}

fn finished<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Vec<u8>, Stop<'h>> {
    let hash = hash(cx, args.value(0))?;
    let length = match hash.size {
        0 => args.int(cx, 1, 0)?,
        size => i64::try_from(size).unwrap_or(0),
    };
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error(format_args!("value must be positive")));
    };
    cx.charge(Algorithm::cost(length.saturating_add(hash.block)))?;
    cx.reserve("", length.saturating_mul(3))?;
    Ok(hash
        .stream
        .try_borrow()
        .map(|stream| stream.digest(length))
        .unwrap_or_default())
}

fn digest<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.bytes(&finished(cx, args)?)
}

fn hexdigest<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.str(&hex::encode(&finished(cx, args)?, None, 1))
}

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (value, hash) = (args.value(0), hash(cx, args.value(0))?);
    let (Value::Object(me), Ok(stream)) = (value, hash.stream.try_borrow()) else {
        return Ok(value);
    };
    let copy = Hash {
        stream: RefCell::new(stream.copy()),
        ..*hash
    };
    cx.owning_instance(me.class, copy, 400)
}
