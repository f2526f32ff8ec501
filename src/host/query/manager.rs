//! Managers: all rows of a model, and the rows of a relation.

use super::base::matching;
use super::set::QUERY_SET;
use super::steps::{self, Step};
use super::write::{clear, relate, set_rows};
use crate::value::behaviour::Behaviour;
use crate::value::class::{Class, Row};
use crate::value::context::{Context, Deed};
use crate::value::model::Field;
use crate::value::value::{Host, Stop, Text, Value};

/// The class of `Model.objects`.
pub static MANAGER: Class = Class {
    module: "django.db.models.manager",
    base: Some(&QUERY_SET),
    behaviour: &Manager,
    ..Class::named("Manager")
};

/// The class of `user.groups` and the like.
pub static RELATED: Class = Class {
    module: "django.db.models.fields.related_descriptors",
    base: Some(&QUERY_SET),
    methods: RELATED_METHODS,
    behaviour: QUERY_SET.behaviour,
    ..Class::named("ManyRelatedManager")
};

static RELATED_METHODS: &[Row] = &[
    Row::leaf("add", "self, *objs", |cx, args| {
        relate(cx, args, Deed::Link)
    }),
    Row::leaf("clear", "self", clear),
    Row::leaf("remove", "self, *objs", |cx, args| {
        relate(cx, args, Deed::Unlink)
    }),
    Row::leaf("set", "self, @objs, *, clear=False", set_rows),
];

struct Manager;

impl Behaviour for Manager {}

/// `Model.objects`.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn manager<'h>(cx: &Context<'h>, class: &'static Class) -> Result<Value<'h>, Stop<'h>> {
    let fields = steps::fields(Value::None, Step::Table, Value::Class(class));
    cx.fields_instance(&MANAGER, &fields)
}

/// The rows of a model that meet look-ups, no more than `most` of them.
///
/// # Errors
/// `FieldError`, or what looking them up raises.
pub fn find<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    lookups: &[(&'h Text<'h>, Value<'h>)],
    most: usize,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    matching(cx, manager(cx, class)?, lookups, most)
}

/// The manager of a row's relation.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn of_relation<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    field: &'static Field,
) -> Result<Value<'h>, Stop<'h>> {
    let args = cx.tuple(&[Value::Host(host), cx.str(field.name)?])?;
    let fields = steps::fields(Value::None, Step::Related, args);
    cx.fields_instance(&RELATED, &fields)
}
