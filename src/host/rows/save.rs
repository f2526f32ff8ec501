//! Saving and deleting rows: effects, and seen at once by all copies of the request.

use super::draft::{self, ADDING, is_unsaved};
use super::store::{self, model_of};
use crate::host::differ::differs;
use crate::value::class::Class;
use crate::value::context::{Context, Deed};
use crate::value::copy::Copier;
use crate::value::model::{Field, Kind, Model};
use crate::value::value::{Dict, Host, Stop, Text, Value};

/// `row.save()`.
///
/// # Errors
/// What comparing its fields raises, or [`Stop::Fatal`] by a limit.
pub fn save<'h>(cx: &Context<'h>, host: &'h Host<'h>) -> Result<(), Stop<'h>> {
    let Some(model) = model_of(host.object) else {
        return Ok(());
    };
    let fresh = is_unsaved(host);
    let fields = changed(cx, model, host, fresh)?;
    cx.written.set(true);
    if fresh {
        enter(cx, host)?;
    } else {
        publish(cx, host, fields)?;
    }
    let deed = if fresh { Deed::Create } else { Deed::Update };
    if let (place, Some(key)) = (store::model_place(cx, model)?, host.object.identity()) {
        cx.note(deed, place, cx.str(&key)?, Value::Dict(fields))?;
    }
    Ok(())
}

/// Counts a row that was not saved among those of its model, which is no effect by itself.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn enter<'h>(cx: &Context<'h>, host: &'h Host<'h>) -> Result<(), Stop<'h>> {
    cx.written.set(true);
    host.memo.insert_str(cx, ADDING, Value::False)?;
    match model_of(host.object) {
        Some(model) => store::add(cx, model, host),
        None => Ok(()),
    }
}

/// The fields that were written, as they are now; of a row that was never saved all that it was given.
fn changed<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    host: &'h Host<'h>,
    fresh: bool,
) -> Result<&'h Dict<'h>, Stop<'h>> {
    let changed = cx.dict()?;
    for (name, value) in host.memo.stored() {
        cx.charge(1)?;
        let Value::Str(name) = name else { continue };
        let Some(field) = column(model, name.as_str()) else {
            continue;
        };
        if let Value::Object(object) = value
            && object.class.module == "django.db.models.expressions"
        {
            let text = "an expression of fields can be saved by update() alone";
            return Err(cx.type_error(format_args!("{text}, not by save(): {}", field.name)));
        }
        let differs = match host.object.attr(name.as_str()) {
            Some(lent) if !fresh => differs(cx, value, lent)?,
            _ => true,
        };
        if differs {
            let value = frozen(cx, field, value)?;
            changed.insert_str(cx, field.name, value)?;
        }
    }
    Ok(changed)
}

/// A field that a row itself holds.
fn column(model: &'static Model, name: &str) -> Option<&'static Field> {
    if name == "password" {
        return model.field("password");
    }
    let field = model.field(name)?;
    let own = !matches!(field.kind, Kind::Many(_) | Kind::Back(..));
    (own && !std::ptr::eq(field, &model.key)).then_some(field)
}

/// A value as it is now: what is written to it later is another change.
fn frozen<'h>(cx: &Context<'h>, field: &Field, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    match value {
        Value::Host(row) => match row.object.identity() {
            Some(key) => cx.str(&key),
            None => Ok(Value::None),
        },
        Value::Object(_) if !matches!(field.kind, Kind::Json) => cx.display_value(value),
        value => Copier::new(None).copy(cx, value),
    }
}

/// Shows what was saved to the copies of the request that hold the row too.
fn publish<'h>(cx: &Context<'h>, host: &'h Host<'h>, fields: &'h Dict<'h>) -> Result<(), Stop<'h>> {
    let shared = store::shared(cx, host)?;
    if std::ptr::eq(shared, host) {
        return Ok(());
    }
    for (name, value) in fields.stored() {
        let value = Copier::new(None).copy(cx, value)?;
        shared.memo.insert(cx, name, value)?;
    }
    Ok(())
}

/// `Model.objects.create(**fields)`.
///
/// # Errors
/// Those of [`draft::construct`].
pub fn create<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    fields: &[(&'h Text<'h>, Value<'h>)],
) -> Result<&'h Host<'h>, Stop<'h>> {
    let host = draft::construct(cx, class, fields)?;
    save(cx, host)?;
    Ok(host)
}

/// Sets fields of a row and saves them alone.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn update<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    given: &[(&'h Text<'h>, Value<'h>)],
) -> Result<(), Stop<'h>> {
    let (Some(model), Some(key)) = (model_of(host.object), host.object.identity()) else {
        return Ok(());
    };
    let fields = cx.dict()?;
    for (name, value) in given {
        cx.charge(1)?;
        if let Some(field) = column(model, name.as_str()) {
            host.memo.insert_str(cx, field.name, *value)?;
            fields.insert_str(cx, field.name, frozen(cx, field, *value)?)?;
        }
    }
    cx.written.set(true);
    publish(cx, host, fields)?;
    let place = store::model_place(cx, model)?;
    cx.note(Deed::Update, place, cx.str(&key)?, Value::Dict(fields))
}

/// `row.delete()`.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn delete<'h>(cx: &Context<'h>, host: &'h Host<'h>) -> Result<(), Stop<'h>> {
    let (Some(model), Some(key)) = (model_of(host.object), host.object.identity()) else {
        return Ok(());
    };
    store::shared(cx, host)?;
    store::remove(cx, host)?;
    cx.written.set(true);
    let place = store::model_place(cx, model)?;
    cx.note(Deed::Delete, place, cx.str(&key)?, Value::None)
}
