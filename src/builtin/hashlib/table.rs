//! The module `hashlib`.

use super::algorithm::{self as known, Algorithm, Stream};
use super::blake2::{Blake2, Narrow, Parameters, Variant, Wide};
use super::derive::{self, Block, Cost};
use super::object;
use crate::limits::Limit;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

macro_rules! function {
    ($name:literal, $algorithm:ident) => {
        (
            $name,
            Member::Function(Row::leaf(
                $name,
                "string=b'', *, usedforsecurity=True",
                |cx, args| object::start(cx, &known::$algorithm, args.given(0)),
            )),
        )
    };
}

macro_rules! blake2 {
    ($name:literal, $size:literal, $run:expr) => {
        (
            $name,
            Member::Function(Row::leaf(
                $name,
                concat!(
                    "data=b'', /, *, digest_size=", $size, ", key=b'', salt=b'', person=b'', fanout=1, depth=1, ",
                    "leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True"
                ),
                $run,
            )),
        )
    };
}

/// `hashlib`.
pub static MODULE: Module = Module {
    name: "hashlib",
    members: &[
        (
            "algorithms_available",
            Member::Constant(|cx| names(cx, true)),
        ),
        (
            "algorithms_guaranteed",
            Member::Constant(|cx| names(cx, false)),
        ),
        blake2!("blake2b", 64, |cx, args| blake2::<Wide>(
            cx,
            args,
            &known::BLAKE2B
        )),
        blake2!("blake2s", 32, |cx, args| blake2::<Narrow>(
            cx,
            args,
            &known::BLAKE2S
        )),
        function!("md5", MD5),
        (
            "new",
            Member::Function(Row::leaf(
                "new",
                "name, data=b'', *, usedforsecurity=True",
                new,
            )),
        ),
        (
            "pbkdf2_hmac",
            Member::Function(Row::leaf(
                "pbkdf2_hmac",
                "hash_name, password, salt, iterations, dklen=None",
                pbkdf2_hmac,
            )),
        ),
        (
            "scrypt",
            Member::Function(Row::leaf(
                "scrypt",
                "password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64",
                scrypt,
            )),
        ),
        function!("sha1", SHA1),
        function!("sha224", SHA224),
        function!("sha256", SHA256),
        function!("sha384", SHA384),
        function!("sha3_224", SHA3_224),
        function!("sha3_256", SHA3_256),
        function!("sha3_384", SHA3_384),
        function!("sha3_512", SHA3_512),
        function!("sha512", SHA512),
        function!("shake_128", SHAKE_128),
        function!("shake_256", SHAKE_256),
    ],
};

fn names<'h>(cx: &Context<'h>, all: bool) -> Answer<'h> {
    let set = cx.set(false)?;
    for algorithm in known::ALL {
        if all || !algorithm.name.starts_with("sha512_") {
            set.insert(cx, cx.lent_str(algorithm.name)?)?;
        }
    }
    Ok(Value::Set(set))
}

fn new<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Value::Str(name) = args.value(0) else {
        return Err(cx.type_error(format_args!("name must be a string")));
    };
    match Algorithm::named(name.as_str()) {
        Some(algorithm) => object::start(cx, algorithm, args.given(1)),
        None => Err(cx.value_error(format_args!("unsupported hash type {}", name.as_str()))),
    }
}

/// An int parameter within bounds; `text` says what it must be.
fn within<'h>(
    cx: &Context<'h>,
    value: Option<Value<'h>>,
    default: u8,
    (low, high): (i64, i64),
    text: &str,
) -> Result<u8, Stop<'h>> {
    let Some(value) = value else {
        return Ok(default);
    };
    let given = cx.clamped(value)?;
    let fits = u8::try_from(given)
        .ok()
        .filter(|_| (low..=high).contains(&given));
    fits.ok_or_else(|| cx.value_error(format_args!("{text}")))
}

/// An int parameter that is not negative, at most `most`.
fn positive<'h>(
    cx: &Context<'h>,
    value: Option<Value<'h>>,
    name: &str,
    most: u64,
) -> Result<u64, Stop<'h>> {
    let Some(value) = value else {
        return Ok(0);
    };
    let int = cx.index(value)?.to_big().unwrap_or_default();
    if int.sign() == num_bigint::Sign::Minus {
        return Err(cx.value_error(format_args!("value must be positive")));
    }
    let fits = u64::try_from(&int).ok().filter(|int| *int <= most);
    fits.ok_or_else(|| cx.overflow_error(format_args!("{name} is too large")))
}

/// A bytes parameter of a limited length.
fn limited<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    at: usize,
    name: &str,
    most: usize,
) -> Result<Vec<u8>, Stop<'h>> {
    if args.given(at).is_none() {
        return Ok(Vec::new());
    }
    let bytes = args.bytes(cx, at)?.as_slice();
    if bytes.len() > most {
        return Err(cx.value_error(format_args!("maximum {name} length is {most} bytes")));
    }
    Ok(bytes.to_vec())
}

fn blake2<'h, V: Variant>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    algorithm: &'static Algorithm,
) -> Answer<'h> {
    let most = V::WORD * 8;
    let (size, top) = (
        u8::try_from(most).unwrap_or(64),
        i64::try_from(most).unwrap_or(64),
    );
    let size = within(
        cx,
        args.given(1),
        size,
        (1, top),
        &format!("digest_size must be between 1 and {most} bytes"),
    )?;
    let parameters = Parameters {
        size,
        key: limited(cx, args, 2, "key", most)?,
        salt: limited(cx, args, 3, "salt", V::WORD * 2)?,
        person: limited(cx, args, 4, "person", V::WORD * 2)?,
        fanout: within(
            cx,
            args.given(5),
            1,
            (0, 255),
            "fanout must be between 0 and 255",
        )?,
        depth: within(
            cx,
            args.given(6),
            1,
            (1, 255),
            "depth must be between 1 and 255",
        )?,
        leaf_size: u32::try_from(positive(
            cx,
            args.given(7),
            "leaf_size",
            u64::from(u32::MAX),
        )?)
        .unwrap_or(0),
        node_offset: positive(
            cx,
            args.given(8),
            "node_offset",
            if V::WORD == 8 {
                u64::MAX
            } else {
                (1 << 48) - 1
            },
        )?,
        node_depth: within(
            cx,
            args.given(9),
            0,
            (0, 255),
            "node_depth must be between 0 and 255",
        )?,
        inner_size: within(
            cx,
            args.given(10),
            0,
            (0, top),
            &format!("inner_size must be between 0 and is {most}"),
        )?,
        last_node: args.truth(cx, 11, false)?,
    };
    let stream: Box<dyn Stream> = Box::new(Blake2::<V>::new(&parameters));
    object::begin(cx, algorithm, usize::from(size), stream, args.given(0))
}

fn pbkdf2_hmac<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let name = args.str(cx, 0, "pbkdf2_hmac() argument 'hash_name'")?;
    let Some(algorithm) = Algorithm::named(name.as_str()).filter(|algorithm| algorithm.size > 0)
    else {
        return Err(cx.value_error(format_args!("[digital envelope routines] unsupported")));
    };
    let (password, salt) = (args.bytes(cx, 1)?.as_slice(), args.bytes(cx, 2)?.as_slice());
    let rounds = u64::try_from(args.int(cx, 3, 0)?)
        .ok()
        .filter(|rounds| *rounds > 0);
    let rounds = rounds
        .ok_or_else(|| cx.value_error(format_args!("iteration value must be greater than 0.")))?;
    let length = match args.value(4) {
        Value::None => algorithm.size,
        value => {
            let length = usize::try_from(cx.ssize(value)?)
                .ok()
                .filter(|length| *length > 0);
            length
                .ok_or_else(|| cx.value_error(format_args!("key length must be greater than 0.")))?
        }
    };
    cx.reserve("", length)?;
    cx.bytes(&pbkdf2(cx, algorithm, (password, salt), rounds, length)?)
}

/// Rounds of PBKDF2 between two charges.
const ROUNDS: usize = 256;

/// So many bytes of PBKDF2. The clock is looked at while it runs.
fn pbkdf2<'h>(
    cx: &Context<'h>,
    algorithm: &'static Algorithm,
    (password, salt): (&[u8], &[u8]),
    rounds: u64,
    length: usize,
) -> Result<Vec<u8>, Stop<'h>> {
    let mut out = Vec::with_capacity(length + algorithm.size);
    let mut number = 1;
    while out.len() < length {
        cx.charge(24 + (password.len() + salt.len()) / 4)?;
        let mut block = Block::new(algorithm, password, salt, number);
        let mut left = usize::try_from(rounds - 1).unwrap_or(usize::MAX);
        while left > 0 {
            let some = left.min(ROUNDS);
            cx.charge(some * Block::cost(algorithm))?;
            block.turn(some);
            left -= some;
        }
        out.extend(block.bytes());
        number += 1;
    }
    out.truncate(length);
    Ok(out)
}

/// What OpenSSL allows scrypt unless told otherwise.
const SCRYPT_MEMORY: usize = 32 << 20;

fn scrypt<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let password = args.bytes(cx, 0)?.as_slice();
    if matches!(args.value(1), Value::None) {
        return Err(cx.type_error(format_args!("salt is required")));
    }
    let salt = args.bytes(cx, 1)?.as_slice();
    let required = |at: usize, name: &str| match args.value(at).as_int() {
        None => Err(cx.type_error(format_args!(
            "{name} is required and must be an unsigned int"
        ))),
        Some(int) => usize::try_from(int.clamp())
            .map_err(|_| cx.value_error(format_args!("value must be positive"))),
    };
    let n = required(2, "n")?;
    if n < 2 || !n.is_power_of_two() {
        return Err(cx.value_error(format_args!("n must be a power of 2.")));
    }
    let cost = Cost {
        n,
        r: required(3, "r")?,
        p: required(4, "p")?,
    };
    let most = args.int(cx, 5, 0)?;
    let most = usize::try_from(most)
        .ok()
        .filter(|most| *most <= i32::MAX as usize);
    let most = most.ok_or_else(|| {
        cx.value_error(format_args!(
            "maxmem must be positive and smaller than {}",
            i32::MAX
        ))
    })?;
    let length = usize::try_from(args.int(cx, 6, 64)?)
        .ok()
        .filter(|length| (1..=i32::MAX as usize).contains(length));
    let length = length.ok_or_else(|| {
        cx.value_error(format_args!(
            "dklen must be greater than 0 and smaller than {}",
            i32::MAX
        ))
    })?;
    let block = cost.r.saturating_mul(128);
    let memory = block.saturating_mul(cost.n.saturating_add(cost.p).saturating_add(2));
    let allowed = if most == 0 { SCRYPT_MEMORY } else { most };
    if cost.r == 0 || cost.p == 0 || memory > allowed {
        return Err(cx.value_error(format_args!(
            "Invalid parameter combination for n, r, p, maxmem."
        )));
    }
    if memory.saturating_add(length) > cx.heap.left() {
        return Err(cx.stop(Limit::Memory(cx.heap.limit())));
    }
    cx.charge(cost.n.saturating_mul(cost.p).saturating_mul(block) / 8)?;
    cx.bytes(&derive::scrypt(password, salt, cost, length))
}
