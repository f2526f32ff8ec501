//! What policies may reach: nothing, unless the command line says so.

#![cfg(test)]

#[path = "support/folder.rs"]
mod folder;
#[path = "../../io/tests/support/mmdb.rs"]
mod mmdb;
#[path = "../../io/tests/support/post.rs"]
mod post;
#[path = "../../io/tests/support/server.rs"]
mod server;

use folder::Folder;
use mmdb::{Data, Database};
use post::Post;
use serde_json::json;
use server::{Server, answer};

const REQUEST: &str = r#"{"request": {"user": {"username": "ada"}, "http_request": {"path": "/"}},
    "ak_client_ip": "192.0.2.7"}"#;
const WHERE: &str = "return [context['geoip'], context['asn']]";

fn risk() -> Server {
    Server::start(|asked| {
        answer(
            "200 OK",
            "",
            &format!("{{\"asked\": \"{}\"}}", asked.path()),
        )
    })
}

/// A policy that asks a server.
fn asking(name: &str, url: &str) -> Folder {
    let source = format!("return requests.get('{url}').json()['asked']");
    Folder::new(name).with("ask.policy", &source)
}

#[test]
fn http_reaches_the_hosts_on_the_list_and_no_other() {
    let server = risk();
    let folder = asking("allow-http", &server.url("/risk"));
    let closed = folder.run("eval ask.policy");
    closed.exits(2).says("RuntimeError");
    let other = folder.run("eval ask.policy --allow-http api.example.com");
    other
        .exits(2)
        .says("ConnectionError")
        .says("is not lent to this policy");
    assert!(server.asked().is_empty());
    let address = server.address;
    let open = folder.run(&format!(
        "eval ask.policy --allow-http api.example.com --allow-http {address}"
    ));
    open.exits(0).quietly().says("returned: /risk");
}

#[test]
fn names_lead_to_private_addresses_only_if_that_is_said() {
    let server = risk();
    let host = format!("localhost:{}", server.address.port());
    let folder = asking("allow-private", &format!("http://{host}/"));
    let public = folder.run(&format!("eval ask.policy --allow-http {host}"));
    public.exits(2).says("a private address of");
    let private = folder.run(&format!(
        "eval ask.policy --allow-http {host} --allow-private"
    ));
    private.exits(0).quietly();
    folder
        .run("eval ask.policy --allow-private")
        .refuses("--allow-http");
}

#[test]
fn cases_and_decisions_reach_the_same() {
    let server = risk();
    let source = format!("return requests.get('{}').ok", server.url("/x"));
    let case = json!({"id": 1, "source": source}).to_string();
    let blueprint = format!(
        "\
entries:
- {{model: authentik_core.application, id: app, identifiers: {{slug: app}}, attrs: {{name: App}}}}
- model: authentik_policies_expression.expressionpolicy
  id: ask
  identifiers: {{name: ask}}
  attrs: {{expression: \"{source}\"}}
- model: authentik_policies.policybinding
  identifiers: {{target: !KeyOf app, policy: !KeyOf ask, order: 0}}
"
    );
    let folder = Folder::new("reach-cases")
        .with("cases.jsonl", &case)
        .with("b.yaml", &blueprint);
    let allow = format!("--allow-http {}", server.address);
    let closed = folder.run("eval --cases cases.jsonl").exits(0).lines();
    assert_eq!(closed[0]["error"], "RuntimeError");
    let open = folder.run(&format!("eval --cases cases.jsonl {allow}"));
    assert_eq!(open.exits(0).lines()[0]["passing"], true);
    let decide = "decide --blueprint b.yaml --target application:app";
    folder.run(decide).exits(1);
    folder.run(&format!("{decide} {allow}")).exits(0).quietly();
}

#[test]
fn dns_is_asked_only_if_that_is_said() {
    let folder = Folder::new("allow-dns").with("dns.policy", "return resolve_dns('127.0.0.1', 4)");
    folder.run("eval dns.policy").exits(2).says("RuntimeError");
    let open = folder.run("eval dns.policy --allow-dns");
    open.exits(0).quietly().says("returned: [\"127.0.0.1\"]");
}

fn places(folder: Folder) -> Folder {
    let country = Data::Map(vec![("iso_code", Data::Text("NL"))]);
    let location = Data::Map(vec![("latitude", Data::Float(52.5))]);
    let city = Data::Map(vec![("country", country), ("location", location)]);
    let asn = Data::Map(vec![("autonomous_system_number", Data::Number(64496))]);
    folder
        .with_bytes(
            "city.mmdb",
            &Database::new("Test-City")
                .with("192.0.2.0/24", city)
                .bytes(),
        )
        .with_bytes(
            "asn.mmdb",
            &Database::new("Test-ASN").with("192.0.2.0/24", asn).bytes(),
        )
}

#[test]
fn databases_tell_where_the_client_is() {
    let folder = places(Folder::new("geo"))
        .with("where.policy", WHERE)
        .with("here.json", REQUEST)
        .with("away.json", &REQUEST.replace("192.0.2.7", "198.51.100.7"))
        .with(
            "nowhere.json",
            r#"{"request": {"http_request": {"path": "/"}}}"#,
        )
        .with(
            "no-http.json",
            r#"{"request": {"user": {"username": "ada"}}}"#,
        )
        .with(
            "given.json",
            &REQUEST.replace(
                "\"ak_client_ip\"",
                "\"context\": {\"geoip\": {\"country\": \"DE\"}}, \"ak_client_ip\"",
            ),
        );
    let run = |request: &str, flags: &str| {
        folder.run(&format!(
            "eval where.policy --json --request {request} {flags}"
        ))
    };
    let both = "--geoip city.mmdb --asn asn.mmdb";
    let value = |request: &str| run(request, both).quietly().lines()[0]["value"].clone();
    let place = json!({"continent": null, "country": "NL", "lat": 52.5, "long": null, "city": ""});
    let network = json!({"asn": 64496, "as_org": null, "network": "192.0.2.0/24"});
    assert_eq!(value("here.json"), json!([place, network]));
    assert_eq!(value("away.json"), json!([null, null]));
    assert_eq!(value("nowhere.json"), json!([null, null]));
    assert_eq!(value("given.json"), json!([{"country": "DE"}, network]));
    // Without an HTTP request, or without a database, there is no such key.
    run("no-http.json", both).exits(2).says("KeyError");
    run("here.json", "--geoip city.mmdb").exits(2).says("'asn'");
}

#[test]
fn what_cannot_be_used_is_refused_with_the_reason() {
    let folder = places(Folder::new("bad-reach")).with("x.policy", "return True");
    let refused = |flags: &str, reason: &str| {
        folder
            .run(&format!("eval x.policy {flags}"))
            .refuses(reason)
    };
    refused(
        "--allow-http api.example.com/path",
        "a host is allowed as a whole",
    );
    refused("--allow-http ftp://api.example.com", "only http and https");
    refused("--allow-http *", "as in *.example.com");
    refused("--geoip missing.mmdb", "missing.mmdb: No such file");
    refused("--geoip x.policy", "x.policy: not a MaxMind database");
    refused(
        "--geoip asn.mmdb",
        "asn.mmdb: holds \"Test-ASN\", not cities",
    );
    refused(
        "--asn city.mmdb",
        "city.mmdb: holds \"Test-City\", not autonomous systems",
    );
    let decide = "decide --blueprint b.yaml --target flow:x --allow-http *";
    folder.run(decide).refuses("as in *.example.com");
}

#[test]
fn letters_go_by_the_server_that_is_named() {
    let post = Post::start();
    let source = "return ak_send_email('ada@harbour.example', 'A new device', body='Was it you?')";
    let folder = Folder::new("smtp")
        .with("notify.policy", source)
        .with("password", "a secret\n");
    let closed = folder.run("eval notify.policy");
    closed.exits(2).says("RuntimeError");
    let smtp = format!("--smtp smtp://{}", post.address);
    let sent = folder.run(&format!(
        "eval notify.policy {smtp} --mail-from login@harbour.example"
    ));
    sent.exits(0).quietly();
    let arrived = post.arrived();
    assert_eq!(arrived.len(), 1);
    assert_eq!(arrived[0].header("Subject").unwrap(), "A new device");
    assert!(arrived[0].from.contains("<login@harbour.example>"));

    folder
        .run(&format!("eval notify.policy {smtp}"))
        .refuses("--mail-from");
    let to = |smtp: &str| {
        folder.run(&format!(
            "eval notify.policy --smtp {smtp} --mail-from a@b.example"
        ))
    };
    to("mail.example.com").refuses("a server begins with smtps://");
    to("smtps://ada:secret@mail.example.com").refuses("a password has no place");
    let nobody = folder.run(&format!("eval notify.policy {smtp} --mail-from nobody"));
    nobody.refuses("is no address of mail");
    let lost = format!("eval notify.policy {smtp} --mail-from a@b.example --smtp-password lost");
    folder.run(&lost).refuses("lost: ");
    assert_eq!(post.arrived().len(), 1);
}
