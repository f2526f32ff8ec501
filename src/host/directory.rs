//! The users and groups that an embedder knows, in memory.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::group::Group;
use super::user::User;

/// Users by username and groups by name.
#[derive(Clone, Debug, Default)]
pub struct MemoryDirectory {
    users: IndexMap<String, Arc<User>>,
    groups: IndexMap<String, Arc<Group>>,
}

impl MemoryDirectory {
    /// An empty directory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a user, or replaces the one of the same username.
    pub fn add_user(&mut self, user: Arc<User>) {
        self.users.insert(user.username.clone(), user);
    }

    /// Adds a group, or replaces the one of the same name.
    pub fn add_group(&mut self, group: Arc<Group>) {
        self.groups.insert(group.name.clone(), group);
    }

    /// The user of a username.
    #[must_use]
    pub fn user(&self, username: &str) -> Option<&Arc<User>> {
        self.users.get(username)
    }

    /// The group of a name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Arc<Group>> {
        self.groups.get(name)
    }

    /// All users, in the order they were added.
    pub fn users(&self) -> impl Iterator<Item = &Arc<User>> {
        self.users.values()
    }

    /// All groups, in the order they were added.
    pub fn groups(&self) -> impl Iterator<Item = &Arc<Group>> {
        self.groups.values()
    }

    /// The user with a key, else the one with a username.
    #[must_use]
    pub fn find_user(&self, pk: &Json, username: &str) -> Option<&Arc<User>> {
        let by_key = || self.users().find(|user| !pk.is_null() && user.pk == *pk);
        by_key().or_else(|| self.user(username))
    }

    /// The group with a key, else the one with a name.
    #[must_use]
    pub fn find_group(&self, pk: &Json, name: &str) -> Option<&Arc<Group>> {
        let by_key = || self.groups().find(|group| !pk.is_null() && group.pk == *pk);
        by_key().or_else(|| self.group(name))
    }
}
