//! The module `unicodedata`.

use super::properties;
use crate::builtin::writer::Writer;
use crate::value::chars::unicode;
use crate::value::class::{Leaf, Row};
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Stop, Value};
use unicode_general_category::GeneralCategory as Category;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

const fn function(name: &'static str, params: &'static str, run: Leaf) -> (&'static str, Member) {
    (name, Member::Function(Row::leaf(name, params, run)))
}

/// `unicodedata`.
pub static MODULE: Module = Module {
    name: "unicodedata",
    members: &[
        function("bidirectional", "chr, /", |cx, args| {
            cx.lent_str(properties::bidirectional(one(cx, args, "bidirectional")?))
        }),
        function("category", "chr, /", |cx, args| {
            cx.lent_str(short(unicode::category(one(cx, args, "category")?)))
        }),
        function("combining", "chr, /", combining),
        function("decimal", "chr, default=None, /", decimal),
        function("digit", "chr, default=None, /", digit),
        function("east_asian_width", "chr, /", |cx, args| {
            cx.lent_str(properties::width(one(cx, args, "east_asian_width")?))
        }),
        function("is_normalized", "form, unistr, /", |cx, args| {
            let normal = normalize(cx, args)?;
            cx.equal(normal, args.value(1)).map(Value::bool)
        }),
        function("lookup", "name, /", lookup),
        function("mirrored", "chr, /", |cx, args| {
            Ok(Value::Int(i64::from(properties::mirrored(one(
                cx, args, "mirrored",
            )?))))
        }),
        function("name", "chr, default=None, /", name),
        function("normalize", "form, unistr, /", normalize),
        function("numeric", "chr, default=None, /", numeric),
        (
            "unidata_version",
            Member::Constant(|cx| cx.lent_str("14.0.0")),
        ),
    ],
};

/// The one character that an argument is.
fn one<'h>(cx: &Context<'h>, args: Args<'_, 'h>, function: &str) -> Result<char, Stop<'h>> {
    let number = match function {
        "decimal" | "digit" | "numeric" | "name" => " 1",
        _ => "",
    };
    if let Value::Str(text) = args.value(0)
        && text.len() == 1
        && let Some(c) = text.as_str().chars().next()
    {
        return Ok(c);
    }
    let kind = args.value(0).type_name();
    Err(cx.type_error(format_args!(
        "{function}() argument{number} must be a unicode character, not {kind}"
    )))
}

fn short(category: Category) -> &'static str {
    match category {
        Category::UppercaseLetter => "Lu",
        Category::LowercaseLetter => "Ll",
        Category::TitlecaseLetter => "Lt",
        Category::ModifierLetter => "Lm",
        Category::OtherLetter => "Lo",
        Category::NonspacingMark => "Mn",
        Category::SpacingMark => "Mc",
        Category::EnclosingMark => "Me",
        Category::DecimalNumber => "Nd",
        Category::LetterNumber => "Nl",
        Category::OtherNumber => "No",
        Category::ConnectorPunctuation => "Pc",
        Category::DashPunctuation => "Pd",
        Category::OpenPunctuation => "Ps",
        Category::ClosePunctuation => "Pe",
        Category::InitialPunctuation => "Pi",
        Category::FinalPunctuation => "Pf",
        Category::OtherPunctuation => "Po",
        Category::MathSymbol => "Sm",
        Category::CurrencySymbol => "Sc",
        Category::ModifierSymbol => "Sk",
        Category::OtherSymbol => "So",
        Category::SpaceSeparator => "Zs",
        Category::LineSeparator => "Zl",
        Category::ParagraphSeparator => "Zp",
        Category::Control => "Cc",
        Category::Format => "Cf",
        Category::Surrogate => "Cs",
        Category::PrivateUse => "Co",
        _ => "Cn",
    }
}

fn combining<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let c = one(cx, args, "combining")?;
    let class = if unicode::is_unassigned(c) {
        0
    } else {
        canonical_combining_class(c)
    };
    Ok(Value::Int(i64::from(class)))
}

/// A property's value, the default, or a `ValueError`.
fn found<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    value: Option<Value<'h>>,
    what: &str,
) -> Answer<'h> {
    let value = value.or_else(|| args.given(1));
    value.ok_or_else(|| cx.value_error(format_args!("{what}")))
}

fn decimal<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = unicode::decimal_value(one(cx, args, "decimal")?);
    found(
        cx,
        args,
        value.map(|value| Value::Int(i64::from(value))),
        "not a decimal",
    )
}

fn digit<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = properties::digit(one(cx, args, "digit")?);
    found(cx, args, value.map(Value::Int), "not a digit")
}

fn numeric<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let value = properties::numeric(one(cx, args, "numeric")?);
    found(cx, args, value.map(Value::float), "not a numeric character")
}

fn name<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let c = one(cx, args, "name")?;
    let name = unicode_names2::name(c).filter(|_| !unicode::is_unassigned(c));
    let name = name.map(|name| cx.str(&name.to_string())).transpose()?;
    found(cx, args, name, "no such name")
}

fn lookup<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let name = match args.value(0) {
        Value::Str(name) => name.as_str(),
        Value::Bytes(name) => std::str::from_utf8(name.as_slice()).unwrap_or_default(),
        other => {
            let kind = other.type_name();
            return Err(cx.type_error(format_args!(
                "a bytes-like object is required, not '{kind}'"
            )));
        }
    };
    cx.charge(name.len())?;
    match unicode_names2::character(name).filter(|c| !unicode::is_unassigned(*c)) {
        Some(c) => cx.str(&c.to_string()),
        None => Err(cx.raise(
            &exceptions::KEY_ERROR,
            format_args!("undefined character name '{name}'"),
        )),
    }
}

fn normalize<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let form = args.str(cx, 0, "normalize() argument 1")?.as_str();
    let text = args.str(cx, 1, "normalize() argument 2")?;
    cx.charge(text.as_str().len())?;
    if !matches!(form, "NFC" | "NFD" | "NFKC" | "NFKD") {
        return match text.is_empty() {
            true => Ok(args.value(1)),
            false => Err(cx.value_error(format_args!("invalid normalization form"))),
        };
    }
    if text.is_ascii() {
        return Ok(args.value(1));
    }
    let mut out = Writer::new(cx);
    let mut put = |c: char| out.push_str(c.encode_utf8(&mut [0; 4]));
    match form {
        "NFC" => text.as_str().nfc().try_for_each(&mut put)?,
        "NFD" => text.as_str().nfd().try_for_each(&mut put)?,
        "NFKC" => text.as_str().nfkc().try_for_each(&mut put)?,
        _ => text.as_str().nfkd().try_for_each(&mut put)?,
    }
    out.into_str()
}
