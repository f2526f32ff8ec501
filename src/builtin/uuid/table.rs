//! The module `uuid`.

use super::class::{self, FUTURE, MICROSOFT, NCS, RFC_4122, UUID, make, of_version};
use crate::value::class::{Leaf, Row};
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};
use sha1::Digest as _;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

/// `uuid`.
pub static MODULE: Module = Module {
    name: "uuid",
    members: &[
        (
            "NAMESPACE_DNS",
            Member::Constant(|cx| make(cx, 0x6ba7b810_9dad_11d1_80b4_00c04fd430c8)),
        ),
        (
            "NAMESPACE_OID",
            Member::Constant(|cx| make(cx, 0x6ba7b812_9dad_11d1_80b4_00c04fd430c8)),
        ),
        (
            "NAMESPACE_URL",
            Member::Constant(|cx| make(cx, 0x6ba7b811_9dad_11d1_80b4_00c04fd430c8)),
        ),
        (
            "NAMESPACE_X500",
            Member::Constant(|cx| make(cx, 0x6ba7b814_9dad_11d1_80b4_00c04fd430c8)),
        ),
        (
            "RESERVED_FUTURE",
            Member::Constant(|cx| cx.lent_str(FUTURE)),
        ),
        (
            "RESERVED_MICROSOFT",
            Member::Constant(|cx| cx.lent_str(MICROSOFT)),
        ),
        ("RESERVED_NCS", Member::Constant(|cx| cx.lent_str(NCS))),
        ("RFC_4122", Member::Constant(|cx| cx.lent_str(RFC_4122))),
        ("UUID", Member::Class(&UUID)),
        function("getnode", "", |cx, _| {
            cx.wide_int(i128::try_from(node(cx)?).unwrap_or(0))
        }),
        function("uuid1", "node=None, clock_seq=None", uuid1),
        function("uuid3", "namespace, name", uuid3),
        function("uuid4", "", |cx, _| make(cx, of_version(random(cx)?, 4))),
        function("uuid5", "namespace, name", uuid5),
    ],
};

/// Random bits, if the embedder lends any.
fn random<'h>(cx: &Context<'h>) -> Result<u128, Stop<'h>> {
    let mut bytes = [0; 16];
    if cx.services.random(&mut bytes) {
        return Ok(u128::from_be_bytes(bytes));
    }
    Err(cx.raise(
        &exceptions::RUNTIME_ERROR,
        format_args!("randomness is not lent to this policy"),
    ))
}

/// A random node, marked as no hardware address.
fn node<'h>(cx: &Context<'h>) -> Result<u128, Stop<'h>> {
    Ok(random(cx)? & 0xffff_ffff_ffff | 1 << 40)
}

fn uuid1<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Some((seconds, nanos)) = cx.services.now() else {
        return Err(cx.raise(
            &exceptions::RUNTIME_ERROR,
            format_args!("a clock is not lent to this policy"),
        ));
    };
    // Ticks of 100 ns from 1582-10-15 to 1970-01-01.
    let ticks = i128::from(seconds) * 10_000_000 + i128::from(nanos / 100) + 0x01b2_1dd2_1381_4000;
    let time = u128::try_from(ticks).unwrap_or(0);
    let given = |at: usize| match args.value(at) {
        Value::None => Ok(None),
        value => cx
            .clamped(value)
            .map(|int| Some(u128::from(int.unsigned_abs()))),
    };
    let node = given(0)?.map_or_else(|| node(cx), Ok)?;
    let clock = given(1)?.map_or_else(|| random(cx), Ok)?;
    let bits = (time & 0xffff_ffff) << 96
        | (time >> 32 & 0xffff) << 80
        | (time >> 48 & 0x0fff) << 64
        | (clock & 0x3fff) << 48
        | node & 0xffff_ffff_ffff;
    make(cx, of_version(bits, 1))
}

/// The bytes of a namespace and a name.
fn named<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Vec<u8>, Stop<'h>> {
    let namespace = match args.value(0) {
        Value::Object(_) => class::bits(cx, args.value(0))?,
        other => return Err(cx.attribute_error(other.type_name(), "bytes")),
    };
    let Value::Str(name) = args.value(1) else {
        return Err(cx.type_error(format_args!("encoding without a string argument")));
    };
    cx.charge(name.as_str().len() / 4)?;
    Ok([namespace.to_be_bytes().as_slice(), name.as_str().as_bytes()].concat())
}

fn uuid3<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let digest = md5::Md5::digest(named(cx, args)?);
    make(cx, of_version(u128::from_be_bytes(digest.into()), 3))
}

fn uuid5<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let digest = sha1::Sha1::digest(named(cx, args)?);
    let bits = digest
        .iter()
        .take(16)
        .fold(0, |bits, byte| bits << 8 | u128::from(*byte));
    make(cx, of_version(bits, 5))
}
