//! The module `string`.

use super::formatter::FORMATTER;
use super::template::TEMPLATE;
use crate::builtin::writer::Writer;
use crate::value::chars::{casing, split};
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

macro_rules! text {
    ($name:literal, $text:expr) => {
        ($name, Member::Constant(|cx| cx.lent_str($text)))
    };
}

/// `string`.
pub static MODULE: Module = Module {
    name: "string",
    members: &[
        ("Formatter", Member::Class(&FORMATTER)),
        ("Template", Member::Class(&TEMPLATE)),
        text!(
            "ascii_letters",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        ),
        text!("ascii_lowercase", "abcdefghijklmnopqrstuvwxyz"),
        text!("ascii_uppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (
            "capwords",
            Member::Function(Row::leaf("capwords", "s, sep=None", capwords)),
        ),
        text!("digits", "0123456789"),
        text!("hexdigits", "0123456789abcdefABCDEF"),
        text!("octdigits", "01234567"),
        text!(
            "printable",
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\x0b\x0c"
        ),
        text!("punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
        text!("whitespace", " \t\n\r\x0b\x0c"),
    ],
};

fn capwords<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let Value::Str(text) = args.value(0) else {
        return Err(cx.attribute_error(args.value(0).type_name(), "split"));
    };
    let separator = match args.value(1) {
        Value::None => None,
        Value::Str(separator) if separator.is_empty() => {
            return Err(cx.value_error(format_args!("empty separator")));
        }
        Value::Str(separator) => Some(separator.as_str()),
        other => {
            return Err(cx.type_error(format_args!(
                "must be str or None, not {}",
                other.type_name()
            )));
        }
    };
    cx.charge(text.as_str().len() / 2)?;
    let words: Vec<&str> = match separator {
        Some(separator) => text.as_str().split(separator).collect(),
        None => split::words(text.as_str(), usize::MAX).collect(),
    };
    let mut out = Writer::new(cx);
    for (number, word) in words.into_iter().enumerate() {
        if number > 0 {
            out.push_str(separator.unwrap_or(" "))?;
        }
        out.push_str(&casing::capitalize(word))?;
    }
    out.into_str()
}
