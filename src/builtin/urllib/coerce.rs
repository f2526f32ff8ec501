//! Functions of URLs take str or bytes, and give what they took.

use crate::value::context::Context;
use crate::value::value::{Stop, Value};

/// What a function gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// str.
    Text,
    /// bytes.
    Bytes,
}

impl Kind {
    /// A text as this kind.
    pub(super) fn value<'h>(self, cx: &Context<'h>, text: &str) -> Result<Value<'h>, Stop<'h>> {
        match self {
            Self::Text => cx.str(text),
            Self::Bytes => encoded(cx, text),
        }
    }
}

fn encoded<'h>(cx: &Context<'h>, text: &str) -> Result<Value<'h>, Stop<'h>> {
    if text.is_ascii() {
        return cx.bytes(text.as_bytes());
    }
    let text = cx.lent_text(cx.memory(cx.heap.text(text))?)?;
    cx.encode(text, "ascii", "strict")
}

/// The texts of arguments, which are all str or all bytes; what is empty or None fits both.
pub(super) fn texts<'h, const N: usize>(
    cx: &Context<'h>,
    args: [Value<'h>; N],
) -> Result<([&'h str; N], Kind), Stop<'h>> {
    let is_text = |value: &Value<'h>| matches!(value, Value::Str(_));
    let text = args.first().is_some_and(is_text);
    for arg in args.iter().skip(1) {
        if cx.truth(*arg)? && is_text(arg) != text {
            return Err(cx.type_error(format_args!("Cannot mix str and non-str arguments")));
        }
    }
    let mut texts = [""; N];
    for (place, arg) in texts.iter_mut().zip(args) {
        *place = match arg {
            Value::Str(text) => text.as_str(),
            Value::Bytes(bytes) => match cx.decode(bytes, "ascii", "strict")? {
                Value::Str(text) => text.as_str(),
                _ => "",
            },
            other if !text && !cx.truth(other)? => "",
            other if text && matches!(other, Value::None) => "",
            other => return Err(cx.attribute_error(other.type_name(), "decode")),
        };
        cx.charge(place.len() / 4)?;
    }
    Ok((texts, if text { Kind::Text } else { Kind::Bytes }))
}
