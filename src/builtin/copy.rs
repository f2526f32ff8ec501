//! The module `copy`.

use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::copy::Copier;
use crate::value::exceptions::EXCEPTION;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::{Iter, Stop};

/// `copy.Error`.
static ERROR: Class = Class {
    module: "copy",
    base: Some(&EXCEPTION),
    ..Class::named("Error")
};

/// `copy`.
pub static MODULE: Module = Module {
    name: "copy",
    members: &[
        ("Error", Member::Class(&ERROR)),
        ("copy", Member::Function(Row::leaf("copy", "x", copy))),
        (
            "deepcopy",
            Member::Function(Row::leaf("deepcopy", "x, memo=None", deepcopy)),
        ),
        ("error", Member::Class(&ERROR)),
    ],
};

fn copy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let value = args.value(0);
    match value {
        Value::List(list) => {
            cx.charge(list.len())?;
            cx.list(&list.to_vec()).map(Value::List)
        }
        Value::Dict(dict) => cx.copy_dict(dict).map(Value::Dict),
        Value::Set(set) if !set.frozen => cx.copy_set(set, false).map(Value::Set),
        Value::Iter(Iter { state }) => cx.iter(state.get()).map(Value::Iter),
        Value::Made(made) => {
            let copy = cx.copy_of_made(made)?;
            for (name, value) in made.attributes.items(cx)? {
                copy.attributes.insert(cx, name, value)?;
            }
            Ok(Value::Made(copy))
        }
        Value::Object(object) => {
            let copied = object.class.behaviour.copied(cx, object)?;
            Ok(copied.unwrap_or(value))
        }
        Value::Generator(_) | Value::Module(_) => Err(uncopied(cx, value)),
        _ => Ok(value),
    }
}

fn deepcopy<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    match args.value(0) {
        value @ (Value::Generator(_) | Value::Module(_)) => Err(uncopied(cx, value)),
        value => Copier::new(None).copy(cx, value),
    }
}

#[cold]
fn uncopied<'h>(cx: &Context<'h>, value: Value<'h>) -> Stop<'h> {
    cx.type_error(format_args!("cannot pickle '{}' object", value.type_name()))
}
