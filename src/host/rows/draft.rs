//! Rows that policies make.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::TYPE_ERROR;
use crate::value::model::{Kind, Model};
use crate::value::value::{Host, Lent, Object, Stop, Text, Value};

/// A row without anything but its key; what it holds was written to it.
struct Draft {
    class: &'static Class,
    key: Json,
}

impl Object for Draft {
    fn class_name(&self) -> &str {
        self.class.name
    }

    fn class(&self) -> Option<&'static Class> {
        Some(self.class)
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        match (name, self.class.name) {
            (ADDING, _) | ("is_authenticated", "User") => return Some(Lent::Bool(true)),
            ("is_anonymous" | "is_superuser", "User") => return Some(Lent::Bool(false)),
            _ => {}
        }
        let model = self.class.model?;
        let field = model.field(name)?;
        if std::ptr::eq(field, &model.key) {
            return Some(Lent::Json(&self.key));
        }
        match field.kind {
            Kind::Int => Some(Lent::Int(0)),
            Kind::Uuid => Some(Lent::None),
            Kind::One(_) if name != field.name => Some(Lent::None),
            _ => field.initial(),
        }
    }

    fn attr_names(&self) -> Vec<&str> {
        let model = self.class.model;
        model.map_or(Vec::new(), |model| model.names().collect())
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }

    fn identity(&self) -> Option<Cow<'_, str>> {
        match &self.key {
            Json::String(key) => Some(Cow::Borrowed(key)),
            key => Some(Cow::Owned(key.to_string())),
        }
    }
}

/// What a draft is taken to own, in bytes.
const DRAFT_BYTES: usize = 128;

/// `Model(**fields)`: a row that is not saved yet.
///
/// # Errors
/// `TypeError` for a name that is no field.
pub fn construct<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    fields: &[(&'h Text<'h>, Value<'h>)],
) -> Result<&'h Host<'h>, Stop<'h>> {
    let Some(model) = class.model else {
        return Err(Stop::Fatal);
    };
    let given = fields
        .iter()
        .find(|(name, _)| matches!(name.as_str(), "pk" | "id") || name.as_str() == model.key.name);
    let key = match given {
        Some((_, Value::Int(key))) => Json::from(*key),
        Some((_, value)) => Json::from(cx.display(*value)?),
        None => fresh_key(cx, model)?,
    };
    // What is handed out before the rows of the request are entered would be taken for one of them.
    super::store::seed(cx)?;
    let draft = Draft { class, key };
    let draft = cx.memory(cx.heap.own(draft, DRAFT_BYTES))?;
    let place = super::store::place(cx, draft)?;
    let Value::Host(host) = cx.lend_object(draft, place)? else {
        return Err(Stop::Fatal);
    };
    for (name, value) in fields {
        cx.charge(1)?;
        let Some(field) = model.field(name.as_str()) else {
            return Err(cx.raise(
                &TYPE_ERROR,
                format_args!(
                    "{}() got unexpected keyword arguments: '{}'",
                    class.name,
                    name.as_str()
                ),
            ));
        };
        if !std::ptr::eq(field, &model.key) {
            host.memo.insert_str(cx, field.name, *value)?;
        }
    }
    Ok(host)
}

/// Whether a row was made by a policy and is not saved yet.
#[must_use]
pub fn is_unsaved(host: &Host<'_>) -> bool {
    host.object.attr(ADDING).is_some() && host.memo.stored_str(ADDING).is_none()
}

/// The attribute that only drafts have, until they are saved.
pub(super) const ADDING: &str = "_adding";

fn fresh_key<'h>(cx: &Context<'h>, model: &'static Model) -> Result<Json, Stop<'h>> {
    if let Kind::Int = model.key.kind {
        let first = (cx.services.directory()).map_or(1 << 40, |known| known.next_key(model.label));
        return super::store::serial(cx, model, first).map(Json::from);
    }
    let mut bytes = [0_u8; 16];
    if !cx.services.random(&mut bytes) {
        let made = super::store::serial(cx, model, 1)?;
        bytes = u128::from(made.unsigned_abs()).to_be_bytes();
    }
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf000 << 64) & !(0xc000 << 48) | (0x4000 << 64) | (0x8000 << 48);
    let hex = format!("{bits:032x}");
    let cuts = [0..8, 8..12, 12..16, 16..20, 20..32];
    let parts: Vec<&str> = cuts.into_iter().filter_map(|cut| hex.get(cut)).collect();
    Ok(Json::from(parts.join("-")))
}
