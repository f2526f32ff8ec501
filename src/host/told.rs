//! Values as effects and letters tell them: rows by what they are, and without secrets where asked.

use super::events::{CLEANSED, is_secret};
use super::rows::store;
use crate::value::Value;
use crate::value::context::{Context, Deed};
use crate::value::plain::Plain;
use crate::value::value::{Dict, Host, Stop, Text};

/// A value outside the heap: rows as model and key, sets and tuples as lists, what has no other form
/// as its text. With `cleanse`, what stands under a key that names a secret is left out.
pub(crate) fn plain<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    cleanse: bool,
) -> Result<Plain, Stop<'h>> {
    cx.charge(1)?;
    match value {
        Value::Host(row) => of_row(cx, row),
        Value::Dict(dict) => cx.nested(|| of_dict(cx, dict, cleanse)),
        Value::List(list) => cx.nested(|| of_items(cx, list.iter(), cleanse)),
        Value::Tuple(tuple) => cx.nested(|| of_items(cx, tuple.items.iter().copied(), cleanse)),
        Value::Set(set) => {
            let items = set.table.stored().map(|(item, _)| item);
            cx.nested(|| of_items(cx, items, cleanse))
        }
        value => match Plain::of(cx, value)? {
            Some(plain) => Ok(plain),
            None => Ok(Plain::Str(cx.display(value)?)),
        },
    }
}

fn of_items<'h>(
    cx: &Context<'h>,
    items: impl Iterator<Item = Value<'h>>,
    cleanse: bool,
) -> Result<Plain, Stop<'h>> {
    let items: Result<Vec<Plain>, Stop<'h>> = items.map(|item| plain(cx, item, cleanse)).collect();
    items.map(Plain::List)
}

fn of_dict<'h>(cx: &Context<'h>, dict: &'h Dict<'h>, cleanse: bool) -> Result<Plain, Stop<'h>> {
    dict.settle(cx)?;
    let mut entries = Vec::with_capacity(dict.len());
    for (key, value) in dict.stored() {
        let key = cx.display(key)?;
        let value = under(cx, &key, value, cleanse)?;
        entries.push((key, value));
    }
    Ok(Plain::Dict(entries))
}

fn under<'h>(
    cx: &Context<'h>,
    key: &str,
    value: Value<'h>,
    cleanse: bool,
) -> Result<Plain, Stop<'h>> {
    if cleanse && is_secret(key) {
        return Ok(Plain::Str(CLEANSED.to_owned()));
    }
    plain(cx, value, cleanse)
}

/// A row as authentik's events show it.
fn of_row<'h>(cx: &Context<'h>, row: &'h Host<'h>) -> Result<Plain, Stop<'h>> {
    let text = cx.display(Value::Host(row))?;
    let Some(model) = store::model_of(row.object) else {
        return Ok(Plain::Str(text));
    };
    let (app, name) = model.label.split_once('.').unwrap_or(("", model.label));
    let key = row.object.identity().map(|key| key.into_owned());
    let entries = [
        ("pk", key.unwrap_or_default()),
        ("app", app.to_owned()),
        ("name", text),
        ("model_name", name.to_owned()),
    ];
    let entries = entries.map(|(key, value)| (key.to_owned(), Plain::Str(value)));
    Ok(Plain::Dict(entries.into()))
}

/// Keyword arguments as a dict of plain values.
pub(crate) fn keywords<'h>(
    cx: &Context<'h>,
    keywords: &[(&'h Text<'h>, Value<'h>)],
    cleanse: bool,
) -> Result<Vec<(String, Plain)>, Stop<'h>> {
    let entries = keywords.iter().map(|(name, value)| {
        let name = name.as_str();
        Ok((name.to_owned(), under(cx, name, *value, cleanse)?))
    });
    entries.collect()
}

/// Notes the call of a helper as an effect.
pub(crate) fn note<'h>(
    cx: &Context<'h>,
    helper: &'static str,
    args: &[(String, Plain)],
) -> Result<(), Stop<'h>> {
    let told = cx.dict_with(args.len())?;
    for (name, value) in args {
        told.insert_str(cx, name, value.lift(cx)?)?;
    }
    let root = store::root(cx)?;
    cx.note(Deed::Call, root, cx.lent_str(helper)?, Value::Dict(told))
}
