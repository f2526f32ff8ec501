//! Where a client is: `context["geoip"]` and `context["asn"]`, in both of their shapes.
//!
//! Today they are flat dicts. Before, they were records of the databases that they come from, and older
//! policies still read them as objects: `context["geoip"].country.iso_code`. A dict of today answers
//! those attributes too.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::item::{Entries, Item};
use crate::value::value::{Lent, Mapping};

/// A dict with the attributes of a record.
struct Located {
    entries: Map<String, Json>,
    record: Entries,
}

impl Mapping for Located {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn value(&self, key: &str) -> Option<Lent<'_>> {
        self.entries.get(key).map(Lent::Json)
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.entries.keys().map(String::as_str))
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        self.record.value(name)
    }
}

/// A place: `continent`, `country`, `lat`, `long` and `city`, which also answers the attributes of a
/// record, such as `country.iso_code`.
#[must_use]
pub fn place(entries: Map<String, Json>) -> Item {
    let part = |key: &str, name: &str| (name.to_owned(), filled(&entries, key));
    let nameless = ("name".to_owned(), Json::Null);
    let parts = [
        (
            "continent",
            vec![part("continent", "code"), nameless.clone()],
        ),
        ("country", vec![part("country", "iso_code"), nameless]),
        ("city", vec![part("city", "name")]),
        (
            "location",
            vec![part("lat", "latitude"), part("long", "longitude")],
        ),
    ];
    let record = parts.into_iter().map(|(name, fields)| {
        // What is an object already is a record of its own.
        let fields = match entries.get(name) {
            Some(Json::Object(given)) => given.clone(),
            _ => fields.into_iter().collect(),
        };
        (name, Json::Object(fields))
    });
    located(&entries, record)
}

/// A network: `asn`, `as_org` and `network`, which also answers the attributes of a record, such as
/// `autonomous_system_number`.
#[must_use]
pub fn network(entries: Map<String, Json>) -> Item {
    let record = [
        ("asn", "autonomous_system_number"),
        ("as_org", "autonomous_system_organization"),
        ("network", "network"),
    ];
    let record = record.map(|(key, name)| (name, filled(&entries, key)));
    located(&entries, record)
}

/// What stands under a key; an empty text says that it is not known.
fn filled(entries: &Map<String, Json>, key: &str) -> Json {
    let known = entries.get(key).filter(|value| **value != *"");
    known.cloned().unwrap_or_default()
}

fn located<'n>(
    entries: &'n Map<String, Json>,
    record: impl IntoIterator<Item = (&'n str, Json)>,
) -> Item {
    let given = entries
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()));
    let mut attributes = Entries::new();
    for (name, value) in given.chain(record) {
        attributes
            .0
            .insert(name.to_owned(), Item::object_of_json(&value));
    }
    Item::Dict(Arc::new(Located {
        entries: entries.clone(),
        record: attributes,
    }))
}
