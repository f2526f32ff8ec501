//! Types of policies that authors write: what they declare, and how they and their values are refused.

#![cfg(test)]

use ordain::engine::{Binding, DeclareError, Engine, PolicyType, SettingError, Target};
use ordain::{Policy, Request, User};
use serde_json::{Map, Value as Json, json};

fn values(json: &Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

fn shown(policy: &Policy) -> Json {
    let user = User::new(1, "ann");
    let result = policy.evaluate(&Request::new(&user)).unwrap();
    serde_json::to_value(result.value).unwrap()
}

const ALL: &str = r#"
"Shows what it was given."
flag: bool = False
"A flag."
count: int = -3
"""How
often."""
share: float = 1
name: str = "a" "b"
sizes: list[int] = [1, -2, 2 ** 4]
names: list[str] = []
choice: str | None = None
"One or none."
other: None | int = 7
pairs: list[list[float] | None] = []

more: int = 8
assert count < 100, "too many"
later: int = 5
def inner():
    return count + more + later
return [flag, count, share, name, sizes, names, choice, other, pairs, inner()]
"#;

#[test]
fn settings_are_what_the_text_declares() {
    let kind = PolicyType::compile("all", ALL).unwrap();
    assert_eq!(
        (kind.name(), kind.help()),
        ("all", "Shows what it was given.")
    );
    let settings = kind.settings().iter();
    let settings: Vec<_> = settings
        .map(|setting| {
            let default = setting.default.clone().unwrap();
            let (name, help) = (setting.name.as_str(), setting.help.as_str());
            (name, setting.kind.to_string(), default, help)
        })
        .collect();
    let expected = [
        ("flag", "bool", json!(false), "A flag."),
        ("count", "int", json!(-3), "How\n    often."),
        ("share", "float", json!(1), ""),
        ("name", "str", json!("ab"), ""),
        ("sizes", "list[int]", json!([1, -2, 16]), ""),
        ("names", "list[str]", json!([]), ""),
        ("choice", "str | None", json!(null), "One or none."),
        ("other", "int | None", json!(7), ""),
        ("pairs", "list[list[float] | None]", json!([]), ""),
        ("more", "int", json!(8), ""),
    ];
    let expected =
        expected.map(|(name, kind, default, help)| (name, kind.to_owned(), default, help));
    assert_eq!(settings, expected);
}

#[test]
fn values_take_the_place_of_defaults() {
    let kind = PolicyType::compile("all", ALL).unwrap();
    let policy = kind.make("plain", &Map::new()).unwrap();
    let expected = json!([false, -3, 1.0, "ab", [1, -2, 16], [], null, 7, [], 10]);
    assert_eq!(shown(&policy), expected);
    let given = json!({
        "flag": true, "count": -9_000_000_000_i64, "share": 2, "name": "x'\"\n{}", "sizes": [],
        "names": ["a", ""], "choice": "c", "other": null, "pairs": [[1, 2.5], null], "more": 0,
    });
    let policy = kind.make("given", &values(&given)).unwrap();
    assert_eq!(policy.name(), "given");
    let expected = json!([
        true,
        -9_000_000_000_i64,
        2.0,
        "x'\"\n{}",
        [],
        ["a", ""],
        "c",
        null,
        [[1.0, 2.5], null],
        -8_999_999_995_i64,
    ]);
    assert_eq!(shown(&policy), expected);
    let refused = kind.make("many", &values(&json!({"count": 100}))).err();
    assert_eq!(refused, Some(SettingError::Refused("too many".to_owned())));
}

#[test]
fn values_of_another_kind_are_refused() {
    let kind = PolicyType::compile("all", ALL).unwrap();
    let refused = |given: Json| kind.make("p", &values(&given)).err().unwrap().to_string();
    for (given, reason) in [
        (json!({"flag": 1}), "the setting 'flag' must be bool, not 1"),
        (
            json!({"count": true}),
            "the setting 'count' must be int, not true",
        ),
        (
            json!({"count": 1.0}),
            "the setting 'count' must be int, not 1.0",
        ),
        (
            json!({"count": 1_u64 << 63}),
            "the setting 'count' must be int, not 9223372036854775808",
        ),
        (
            json!({"count": null}),
            "the setting 'count' must be int, not null",
        ),
        (json!({"name": 1}), "the setting 'name' must be str, not 1"),
        (
            json!({"sizes": [1, "2"]}),
            "the setting 'sizes' must be list[int], not [1,\"2\"]",
        ),
        (
            json!({"sizes": 1}),
            "the setting 'sizes' must be list[int], not 1",
        ),
        (
            json!({"choice": 1}),
            "the setting 'choice' must be str | None, not 1",
        ),
    ] {
        assert_eq!(refused(given), reason);
    }
    let unknown = refused(json!({"later": 1}));
    assert!(unknown.starts_with("there is no setting 'later': the settings are flag, count, "));
    let needy = PolicyType::compile("needy", "days: int\nreturn days").unwrap();
    let missing = needy.make("p", &Map::new()).err().unwrap();
    assert_eq!(missing.to_string(), "the setting 'days' is required: int");
    assert_eq!(
        shown(&needy.make("p", &values(&json!({"days": 3}))).unwrap()),
        json!(3)
    );
}

#[test]
fn wrong_declarations_are_refused_with_their_place() {
    let refused = |text: &str| {
        let error = PolicyType::compile("t", text).err().unwrap();
        (error.to_string(), error.span().start as usize)
    };
    let text = "a: int = 1\n'Help.'\na: str = ''\nreturn a";
    let expected = "the setting 'a' is declared twice".to_owned();
    assert_eq!(refused(text), (expected, text.find("a: str").unwrap()));
    let text = "a: dict = {}\nreturn a";
    let (reason, at) = refused(text);
    assert!(
        reason.starts_with("the setting 'a' is of no kind: 'dict' is none of "),
        "{reason}"
    );
    assert_eq!(at, 3);
    let text = "a: int = len('x')\nreturn a";
    let expected =
        "the default of the setting 'a' must be a constant int, not 'len('x')'".to_owned();
    assert_eq!(refused(text), (expected, 9));
    assert!(refused("a: int = None\nreturn a").0.ends_with("not 'None'"));
    assert!(
        refused("a: bool = 1\nreturn a")
            .0
            .ends_with("must be a constant bool, not '1'")
    );
    assert!(refused("a: list[str] = ['x', 1]").0.contains("list[str]"));
    let broken = PolicyType::compile("t", "a: int = 1\nreturn (")
        .err()
        .unwrap();
    assert!(matches!(broken, DeclareError::Syntax(_)));
    let unused = "return 1\na: dict = {}";
    assert!(
        PolicyType::compile("t", unused)
            .unwrap()
            .settings()
            .is_empty()
    );
}

#[test]
fn an_engine_takes_policies_of_types() {
    let kind = PolicyType::compile(
        "domains",
        "domain: str\nreturn request.user.email.endswith(domain)",
    );
    let kind = kind.unwrap();
    let engine = Engine::builder()
        .policy_of(
            &kind,
            "ours",
            &values(&json!({"domain": "@harbour.example"})),
        )
        .unwrap()
        .policy("caller", "return ak_call_policy('ours').passing")
        .target(Target::application("wiki").bind(Binding::policy("ours")))
        .target(Target::application("docs").bind(Binding::policy("caller")))
        .build();
    let passes = |email: &str| {
        let user = User::new(1, "ann").with_email(email);
        let request = Request::new(&user);
        ["application:wiki", "application:docs"]
            .map(|target| engine.decide(target, &request).unwrap().passing)
    };
    assert_eq!(passes("ann@harbour.example"), [true, true]);
    assert_eq!(passes("ann@elsewhere.example"), [false, false]);
    let refused = Engine::builder().policy_of(&kind, "p", &Map::new()).err();
    assert_eq!(
        refused.unwrap().to_string(),
        "the setting 'domain' is required: str"
    );
}

#[test]
fn policies_of_types_are_made_anew_only_when_they_change() {
    let blueprint = |length: u32| {
        format!(
            "entries:
- {{model: authentik_core.application, id: app, identifiers: {{slug: app}}, attrs: {{name: App}}}}
- {{model: authentik_policies_password.passwordpolicy, id: p, identifiers: {{name: p}}, attrs: {{length_min: {length}, lenght: 3}}}}
- {{model: authentik_policies.policybinding, identifiers: {{target: !KeyOf app, policy: !KeyOf p, order: 0}}}}"
        )
    };
    let mut engine = Engine::builder().build();
    let user = User::new(1, "ann");
    let context = json!({"password": "secret"});
    let passes = |engine: &Engine| {
        let request = Request::new(&user).with_context(context.as_object().unwrap());
        engine.decide("application:app", &request).unwrap().passing
    };
    engine.load("b", &blueprint(6)).unwrap();
    assert!(passes(&engine));
    let notices: Vec<_> = engine.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        notices,
        ["b:3:117: policies of the type password have no setting 'lenght'"]
    );
    let program = |engine: &Engine| {
        let policy = engine.policies().policy("p").unwrap().unwrap();
        std::ptr::from_ref(policy.program()) as usize
    };
    let before = program(&engine);
    engine.load("b", &blueprint(6)).unwrap();
    assert_eq!(program(&engine), before);
    engine.load("b", &blueprint(7)).unwrap();
    assert!(!passes(&engine));
    assert!(
        engine
            .load(
                "b",
                &blueprint(7).replace("length_min: 7", "length_min: -7")
            )
            .is_err()
    );
    assert!(!passes(&engine));
}

#[test]
fn a_refusal_is_false_and_tells_why() {
    let engine = Engine::builder()
        .policy(
            "strict",
            "from ordain import Refusal\nreturn Refusal(reason='late', hours=[25])",
        )
        .policy(
            "caller",
            "result = ak_call_policy('strict')
from ordain import Refusal
refusal = Refusal(a=1)
told = (refusal['a'], refusal.details, repr(refusal), bool(refusal), hasattr(refusal, 'b'))
assert told == (1, {'a': 1}, \"Refusal({'a': 1})\", False, False), told
return not result.passing and result.raw_result == {'reason': 'late', 'hours': [25]}",
        )
        .target(Target::application("wiki").bind(Binding::policy("strict")))
        .target(Target::application("docs").bind(Binding::policy("caller")))
        .build();
    let user = User::new(1, "ann");
    let decide = |target| engine.decide(target, &Request::new(&user)).unwrap();
    assert!(!decide("application:wiki").passing);
    let called = decide("application:docs");
    assert!(called.passing, "{:?}", called.messages);
}

/// The text between two marks of the README.
fn example(readme: &str) -> &str {
    let (_, rest) = readme.split_once("```python\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_example_of_the_readme_works() {
    let kind = PolicyType::compile("near", example(include_str!("../README.md"))).unwrap();
    let places = json!({"places": [[45.4215, -75.6972], [52, 13.4]]});
    let policy = kind.make("near", &values(&places)).unwrap();
    let user = User::new(1, "ann");
    let answer = |lat: f64, long: f64| {
        let context = json!({"geoip": {"lat": lat, "long": long}});
        let request = Request::new(&user).with_context(context.as_object().unwrap());
        let result = policy.evaluate(&request).unwrap();
        (result.passing, serde_json::to_value(result.value).unwrap())
    };
    assert_eq!(answer(45.4, -75.7), (true, json!(true)));
    let (passing, details) = answer(42.3601, -71.0589);
    assert!(!passing);
    let distance = details["distance_km"].as_f64().unwrap();
    assert!((distance - 504.429_435_881_651_67).abs() < 1e-9);
}
