//! The structs that such a host would already hold.

use std::collections::HashMap;

use harness::Fault;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// Who asks, about what.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// Who asks.
    pub user: Account,
    /// What the host noticed.
    pub context: HashMap<String, Json>,
    /// What is decided about.
    pub obj: Visit,
}

/// A user.
#[derive(Debug, Deserialize)]
pub struct Account {
    /// The name to sign in with.
    pub username: String,
    /// The address.
    pub email: String,
    /// May sign in.
    pub is_active: bool,
    /// Whatever else is known.
    pub attributes: HashMap<String, Json>,
    /// Names of groups.
    pub groups: Vec<String>,
}

/// A visit of an application.
#[derive(Debug, Deserialize)]
pub struct Visit {
    /// Where it comes from.
    pub client_ip: String,
    /// The headers.
    pub headers: HashMap<String, String>,
}

impl Request {
    /// Reads it from the neutral tree.
    pub fn of_tree(tree: Map<String, Json>) -> Result<Self, Fault> {
        Ok(serde_json::from_value(Json::Object(tree))?)
    }
}

impl Account {
    /// Whether it is in a group.
    pub fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|name| name == group)
    }

    /// A text among the attributes.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).and_then(Json::as_str)
    }

    /// A number among the attributes.
    pub fn number(&self, name: &str) -> i64 {
        self.attributes
            .get(name)
            .and_then(Json::as_i64)
            .unwrap_or(0)
    }
}
