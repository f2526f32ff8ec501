//! Models: what is known of the rows of a table, as static tables.

use std::sync::LazyLock;

use serde_json::{Map, Value as Json};

use super::class::Class;
use super::value::Lent;

/// A table of rows that policies can look up.
pub struct Model {
    /// Its label: `authentik_core.user`.
    pub label: &'static str,
    /// The class of its rows.
    pub class: &'static Class,
    /// The field that holds the primary key; `pk` is another name for it.
    pub key: Field,
    /// Its other fields, sorted by name.
    pub fields: &'static [Field],
    /// `Model.DoesNotExist`.
    pub absent: &'static Class,
    /// `Model.MultipleObjectsReturned`.
    pub several: &'static Class,
}

/// A field of a model.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The relation that it is another name for.
    pub also: &'static str,
    /// A flag that new rows have set.
    pub on: bool,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Int,
    /// A flag.
    Bool,
    /// A moment.
    Time,
    /// A UUID.
    Uuid,
    /// JSON: paths go on with its keys.
    Json,
    /// The key of a row of another model.
    One(&'static Model),
    /// Rows of a model.
    Many(&'static Model),
    /// The rows of a model that refer to this one by a field.
    Back(&'static Model, &'static str),
}

impl Field {
    /// A field.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            also: name,
            on: false,
        }
    }

    /// A flag that new rows have set.
    #[must_use]
    pub const fn on(name: &'static str) -> Self {
        Self {
            name,
            kind: Kind::Bool,
            also: name,
            on: true,
        }
    }

    /// What it holds in a row about which nothing was said; none if that cannot be told.
    #[must_use]
    pub fn initial(&self) -> Option<Lent<'static>> {
        static NOTHING: LazyLock<Map<String, Json>> = LazyLock::new(Map::new);
        Some(match self.kind {
            Kind::Text => Lent::Str(""),
            Kind::Bool => Lent::Bool(self.on),
            Kind::Json => Lent::Map(&*NOTHING),
            Kind::Time => Lent::None,
            _ => return None,
        })
    }

    /// Another name for a relation.
    #[must_use]
    pub const fn also(name: &'static str, kind: Kind, also: &'static str) -> Self {
        Self {
            name,
            kind,
            also,
            on: false,
        }
    }
}

impl Kind {
    /// The name of the class that Django has for such fields.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "TextField",
            Self::Int => "IntegerField",
            Self::Bool => "BooleanField",
            Self::Time => "DateTimeField",
            Self::Uuid => "UUIDField",
            Self::Json => "JSONField",
            Self::One(_) => "ForeignKey",
            Self::Many(_) | Self::Back(..) => "ManyToManyField",
        }
    }
}

impl Model {
    /// The field of a name; `pk` is the key, and `user_id` the key that `user` holds.
    #[must_use]
    pub fn field(&'static self, name: &str) -> Option<&'static Field> {
        if name == "pk" || name == self.key.name {
            return Some(&self.key);
        }
        let at = self.fields.binary_search_by(|field| field.name.cmp(name));
        let found = at.ok().and_then(|at| self.fields.get(at));
        found.or_else(|| {
            let one = self.field(name.strip_suffix("_id")?)?;
            matches!(one.kind, Kind::One(_)).then_some(one)
        })
    }

    /// The names of its fields, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let mut names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
        names.push(self.key.name);
        names.sort_unstable();
        names.into_iter()
    }

    /// Whether its rows are rows of another model too.
    #[must_use]
    pub fn derives(&self, other: &Self) -> bool {
        self.class.derives(other.class)
    }
}
