//! The entries of a blueprint and their parts.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::{
    error::{Notice, Reason},
    json::{as_key, truth},
    model::Model,
    node::{Content, Node},
    object::TextPlace,
    read::Fault,
    resolve::Resolver,
};
use crate::engine::policy_type::PolicyType;
use crate::host::model::registry;
use crate::source::Place;

/// What policies of every type have.
const COMMON: [&str; 3] = ["name", "execution_logging", "policy_uuid"];

/// What an entry asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Present,
    Created,
    MustCreated,
    Absent,
}

/// One entry as written.
pub(super) struct Entry<'n> {
    node: &'n Node,
    pub place: Place,
}

impl<'n> Entry<'n> {
    /// Takes a mapping as an entry.
    pub fn of(node: &'n Node) -> Result<Self, Fault> {
        if node.pairs().is_none() {
            return Err(wrong(node, "an entry", "a mapping"));
        }
        let place = node.place;
        Ok(Self { node, place })
    }

    pub fn id(&self) -> Option<String> {
        self.node
            .field("id")
            .and_then(|id| id.text())
            .map(str::to_owned)
    }

    /// Where the text of the `expression` stands, if it is written out.
    pub fn expression(&self) -> Option<TextPlace> {
        let node = self.part("expression")?;
        match &node.content {
            Content::Scalar(text) if node.tag.is_none() => Some(TextPlace::of(text, node.place)),
            _ => None,
        }
    }

    /// Where a field of the identifiers or attributes stands, or else the entry.
    pub fn place_of(&self, field: &str) -> Place {
        self.part(field).map_or(self.place, |node| node.place)
    }

    fn part(&self, field: &str) -> Option<&Rc<Node>> {
        let within = |part: &str| self.node.field(part).and_then(|node| node.field(field));
        within("identifiers").or_else(|| within("attrs"))
    }
}

impl Resolver<'_> {
    /// The model of an entry in lower case, unless its conditions are not met.
    pub(super) fn label(&mut self, entry: &Entry<'_>) -> Result<Option<String>, Fault> {
        let none = (entry.place, Reason::NoModel);
        let node = entry.node.field("model").ok_or(none)?;
        let label = as_key(&self.value(node)?).to_lowercase();
        if label.split('.').filter(|part| !part.is_empty()).count() != 2 {
            return Err((node.place, Reason::NoModel));
        }
        if !self.conditions(entry)? {
            return Ok(None);
        }
        self.notice_unknown(entry, &label);
        Ok(Some(label))
    }

    fn conditions(&mut self, entry: &Entry<'_>) -> Result<bool, Fault> {
        let Some(node) = entry.node.field("conditions") else {
            return Ok(true);
        };
        match self.value(node)? {
            Value::Array(conditions) => Ok(conditions.iter().all(truth)),
            _ => Err(wrong(node, "the conditions of an entry", "a sequence")),
        }
    }

    fn notice_unknown(&mut self, entry: &Entry<'_>, label: &str) {
        let notice = Notice::UnknownModel(label.to_owned());
        let seen = self.warnings.iter().any(|warning| warning.notice == notice);
        let known = registry::by_label(label).is_some();
        if Model::of(label) == Model::Other && !known && !seen {
            self.warn(entry.place, notice);
        }
        let known = [
            "model",
            "id",
            "state",
            "conditions",
            "identifiers",
            "attrs",
            "permissions",
        ];
        for (key, _) in entry.node.pairs().unwrap_or_default() {
            let name = key.text().unwrap_or("");
            if !known.contains(&name) {
                self.warn(key.place, Notice::UnknownKey(name.to_owned()));
            }
        }
    }

    /// Warns of attributes that no policy of the entry's type has.
    pub(super) fn notice_settings(
        &mut self,
        entry: &Entry<'_>,
        label: &str,
        fields: &Map<String, Value>,
    ) {
        let Model::Policy(model) = Model::of(label) else {
            return;
        };
        let Some(kind) = PolicyType::of_model(&model) else {
            return;
        };
        let known = |name: &str| {
            let mut settings = kind.settings().iter();
            COMMON.contains(&name) || settings.any(|setting| setting.name == name)
        };
        for name in fields.keys().filter(|name| !known(name)) {
            let (kind, name) = (kind.name().to_owned(), name.clone());
            let place = entry.place_of(&name);
            self.warn(place, Notice::UnknownSetting { kind, name });
        }
    }

    pub(super) fn state(&mut self, entry: &Entry<'_>) -> Result<State, Fault> {
        let Some(node) = entry.node.field("state") else {
            return Ok(State::Present);
        };
        let name = as_key(&self.value(node)?);
        match name.as_str() {
            "present" => Ok(State::Present),
            "created" => Ok(State::Created),
            "must_created" => Ok(State::MustCreated),
            "absent" => Ok(State::Absent),
            _ => Err((node.place, Reason::State(name))),
        }
    }

    /// The identifiers of an entry; an object that was found stands for its primary key.
    pub(super) fn identifiers(
        &mut self,
        entry: &Entry<'_>,
        label: &str,
    ) -> Result<Map<String, Value>, Fault> {
        let mut found = self.part(entry, "identifiers")?;
        for value in found.values_mut() {
            if let Some(pk) = value.get_mut("pk") {
                *value = pk.take();
            }
        }
        if found.is_empty() && Model::of(label) != Model::Other {
            self.warn(entry.place, Notice::NoIdentifiers(label.to_owned()));
        }
        Ok(found)
    }

    pub(super) fn attrs(&mut self, entry: &Entry<'_>) -> Result<Map<String, Value>, Fault> {
        self.part(entry, "attrs")
    }

    fn part(&mut self, entry: &Entry<'_>, name: &str) -> Result<Map<String, Value>, Fault> {
        let Some(node) = entry.node.field(name) else {
            return Ok(Map::new());
        };
        match self.value(node)? {
            Value::Object(map) => Ok(map),
            Value::Null => Ok(Map::new()),
            _ => Err(wrong(node, name, "a mapping")),
        }
    }
}

/// The fault of a value that has the wrong type.
pub(super) fn wrong(node: &Node, what: &str, expected: &'static str) -> Fault {
    let what = what.to_owned();
    (node.place, Reason::WrongType { what, expected })
}
