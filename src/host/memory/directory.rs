//! The rows that an embedder knows, in memory.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::table::{KEY, Table};
use crate::host::group::Group;
use crate::host::model::registry;
use crate::host::record::Record;
use crate::host::user::User;
use crate::value::services::{Directory, Found, Rows, Unreachable, Wanted};
use crate::value::value::Object;

/// Users, groups, and rows of any other model.
#[derive(Clone, Debug)]
pub struct MemoryDirectory {
    pub(super) users: Table<User>,
    pub(super) groups: Table<Group>,
    /// Other rows, by the label of their model.
    pub(super) others: IndexMap<String, Table<Record>>,
}

/// What rows of other models are found by.
const INDEXED: &[&str] = &[
    "name",
    "slug",
    "user",
    "source",
    "identifier",
    "ip",
    "domain",
];

impl Default for MemoryDirectory {
    fn default() -> Self {
        Self {
            users: Table::new(&["username", "email", "name", "uuid", "groups"]),
            groups: Table::new(&["name", "parents"]),
            others: IndexMap::new(),
        }
    }
}

impl MemoryDirectory {
    /// An empty directory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a user, or replaces the one of the same key or username.
    pub fn add_user(&mut self, user: Arc<User>) {
        self.users.put("username", user);
    }

    /// Adds a group, or replaces the one of the same key or name.
    pub fn add_group(&mut self, group: Arc<Group>) {
        self.groups.put("name", group);
    }

    /// Adds a row of any other model, or replaces the one of the same key. Its class names the model:
    /// a record of an unknown class is found by nothing.
    pub fn add(&mut self, row: Record) {
        let label = match row.class().and_then(|class| class.model) {
            Some(model) => model.label.to_owned(),
            None => row.class_name().to_lowercase(),
        };
        let table = self.others.entry(label);
        let table = table.or_insert_with(|| Table::new(INDEXED));
        table.put(KEY, Arc::new(row.into_row()));
    }

    /// Adds everything that another directory has.
    pub fn add_all(&mut self, other: &Self) {
        for group in other.groups.rows() {
            self.add_group(Arc::clone(group));
        }
        for user in other.users.rows() {
            self.add_user(Arc::clone(user));
        }
        for (label, rows) in &other.others {
            let table = self.others.entry(label.clone());
            let table = table.or_insert_with(|| Table::new(INDEXED));
            for row in rows.rows() {
                table.put(KEY, Arc::clone(row));
            }
        }
    }

    /// The user of a username.
    #[must_use]
    pub fn user(&self, username: &str) -> Option<&Arc<User>> {
        self.users.having("username", username).next()
    }

    /// The group of a name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Arc<Group>> {
        self.groups.having("name", name).next()
    }

    /// All users, in the order they were added.
    pub fn users(&self) -> impl Iterator<Item = &Arc<User>> {
        self.users.rows()
    }

    /// All groups, in the order they were added.
    pub fn groups(&self) -> impl Iterator<Item = &Arc<Group>> {
        self.groups.rows()
    }

    /// All rows of another model, by its label, in the order they were added.
    pub fn rows(&self, label: &str) -> impl Iterator<Item = &Arc<Record>> {
        self.others.get(label).into_iter().flat_map(Table::rows)
    }

    /// The rows of another model that have a text in a field that is indexed.
    pub(in crate::host) fn having<'d>(
        &'d self,
        label: &str,
        field: &str,
        text: &str,
    ) -> impl Iterator<Item = &'d Arc<Record>> {
        let table = self.others.get(label).into_iter();
        table.flat_map(move |table| table.having(field, text))
    }

    /// The user with a key, else the one with a username.
    #[must_use]
    pub fn find_user(&self, pk: &Json, username: &str) -> Option<&Arc<User>> {
        let by_key = self.users.having(KEY, &key_text(pk)).next();
        by_key
            .filter(|_| !pk.is_null())
            .or_else(|| self.user(username))
    }

    /// The group with a key, else the one with a name.
    #[must_use]
    pub fn find_group(&self, pk: &Json, name: &str) -> Option<&Arc<Group>> {
        let by_key = self.groups.having(KEY, &key_text(pk)).next();
        by_key
            .filter(|_| !pk.is_null())
            .or_else(|| self.group(name))
    }
}

/// A key as a text.
pub(super) fn key_text(pk: &Json) -> String {
    pk.as_str().map_or_else(|| pk.to_string(), str::to_owned)
}

fn lent<T: Object>(row: &Arc<T>) -> Found<'_> {
    Found::Lent(&**row)
}

impl Directory for MemoryDirectory {
    fn select<'d>(&'d self, model: &str, wanted: &[Wanted<'_>]) -> Result<Rows<'d>, Unreachable> {
        let Some(model) = registry::by_label(model) else {
            return Ok(Box::new(std::iter::empty()));
        };
        let key = model.key.name;
        Ok(match model.label {
            "authentik_core.user" => Box::new(self.users.select(key, wanted).map(lent)),
            "authentik_core.group" => Box::new(self.groups.select(key, wanted).map(lent)),
            _ => {
                let tables = self.others.iter().filter(|(label, _)| {
                    registry::by_label(label).is_some_and(|other| other.derives(model))
                });
                let rows: Vec<_> = tables.map(|(_, table)| table.select(key, wanted)).collect();
                Box::new(rows.into_iter().flatten().map(lent))
            }
        })
    }

    fn next_key(&self, model: &str) -> i64 {
        match model {
            "authentik_core.user" => self.users.next_key(),
            label => self.others.get(label).map_or(1, Table::next_key),
        }
    }
}
