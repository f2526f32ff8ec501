//! What a request's context holds: JSON, and objects among it.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::moment::moment;
use crate::value::class::Class;
use crate::value::lent::SEARCHED;
use crate::value::model::Kind;
use crate::value::value::{Lent, Mapping, Object, Sequence};

/// One value of a context.
#[derive(Clone)]
pub enum Item {
    /// Plain JSON.
    Json(Json),
    /// A dict with objects somewhere inside.
    Map(Entries),
    /// A dict of the embedder's own making.
    Dict(Arc<dyn Mapping>),
    /// A list with objects somewhere inside.
    List(Vec<Item>),
    /// A set.
    Set(Vec<Item>),
    /// An object.
    Object(Arc<dyn Object>),
    /// A `datetime.datetime`: microseconds since 1970 on the clock face, seconds east of UTC.
    DateTime(i64, Option<i32>),
}

impl Item {
    /// An object.
    #[must_use]
    pub fn object(object: impl Object + 'static) -> Self {
        Self::Object(Arc::new(object))
    }

    /// What a field of a class with a model holds: the text of a moment is that moment, in UTC.
    #[must_use]
    pub fn of_field(class: &'static Class, name: &str, value: impl Into<Self>) -> Self {
        let item = value.into();
        let Self::Json(Json::String(text)) = &item else {
            return item;
        };
        let field = class.model.and_then(|model| model.field(name));
        match (field.map(|field| field.kind), moment(text)) {
            (Some(Kind::Time), Some(micros)) => Self::DateTime(micros, Some(0)),
            _ => item,
        }
    }

    pub(super) fn lend(&self) -> Lent<'_> {
        match self {
            Self::Json(json) => Lent::Json(json),
            Self::Map(entries) => Lent::Map(entries),
            Self::Dict(mapping) => Lent::Map(&**mapping),
            Self::List(items) => Lent::List(items),
            Self::Set(items) => Lent::Set(items),
            Self::Object(object) => Lent::Object(&**object),
            Self::DateTime(micros, offset) => Lent::DateTime {
                micros: *micros,
                offset: *offset,
            },
        }
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(json) => json.fmt(f),
            Self::Map(entries) => entries.fmt(f),
            Self::Dict(mapping) => f.debug_set().entries(mapping.keys()).finish(),
            Self::List(items) | Self::Set(items) => items.fmt(f),
            Self::Object(object) => write!(f, "<{} object>", object.class_name()),
            Self::DateTime(micros, offset) => write!(f, "DateTime({micros}, {offset:?})"),
        }
    }
}

impl<T: Into<Json>> From<T> for Item {
    fn from(json: T) -> Self {
        Self::Json(json.into())
    }
}

impl Sequence for Vec<Item> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, at: usize) -> Option<Lent<'_>> {
        self.get(at).map(Item::lend)
    }
}

/// A dict of items, in order.
#[derive(Clone, Debug, Default)]
pub struct Entries(pub IndexMap<String, Item>);

impl Entries {
    /// An empty dict.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With an entry.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, item: impl Into<Item>) -> Self {
        self.0.insert(key.into(), item.into());
        self
    }
}

impl Mapping for Entries {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        let found = match self.0.len() {
            0..=SEARCHED => {
                let mut entries = self.0.iter();
                entries.find(|(name, _)| *name == key).map(|(_, item)| item)
            }
            _ => self.0.get(key),
        };
        found.map(Item::lend)
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, Lent<'_>)> + '_> {
        Box::new(self.0.iter().map(|(key, item)| (key.as_str(), item.lend())))
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.0.keys().map(String::as_str))
    }
}
