//! authentik's own tests of one policy's way through the engine, row by row: what is logged of it, what
//! raising it reports, trying it out, and asking it twice.

#![cfg(test)]

use std::sync::{Arc, Mutex};

use ordain::engine::{
    Binding, Engine, EngineBuilder, Evaluator, Policies, Policy, PolicyType, SystemServices, Target,
};
use ordain::host::{Entries, Events, Executed, Failed, HttpRequest, Item, Request, User};
use ordain::limits::Limits;
use ordain::value::value::Lent;
use serde_json::{Map, Value as Json, json};

/// What was reported, as authentik's events tell it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Json>>>);

impl Log {
    fn take(&self) -> Vec<Json> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn username(request: &Request<'_>) -> String {
    let user = request.user();
    match user.attr("username") {
        Some(Lent::Str("")) => user.class_name().to_owned(),
        Some(Lent::Str(name)) => name.to_owned(),
        _ => panic!("a user has a name"),
    }
}

impl Events for Log {
    fn executed(&self, event: &Executed<'_>) {
        self.0.lock().unwrap().push(json!({
            "message": event.message(),
            "policy": event.name,
            "passing": event.passing,
            "messages": event.messages,
            "user": username(event.request),
            "client_ip": event.request.client_ip().map(|ip| ip.to_string()),
            "context": event.request.cleansed_context(),
        }));
    }

    fn failed(&self, event: &Failed<'_>) {
        self.0.lock().unwrap().push(json!({
            "message": event.message(),
            "policy": event.name,
            "class": event.class,
            "reason": event.reason,
        }));
    }
}

/// A dummy policy that is logged, bound to an application.
fn logged(result: bool, log: &Log) -> Engine {
    let mut engine = Engine::builder().events(log.clone()).build();
    let blueprint = format!(
        "entries:
- {{model: authentik_core.application, id: app, identifiers: {{slug: app}}, attrs: {{name: App}}}}
- model: authentik_policies_dummy.dummypolicy
  id: dummy
  identifiers: {{name: dummy}}
  attrs: {{result: {result}, wait_min: 0, wait_max: 1, execution_logging: true}}
- {{model: authentik_policies.policybinding, identifiers: {{target: !KeyOf app, policy: !KeyOf dummy, order: 0}}}}
"
    );
    engine.load("b.yaml", &blueprint).unwrap();
    engine
}

#[test]
fn an_execution_is_logged_with_its_cleansed_context() {
    let log = Log::default();
    let engine = logged(false, &log);
    let nested = Entries::new()
        .with("dict", json!({"foo": "bar", "password": "hunter2"}))
        .with("list", json!(["foo", ["bar"]]))
        .with("set", Item::Set(vec![Item::from("foo"), Item::from("bar")]));
    let context = Entries::new()
        .with("complex", Item::Map(nested))
        .with("password", "hunter2");
    let (ann, http) = (User::new(1, "ann"), HttpRequest::get("/"));
    let request = Request::new(&ann)
        .over(&http)
        .from_address("127.0.0.1".parse().unwrap())
        .with_context(&context);
    assert!(!engine.decide("application:app", &request).unwrap().passing);
    let cleansed = "********************";
    let expected = json!({
        "message": "Policy Execution",
        "policy": "dummy",
        "passing": false,
        "messages": ["dummy"],
        "user": "ann",
        "client_ip": "127.0.0.1",
        "context": {
            "complex": {
                "dict": {"foo": "bar", "password": cleansed},
                "list": ["foo", ["bar"]],
                "set": ["foo", "bar"],
            },
            "password": cleansed,
        },
    });
    assert_eq!(log.take(), [expected]);
}

#[test]
fn an_execution_for_nobody_is_logged_too() {
    let log = Log::default();
    let engine = logged(true, &log);
    let http = HttpRequest::get("/");
    let request = Request::anonymous().over(&http);
    assert!(engine.decide("application:app", &request).unwrap().passing);
    let seen = log.take();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0]["user"], "AnonymousUser");
}

#[test]
fn an_expression_tells_its_messages_when_it_is_logged() {
    let log = Log::default();
    let mut engine = Engine::builder().events(log.clone()).build();
    let blueprint = "entries:
- {model: authentik_core.application, id: app, identifiers: {slug: app}, attrs: {name: App}}
- model: authentik_policies_expression.expressionpolicy
  id: path
  identifiers: {name: path}
  attrs: {execution_logging: true, expression: ak_message(request.http_request.path)}
- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, policy: !KeyOf path, order: 0}}
";
    engine.load("b.yaml", blueprint).unwrap();
    let http = HttpRequest::get("/");
    let request = Request::anonymous().over(&http);
    let decision = engine.decide("application:app", &request).unwrap();
    assert_eq!(json!(decision.messages), json!(["/"]));
    assert_eq!(log.take()[0]["messages"], json!(["/"]));
}

/// A target with one policy.
fn bound(builder: EngineBuilder, source: &str) -> Engine {
    let target = Target::application("app").bind(Binding::policy("policy"));
    builder.policy("policy", source).target(target).build()
}

#[test]
fn what_raises_fails_and_is_reported_once() {
    let log = Log::default();
    let engine = bound(Engine::builder().events(log.clone()), "{ 0/0 }");
    let ann = User::new(1, "ann");
    let decision = engine
        .decide("application:app", &Request::new(&ann))
        .unwrap();
    assert!(!decision.passing);
    assert_eq!(json!(decision.messages), json!(["division by zero"]));
    let expected = json!({
        "message": "Policy failed to execute",
        "policy": "policy",
        "class": "ZeroDivisionError",
        "reason": "division by zero",
    });
    assert_eq!(log.take(), [expected]);
}

/// authentik keeps results, whatever the context says by then. Here programs are kept, and each
/// question is asked anew.
#[test]
fn a_question_that_is_asked_again_is_answered_again() {
    let log = Log::default();
    let engine = logged(false, &log);
    let ann = User::new(1, "ann");
    for _ in 0..2 {
        let decision = engine
            .decide("application:app", &Request::new(&ann))
            .unwrap();
        assert!(!decision.passing);
        assert_eq!(json!(decision.messages), json!(["dummy"]));
        assert_eq!(log.take().len(), 1);
    }
    let engine = bound(Engine::builder(), "return context['n'] == 2");
    for (n, passing) in [(1, false), (2, true), (1, false)] {
        let context = Entries::new().with("n", n);
        let request = Request::new(&ann).with_context(&context);
        let decision = engine.decide("application:app", &request).unwrap();
        assert_eq!(decision.passing, passing);
    }
}

#[test]
fn an_expression_is_tried_before_it_is_kept() {
    for (source, answer) in [
        ("return True", None),
        (";", Some("invalid syntax")),
        ("/", Some("invalid syntax")),
    ] {
        let error = Policy::compile("policy", source).err();
        assert_eq!(error.map(|error| error.message).as_deref(), answer);
    }
    // What is there only when it runs is not looked for.
    assert!(Policy::compile("policy", "return never_heard_of").is_ok());
}

#[test]
fn a_policy_is_tried_out_without_a_trace() {
    let (policies, services) = (Policies::new(), SystemServices::new());
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let kind = PolicyType::standard("dummy").unwrap();
    let values = json!({"result": true, "wait_min": 0, "wait_max": 1});
    let dummy = kind.make("dummy", values.as_object().unwrap()).unwrap();
    let ann = User::new(1, "ann");
    let evaluation = evaluator.evaluate(&dummy, &Request::new(&ann).as_trial());
    let result = evaluation.outcome.unwrap();
    assert!(result.passing);
    assert_eq!(json!(result.messages), json!(["dummy"]));

    let log = Log::default();
    let engine = logged(true, &log);
    let request = Request::new(&ann).as_trial();
    assert!(engine.decide("application:app", &request).unwrap().passing);
    assert_eq!(log.take(), Vec::<Json>::new());
}

#[test]
fn all_types_are_there() {
    for name in [
        "dummy",
        "event_matcher",
        "geoip",
        "password",
        "password_expiry",
        "reputation",
        "unique_password",
    ] {
        assert!(PolicyType::standard(name).is_some(), "{name}");
    }
    assert!(PolicyType::standard("policy").is_none());
}

#[test]
fn a_password_policy_answers_in_the_form() {
    let kind = PolicyType::standard("password").unwrap();
    let mut values = Map::new();
    values.insert("length_min".to_owned(), json!(8));
    values.insert("error_message".to_owned(), json!("test message"));
    let engine = Engine::builder()
        .policy_of(kind, "strong", &values)
        .unwrap()
        .target(Target::prompt("form").bind(Binding::policy("strong")))
        .build();
    for (password, errors) in [
        ("short", json!(["test message"])),
        ("long enough", json!([])),
    ] {
        let context = Entries::new().with("prompt_data", json!({"password": password}));
        let request = Request::anonymous().with_context(&context);
        let validation = engine.validate("form", &request).unwrap();
        assert_eq!(json!(validation.errors()), errors);
    }
}
