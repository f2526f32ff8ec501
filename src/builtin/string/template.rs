//! `string.Template`: `$name` in a text.

use crate::builtin::writer::Writer;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Stop, Value};

type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The class; its field is the template.
pub static TEMPLATE: Class = Class {
    module: "string",
    construct: Some(&Row::leaf("Template", "template", |cx, args| {
        cx.fields_instance(&TEMPLATE, &[args.value(0)])
    })),
    methods: &[
        Row::leaf("get_identifiers", "self", get_identifiers),
        Row::leaf("is_valid", "self", is_valid),
        Row::leaf(
            "safe_substitute",
            "self, mapping=None, /, **kws",
            |cx, args| substitute(cx, args, true),
        ),
        Row::leaf("substitute", "self, mapping=None, /, **kws", |cx, args| {
            substitute(cx, args, false)
        }),
    ],
    getters: &[Getter {
        name: "template",
        get: |cx, me| template(cx, me),
    }],
    ..Class::named("Template")
};

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'t> {
    /// As it stands.
    Text(&'t str),
    /// `$$`.
    Dollar,
    /// A name, and how it was written.
    Name(&'t str, &'t str),
    /// A dollar sign that begins nothing, and where it stands.
    Invalid(usize),
}

/// The name at the start of a text.
fn name(text: &str) -> &str {
    let letter = |c: char| c == '_' || c.is_ascii_alphabetic();
    if !text.starts_with(letter) {
        return "";
    }
    let end = text
        .find(|c: char| !letter(c) && !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(dollar) = rest.find('$') else {
            parts.push(Part::Text(rest));
            break;
        };
        parts.push(Part::Text(rest.get(..dollar).unwrap_or_default()));
        let after = rest.get(dollar + 1..).unwrap_or_default();
        let braced = after.strip_prefix('{').map(name).unwrap_or_default();
        let closed = after
            .get(1 + braced.len()..)
            .is_some_and(|rest| rest.starts_with('}'));
        let plain = name(after);
        let (part, length) = if after.starts_with('$') {
            (Part::Dollar, 1)
        } else if !plain.is_empty() {
            (
                Part::Name(
                    plain,
                    rest.get(dollar..dollar + 1 + plain.len())
                        .unwrap_or_default(),
                ),
                plain.len(),
            )
        } else if !braced.is_empty() && closed {
            let length = braced.len() + 2;
            (
                Part::Name(
                    braced,
                    rest.get(dollar..dollar + 1 + length).unwrap_or_default(),
                ),
                length,
            )
        } else {
            (Part::Invalid(at + dollar), 0)
        };
        parts.push(part);
        at += dollar + 1 + length;
    }
    parts
}

fn template<'h>(cx: &Context<'h>, me: Value<'h>) -> Answer<'h> {
    match me {
        Value::Object(object) if object.class.is(&TEMPLATE) => Ok(object.field(0)),
        other => Err(cx.wrong_receiver("Template", other)),
    }
}

fn text<'h>(cx: &Context<'h>, me: Value<'h>) -> Result<&'h str, Stop<'h>> {
    match template(cx, me)? {
        Value::Str(text) => {
            cx.charge(text.as_str().len() / 4)?;
            Ok(text.as_str())
        }
        other => {
            let kind = other.type_name();
            Err(cx.type_error(format_args!(
                "expected string or bytes-like object, got '{kind}'"
            )))
        }
    }
}

#[cold]
fn invalid<'h>(cx: &Context<'h>, text: &str, at: usize) -> Stop<'h> {
    // CPython counts the dollar sign as well.
    let before = text.get(..=at).unwrap_or_default();
    let lines: Vec<&str> = crate::value::chars::split::lines(before, true).collect();
    let (line, column) = match lines.last() {
        None => (1, 1),
        Some(last) => (lines.len(), last.chars().count()),
    };
    cx.value_error(format_args!(
        "Invalid placeholder in string: line {line}, col {column}"
    ))
}

/// The value of a name: keywords come first, then the mapping.
fn value<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    name: &str,
) -> Result<Option<Value<'h>>, Stop<'h>> {
    if let Some((_, value)) = args
        .keywords
        .iter()
        .find(|(known, _)| known.as_str() == name)
    {
        return Ok(Some(*value));
    }
    match args.given(1) {
        None => Ok(None),
        Some(Value::Dict(dict)) => dict.get_str(cx, name),
        Some(other) => cx.item(other, cx.str(name)?).map(Some),
    }
}

fn substitute<'h>(cx: &Context<'h>, args: Args<'_, 'h>, safe: bool) -> Answer<'h> {
    let text = text(cx, args.value(0))?;
    let mut out = Writer::new(cx);
    for part in parts(text) {
        match part {
            Part::Text(text) => out.push_str(text)?,
            Part::Dollar => out.push(b"$")?,
            Part::Name(name, written) => match value(cx, args, name)? {
                Some(value) => out.push_str(cx.display_text(value)?.as_str())?,
                None if safe => out.push_str(written)?,
                None => return Err(cx.key_error(cx.str(name)?)),
            },
            Part::Invalid(_) if safe => out.push(b"$")?,
            Part::Invalid(at) => return Err(invalid(cx, text, at)),
        }
    }
    out.into_str()
}

fn is_valid<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let parts = parts(text(cx, args.value(0))?);
    Ok(Value::bool(
        !parts.iter().any(|part| matches!(part, Part::Invalid(_))),
    ))
}

fn get_identifiers<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let mut names: Vec<&str> = Vec::new();
    for part in parts(text(cx, args.value(0))?) {
        if let Part::Name(name, _) = part {
            cx.charge(1 + names.len() / 8)?;
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let names = names.into_iter().map(|name| cx.lent_str(name));
    Ok(Value::List(
        cx.list(&names.collect::<Result<Vec<_>, _>>()?)?,
    ))
}
