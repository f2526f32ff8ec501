//! Objects of which only the attributes are known: applications, sources, flows, events, brands.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::item::Item;
use super::model::registry;
use crate::value::class::Class;
use crate::value::model::{Field, Kind};
use crate::value::value::{Lent, Object};

/// An object made of named attributes.
#[derive(Clone, Debug, Default)]
pub struct Record {
    class: String,
    text: Option<String>,
    fields: indexmap::IndexMap<String, Item>,
}

impl Record {
    /// An object of a class, without attributes.
    #[must_use]
    pub fn new(class: impl Into<String>) -> Self {
        Self {
            class: class.into(),
            ..Self::default()
        }
    }

    /// An object whose attributes come from JSON; nested JSON objects become objects too.
    #[must_use]
    pub fn of_json(class: impl Into<String>, fields: &Map<String, Json>) -> Self {
        let mut record = Self::new(class);
        for (name, value) in fields {
            record = record.with(name, Item::object_of_json(value));
        }
        record
    }

    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Item>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// As a directory keeps it: the keys of other rows stand where their names end in `_id`, so that
    /// the names themselves stand for the rows, and texts of moments are moments.
    pub(super) fn into_row(mut self) -> Self {
        let class = self.class();
        let Some((class, model)) = class.and_then(|class| Some((class, class.model?))) else {
            return self;
        };
        let is_key = |item: &Item| matches!(item, Item::Json(json) if !json.is_null());
        for Field { name, kind, .. } in model.fields {
            match (kind, self.fields.get_mut(*name)) {
                (Kind::One(_), Some(item)) if is_key(item) => {
                    if let Some(key) = self.fields.shift_remove(*name) {
                        self.fields.insert(format!("{name}_id"), key);
                    }
                }
                (Kind::Time, Some(item)) => *item = Item::of_field(class, name, item.clone()),
                _ => {}
            }
        }
        self
    }

    /// With a text for `str(x)`.
    #[must_use]
    pub fn shown_as(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// An attribute that is a str.
    #[must_use]
    pub fn text_field(&self, name: &str) -> Option<&str> {
        match self.fields.get(name)? {
            Item::Json(Json::String(text)) => Some(text),
            _ => None,
        }
    }
}

impl Object for Record {
    fn class_name(&self) -> &str {
        &self.class
    }

    fn class(&self) -> Option<&'static Class> {
        registry::by_name(&self.class)
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        let known = self.fields.get(name).map(Item::lend);
        known.or_else(|| self.class()?.model?.field(name)?.initial())
    }

    fn attr_names(&self) -> Vec<&str> {
        self.fields.keys().map(String::as_str).collect()
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        match (&self.text, self.class.as_str()) {
            (Some(text), _) => Some(Cow::Borrowed(text)),
            (None, "Flow") => {
                let name = self.text_field("name").unwrap_or_default();
                let slug = self.text_field("slug").unwrap_or_default();
                Some(Cow::Owned(format!("Flow {name} ({slug})")))
            }
            (None, class) => match (self.text_field("name"), self.identity()) {
                (Some(name), _) => Some(Cow::Borrowed(name)),
                // As Django shows rows that have no name.
                (None, Some(key)) if self.class().is_some() => {
                    Some(Cow::Owned(format!("{class} object ({key})")))
                }
                _ => None,
            },
        }
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }

    fn identity(&self) -> Option<Cow<'_, str>> {
        match self.fields.get("pk")? {
            Item::Json(Json::String(pk)) => Some(Cow::Borrowed(pk)),
            Item::Json(pk @ Json::Number(_)) => Some(Cow::Owned(pk.to_string())),
            _ => None,
        }
    }
}

impl Item {
    /// An item whose JSON objects are attribute objects.
    #[must_use]
    pub fn object_of_json(json: &Json) -> Self {
        match json {
            Json::Object(fields) => Record::of_json("SimpleNamespace", fields).into(),
            other => Self::Json(other.clone()),
        }
    }
}

impl From<Record> for Item {
    fn from(record: Record) -> Self {
        Self::object(record)
    }
}
