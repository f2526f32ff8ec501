//! Events, and what is done with one: policies make one, say who it is about, and save it. That is the effect
//! which `ak_create_event` has.

use super::methods::{MODEL, receiver};
use super::table::model;
use crate::host::events::CREATE;
use crate::host::query::errors::{
    MULTIPLE_OBJECTS_RETURNED as SEVERAL, OBJECT_DOES_NOT_EXIST as ABSENT,
};
use crate::host::rows::{draft, save};
use crate::host::told;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::model::{Field, Kind};
use crate::value::native::Args;
use crate::value::plain::Plain;
use crate::value::value::{Host, Stop, Value};

model! {
    /// `Event`.
    EVENT EVENT_MODEL EVENT_ABSENT EVENT_SEVERAL = "Event" of "authentik.events.models",
    "authentik_events.event", &MODEL, &ABSENT, &SEVERAL,
    key Field::new("event_uuid", Kind::Uuid), methods METHODS, statics STATICS,
    fields [
        Field::new("action", Kind::Text),
        Field::new("app", Kind::Text),
        Field::new("brand", Kind::Json),
        Field::new("client_ip", Kind::Text),
        Field::new("context", Kind::Json),
        Field::new("created", Kind::Time),
        Field::new("expires", Kind::Time),
        Field::new("user", Kind::Json),
    ]
}

static METHODS: &[Row] = &[
    Row::leaf("from_http", "self, request, user=None", from_http),
    Row::leaf("save", "self, *args, **kwargs", |cx, args| {
        keep(cx, receiver(cx, &args)?)?;
        Ok(Value::None)
    }),
    Row::leaf("set_user", "self, user", |cx, args| {
        let event = receiver(cx, &args)?;
        set_user(cx, event, args.value(1))?;
        Ok(Value::Host(event))
    }),
];

static STATICS: &[Row] = &[Row::leaf("new", "action, app=None, **kwargs", new)];

/// `Event.new(action, app=None, **kwargs)`: not saved yet, and without secrets.
fn new<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let context = cx.dict_with(args.keywords.len())?;
    for (name, value) in told::keywords(cx, args.keywords, true)? {
        context.insert_str(cx, &name, value.lift(cx)?)?;
    }
    let action = cx.display_value(args.value(0))?;
    let mut fields = vec![
        (cx.lent_text("action")?, action),
        (cx.lent_text("context")?, Value::Dict(context)),
    ];
    if let Some(app) = args.given(1).filter(|app| !matches!(app, Value::None)) {
        fields.push((cx.lent_text("app")?, cx.display_value(app)?));
    }
    draft::construct(cx, &EVENT, &fields).map(Value::Host)
}

/// Whoever keeps events adds the request, and its user unless another is named.
fn from_http<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let event = receiver(cx, &args)?;
    if let Some(user @ Value::Host(_)) = args.given(2) {
        set_user(cx, event, user)?;
    }
    keep(cx, event)?;
    Ok(Value::Host(event))
}

fn set_user<'h>(cx: &Context<'h>, event: &'h Host<'h>, user: Value<'h>) -> Result<(), Stop<'h>> {
    let shown = cx.dict()?;
    if let Value::Host(user) = user {
        for name in ["username", "pk", "email"] {
            if let Some(value) = user.attribute(cx, name)? {
                shown.insert_str(cx, name, value)?;
            }
        }
    }
    event.store_attribute(cx, "user", Value::Dict(shown))?;
    Ok(())
}

/// Saves an event: a new one is told, with what its context holds.
fn keep<'h>(cx: &Context<'h>, event: &'h Host<'h>) -> Result<(), Stop<'h>> {
    if !draft::is_unsaved(event) {
        return save::save(cx, event);
    }
    save::enter(cx, event)?;
    let mut entries = Vec::new();
    for name in ["action", "app", "user"] {
        match event.memo.stored_str(name) {
            None | Some(Value::Unbound) => {}
            Some(value) => entries.push((name.to_owned(), told::plain(cx, value, true)?)),
        }
    }
    if let Some(context) = event.memo.stored_str("context")
        && let Plain::Dict(further) = told::plain(cx, context, true)?
    {
        entries.extend(further);
    }
    told::note(cx, CREATE, &entries)
}
