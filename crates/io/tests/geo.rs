//! Databases of places and networks, over the ranges of documentation.

#![cfg(test)]

#[path = "support/mmdb.rs"]
mod mmdb;

use std::path::PathBuf;

use mmdb::{Data, Database};
use ordain::host::{Entries, Item};
use ordain::{Policy, Request, User};
use ordain_io::geo::{AsnDatabase, GeoDatabase};
use serde_json::{Value as Json, json};

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn map(entries: impl Into<Vec<(&'static str, Data)>>) -> Data {
    Data::Map(entries.into())
}

fn cities(name: &str) -> GeoDatabase {
    let harbour = map([
        (
            "city",
            map([(
                "names",
                map([("en", Data::Text("Harbour")), ("de", Data::Text("Hafen"))]),
            )]),
        ),
        ("continent", map([("code", Data::Text("EU"))])),
        ("country", map([("iso_code", Data::Text("NL"))])),
        (
            "location",
            map([
                ("latitude", Data::Float(52.5)),
                ("longitude", Data::Float(-4.25)),
            ]),
        ),
    ]);
    let country = map([
        ("continent", map([("code", Data::Text("NA"))])),
        ("country", map([("iso_code", Data::Text("CA"))])),
    ]);
    let bytes = Database::new("Test-City")
        .with("192.0.2.0/24", harbour)
        .with("2001:db8::/32", country)
        .bytes();
    GeoDatabase::open(file(name, &bytes)).unwrap()
}

fn networks(name: &str) -> AsnDatabase {
    let record = map([
        ("autonomous_system_number", Data::Number(64496)),
        (
            "autonomous_system_organization",
            Data::Text("Harbour Example"),
        ),
    ]);
    let bytes = Database::new("Test-ASN")
        .with("192.0.2.0/25", record.clone())
        .with("2001:db8:1::/48", record)
        .bytes();
    AsnDatabase::open(file(name, &bytes)).unwrap()
}

/// What a policy sees of an item as `context["x"]`.
fn seen(item: Option<Item>, source: &str) -> Json {
    let context = Entries::new().with("x", item.unwrap_or(Json::Null.into()));
    let policy = Policy::compile("seen", source).unwrap();
    let ada = User::new(17, "ada");
    let result = policy
        .evaluate(&Request::new(&ada).with_context(&context))
        .unwrap();
    serde_json::to_value(result.value).unwrap()
}

const ALL: &str = "return context['x'] and dict(context['x'])";

#[test]
fn a_place_is_shown_in_both_shapes() {
    let cities = cities("both-shapes.mmdb");
    let place = || cities.place("192.0.2.77".parse().unwrap());
    let flat = json!({
        "continent": "EU", "country": "NL", "lat": 52.5, "long": -4.25, "city": "Harbour"
    });
    assert_eq!(seen(place(), ALL), flat);
    let old = "
x = context['x']
return [x.country.iso_code, x.city.name, x.continent.code, x.location.latitude]
";
    assert_eq!(seen(place(), old), json!(["NL", "Harbour", "EU", 52.5]));
}

#[test]
fn what_a_record_does_not_say_is_none_and_a_city_empty() {
    let cities = cities("none.mmdb");
    let place = cities.place("2001:db8::1".parse().unwrap());
    let flat = json!({
        "continent": "NA", "country": "CA", "lat": null, "long": null, "city": ""
    });
    assert_eq!(seen(place, ALL), flat);
}

#[test]
fn a_network_is_told_with_its_range() {
    let networks = networks("networks.mmdb");
    let of = |address: &str| seen(networks.network(address.parse().unwrap()), ALL);
    let four = json!({"asn": 64496, "as_org": "Harbour Example", "network": "192.0.2.0/25"});
    assert_eq!(of("192.0.2.1"), four);
    let six = json!({"asn": 64496, "as_org": "Harbour Example", "network": "2001:db8:1::/48"});
    assert_eq!(of("2001:db8:1::1"), six);
    assert_eq!(of("::ffff:192.0.2.1"), four);
}

#[test]
fn an_unknown_address_is_nowhere() {
    let (cities, networks) = (cities("nowhere.mmdb"), networks("nobody.mmdb"));
    for address in [
        "10.0.0.1",
        "127.0.0.1",
        "198.51.100.1",
        "::1",
        "2001:db9::1",
    ] {
        let address = address.parse().unwrap();
        assert!(cities.place(address).is_none(), "{address}");
        assert!(networks.network(address).is_none(), "{address}");
    }
    assert!(networks.network("192.0.2.200".parse().unwrap()).is_none());
}

#[test]
fn other_files_are_refused_with_the_reason() {
    let missing = GeoDatabase::open("no-such-file.mmdb")
        .unwrap_err()
        .to_string();
    assert!(
        missing.contains("no-such-file.mmdb: No such file"),
        "{missing}"
    );
    let text = file("text.mmdb", b"hello");
    let text = AsnDatabase::open(text).unwrap_err().to_string();
    assert!(text.contains("text.mmdb: not a MaxMind database"), "{text}");
    let bytes = Database::new("Test-ASN").bytes();
    let other = GeoDatabase::open(file("other.mmdb", &bytes))
        .unwrap_err()
        .to_string();
    assert!(other.contains("holds \"Test-ASN\", not cities"), "{other}");
    let folder = GeoDatabase::open(env!("CARGO_TARGET_TMPDIR")).unwrap_err();
    assert!(folder.to_string().contains("directory"), "{folder}");
}

/// Whatever a damaged file says, there is an answer or none.
#[test]
fn damage_is_no_harm() {
    let record = map([("autonomous_system_number", Data::Number(64496))]);
    let whole = Database::new("Test-ASN")
        .with("192.0.2.0/25", record)
        .bytes();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        let path = file("damaged.mmdb", &bytes);
        if let Ok(networks) = AsnDatabase::open(path) {
            let _ = networks.network("192.0.2.1".parse().unwrap());
        }
    }
    for length in 0..whole.len() {
        let path = file("cut.mmdb", &whole[..length]);
        if let Ok(networks) = AsnDatabase::open(path) {
            let _ = networks.network("192.0.2.1".parse().unwrap());
        }
    }
}
