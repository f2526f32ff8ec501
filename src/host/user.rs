//! Users: who a policy decides about.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::group::Group;
use super::item::Item;
use super::model::people;
use super::model::users::USABLE;
use crate::value::class::Class;
use crate::value::value::{Lent, Object, Sequence};

/// A user, or with a null `pk` the anonymous user.
///
/// Fields follow section 4.1 of authentik's data model; further ones go to `fields`.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// The primary key; null: anonymous.
    pub pk: Json,
    /// `username`; also what `str(user)` gives.
    pub username: String,
    /// `name`.
    pub name: String,
    /// `email`.
    pub email: String,
    /// `uid`.
    pub uid: String,
    /// `is_active`.
    pub is_active: bool,
    /// `is_superuser`; none: a member, also by inheritance, of any group that is.
    pub is_superuser: Option<bool>,
    /// `attributes`.
    pub attributes: Map<String, Json>,
    /// The groups it is a direct member of.
    pub groups: Vec<Arc<Group>>,
    /// Any further attribute (`path`, `type`, `last_login`, ...).
    pub fields: IndexMap<String, Item>,
    pub(super) all_groups: OnceLock<Vec<Arc<Group>>>,
}

impl User {
    /// An active user with a key and a name.
    #[must_use]
    pub fn new(pk: impl Into<Json>, username: impl Into<String>) -> Self {
        Self {
            pk: pk.into(),
            username: username.into(),
            is_active: true,
            ..Self::default()
        }
    }

    /// The anonymous user.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// With a membership.
    #[must_use]
    pub fn in_group(mut self, group: Arc<Group>) -> Self {
        self.groups.push(group);
        self.all_groups = OnceLock::new();
        self
    }

    /// With an e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: impl Into<String>) -> Self {
        self.email = email.into();
        self
    }

    /// With an entry of `attributes`.
    #[must_use]
    pub fn with_attribute(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        self.attributes.insert(key.into(), value.into());
        self
    }

    /// With what the fields of a row hold that nothing was said about.
    pub(crate) fn with_defaults(mut self) -> Self {
        let defaults = [
            ("last_login", Json::Null),
            ("path", "users".into()),
            ("type", "internal".into()),
        ];
        for (name, value) in defaults {
            self.fields
                .entry(name.to_owned())
                .or_insert(Item::Json(value));
        }
        self
    }

    /// Whether it is the anonymous user.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.pk.is_null()
    }

    /// Its groups and theirs, each once: direct ones first, then parents, breadth first.
    #[must_use]
    pub fn all_groups(&self) -> &Vec<Arc<Group>> {
        self.all_groups.get_or_init(|| {
            let mut found: Vec<Arc<Group>> = Vec::new();
            let mut next: Vec<Arc<Group>> = self.groups.clone();
            while !next.is_empty() {
                let mut parents = Vec::new();
                for group in next {
                    if !found.iter().any(|known| known.is(&group)) {
                        parents.extend(group.parents.iter().cloned());
                        found.push(group);
                    }
                }
                next = parents;
            }
            found
        })
    }

    /// Whether it is a member of a group, directly or by inheritance.
    #[must_use]
    pub fn is_member(&self, group: &Group) -> bool {
        self.all_groups().iter().any(|known| known.is(group))
    }

    fn superuser(&self) -> bool {
        self.is_superuser
            .unwrap_or_else(|| self.all_groups().iter().any(|group| group.is_superuser))
    }

    fn flag(&self, name: &str, default: bool) -> Lent<'_> {
        match self.fields.get(name) {
            Some(given) => given.lend(),
            None => Lent::Bool(default),
        }
    }
}

impl Object for User {
    fn class_name(&self) -> &str {
        if self.is_anonymous() {
            "AnonymousUser"
        } else {
            "User"
        }
    }

    fn class(&self) -> Option<&'static Class> {
        Some(if self.is_anonymous() {
            &people::ANONYMOUS
        } else {
            &people::USER
        })
    }

    fn related(&self, name: &str) -> Option<&dyn Sequence> {
        match name {
            "groups" | "ak_groups" => Some(&self.groups),
            "all_groups" => Some(self.all_groups()),
            _ => None,
        }
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "username" => Lent::Str(&self.username),
            "name" => Lent::Str(&self.name),
            "email" => Lent::Str(&self.email),
            "uid" => Lent::Str(&self.uid),
            "pk" | "id" => Lent::Json(&self.pk),
            "is_active" => Lent::Bool(self.is_active),
            "is_superuser" => Lent::Bool(self.superuser()),
            "is_authenticated" => self.flag(name, !self.is_anonymous()),
            "is_anonymous" => self.flag(name, self.is_anonymous()),
            "attributes" => Lent::Map(&self.attributes),
            USABLE => match self.fields.get("has_usable_password") {
                Some(given) => given.lend(),
                None => Lent::Bool(!self.is_anonymous()),
            },
            "has_usable_password" => return None,
            _ => self.fields.get(name)?.lend(),
        })
    }

    fn attr_names(&self) -> Vec<&str> {
        let known = ["pk", "username", "name", "email", "uid", "is_active"];
        let further = self.fields.keys().map(String::as_str);
        known.into_iter().chain(further).collect()
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.username))
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }

    fn identity(&self) -> Option<Cow<'_, str>> {
        match &self.pk {
            Json::Null => None,
            Json::String(pk) => Some(Cow::Borrowed(pk)),
            pk => Some(Cow::Owned(pk.to_string())),
        }
    }
}
