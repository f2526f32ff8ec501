//! `str.format` and `str.format_map`.

use super::part::receiver;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::INDEX_ERROR;
use crate::value::format::field::{
    Argument, Field, Numbering, Path, Step, pieces, unknown_conversion,
};
use crate::value::native::Args;
use crate::value::value::Stop;

/// How often a format spec may hold fields that hold specs.
const NESTING: u32 = 2;

/// Where arguments are looked up.
struct Supply<'a, 'h> {
    /// The positional ones; none for `format_map`.
    positional: Option<&'a [Value<'h>]>,
    named: Named<'a, 'h>,
    numbering: Numbering,
}

enum Named<'a, 'h> {
    Keywords(Args<'a, 'h>),
    Mapping(Value<'h>),
}

pub(super) fn format<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let supply = Supply {
        positional: Some(args.rest),
        named: Named::Keywords(args),
        numbering: Numbering::default(),
    };
    filled(cx, receiver(cx, args)?.as_str(), supply)
}

pub(super) fn format_map<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let supply = Supply {
        positional: None,
        named: Named::Mapping(args.value(1)),
        numbering: Numbering::default(),
    };
    filled(cx, receiver(cx, args)?.as_str(), supply)
}

fn filled<'h>(
    cx: &Context<'h>,
    format: &str,
    mut supply: Supply<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let mut out = String::with_capacity(format.len());
    fill(cx, format, NESTING, &mut supply, &mut out)?;
    cx.str(&out)
}

fn fill<'h>(
    cx: &Context<'h>,
    format: &str,
    nesting: u32,
    supply: &mut Supply<'_, 'h>,
    out: &mut String,
) -> Result<(), Stop<'h>> {
    let Some(nesting) = nesting.checked_sub(1) else {
        return Err(cx.value_error(format_args!("Max string recursion exceeded")));
    };
    cx.charge_bytes(format.len())?;
    for piece in pieces(format) {
        let piece = cx.settled(piece)?;
        cx.put(out, piece.literal)?;
        let Some(field) = piece.field else {
            continue;
        };
        cx.charge(1)?;
        let value = supply.value(cx, field)?;
        if field.nested {
            let mut spec = String::new();
            fill(cx, field.spec, nesting, supply, &mut spec)?;
            cx.write_format(value, &spec, out)?;
        } else {
            cx.write_format(value, field.spec, out)?;
        }
    }
    Ok(())
}

impl<'h> Supply<'_, 'h> {
    /// The value of a field, converted.
    fn value(&mut self, cx: &Context<'h>, field: Field<'_>) -> Result<Value<'h>, Stop<'h>> {
        let (argument, path) = cx.settled(self.numbering.argument(field.name))?;
        let value = self.argument(cx, argument)?;
        let value = follow(cx, value, path)?;
        match field.conversion {
            None => Ok(value),
            Some('s') => cx.display_value(value),
            Some('r') => cx.str(&cx.repr(value)?),
            Some('a') => cx.str(&cx.ascii(value)?),
            Some(other) => Err(cx.fault(&unknown_conversion(other))),
        }
    }

    fn argument(&self, cx: &Context<'h>, argument: Argument<'_>) -> Result<Value<'h>, Stop<'h>> {
        let name = match argument {
            Argument::Position(at) => return self.position(cx, at),
            Argument::Name(name) => name,
        };
        match &self.named {
            Named::Mapping(mapping) => cx.item(*mapping, cx.str(name)?),
            Named::Keywords(args) => {
                let mut keywords = args.keywords.iter();
                match keywords.find(|(keyword, _)| keyword.as_str() == name) {
                    Some((_, value)) => Ok(*value),
                    None => Err(cx.key_error(cx.str(name)?)),
                }
            }
        }
    }

    fn position(&self, cx: &Context<'h>, at: usize) -> Result<Value<'h>, Stop<'h>> {
        let Some(positional) = self.positional else {
            return Err(cx.value_error(format_args!("Format string contains positional fields")));
        };
        match positional.get(at) {
            Some(value) => Ok(*value),
            None => Err(cx.raise(
                &INDEX_ERROR,
                format_args!("Replacement index {at} out of range for positional args tuple"),
            )),
        }
    }
}

/// Goes from a value into it.
fn follow<'h>(
    cx: &Context<'h>,
    mut value: Value<'h>,
    path: Path<'_>,
) -> Result<Value<'h>, Stop<'h>> {
    for step in path {
        cx.charge(1)?;
        value = match cx.settled(step)? {
            Step::Attribute(name) => {
                let name = cx.memory(cx.heap.text(name))?;
                cx.attribute(value, cx.lent_text(name)?)?
            }
            Step::Key(key) => cx.item(value, cx.str(key)?)?,
            Step::Index(at) => cx.item(value, cx.whole((at as u64).into())?)?,
        };
    }
    Ok(value)
}
