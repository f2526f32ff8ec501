//! The methods of str that change cases or ask about characters.

use std::borrow::Cow;

use super::part::{charged, receiver};
use crate::value::Value;
use crate::value::chars::{casing, predicate};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Text};

fn changed<'h>(
    cx: &Context<'h>,
    text: &'h Text<'h>,
    change: fn(&'h str) -> Cow<'h, str>,
) -> Result<Value<'h>, Stop<'h>> {
    let growth = if text.is_ascii() { 1 } else { casing::GROWTH };
    cx.reserve("", text.as_str().len().saturating_mul(growth))?;
    match change(text.as_str()) {
        Cow::Borrowed(_) => Ok(Value::Str(text)),
        Cow::Owned(changed) => cx.str(&changed),
    }
}

/// A change of letters that only needs the one loop where all are ASCII.
#[inline(always)]
fn changed_letters<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    changes: impl Fn(&u8) -> bool,
    ascii: fn(&mut str),
    change: fn(&'h str) -> Cow<'h, str>,
) -> Result<Value<'h>, Stop<'h>> {
    let text = receiver(cx, args)?;
    if !text.is_ascii() {
        return changed(cx, text, change);
    }
    cx.reserve("", text.as_str().len())?;
    match holds_one(text.as_str().as_bytes(), changes) {
        true => cx.recased(text, ascii),
        false => Ok(Value::Str(text)),
    }
}

/// Whether one of the bytes is such: sixteen are looked at at once, where there are as many.
#[inline(always)]
fn holds_one(bytes: &[u8], is_such: impl Fn(&u8) -> bool) -> bool {
    let (whole, rest) = bytes.as_chunks::<16>();
    let any = |chunk: &[u8; 16]| chunk.iter().fold(false, |any, byte| any | is_such(byte));
    whole.iter().any(any) || rest.iter().any(&is_such)
}

pub(super) fn lower<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let changes = u8::is_ascii_uppercase;
    changed_letters(cx, args, changes, str::make_ascii_lowercase, casing::lower)
}

pub(super) fn upper<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let changes = u8::is_ascii_lowercase;
    changed_letters(cx, args, changes, str::make_ascii_uppercase, casing::upper)
}

macro_rules! changes {
    ($($name:ident = $change:expr;)*) => {
        $(pub(super) fn $name<'h>(
            cx: &Context<'h>,
            args: Args<'_, 'h>,
        ) -> Result<Value<'h>, Stop<'h>> {
            changed(cx, receiver(cx, args)?, $change)
        })*
    };
}

changes! {
    casefold = casing::fold;
    capitalize = |text| Cow::Owned(casing::capitalize(text));
    swapcase = |text| Cow::Owned(casing::swap(text));
    title = |text| Cow::Owned(casing::title(text));
}

macro_rules! questions {
    ($($name:ident = $ask:expr;)*) => {
        $(pub(super) fn $name<'h>(
            cx: &Context<'h>,
            args: Args<'_, 'h>,
        ) -> Result<Value<'h>, Stop<'h>> {
            let ask: fn(&str) -> bool = $ask;
            charged(cx, args).map(|text| Value::bool(ask(text.as_str())))
        })*
    };
}

questions! {
    isalnum = predicate::is_alnum;
    isalpha = predicate::is_alpha;
    isascii = str::is_ascii;
    isdecimal = predicate::is_decimal;
    isdigit = predicate::is_digit;
    isidentifier = predicate::is_identifier;
    islower = predicate::is_lower;
    isnumeric = predicate::is_numeric;
    isprintable = predicate::is_printable;
    isspace = predicate::is_space;
    istitle = predicate::is_title;
    isupper = predicate::is_upper;
}
