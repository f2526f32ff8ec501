//! The final states that effects tell are those that a policy itself would see at its end.

#![cfg(test)]

use ordain::host::{Env, MemoryDirectory, Request, User};
use ordain::value::plain::Plain;
use ordain::{Evaluation, Evaluator, Limits, Policies, Policy, SystemServices};
use proptest::prelude::*;
use serde_json::json;

/// What a policy may do with its context, a line each; `got` is what it got hold of last.
const LINES: [&str; 22] = [
    "got = request.context",
    "got = request.context.get('list')",
    "got = request.context.get('map')",
    "got = request.context.get('map', {}).get('inner')",
    "got = list(request.context.values())[-1] if request.context else None",
    "got = dict(request.context).get('deep')",
    "got = [value for value in request.context.values() if isinstance(value, list)]",
    "got = got[0] if isinstance(got, list) and got else got",
    "got = copy.deepcopy(got)",
    "got = len(request.context)",
    "got = 'one' in request.context",
    "isinstance(got, list) and got.append(1)",
    "isinstance(got, list) and got.clear()",
    "isinstance(got, list) and got.reverse()",
    "isinstance(got, dict) and got.update(new=2)",
    "isinstance(got, dict) and got.setdefault('more', []).append(3)",
    "isinstance(got, dict) and got.pop('one', None)",
    "isinstance(got, dict) and got and got.popitem()",
    "isinstance(got, dict) and got.clear()",
    "request.context['one'] = 1",
    "request.context['one'] = 'other'",
    "request.context['kept'] = got",
];

fn evaluate(text: &str) -> Evaluation {
    let (policy, user) = (Policy::compile("p", text).unwrap(), User::anonymous());
    let context = json!({
        "one": 1,
        "list": [1, 2],
        "map": {"inner": ["a"], "two": 2},
        "deep": [[{"three": 3}]],
    });
    let context = context.as_object().unwrap();
    let request = Request::new(&user).with_context(context);
    let (policies, services) = (Policies::new(), SystemServices::new());
    Evaluator::new(&policies, &services, Limits::default()).evaluate(&policy, &request)
}

proptest! {
    #[test]
    fn effects_tell_what_is_seen(lines in prop::collection::vec(0..LINES.len(), 1..12)) {
        let lines: Vec<_> = lines.into_iter().map(|line| LINES[line]).collect();
        let policy = format!("import copy\ngot = None\n{}\n", lines.join("\n"));
        let shown = evaluate(&format!("{policy}return request.context")).outcome;
        let before = evaluate("return request.context").outcome.unwrap().value;
        let told = evaluate(&policy);
        // A context that contains itself raises: it cannot be told.
        let (Ok(shown), Ok(_)) = (shown, told.outcome) else {
            return Ok(());
        };
        let state = told.effects.state;
        match shown.value {
            shown if shown == before => prop_assert_eq!(state, vec![]),
            Some(shown) => prop_assert_eq!(state, vec![("context".to_owned(), shown)]),
            None => {}
        }
    }
}

/// A user who is the pending one too is one object under several names: what is written to it under one of them
/// is told under all.
#[test]
fn a_user_is_told_under_every_name() {
    let env = json!({"request": {
        "user": {"username": "ada", "pk": 1, "attributes": {"a": 1}},
        "http_request": {},
        "context": {
            "pending_user": {"$ref": "user"},
            "flow_plan": {"$flow_plan": {"pending_user": {"$ref": "user"}}},
        },
    }});
    let env = Env::of_json(&env, &MemoryDirectory::new()).unwrap();
    let states = |text: &str| {
        let policy = Policy::compile("p", text).unwrap();
        let (policies, services) = (Policies::new(), SystemServices::new());
        let evaluator = Evaluator::new(&policies, &services, Limits::default());
        let evaluation = evaluator.evaluate(&policy, &env.request());
        serde_json::to_value(evaluation.effects).unwrap()
    };
    let attributes = json!({"a": 1, "b": 2});
    let both = json!({"pending_user_attributes": attributes, "user_attributes": attributes});
    for user in [
        "request.user",
        "context['pending_user']",
        "http_request.user",
        "context['flow_plan'].context['pending_user']",
    ] {
        let told = states(&format!("{user}.attributes['b'] = 2"));
        assert_eq!(told, both, "{user}");
    }
    let removed = states("request.user.attributes['b'] = 2\ndel context['pending_user']");
    assert_eq!(removed["user_attributes"], attributes);
    assert_eq!(removed.get("pending_user_attributes"), None);
}

#[test]
fn a_list_in_a_map_is_changed_without_a_note() {
    let evaluation = evaluate("request.context['map']['inner'].append('b')");
    let [(name, Plain::Dict(entries))] = evaluation.effects.state.as_slice() else {
        panic!("{:?}", evaluation.effects);
    };
    assert_eq!(name, "context");
    let map = entries.iter().find(|(key, _)| key == "map");
    let told = serde_json::to_value(map.map(|(_, map)| map)).unwrap();
    assert_eq!(told, json!({"inner": ["a", "b"], "two": 2}));
    assert!(evaluation.effects.changes.is_empty());
}
