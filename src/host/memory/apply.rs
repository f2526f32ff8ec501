//! What policies changed, applied to the rows in memory.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::directory::MemoryDirectory;
use super::table::KEY;
use crate::host::effects::{Action, Effects};
use crate::host::group::Group;
use crate::host::item::Item;
use crate::host::model::people::USER;
use crate::host::model::registry;
use crate::host::record::Record;
use crate::host::user::User;
use crate::value::plain::Plain;
use crate::value::value::Object;

/// A change that does not fit the directory.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{model} {key}: {reason}")]
pub struct ApplyError {
    /// The label of the model.
    pub model: String,
    /// The key of the row.
    pub key: String,
    /// What is wrong.
    pub reason: &'static str,
}

type Fields = [(String, Plain)];

impl MemoryDirectory {
    /// Applies the rows that a decision made, saved, linked and deleted, in their order. What a policy
    /// did that failed afterwards is left out. Writes to the request itself are not the directory's.
    ///
    /// # Errors
    /// The first change that does not fit; those before it are applied.
    pub fn apply(&mut self, effects: &Effects) -> Result<(), ApplyError> {
        let mut groups_changed = false;
        for change in effects.changes.iter().filter(|change| !change.failed) {
            let [model, key, rest @ ..] = change.path.as_slice() else {
                continue;
            };
            let applied = match (&change.action, rest) {
                (Action::Create(fields), []) => self.create(model, key, fields),
                (Action::Update(fields), []) => self.update(model, key, fields),
                (Action::Delete, []) => {
                    self.delete(model, key);
                    Ok(())
                }
                (Action::Link(other), [relation]) => self.link(model, key, relation, other, true),
                (Action::Unlink(other), [relation]) => {
                    self.link(model, key, relation, other, false)
                }
                _ => continue,
            };
            groups_changed |= model == "authentik_core.group";
            applied.map_err(|reason| ApplyError {
                model: model.clone(),
                key: key.clone(),
                reason,
            })?;
        }
        if groups_changed {
            self.share_groups();
        }
        Ok(())
    }

    fn create(&mut self, model: &str, key: &str, fields: &Fields) -> Result<(), &'static str> {
        match model {
            "authentik_core.user" => {
                let mut user = User::new(number_or_text(key), "").with_defaults();
                set_user(&mut user, fields);
                self.add_user(Arc::new(user));
            }
            "authentik_core.group" => {
                let mut group = Group {
                    pk: Json::from(key),
                    ..Group::default()
                };
                set_group(&mut group, fields);
                self.add_group(Arc::new(group));
            }
            label => {
                let model = registry::by_label(label).ok_or("there is no such model")?;
                let record = Record::new(model.class.name).with("pk", number_or_text(key));
                self.add(set_record(record, fields));
            }
        }
        Ok(())
    }

    fn update(&mut self, model: &str, key: &str, fields: &Fields) -> Result<(), &'static str> {
        const MISSING: &str = "there is no such row";
        match model {
            "authentik_core.user" => {
                let known = self.users.having(KEY, key).next().ok_or(MISSING)?;
                let mut user = User::clone(known);
                set_user(&mut user, fields);
                self.add_user(Arc::new(user));
            }
            "authentik_core.group" => {
                let known = self.groups.having(KEY, key).next().ok_or(MISSING)?;
                let mut group = Group::clone(known);
                set_group(&mut group, fields);
                self.add_group(Arc::new(group));
            }
            label => {
                let table = self.others.get_mut(label).ok_or(MISSING)?;
                let known = table.having(KEY, key).next().ok_or(MISSING)?;
                let record = set_record(Record::clone(known), fields);
                table.put(KEY, Arc::new(record.into_row()));
            }
        }
        Ok(())
    }

    fn delete(&mut self, model: &str, key: &str) {
        match model {
            "authentik_core.user" => self.users.remove(key),
            "authentik_core.group" => {
                self.groups.remove(key);
                let members: Vec<Arc<User>> = self.users.having("groups", key).cloned().collect();
                for user in members {
                    self.change_groups(&user, |groups| groups.retain(|group| !is(&**group, key)));
                }
            }
            label => {
                if let Some(table) = self.others.get_mut(label) {
                    table.remove(key);
                }
            }
        }
    }

    fn link(
        &mut self,
        model: &str,
        key: &str,
        relation: &str,
        other: &str,
        add: bool,
    ) -> Result<(), &'static str> {
        let change = |groups: &mut Vec<Arc<Group>>, group: &Arc<Group>| {
            groups.retain(|known| !is(&**known, other));
            if add {
                groups.push(Arc::clone(group));
            }
        };
        let group = self.groups.having(KEY, other).next().cloned();
        match (model, relation, group) {
            ("authentik_core.user", "groups", Some(group)) => {
                let user = self.users.having(KEY, key).next().cloned();
                let user = user.ok_or("there is no such row")?;
                self.change_groups(&user, |groups| change(groups, &group));
                Ok(())
            }
            ("authentik_core.group", "parents", Some(parent)) => {
                let known = self.groups.having(KEY, key).next();
                let mut child = Group::clone(known.ok_or("there is no such row")?);
                change(&mut child.parents, &parent);
                self.add_group(Arc::new(child));
                Ok(())
            }
            (_, "groups" | "parents", None) => Err("there is no such group"),
            _ => Err("there is no such relation"),
        }
    }

    fn change_groups(&mut self, user: &Arc<User>, change: impl FnOnce(&mut Vec<Arc<Group>>)) {
        let mut user = User::clone(user);
        change(&mut user.groups);
        user.all_groups = std::sync::OnceLock::new();
        self.add_user(Arc::new(user));
    }

    /// Lets groups and users share the groups as they are now.
    fn share_groups(&mut self) {
        let all: Vec<Arc<Group>> = self.groups.rows().cloned().collect();
        let mut made: HashMap<String, Arc<Group>> = HashMap::new();
        for group in &all {
            renew(group, &self.groups_by_key(&all), &mut made, 0);
        }
        for group in made.values() {
            self.add_group(Arc::clone(group));
        }
        let users: Vec<Arc<User>> = self.users.rows().cloned().collect();
        for user in users.iter().filter(|user| !user.groups.is_empty()) {
            self.change_groups(user, |groups| {
                for group in groups {
                    if let Some(new) = group.identity().and_then(|key| made.get(&*key)) {
                        *group = Arc::clone(new);
                    }
                }
            });
        }
    }

    fn groups_by_key<'g>(&self, all: &'g [Arc<Group>]) -> HashMap<String, &'g Arc<Group>> {
        let keyed = all.iter().filter_map(|group| {
            let key = group.identity()?.into_owned();
            Some((key, group))
        });
        keyed.collect()
    }
}

/// How deep groups may stand within each other.
const DEEPEST: u32 = 100;

/// A group whose parents are as they are now; what lies deeper stays as it is.
fn renew(
    group: &Arc<Group>,
    known: &HashMap<String, &Arc<Group>>,
    made: &mut HashMap<String, Arc<Group>>,
    depth: u32,
) -> Arc<Group> {
    let Some(key) = group.identity().map(|key| key.into_owned()) else {
        return Arc::clone(group);
    };
    if let Some(done) = made.get(&key) {
        return Arc::clone(done);
    }
    if depth >= DEEPEST {
        return Arc::clone(group);
    }
    let mut new = Group::clone(group);
    new.parents = group
        .parents
        .iter()
        .map(|parent| {
            let current = parent.identity().and_then(|key| known.get(&*key).copied());
            renew(current.unwrap_or(parent), known, made, depth + 1)
        })
        .collect();
    let new = Arc::new(new);
    made.insert(key, Arc::clone(&new));
    new
}

fn is(row: &dyn Object, key: &str) -> bool {
    row.identity().is_some_and(|own| own == key)
}

fn number_or_text(key: &str) -> Json {
    key.parse::<i64>()
        .map_or_else(|_| Json::from(key), Json::from)
}

fn text(plain: &Plain) -> String {
    plain.as_str().unwrap_or_default().to_owned()
}

fn map(plain: &Plain) -> Map<String, Json> {
    match serde_json::to_value(plain) {
        Ok(Json::Object(map)) => map,
        _ => Map::new(),
    }
}

fn json(plain: &Plain) -> Json {
    serde_json::to_value(plain).unwrap_or(Json::Null)
}

fn set_user(user: &mut User, fields: &Fields) {
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("username", value) => user.username = text(value),
            ("name", value) => user.name = text(value),
            ("email", value) => user.email = text(value),
            ("is_active", Plain::Bool(active)) => user.is_active = *active,
            ("attributes", value) => user.attributes = map(value),
            ("password", value) => {
                let usable = !text(value).starts_with('!');
                let name = "has_usable_password".to_owned();
                user.fields.insert(name, usable.into());
            }
            (name, value) => {
                let item = Item::of_field(&USER, name, json(value));
                user.fields.insert(name.to_owned(), item);
            }
        }
    }
}

fn set_group(group: &mut Group, fields: &Fields) {
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("name", value) => group.name = text(value),
            ("is_superuser", Plain::Bool(superuser)) => group.is_superuser = *superuser,
            ("attributes", value) => group.attributes = map(value),
            (name, value) => {
                group.fields.insert(name.to_owned(), json(value));
            }
        }
    }
}

fn set_record(record: Record, fields: &Fields) -> Record {
    let set = |record: Record, (name, value): &(String, Plain)| {
        record.with(name.as_str(), Item::Json(json(value)))
    };
    fields.iter().fold(record, set)
}
