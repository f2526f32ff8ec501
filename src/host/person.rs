//! A subject of which only the object is known, such as a flow's pending user.

use std::borrow::Cow;

use super::group::Group;
use super::http::ANONYMOUS;
use super::request::Subject;
use super::user::User;
use crate::value::value::{Lent, Object, Sequence};

/// Somebody who is known by an object's attributes alone: `pk`, `username`, and its relation
/// `all_groups`.
pub enum Person<'o> {
    /// An object that is lent: policies see it itself.
    Lent(&'o dyn Object),
    /// An object of its own.
    Owned(Box<dyn Object>),
    /// Nobody.
    Nobody,
}

impl Person<'_> {
    fn object(&self) -> &dyn Object {
        match self {
            Person::Lent(object) => *object,
            Person::Owned(object) => &**object,
            Person::Nobody => &*ANONYMOUS,
        }
    }

    fn has(&self, name: &str, text: &str) -> bool {
        self.attr(name)
            .is_some_and(|lent| key(&lent).as_deref() == Some(text))
    }
}

/// The text of a key.
fn key(lent: &Lent<'_>) -> Option<String> {
    match lent {
        Lent::Int(int) => Some(int.to_string()),
        Lent::Str(text) => Some((*text).to_owned()),
        Lent::Text(text) => Some(text.clone()),
        Lent::Json(json) if json.is_number() => Some(json.to_string()),
        Lent::Json(json) => json.as_str().map(str::to_owned),
        _ => None,
    }
}

impl Subject for Person<'_> {
    fn is_anonymous(&self) -> bool {
        self.attr("pk").and_then(|pk| key(&pk)).is_none()
    }

    fn is_user(&self, user: &User) -> bool {
        match user.identity() {
            Some(pk) if !self.is_anonymous() => self.has("pk", &pk),
            _ => self.has("username", &user.username),
        }
    }

    fn is_member(&self, group: &Group) -> bool {
        let groups = self.related("all_groups").or(self.related("groups"));
        let Some(groups) = groups else { return false };
        (0..groups.len()).any(|at| match groups.item(at) {
            Some(Lent::Object(known)) => is_group(known, group),
            _ => false,
        })
    }

    fn shown(&self) -> Option<&dyn Object> {
        Some(self.object())
    }
}

fn is_group(known: &dyn Object, group: &Group) -> bool {
    let text = |name| known.attr(name).and_then(|lent| key(&lent));
    let own = match &group.pk {
        serde_json::Value::Null => None,
        serde_json::Value::String(pk) => Some(pk.clone()),
        pk => Some(pk.to_string()),
    };
    match (text("pk"), own) {
        (Some(pk), Some(own)) => pk == own,
        _ => text("name").as_deref() == Some(&group.name),
    }
}

impl Object for Person<'_> {
    fn class_name(&self) -> &str {
        self.object().class_name()
    }

    fn related(&self, name: &str) -> Option<&dyn Sequence> {
        self.object().related(name)
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        self.object().attr(name)
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        self.object().text()
    }

    fn identity(&self) -> Option<Cow<'_, str>> {
        self.object().identity()
    }
}
