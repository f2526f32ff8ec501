//! Groups: nested, with several parents.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::model::people;
use crate::value::class::Class;
use crate::value::value::{Lent, Object, Sequence};

/// A group.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The primary key; null: the name identifies it.
    pub pk: Json,
    /// Its name.
    pub name: String,
    /// Members are superusers.
    pub is_superuser: bool,
    /// Its attributes.
    pub attributes: Map<String, Json>,
    /// The groups it belongs to: its members are members of them too.
    pub parents: Vec<Arc<Group>>,
    /// Any further attribute.
    pub fields: Map<String, Json>,
}

impl Group {
    /// A group with a name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// With a parent.
    #[must_use]
    pub fn within(mut self, parent: Arc<Self>) -> Self {
        self.parents.push(parent);
        self
    }

    /// With an entry of `attributes`.
    #[must_use]
    pub fn with_attribute(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        self.attributes.insert(key.into(), value.into());
        self
    }

    /// Whether both are the same group: by key, else by name.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        if self.pk.is_null() || other.pk.is_null() {
            self.name == other.name
        } else {
            self.pk == other.pk
        }
    }
}

impl Object for Group {
    fn class_name(&self) -> &str {
        "Group"
    }

    fn class(&self) -> Option<&'static Class> {
        Some(&people::GROUP)
    }

    fn related(&self, name: &str) -> Option<&dyn Sequence> {
        (name == "parents").then_some(&self.parents as &dyn Sequence)
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "name" => Lent::Str(&self.name),
            "pk" | "group_uuid" => Lent::Json(&self.pk),
            "is_superuser" => Lent::Bool(self.is_superuser),
            "attributes" => Lent::Map(&self.attributes),
            "parent" => match self.parents.first() {
                Some(parent) => Lent::Object(&**parent),
                None => Lent::None,
            },
            _ => Lent::Json(self.fields.get(name)?),
        })
    }

    fn attr_names(&self) -> Vec<&str> {
        let further = self.fields.keys().map(String::as_str);
        ["pk", "name", "is_superuser"]
            .into_iter()
            .chain(further)
            .collect()
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(format!("Group {}", self.name)))
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }

    fn identity(&self) -> Option<Cow<'_, str>> {
        match &self.pk {
            Json::Null => Some(Cow::Borrowed(&self.name)),
            Json::String(pk) => Some(Cow::Borrowed(pk)),
            pk => Some(Cow::Owned(pk.to_string())),
        }
    }
}

impl Sequence for Vec<Arc<Group>> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, at: usize) -> Option<Lent<'_>> {
        self.get(at).map(|group| Lent::Object(&**group))
    }

    fn any_with(&self, attribute: &str, text: &str) -> Option<bool> {
        (attribute == "name").then(|| self.iter().any(|group| group.name == text))
    }
}
