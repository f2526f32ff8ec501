//! What is reported of policies that ran: authentik's events `policy_execution` and
//! `policy_exception`.

use serde_json::{Map, Value as Json};

use super::request::Request;
use crate::source::Place;
use crate::value::plain::Plain;
use crate::value::value::{Lent, Mapping, Sequence};

/// What stands in an event for what is secret.
pub const CLEANSED: &str = "********************";

/// Keys with one of these words in them hold secrets.
const SECRET: [&str; 7] = ["api", "auth", "token", "key", "secret", "pass", "signature"];

/// How deep a context is shown.
const DEEPEST: u8 = 32;

/// Where policies are reported to. By default nothing is done.
pub trait Events: Send + Sync {
    /// A binding was answered whose policy is logged, or that is in a dry run.
    fn executed(&self, event: &Executed<'_>) {
        let _ = event;
    }

    /// A policy created an event (`ak_create_event`).
    fn created(&self, event: &Created<'_>) {
        let _ = event;
    }

    /// A policy raised, did not compile or met a limit.
    fn failed(&self, event: &Failed<'_>) {
        let _ = event;
    }
}

/// Nothing is reported.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEvents;

impl Events for NoEvents {}

/// The answer of a binding: authentik's `policy_execution`.
pub struct Executed<'e> {
    /// The target that was decided.
    pub target: &'e str,
    /// The policy, user or group that is bound.
    pub name: &'e str,
    /// Whether it is a policy.
    pub is_policy: bool,
    /// The answer, after negation.
    pub passing: bool,
    /// The messages.
    pub messages: &'e [Plain],
    /// The answer is not counted.
    pub dry_run: bool,
    /// What was asked.
    pub request: &'e Request<'e>,
}

impl Executed<'_> {
    /// The text of the event.
    #[must_use]
    pub fn message(&self) -> &'static str {
        if self.dry_run {
            "Policy Execution (dry run)"
        } else {
            "Policy Execution"
        }
    }
}

/// An event that a policy created.
pub struct Created<'e> {
    /// The target that was decided.
    pub target: &'e str,
    /// `action`, and what the policy added, without secrets.
    pub context: &'e [(String, Plain)],
    /// The policy failed afterwards.
    pub failed: bool,
    /// What was asked.
    pub request: &'e Request<'e>,
}

/// The failure of a policy: authentik's `policy_exception`.
pub struct Failed<'e> {
    /// The target that was decided.
    pub target: &'e str,
    /// The policy.
    pub name: &'e str,
    /// The class of the exception, or of the limit.
    pub class: &'e str,
    /// `str(exception)`, or the limit's text.
    pub reason: &'e str,
    /// Where in the policy's text.
    pub place: Option<Place>,
    /// What was asked.
    pub request: &'e Request<'e>,
}

impl Failed<'_> {
    /// The text of the event.
    #[must_use]
    pub fn message(&self) -> &'static str {
        "Policy failed to execute"
    }
}

impl Request<'_> {
    /// The context as an event shows it: as JSON, sets as lists, secrets replaced by [`CLEANSED`].
    #[must_use]
    pub fn cleansed_context(&self) -> Map<String, Json> {
        entries(self.context, DEEPEST)
    }
}

/// The name of the effect by which a policy creates an event.
pub const CREATE: &str = "ak_create_event";

/// Whether a key holds a secret by its name.
#[must_use]
pub fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.contains("http_cookie") || SECRET.iter().any(|word| key.contains(word))
}

fn entries(map: &dyn Mapping, depth: u8) -> Map<String, Json> {
    let entry = |key: &str| {
        let value = map.value(key)?;
        Some((key.to_owned(), cleansed(key, || json(&value, depth))))
    };
    map.keys().filter_map(entry).collect()
}

fn cleansed(key: &str, value: impl FnOnce() -> Json) -> Json {
    if is_secret(key) {
        Json::from(CLEANSED)
    } else {
        value()
    }
}

fn items(sequence: &dyn Sequence, depth: u8) -> Json {
    let items = (0..sequence.len()).filter_map(|at| sequence.item(at));
    items.map(|item| json(&item, depth)).collect()
}

fn json(lent: &Lent<'_>, depth: u8) -> Json {
    let Some(depth) = depth.checked_sub(1) else {
        return Json::Null;
    };
    match lent {
        Lent::None | Lent::Method => Json::Null,
        Lent::Bool(truth) => Json::from(*truth),
        Lent::Int(int) => Json::from(*int),
        Lent::Float(float) => Json::from(*float),
        Lent::Str(text) => Json::from(*text),
        Lent::Text(text) => Json::from(text.as_str()),
        Lent::Json(value) => plain(value, depth),
        Lent::Map(map) => Json::Object(entries(*map, depth)),
        Lent::List(sequence) | Lent::Set(sequence) | Lent::Query(sequence) => {
            items(*sequence, depth)
        }
        Lent::Object(object) => object.text().map_or(Json::Null, Json::from),
        Lent::Owned(object) => object.text().map_or(Json::Null, Json::from),
        Lent::Address(address) => Json::from(address.to_string()),
        Lent::DateTime { micros, .. } => match jiff::Timestamp::from_microsecond(*micros) {
            Ok(moment) => Json::from(moment.to_string()),
            Err(_) => Json::Null,
        },
    }
}

fn plain(value: &Json, depth: u8) -> Json {
    match (value, depth.checked_sub(1)) {
        (Json::Array(_) | Json::Object(_), None) => Json::Null,
        (Json::Array(items), Some(depth)) => items.iter().map(|item| plain(item, depth)).collect(),
        (Json::Object(map), Some(depth)) => {
            let entry = |(key, value): (&String, &Json)| {
                (key.clone(), cleansed(key, || plain(value, depth)))
            };
            map.iter().map(entry).collect()
        }
        (scalar, _) => scalar.clone(),
    }
}
