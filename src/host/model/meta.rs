//! `Model._meta`: what a model tells about itself and its fields.

use crate::host::query::errors::FIELD_DOES_NOT_EXIST;
use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::model::{Field, Model};
use crate::value::native::{Args, Ending};
use crate::value::value::Stop;

/// The class of `Model._meta`; its field is the model's class.
static OPTIONS: Class = Class {
    module: "django.db.models.options",
    getters: &[
        Getter::new("app_label", |cx, me| {
            let (app, _) = model(me)?.label.split_once('.').unwrap_or_default();
            cx.lent_str(app)
        }),
        Getter::new("label", |cx, me| {
            let model = model(me)?;
            let (app, _) = model.label.split_once('.').unwrap_or_default();
            cx.str(&format!("{app}.{}", model.class.name))
        }),
        Getter::new("label_lower", |cx, me| cx.lent_str(model(me)?.label)),
        Getter::new("model_name", |cx, me| {
            let (_, name) = model(me)?.label.split_once('.').unwrap_or_default();
            cx.lent_str(name)
        }),
        Getter::new("object_name", |cx, me| cx.lent_str(model(me)?.class.name)),
        Getter::new("verbose_name", |cx, me| {
            cx.str(&spaced(model(me)?.class.name))
        }),
    ],
    methods: &[Row::leaf("get_field", "self, field_name", get_field)],
    ..Class::named("Options")
};

/// The class of `Model._meta.get_field(name)`; its field is the field's name.
static FIELD: Class = Class {
    module: "django.db.models.fields",
    getters: &[Getter::new("name", |_, me| Ok(held(me)))],
    methods: &[Row::tail("run_validators", "self, value", run_validators)],
    ..Class::named("Field")
};

/// `Model._meta`.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn meta<'h>(cx: &Context<'h>, class: &'static Class) -> Result<Value<'h>, Stop<'h>> {
    cx.fields_instance(&OPTIONS, &[Value::Class(class)])
}

/// The only field of an instance.
fn held(me: Value<'_>) -> Value<'_> {
    match me {
        Value::Object(me) => me.field(0),
        _ => Value::None,
    }
}

fn model<'h>(me: Value<'h>) -> Result<&'static Model, Stop<'h>> {
    match held(me) {
        Value::Class(class) => class.model.ok_or(Stop::Fatal),
        _ => Err(Stop::Fatal),
    }
}

/// `FlowStageBinding` as Django shows it to people: `flow stage binding`.
fn spaced(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let mut inside = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && inside {
            text.push(' ');
        }
        inside = letter.is_ascii_lowercase();
        text.push(letter.to_ascii_lowercase());
    }
    text
}

fn get_field<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let model = model(args.value(0))?;
    let name = args.str(cx, 1, "field_name")?;
    let field: Option<&Field> = model.field(name.as_str());
    match field {
        Some(field) if name.as_str() != "pk" => {
            cx.fields_instance(&FIELD, &[cx.lent_str(field.name)?])
        }
        _ => Err(cx.raise(
            &FIELD_DOES_NOT_EXIST,
            format_args!(
                "{} has no field named '{}'",
                model.class.name,
                name.as_str()
            ),
        )),
    }
}

/// `run_validators(value)`: by the name of the field, as `std/` has it.
fn run_validators<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    let given = [args.value(1), held(args.value(0))];
    let args = cx.memory(cx.heap.slice(&given))?;
    let name = "run_validators";
    Ok(Ending::Std { name, args })
}
