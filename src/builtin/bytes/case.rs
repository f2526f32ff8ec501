//! The methods of bytes that change cases or ask about characters.

use super::part::receiver;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::octets::casing;
use crate::value::value::Stop;

macro_rules! changes {
    ($($name:ident = $change:expr;)*) => {
        $(pub(super) fn $name<'h>(
            cx: &Context<'h>,
            args: Args<'_, 'h>,
        ) -> Result<Value<'h>, Stop<'h>> {
            let change: fn(&[u8]) -> Vec<u8> = $change;
            cx.bytes(&change(receiver(cx, args)?.as_slice()))
        })*
    };
}

changes! {
    lower = <[u8]>::to_ascii_lowercase;
    upper = <[u8]>::to_ascii_uppercase;
    capitalize = casing::capitalize;
    swapcase = casing::swap;
    title = casing::title;
}

macro_rules! questions {
    ($($name:ident = $ask:expr;)*) => {
        $(pub(super) fn $name<'h>(
            cx: &Context<'h>,
            args: Args<'_, 'h>,
        ) -> Result<Value<'h>, Stop<'h>> {
            let ask: fn(&[u8]) -> bool = $ask;
            Ok(Value::bool(ask(receiver(cx, args)?.as_slice())))
        })*
    };
}

questions! {
    isalnum = |bytes| casing::all(bytes, |byte| byte.is_ascii_alphanumeric());
    isalpha = |bytes| casing::all(bytes, |byte| byte.is_ascii_alphabetic());
    isascii = <[u8]>::is_ascii;
    isdigit = |bytes| casing::all(bytes, |byte| byte.is_ascii_digit());
    islower = casing::is_lower;
    isspace = |bytes| casing::all(bytes, casing::is_space);
    istitle = casing::is_title;
    isupper = casing::is_upper;
}
