//! The helpers that need nothing of the embedder.

use unicode_normalization::UnicodeNormalization;

use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

pub(super) fn call_policy<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Ending<'h>, Stop<'h>> {
    let name = cx.display_text(args.value(0))?;
    let context = if args.keywords.is_empty() {
        None
    } else {
        let context = cx.dict_with(args.keywords.len())?;
        for (name, value) in args.keywords {
            context.insert(cx, Value::Str(name), *value)?;
        }
        Some(context)
    };
    Ok(Ending::Policy { name, context })
}

/// A list's first item, `None` for an empty one; anything else is answered as it is.
pub(super) fn list_flatten<'h>(_: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    Ok(match args.value(0) {
        Value::List(list) => list.item(0).unwrap_or(Value::None),
        other => other,
    })
}

/// Django's `slugify`.
pub(in crate::builtin) fn slugify<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let text = cx.display(args.value(0))?;
    cx.charge(text.len())?;
    let unicode = args.truth(cx, 1, false)?;
    let folded: String = if unicode {
        text.nfkc().collect()
    } else {
        text.nfkd().filter(char::is_ascii).collect()
    };
    cx.str(&slug(&folded.to_lowercase()))
}

/// Words joined by single dashes; everything but letters, digits, underscores and dashes is dropped.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_alphanumeric() || char == '_' {
            slug.push(char);
        } else if (char.is_whitespace() || char == '-') && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches(['-', '_']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_djangos() {
        assert_eq!(slug("hello, world -- again!"), "hello-world-again");
        assert_eq!(slug("  _a b_  "), "a-b");
        assert_eq!(slug("---"), "");
    }
}
