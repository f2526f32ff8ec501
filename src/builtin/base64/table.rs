//! The module `base64`.

use super::{base32, base85};
use crate::builtin::binascii::{self, ascii, error};
use crate::value::class::{Leaf, Row};
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

/// `base64`.
pub static MODULE: Module = Module {
    name: "base64",
    members: &[
        function(
            "a85decode",
            "b, *, foldspaces=False, adobe=False, ignorechars=b' \\t\\n\\r\\x0b'",
            a85decode,
        ),
        function(
            "a85encode",
            "b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False",
            a85encode,
        ),
        function("b16decode", "s, casefold=False", b16decode),
        function("b16encode", "s", b16encode),
        function("b32decode", "s, casefold=False, map01=None", b32decode),
        function("b32encode", "s", |cx, args| {
            cx.bytes(&base32::encode(base32::PLAIN, data(cx, args)?))
        }),
        function("b32hexdecode", "s, casefold=False", b32hexdecode),
        function("b32hexencode", "s", |cx, args| {
            cx.bytes(&base32::encode(base32::HEX, data(cx, args)?))
        }),
        function("b64decode", "s, altchars=None, validate=False", b64decode),
        function("b64encode", "s, altchars=None", b64encode),
        function("b85decode", "b", b85decode),
        function("b85encode", "b, pad=False", b85encode),
        function("decodebytes", "s", decodebytes),
        function("encodebytes", "s", encodebytes),
        function("standard_b64decode", "s", |cx, args| {
            decode64(cx, args, None, false)
        }),
        function("standard_b64encode", "s", |cx, args| {
            encode64(cx, args, None)
        }),
        function("urlsafe_b64decode", "s", |cx, args| {
            decode64(cx, args, Some(b"-_"), false)
        }),
        function("urlsafe_b64encode", "s", |cx, args| {
            encode64(cx, args, Some(b"-_"))
        }),
    ],
};

/// The bytes of the first argument, charged.
fn data<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h [u8], Stop<'h>> {
    let data = args.bytes(cx, 0)?.as_slice();
    cx.charge(data.len() / 4)?;
    cx.reserve("", data.len().saturating_mul(2))?;
    Ok(data)
}

/// The bytes of a bytes or ASCII str, charged.
fn text<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h [u8], Stop<'h>> {
    let data = ascii(cx, value, "a bytes-like object or ASCII string")?;
    cx.charge(data.len() / 4)?;
    Ok(data)
}

#[cold]
fn assertion<'h>(cx: &Context<'h>, bytes: &[u8]) -> Stop<'h> {
    let shown = crate::value::octets::quote::repr(bytes);
    cx.raise(&exceptions::ASSERTION_ERROR, format_args!("{shown}"))
}

fn encode64<'h>(cx: &Context<'h>, args: Args<'_, 'h>, others: Option<&[u8]>) -> Answer<'h> {
    let mut encoded = binascii::base64::encode(data(cx, args)?);
    if let Some([plus, slash]) = others {
        for byte in &mut encoded {
            *byte = match *byte {
                b'+' => *plus,
                b'/' => *slash,
                byte => byte,
            };
        }
    }
    cx.bytes(&encoded)
}

fn decode64<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    others: Option<&[u8]>,
    strict: bool,
) -> Answer<'h> {
    let mut encoded = text(cx, args.value(0))?.to_vec();
    if let Some([plus, slash]) = others {
        for byte in &mut encoded {
            if byte == slash {
                *byte = b'/';
            } else if byte == plus {
                *byte = b'+';
            }
        }
    }
    let decoded = binascii::base64::decode(&encoded, strict);
    cx.bytes(&decoded.map_err(|text| error(cx, &text))?)
}

fn b64encode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    data(cx, args)?;
    if matches!(args.value(1), Value::None) {
        return encode64(cx, args, None);
    }
    let others = args.bytes(cx, 1)?.as_slice();
    if others.len() != 2 {
        return Err(assertion(cx, others));
    }
    encode64(cx, args, Some(others))
}

fn b64decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    text(cx, args.value(0))?;
    let strict = args.truth(cx, 2, false)?;
    if matches!(args.value(1), Value::None) {
        return decode64(cx, args, None, strict);
    }
    let others = text(cx, args.value(1))?;
    if others.len() != 2 {
        return Err(assertion(cx, others));
    }
    decode64(cx, args, Some(others), strict)
}

fn b16encode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let shown = crate::value::octets::hex::encode(data(cx, args)?, None, 1);
    cx.bytes(shown.to_ascii_uppercase().as_bytes())
}

fn b16decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let fold = args.truth(cx, 1, false)?;
    let digits = text(cx, args.value(0))?;
    let digit = |byte: &u8| byte.is_ascii_hexdigit() && (fold || !byte.is_ascii_lowercase());
    if !digits.iter().all(digit) {
        return Err(error(cx, "Non-base16 digit found"));
    }
    if digits.len() % 2 == 1 {
        return Err(error(cx, "Odd-length string"));
    }
    let digits = String::from_utf8_lossy(digits);
    cx.bytes(&cx.settled(crate::value::octets::hex::decode(&digits))?)
}

fn decode32<'h>(
    cx: &Context<'h>,
    alphabet: &[u8; 32],
    mut data: Vec<u8>,
    fold: bool,
) -> Answer<'h> {
    if fold {
        data.make_ascii_uppercase();
    }
    cx.bytes(&base32::decode(alphabet, &data).map_err(|text| error(cx, text))?)
}

fn b32decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let fold = args.truth(cx, 1, false)?;
    let mut data = text(cx, args.value(0))?.to_vec();
    if data.len() % 8 == 0 && !matches!(args.value(2), Value::None) {
        let one = text(cx, args.value(2))?;
        let [one] = one else {
            return Err(assertion(cx, one));
        };
        for byte in &mut data {
            *byte = match *byte {
                b'0' => b'O',
                b'1' => *one,
                byte => byte,
            };
        }
    }
    decode32(cx, base32::PLAIN, data, fold)
}

fn b32hexdecode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let fold = args.truth(cx, 1, false)?;
    decode32(cx, base32::HEX, text(cx, args.value(0))?.to_vec(), fold)
}

fn b85encode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    cx.bytes(&base85::encode(
        data(cx, args)?,
        base85::Kind::Git,
        args.truth(cx, 1, false)?,
    ))
}

fn b85decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let decoded = base85::decode(text(cx, args.value(0))?);
    cx.bytes(&decoded.map_err(|text| cx.value_error(format_args!("{text}")))?)
}

fn a85encode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let kind = base85::Kind::Ascii {
        spaces: args.truth(cx, 1, false)?,
    };
    let (pad, adobe) = (args.truth(cx, 3, false)?, args.truth(cx, 4, false)?);
    let encoded = base85::encode(data(cx, args)?, kind, pad);
    let mut framed = if adobe { b"<~".to_vec() } else { Vec::new() };
    framed.extend(encoded);
    let width = args.int(cx, 2, 0)?;
    let mut out = framed;
    if width != 0 {
        let least = if adobe { 2 } else { 1 };
        let width = usize::try_from(width).unwrap_or(0).max(least);
        cx.reserve("", out.len().saturating_mul(2))?;
        let mut lines: Vec<&[u8]> = out.chunks(width).collect();
        if adobe && lines.last().is_some_and(|line| line.len() + 2 > width) {
            lines.push(b"");
        }
        out = lines.join(&b'\n');
    }
    if adobe {
        out.extend(b"~>");
    }
    cx.bytes(&out)
}

fn a85decode<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (spaces, adobe) = (args.truth(cx, 1, false)?, args.truth(cx, 2, false)?);
    let mut encoded = text(cx, args.value(0))?;
    let ignored = match args.given(3) {
        None => b" \t\n\r\x0b".as_slice(),
        Some(_) => args.bytes(cx, 3)?.as_slice(),
    };
    if adobe {
        let Some(body) = encoded.strip_suffix(b"~>") else {
            let text = "Ascii85 encoded byte sequences must end with b'~>'";
            return Err(cx.value_error(format_args!("{text}")));
        };
        encoded = body.strip_prefix(b"<~").unwrap_or(body);
    }
    let decoded = base85::decode_ascii(encoded, spaces, ignored);
    cx.bytes(&decoded.map_err(|text| cx.value_error(format_args!("{text}")))?)
}

/// The bytes that the older functions take.
fn old_data<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'h [u8], Stop<'h>> {
    match args.value(0) {
        Value::Bytes(_) => data(cx, args),
        other => Err(cx.type_error(format_args!(
            "expected bytes-like object, not {}",
            other.type_name()
        ))),
    }
}

fn encodebytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut out = Vec::new();
    for line in old_data(cx, args)?.chunks(57) {
        out.extend(binascii::base64::encode(line));
        out.push(b'\n');
    }
    cx.bytes(&out)
}

fn decodebytes<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let decoded = binascii::base64::decode(old_data(cx, args)?, false);
    cx.bytes(&decoded.map_err(|text| error(cx, &text))?)
}
