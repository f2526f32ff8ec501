//! The module `binascii`.

use super::error::{ERROR, INCOMPLETE, ascii, error};
use super::quoted::Style;
use super::{base64, crc, quoted, uu};
use crate::value::class::{Leaf, Row};
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::octets::hex;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

/// `binascii`.
pub static MODULE: Module = Module {
    name: "binascii",
    members: &[
        ("Error", Member::Class(&ERROR)),
        ("Incomplete", Member::Class(&INCOMPLETE)),
        function("a2b_base64", "data, /, *, strict_mode=False", a2b_base64),
        function("a2b_hex", "hexstr, /", unhexlify),
        function("a2b_qp", "data, header=False", a2b_qp),
        function("a2b_uu", "data, /", a2b_uu),
        function("b2a_base64", "data, /, *, newline=True", b2a_base64),
        function("b2a_hex", "data, sep=None, bytes_per_sep=1", hexlify),
        function(
            "b2a_qp",
            "data, quotetabs=False, istext=True, header=False",
            b2a_qp,
        ),
        function("b2a_uu", "data, /, *, backtick=False", b2a_uu),
        function("crc32", "data, crc=0, /", crc32),
        function("crc_hqx", "data, crc, /", crc_hqx),
        function("hexlify", "data, sep=None, bytes_per_sep=1", hexlify),
        function("unhexlify", "hexstr, /", unhexlify),
    ],
};

const WANTED: &str = "bytes, buffer or ASCII string";

/// The bytes of the first argument, charged.
fn data<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h [u8], Stop<'h>> {
    let data = args.bytes(cx, 0)?.as_slice();
    cx.charge(data.len() / 4)?;
    cx.reserve("", data.len().saturating_mul(4))?;
    Ok(data)
}

/// The same of an ASCII str.
fn text<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h [u8], Stop<'h>> {
    let data = ascii(cx, args.value(0), WANTED)?;
    cx.charge(data.len() / 4)?;
    Ok(data)
}

fn a2b_base64<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let decoded = base64::decode(text(cx, args)?, args.truth(cx, 1, false)?);
    cx.bytes(&decoded.map_err(|text| error(cx, &text))?)
}

fn b2a_base64<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut encoded = base64::encode(data(cx, args)?);
    if args.truth(cx, 1, true)? {
        encoded.push(b'\n');
    }
    cx.bytes(&encoded)
}

fn unhexlify<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let data = text(cx, args)?;
    if data.len() % 2 == 1 {
        return Err(error(cx, "Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, _) = data.as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok());
    match bytes.collect::<Option<Vec<_>>>() {
        Some(bytes) => cx.bytes(&bytes),
        None => Err(error(cx, "Non-hexadecimal digit found")),
    }
}

fn hexlify<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let data = data(cx, args)?;
    let separator = match args.given(1) {
        None => None,
        Some(value) => {
            let mark = match value {
                Value::Str(text) => text.as_str().as_bytes(),
                Value::Bytes(bytes) => bytes.as_slice(),
                _ => return Err(cx.type_error(format_args!("sep must be str or bytes."))),
            };
            match (value, mark) {
                (Value::Str(text), _) if text.len() == 1 && !text.is_ascii() => {
                    return Err(cx.value_error(format_args!("sep must be ASCII.")));
                }
                (_, [mark]) if mark.is_ascii() => Some(char::from(*mark)),
                (_, [_]) => return Err(cx.value_error(format_args!("sep must be ASCII."))),
                _ => return Err(cx.value_error(format_args!("sep must be length 1."))),
            }
        }
    };
    let group = args.int(cx, 2, 1)?;
    cx.bytes(hex::encode(data, separator, group).as_bytes())
}

fn a2b_uu<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.bytes(&uu::decode(text(cx, args)?).map_err(|text| error(cx, text))?)
}

fn b2a_uu<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let data = data(cx, args)?;
    if data.len() > 45 {
        return Err(error(cx, "At most 45 bytes at once"));
    }
    cx.bytes(&uu::encode(data, args.truth(cx, 1, false)?))
}

fn a2b_qp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.bytes(&quoted::decode(text(cx, args)?, args.truth(cx, 1, false)?))
}

fn b2a_qp<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let style = Style {
        tabs: args.truth(cx, 1, false)?,
        text: args.truth(cx, 2, true)?,
        header: args.truth(cx, 3, false)?,
    };
    cx.bytes(&quoted::encode(data(cx, args)?, style))
}

/// The low bits of an int argument.
fn low_bits<'h>(cx: &Context<'h>, value: Option<Value<'h>>) -> Result<u32, Stop<'h>> {
    let Some(value) = value else {
        return Ok(0);
    };
    let int = cx.index(value)?.to_big().unwrap_or_default();
    let low: num_bigint::BigInt = int & num_bigint::BigInt::from(u32::MAX);
    Ok(u32::try_from(&low).unwrap_or(0))
}

fn crc32<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let crc = crc::crc32(data(cx, args)?, low_bits(cx, args.given(1))?);
    Ok(Value::Int(i64::from(crc)))
}

fn crc_hqx<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let start = u16::try_from(low_bits(cx, args.given(1))? & 0xffff).unwrap_or(0);
    Ok(Value::Int(i64::from(crc::crc_hqx(data(cx, args)?, start))))
}
