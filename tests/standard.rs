//! The standard types of policies: goldens, and what services, details and limits have to do with them.

#![cfg(test)]

#[path = "support/decisions.rs"]
mod decisions;

use std::sync::Mutex;
use std::time::Duration;

use ordain::engine::{Evaluator, PolicyResult, PolicyType, SystemServices};
use ordain::host::{
    Breaches, Digest, Entries, HttpCall, HttpReply, MemoryDirectory, Network, NetworkError, Record,
};
use ordain::value::Value;
use ordain::value::context::{Context, Services};
use ordain::value::services::Directory;
use ordain::value::value::{Lent, Stop};
use ordain::vm::Failure;
use ordain::{Limits, Policies, Policy, Request, User};
use serde_json::{Value as Json, json};

#[test]
fn golden_decisions() {
    assert!(decisions::compare("tests/golden/standard") > 150);
}

/// What a test lends.
#[derive(Default)]
struct World {
    breaches: Option<Lists>,
    network: Option<Server>,
    directory: Option<MemoryDirectory>,
    now: Option<(i64, u32)>,
}

impl Services for World {
    fn now(&self) -> Option<(i64, u32)> {
        self.now
    }

    fn breaches(&self) -> Option<&dyn Breaches> {
        self.breaches.as_ref().map(|lists| lists as _)
    }

    fn network(&self) -> Option<&dyn Network> {
        self.network.as_ref().map(|server| server as _)
    }

    fn directory(&self) -> Option<&dyn Directory> {
        self.directory.as_ref().map(|directory| directory as _)
    }

    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        SystemServices::new().foreign(cx, lent)
    }
}

/// Lists that know one password, `password`; or that cannot be read.
struct Lists(Result<u64, NetworkError>);

impl Breaches for Lists {
    fn count(&self, digest: &Digest<'_>) -> Result<u64, NetworkError> {
        let hex: String = digest
            .sha1
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        match hex.as_str() {
            "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8" => self.0.clone(),
            _ => Ok(0),
        }
    }
}

/// A server with one answer, and the addresses it was asked for.
struct Server {
    status: u16,
    body: &'static str,
    asked: Mutex<Vec<String>>,
}

impl Server {
    fn new(status: u16, body: &'static str) -> Self {
        let asked = Mutex::default();
        Self {
            status,
            body,
            asked,
        }
    }
}

impl Network for Server {
    fn call(&self, call: &HttpCall) -> Result<HttpReply, NetworkError> {
        self.asked.lock().unwrap().push(call.url.clone());
        Ok(HttpReply {
            status: self.status,
            body: self.body.as_bytes().to_vec(),
            ..HttpReply::default()
        })
    }
}

fn policy(kind: &str, values: &Json) -> Policy {
    let kind = PolicyType::standard(kind).unwrap();
    kind.make("tested", values.as_object().unwrap()).unwrap()
}

fn evaluate(
    policy: &Policy,
    world: &World,
    context: &Entries,
    limits: Limits,
) -> Result<PolicyResult, Failure> {
    let (policies, user) = (Policies::new(), User::new(1, "ann"));
    let evaluator = Evaluator::new(&policies, world, limits);
    let request = Request::new(&user).with_context(context);
    evaluator.evaluate(policy, &request).outcome
}

fn pwned(world: &World, password: &str) -> Result<PolicyResult, Failure> {
    let values = json!({"check_have_i_been_pwned": true, "hibp_allowed_count": 1});
    let context = Entries::new().with("password", password);
    evaluate(
        &policy("password", &values),
        world,
        &context,
        Limits::default(),
    )
}

#[test]
fn leaked_passwords_are_refused() {
    let world = |count| World {
        breaches: Some(Lists(count)),
        ..World::default()
    };
    let result = pwned(&world(Ok(2)), "password").unwrap();
    assert!(!result.passing);
    let message = result.messages[0].as_str();
    assert_eq!(message, Some("Password exists on 2 online lists."));
    assert!(pwned(&world(Ok(1)), "password").unwrap().passing);
    assert!(pwned(&world(Ok(9)), "jWqdc8RmW2Xl").unwrap().passing);
    let down = NetworkError::Unreachable("nobody answers".to_owned());
    let failure = pwned(&world(Err(down)), "password").unwrap_err();
    assert_eq!(failure.class, "ConnectionError");
    assert_eq!(failure.message, "nobody answers");
}

#[test]
fn without_lists_the_network_is_asked() {
    let body =
        "0000000000000000000000000000000000A:7\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:42\r\n";
    let world = |status, body| World {
        network: Some(Server::new(status, body)),
        ..World::default()
    };
    let known = world(200, body);
    let result = pwned(&known, "password").unwrap();
    let message = result.messages[0].as_str();
    assert_eq!(message, Some("Password exists on 42 online lists."));
    let asked = known.network.unwrap().asked.into_inner().unwrap();
    assert_eq!(asked, ["https://api.pwnedpasswords.com/range/5baa6"]);
    assert!(pwned(&world(200, body), "jWqdc8RmW2Xl").unwrap().passing);

    let failure = pwned(&world(503, ""), "password").unwrap_err();
    assert!(failure.message.ends_with("answered with the status 503"));
    let failure = pwned(&world(200, "<html>"), "password").unwrap_err();
    assert_eq!(failure.class, "ChunkedEncodingError");
    let failure = pwned(&World::default(), "password").unwrap_err();
    assert_eq!(failure.class, "RuntimeError");
    assert_eq!(failure.message, "pwned_count is not lent to this policy");
}

#[test]
fn a_failing_check_spares_the_next_one() {
    let values = json!({"length_min": 9, "check_have_i_been_pwned": true});
    let context = Entries::new().with("password", "password");
    let policy = policy("password", &values);
    let result = evaluate(&policy, &World::default(), &context, Limits::default()).unwrap();
    assert_eq!(result.messages[0].as_str(), Some("Invalid password."));
}

#[test]
fn an_impossible_journey_is_told_in_detail() {
    let mut directory = MemoryDirectory::new();
    let place = json!({"lat": 0.0, "long": 0.0});
    let login = Record::new("Event")
        .with("pk", "0a7b")
        .with("action", "login")
        .with("user", json!({"pk": 1, "username": "ann"}))
        .with("created", "2026-01-10T11:30:00+00:00")
        .with("context", json!({"geo": place}));
    directory.add(login);
    let world = World {
        directory: Some(directory),
        now: Some((1_768_046_400, 0)),
        ..World::default()
    };
    let here = json!({"lat": 0.0, "long": 10.0});
    let context = Entries::new().with("geoip", here.clone());
    let policy = policy("geoip", &json!({"check_impossible_travel": true}));
    let result = evaluate(&policy, &world, &context, Limits::default()).unwrap();
    assert!(!result.passing);
    let mut details = serde_json::to_value(&result.value).unwrap();
    let distance = details["distance_km"].take().as_f64().unwrap();
    assert!((distance - 1_113.194_907_932_735_8).abs() < 1e-9);
    let expected = json!({
        "reason": "impossible_travel_threshold_exceeded",
        "distance_km": null,
        "allowed_distance_km": 1100.0,
        "elapsed_hours": 1.0,
        "max_speed_km_per_hour": 1000,
        "impossible_tolerance_km": 100,
        "previous_login_at": "2026-01-10T11:30:00+00:00",
        "previous_login_event": "0a7b",
        "current_geo": here,
        "previous_geo": place,
    });
    assert_eq!(details, expected);
}

#[test]
fn what_has_no_directory_says_so() {
    let context = Entries::new()
        .with("password", "secret")
        .with("geoip", json!({"lat": 0.0, "long": 10.0}));
    for (kind, values) in [
        ("geoip", json!({"check_history_distance": true})),
        ("unique_password", json!({})),
        ("reputation", json!({})),
    ] {
        let world = World {
            now: Some((0, 0)),
            ..World::default()
        };
        let policy = policy(kind, &values);
        let failure = evaluate(&policy, &world, &context, Limits::default()).unwrap_err();
        assert_eq!(failure.class, "RuntimeError", "{kind}");
        assert_eq!(failure.message, "directory is not lent to this policy");
    }
}

#[test]
fn rows_are_those_of_the_models() {
    let mut directory = MemoryDirectory::new();
    let row = Record::new("Reputation").with("pk", "r").with("score", 3);
    directory.add(row.with("identifier", "ann"));
    let world = World {
        directory: Some(directory),
        ..World::default()
    };
    let source = "
from ordain import rows
from authentik.policies.reputation.models import Reputation
from authentik.enterprise.policies.unique_password.models import UserPasswordHistory
ann = Reputation.objects.get(identifier='ann')
try:
    rows('authentik_core.nonsense')
except LookupError as error:
    ak_message(str(error))
known = rows('authentik_policies_reputation.reputation').first() is ann
return [known, ann.score, UserPasswordHistory.objects.count()]";
    let policy = Policy::compile("rows", source).unwrap();
    let result = evaluate(&policy, &world, &Entries::new(), Limits::default()).unwrap();
    assert_eq!(
        serde_json::to_value(&result.value).unwrap(),
        json!([true, 3, 0])
    );
    let message = result.messages[0].as_str();
    assert_eq!(message, Some("there is no model 'authentik_core.nonsense'"));
}

#[test]
fn hashing_keeps_the_limits() {
    let mut directory = MemoryDirectory::new();
    let hash = "pbkdf2_sha256$4000000000$salt$AAAA";
    let entry = Record::new("UserPasswordHistory")
        .with("pk", "h")
        .with("user_id", 1)
        .with("old_password", hash)
        .with("created_at", "2026-01-10T11:30:00+00:00");
    directory.add(entry);
    let world = World {
        directory: Some(directory),
        ..World::default()
    };
    let context = Entries::new().with("password", "secret");
    let policy = policy("unique_password", &json!({}));
    let run = |limits| evaluate(&policy, &world, &context, limits).unwrap_err();
    let steps = run(Limits {
        steps: 100_000,
        ..Limits::default()
    });
    assert_eq!(steps.class, "StepLimit");
    let time = run(Limits {
        steps: u64::MAX,
        time: Some(Duration::from_millis(20)),
        ..Limits::default()
    });
    assert_eq!(time.class, "DeadlineLimit");
}

#[cfg(not(feature = "zxcvbn"))]
#[test]
fn without_the_estimate_a_policy_says_so() {
    let context = Entries::new().with("password", "secret");
    let policy = policy("password", &json!({"check_zxcvbn": true}));
    let failure = evaluate(&policy, &World::default(), &context, Limits::default()).unwrap_err();
    assert_eq!(failure.class, "RuntimeError");
    assert_eq!(
        failure.message,
        "password_strength needs ordain's feature 'zxcvbn'"
    );
}
