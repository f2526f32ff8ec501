//! `namedtuple`: makes a class.

use std::collections::HashSet;

use crate::value::Value;
use crate::value::chars::predicate::is_identifier;
use crate::value::chars::quote::repr;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Record, Stop};

/// `namedtuple`.
pub(super) const NAMED_TUPLE: Row = Row::leaf(
    "namedtuple",
    "typename, @field_names, *, rename=False, @defaults=None, module=None",
    named_tuple,
);

/// The words that no class or field can have as its name.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

fn named_tuple<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let name = cx.display_text(args.value(0))?.as_str();
    let mut fields = names(cx, args.value(1))?;
    let renamed = args.truth(cx, 2, false)?;
    if renamed {
        rename(cx, &mut fields)?;
    }
    check(cx, name, &fields, renamed)?;
    let defaults = match args.value(3) {
        Value::None => Vec::new(),
        defaults => cx.collect(defaults)?,
    };
    if defaults.len() > fields.len() {
        return Err(cx.type_error(format_args!("Got more default values than field names")));
    }
    let module = match args.value(4) {
        Value::None => "policy",
        module => cx.display_text(module)?.as_str(),
    };
    let record = Record {
        name,
        module,
        fields: cx.memory(cx.heap.slice(&fields))?,
        defaults: cx.memory(cx.heap.slice(&defaults))?,
        class: None,
    };
    Ok(Value::Record(cx.memory(cx.heap.alloc(record))?))
}

/// The names of the fields: an iterable, or a text with spaces or commas between them.
fn names<'h>(cx: &Context<'h>, given: Value<'h>) -> Result<Vec<&'h str>, Stop<'h>> {
    let mut names = Vec::new();
    if let Value::Str(text) = given {
        cx.charge_bytes(text.as_str().len())?;
        let words = text
            .as_str()
            .split(|char: char| char == ',' || char.is_whitespace());
        names.extend(words.filter(|word| !word.is_empty()));
        return Ok(names);
    }
    cx.each(given, |name| {
        names.push(cx.display_text(name)?.as_str());
        Ok(true)
    })?;
    Ok(names)
}

/// Gives numbered names to fields that cannot keep theirs.
fn rename<'h>(cx: &Context<'h>, fields: &mut [&'h str]) -> Result<(), Stop<'h>> {
    let mut seen = HashSet::new();
    for (at, field) in fields.iter_mut().enumerate() {
        let bad = !is_identifier(field) || KEYWORDS.contains(field) || field.starts_with('_');
        if bad || seen.contains(field) {
            *field = cx.memory(cx.heap.text(&format!("_{at}")))?;
        }
        seen.insert(*field);
    }
    Ok(())
}

fn check<'h>(
    cx: &Context<'h>,
    name: &str,
    fields: &[&'h str],
    renamed: bool,
) -> Result<(), Stop<'h>> {
    for name in std::iter::once(&name).chain(fields) {
        let flaw = if !is_identifier(name) {
            "must be valid identifiers"
        } else if KEYWORDS.contains(name) {
            "cannot be a keyword"
        } else {
            continue;
        };
        return Err(cx.value_error(format_args!(
            "Type names and field names {flaw}: {}",
            repr(name)
        )));
    }
    let mut seen = HashSet::new();
    for field in fields {
        let flaw = if field.starts_with('_') && !renamed {
            "Field names cannot start with an underscore"
        } else if !seen.insert(*field) {
            "Encountered duplicate field name"
        } else {
            continue;
        };
        return Err(cx.value_error(format_args!("{flaw}: {}", repr(field))));
    }
    Ok(())
}
