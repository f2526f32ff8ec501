//! The ladder of what real policies need of a host, in `tests/golden/ladder`, a file a rung: a
//! directory (a blueprint), requests, policies, and how each is answered. What an answer does not name
//! is not compared.

#![cfg(test)]

#[path = "support/sections.rs"]
mod sections;

use std::sync::{Arc, Mutex};
use std::{fs, path::Path};

use ordain::Limits;
use ordain::engine::services::foreign;
use ordain::engine::{Binding, Engine, Target};
use ordain::host::{
    Created, Dns, Env, Events, Family, HttpCall, HttpReply, Letter, Mail, Network, NetworkError,
    TokenOrder, Tokens,
};
use ordain::value::Value;
use ordain::value::context::{Context, Services};
use ordain::value::value::{Lent, Mapping, Stop};
use sections::sections;
use serde_json::{Value as Json, json};

/// What a file lends: replies by `METHOD URL`, addresses by name, settings, and who signs and mails.
#[derive(Clone, Default)]
struct Lending {
    given: Json,
    seen: Arc<Mutex<Vec<Json>>>,
}

impl Lending {
    fn has(&self, name: &str) -> bool {
        !self.given[name].is_null()
    }

    fn note(&self, what: Json) {
        self.seen.lock().unwrap().push(what);
    }
}

impl Services for Lending {
    fn now(&self) -> Option<(i64, u32)> {
        Some((1_750_000_000, 0))
    }

    fn random(&self, buffer: &mut [u8]) -> bool {
        buffer.fill(7);
        true
    }

    fn log(&self, level: &str, text: &str) {
        self.note(json!([level, text]));
    }

    fn network(&self) -> Option<&dyn Network> {
        self.has("network").then_some(self)
    }

    fn dns(&self) -> Option<&dyn Dns> {
        self.has("dns").then_some(self)
    }

    fn mail(&self) -> Option<&dyn Mail> {
        self.has("mail").then_some(self)
    }

    fn tokens(&self) -> Option<&dyn Tokens> {
        self.has("tokens").then_some(self)
    }

    fn settings(&self) -> Option<&dyn Mapping> {
        self.given["settings"]
            .as_object()
            .map(|map| map as &dyn Mapping)
    }

    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        foreign(cx, lent)
    }
}

impl Network for Lending {
    fn call(&self, call: &HttpCall) -> Result<HttpReply, NetworkError> {
        let key = format!("{} {}", call.method, call.url);
        let body = call
            .body
            .clone()
            .map(|body| String::from_utf8(body).unwrap());
        let header = |name: &str| {
            let found = call.headers.iter();
            let mut found = found.filter(|(known, _)| known.eq_ignore_ascii_case(name));
            found.next().map(|(_, value)| value.clone())
        };
        self.note(json!({
            "call": key, "body": body, "type": header("content-type"),
            "authorization": header("authorization"),
            "seconds": call.timeout.map(|timeout| timeout.as_secs()),
        }));
        let reply = &self.given["network"][&key];
        if let Some(text) = reply["timeout"].as_str() {
            return Err(NetworkError::ReadTimeout(text.to_owned()));
        }
        if reply.is_null() {
            return Err(NetworkError::Denied(call.url.clone()));
        }
        let (kind, body) = match &reply["json"] {
            Json::Null => (
                "text/plain; charset=utf-8",
                reply["text"].as_str().unwrap_or("").to_owned(),
            ),
            json => ("application/json", json.to_string()),
        };
        Ok(HttpReply {
            status: u16::try_from(reply["status"].as_u64().unwrap_or(200)).unwrap(),
            headers: vec![("Content-Type".to_owned(), kind.to_owned())],
            body: body.into_bytes(),
            ..HttpReply::default()
        })
    }
}

impl Dns for Lending {
    fn addresses(&self, host: &str, family: Family) -> Vec<std::net::IpAddr> {
        let known = self.given["dns"][host]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let known = known
            .iter()
            .map(|address| address.as_str().unwrap().parse().unwrap());
        known
            .filter(|address: &std::net::IpAddr| match family {
                Family::Any => true,
                Family::V4 => address.is_ipv4(),
                Family::V6 => address.is_ipv6(),
            })
            .collect()
    }

    fn name(&self, address: &str) -> Option<String> {
        self.given["dns"][address].as_str().map(str::to_owned)
    }
}

impl Mail for Lending {
    fn send(&self, letter: &Letter) -> Result<(), String> {
        self.note(json!({
            "letter": letter.subject, "to": letter.to.iter().map(|to| [&to.name, &to.address]).collect::<Vec<_>>(),
            "body": letter.body, "template": letter.template,
        }));
        match self.given["mail"].as_str() {
            Some("fails") => Err("no route".to_owned()),
            _ => Ok(()),
        }
    }
}

impl Tokens for Lending {
    fn sign(&self, order: &TokenOrder) -> Option<String> {
        let key = self.given["tokens"][&order.provider].as_str()?;
        let claims: Vec<&String> = order.claims.iter().map(|(name, _)| name).collect();
        Some(format!(
            "{key}:{claims:?}:{:?}:{}",
            order.scopes, order.seconds
        ))
    }
}

impl Events for Lending {
    fn created(&self, event: &Created<'_>) {
        let context: serde_json::Map<String, Json> = event
            .context
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        self.note(json!({ "event": context }));
    }
}

/// Everything that `expected` says holds of `seen`: of objects the named keys, of lists each item.
fn holds(seen: &Json, expected: &Json) -> bool {
    match (seen, expected) {
        (Json::Object(seen), Json::Object(expected)) => expected
            .iter()
            .all(|(key, value)| seen.get(key).is_some_and(|seen| holds(seen, value))),
        (Json::Array(seen), Json::Array(expected)) => {
            seen.len() == expected.len() && seen.iter().zip(expected).all(|(a, b)| holds(a, b))
        }
        _ => seen == expected,
    }
}

/// What a file has set up so far.
#[derive(Default)]
struct Stage {
    directory: String,
    request: Option<Json>,
    lent: Json,
    policy: String,
}

impl Stage {
    fn answer(&self) -> Json {
        let target = Target::id("rung").bind(Binding::policy("policy"));
        let lending = Lending {
            given: self.lent.clone(),
            seen: Arc::default(),
        };
        let builder = Engine::builder().policy("policy", &self.policy);
        let limits = Limits {
            steps: 300_000,
            bytes: 8 << 20,
            ..Limits::default()
        };
        let builder = builder.services(lending.clone()).events(lending.clone());
        let builder = builder.limits(limits);
        let mut engine = builder.target(target).build();
        if !self.directory.is_empty() {
            engine.load("directory", &self.directory).unwrap();
        }
        let request = self.request.clone().unwrap_or_else(|| json!({}));
        let env = Env::of_json(&request, engine.directory()).unwrap();
        let decision = engine.decide("id:rung", &env.request()).unwrap();
        let failure = decision.bindings[0].failure.as_ref();
        let class = failure.map(|failure| failure.class.clone());
        let mut answer = serde_json::to_value(&decision).unwrap();
        answer["raised"] = json!(class);
        answer["seen"] = json!(*lending.seen.lock().unwrap());
        answer
    }
}

#[test]
fn every_rung_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/ladder");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut stage = Stage::default();
        for (kind, body) in sections(&fs::read_to_string(&path).unwrap()) {
            match kind.as_str() {
                "directory" => stage.directory = body,
                "request" => stage.request = Some(serde_json::from_str(&body).unwrap()),
                "lent" => stage.lent = serde_json::from_str(&body).unwrap(),
                "policy" => stage.policy = body,
                "answer" => {
                    count += 1;
                    let expected: Json = serde_json::from_str(&body)
                        .unwrap_or_else(|error| panic!("{name}: {error}: {body}"));
                    let seen = stage.answer();
                    if !holds(&seen, &expected) {
                        let policy = &stage.policy;
                        let seen = json!({
                            "passing": seen["passing"], "messages": seen["messages"],
                            "raised": seen["raised"], "effects": seen["effects"], "seen": seen["seen"],
                        });
                        wrong.push(format!("{name}:\n{policy}  {expected}\n  {seen}"));
                    }
                }
                other => panic!("{name}: no section is named {other}"),
            }
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The directory of a rung.
fn engine(rung: &str, policy: &str) -> Engine {
    let path = format!(
        "{}/tests/golden/ladder/{rung}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let all = sections(&fs::read_to_string(path).unwrap());
    let (_, directory) = all.iter().find(|(kind, _)| kind == "directory").unwrap();
    let target = Target::id("rung").bind(Binding::policy("policy"));
    let mut engine = Engine::builder()
        .policy("policy", policy)
        .target(target)
        .build();
    engine.load("directory", directory).unwrap();
    engine
}

#[test]
fn changes_are_the_directorys_once_they_are_applied() {
    let policy = "
from authentik.core.models import Group, User
from authentik.stages.authenticator import devices_for_user
staff = Group.objects.get(name='staff')
staff.attributes['tier'] = 2
staff.save()
crew, _ = Group.objects.get_or_create(name='crew', defaults={'attributes': {'ship': 'Ada'}})
crew.parents.add(staff)
request.user.ak_groups.set([crew])
request.user.email = 'new@harbour.example'
request.user.set_unusable_password()
request.user.save()
User.objects.create(username='new', attributes={'a': 1})
User.objects.filter(username='eve').delete()
for device in devices_for_user(request.user):
    device.delete()
return True
";
    let mut engine = engine("10-writes", policy);
    let ada = Arc::clone(engine.directory().user("ada").unwrap());
    let decision = engine
        .decide("id:rung", &ordain::Request::new(&*ada))
        .unwrap();
    assert!(decision.passing, "{:?}", decision.messages);
    assert!(engine.directory().group("crew").is_none());
    assert!(engine.directory().user("eve").is_some());

    engine.apply(&decision.effects).unwrap();
    let known = engine.directory();
    let ada = known.user("ada").unwrap();
    let names: Vec<&str> = ada
        .all_groups()
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["crew", "staff"]);
    assert_eq!(ada.email, "new@harbour.example");
    assert_eq!(ada.all_groups()[1].attributes["tier"], 2);
    assert_eq!(known.user("new").unwrap().attributes["a"], 1);
    assert!(known.user("eve").is_none());
    assert_eq!(
        known
            .rows("authentik_stages_authenticator_totp.totpdevice")
            .count(),
        0
    );

    let later = "
from authentik.core.models import User
return (User.objects.get(email='new@harbour.example').has_usable_password(), User.objects.count())
";
    let asked = engine
        .decide("id:rung", &ordain::Request::new(&**ada))
        .unwrap();
    assert!(
        !asked.effects.is_empty(),
        "the same policy changes what is left to change"
    );
    let mut again = self::engine("10-writes", later);
    again.apply(&decision.effects).unwrap();
    let ada = Arc::clone(again.directory().user("ada").unwrap());
    let decision = again
        .decide("id:rung", &ordain::Request::new(&*ada))
        .unwrap();
    assert!(decision.passing, "{:?}", decision.messages);
}

#[test]
fn what_a_failed_policy_did_is_not_applied() {
    let policy = "
request.user.name = 'Other'
request.user.save()
raise ValueError('no')
";
    let mut engine = engine("10-writes", policy);
    let ada = Arc::clone(engine.directory().user("ada").unwrap());
    let decision = engine
        .decide("id:rung", &ordain::Request::new(&*ada))
        .unwrap();
    assert!(decision.effects.changes.iter().all(|change| change.failed));
    engine.apply(&decision.effects).unwrap();
    assert_eq!(engine.directory().user("ada").unwrap().name, "Ada");
}

#[test]
fn look_ups_by_key_and_name_do_not_scan() {
    let mut builder = Engine::builder();
    for number in 1..=5000 {
        let name = format!("user-{number}");
        let user = ordain::User::new(number, name.clone()).with_email(format!("{name}@x.example"));
        builder = builder.user(user);
    }
    let looks = [
        "username='user-4999'",
        "pk=4999",
        "id='4999'",
        "email='user-4999@x.example'",
        "pk__in=[4999, 9999]",
    ];
    for (at, look) in looks.iter().enumerate() {
        let source = format!("return ak_user_by({look}).username == 'user-4999'");
        let target = Target::id(at.to_string()).bind(Binding::policy(*look));
        builder = builder.policy(look, &source).target(target);
    }
    let engine = builder.build();
    for (at, look) in looks.iter().enumerate() {
        let request = ordain::Request::anonymous();
        let decision = engine.decide(&format!("id:{at}"), &request).unwrap();
        assert!(decision.passing, "{look}: {:?}", decision.messages);
        assert!(decision.steps < 200, "{look}: {}", decision.steps);
    }
}
