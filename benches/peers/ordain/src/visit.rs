//! The structs of a host, and how policies see them: read in place, attribute by attribute.

use std::collections::HashMap;

use harness::Fault;
use harness::workload::Network;
use ordain::Group;
use ordain::User;
use ordain::host::Subject;
use ordain::value::Value;
use ordain::value::context::Context;
use ordain::value::native::Args;
use ordain::value::value::{Host, Lent, Mapping, Object, Sequence, Stop};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// Who asks, about what.
#[derive(Deserialize)]
pub struct Held {
    /// Who asks.
    pub user: Account,
    /// What the host noticed.
    pub context: Map<String, Json>,
    /// What is decided about.
    pub obj: Visit,
}

/// A user.
#[derive(Deserialize)]
pub struct Account {
    pk: i64,
    username: String,
    email: String,
    name: String,
    is_active: bool,
    is_superuser: bool,
    attributes: Map<String, Json>,
    groups: Names,
}

/// Names of groups.
#[derive(Deserialize)]
struct Names(Vec<String>);

/// A visit of an application.
#[derive(Deserialize)]
pub struct Visit {
    client_ip: String,
    app: String,
    headers: Headers,
    #[serde(skip)]
    networks: Vec<Network>,
}

#[derive(Deserialize)]
struct Headers(HashMap<String, String>);

impl Held {
    /// Reads it from the neutral tree; the networks are the host's.
    pub fn of_tree(tree: Map<String, Json>, networks: Vec<Network>) -> Result<Self, Fault> {
        let mut held: Self = serde_json::from_value(Json::Object(tree))?;
        held.obj.networks = networks;
        Ok(held)
    }
}

impl Object for Account {
    fn class_name(&self) -> &str {
        "Account"
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "pk" => Lent::Int(self.pk),
            "username" => Lent::Str(&self.username),
            "email" => Lent::Str(&self.email),
            "name" => Lent::Str(&self.name),
            "is_active" => Lent::Bool(self.is_active),
            "is_superuser" => Lent::Bool(self.is_superuser),
            "attributes" => Lent::Map(&self.attributes),
            "groups" => Lent::List(&self.groups),
            _ => return None,
        })
    }
}

impl Subject for Account {
    fn is_anonymous(&self) -> bool {
        false
    }

    fn is_user(&self, user: &User) -> bool {
        user.username == self.username
    }

    fn is_member(&self, group: &Group) -> bool {
        self.groups.0.contains(&group.name)
    }
}

impl Sequence for Names {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn item(&self, at: usize) -> Option<Lent<'_>> {
        self.0.get(at).map(|name| Lent::Str(name))
    }
}

impl Object for Visit {
    fn class_name(&self) -> &str {
        "Visit"
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "client_ip" => Lent::Str(&self.client_ip),
            "app" => Lent::Str(&self.app),
            "headers" => Lent::Map(&self.headers),
            "is_in_networks" => Lent::Method,
            _ => return None,
        })
    }

    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        _me: &'h Host<'h>,
        name: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let ("is_in_networks", [Value::Str(address)]) = (name, args.rest) else {
            return Err(cx.attribute_error("Visit", name));
        };
        let found = harness::lend::is_in_networks(address.as_str(), &self.networks);
        let found = found.map_err(|error| cx.type_error(format_args!("{error}")))?;
        Ok(Value::bool(found))
    }
}

impl Mapping for Headers {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        self.0.get(key).map(|value| Lent::Str(value))
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.0.keys().map(String::as_str))
    }
}

/// A user that the host holds as JSON.
pub struct JsonAccount(pub Json);

impl Object for JsonAccount {
    fn class_name(&self) -> &str {
        "Account"
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        self.0.get(name).map(Lent::Json)
    }
}

impl Subject for JsonAccount {
    fn is_anonymous(&self) -> bool {
        false
    }

    fn is_user(&self, user: &User) -> bool {
        self.0.get("pk") == Some(&user.pk)
    }

    fn is_member(&self, group: &Group) -> bool {
        let groups = self.0.get("groups").and_then(Json::as_array);
        groups.is_some_and(|groups| groups.iter().any(|name| *name == *group.name))
    }
}
