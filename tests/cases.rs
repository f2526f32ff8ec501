//! Policies in the shape of real ones, with the answers that CPython 3.11 gives: verdict, messages, return
//! value and effects must agree.

#![cfg(test)]

use ordain::host::{Env, MemoryDirectory};
use ordain::{Binding, Decision, Engine, Target};
use ordain::{Evaluator, Limits, Policies, Policy, SystemServices};
use serde_json::{Value as Json, json};

/// What became of a case, in the words of its expectation.
fn answer(case: &Json) -> Json {
    let env = case.get("env").cloned().unwrap_or_else(|| json!({}));
    let env = Env::of_json(&env, &MemoryDirectory::new()).unwrap();
    let source = case["source"].as_str().unwrap();
    let policy = match Policy::compile("policy", source) {
        Ok(policy) => policy,
        Err(error) => return json!({"error": error.class.name(), "message": error.message}),
    };
    let mut policies = Policies::new();
    for (name, source) in &env.policies {
        policies.add(name, source);
    }
    let services = env
        .now
        .map_or_else(SystemServices::new, SystemServices::standing_still);
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let evaluation = evaluator.evaluate(&policy, &env.request());
    match evaluation.outcome {
        Ok(result) => json!({
            "passing": result.passing,
            "messages": result.messages,
            "raw": result.value,
            "effects": evaluation.effects,
        }),
        Err(failure) => json!({"error": failure.class, "message": failure.message}),
    }
}

fn check(case: &Json) -> Result<(), String> {
    let got = answer(case);
    let id = case["id"].as_str().unwrap();
    if let Some(class) = case.get("expect_error") {
        let raised = got["error"] == *class;
        return if raised {
            Ok(())
        } else {
            Err(format!("{id}: wanted {class}, got {got}"))
        };
    }
    let expect = &case["expect"];
    let none = json!({});
    for key in ["passing", "messages", "raw", "effects"] {
        let wanted = match (key, expect.get(key)) {
            (_, Some(wanted)) => wanted,
            ("effects", None) => &none,
            (_, None) => continue,
        };
        if got[key] != *wanted {
            return Err(format!("{id}: {key}: wanted {wanted}, got {got}"));
        }
    }
    Ok(())
}

#[test]
fn cases_are_answered_as_cpython_answers_them() {
    let cases = include_str!("cases/policies.jsonl");
    let wrong: Vec<String> = cases
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter_map(|case: Json| check(&case).err())
        .collect();
    assert_eq!(cases.lines().count(), 124);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What an engine decides by the policy of a case.
fn decide(case: &Json, explained: bool) -> Decision {
    let env = case.get("env").cloned().unwrap_or_else(|| json!({}));
    let env = Env::of_json(&env, &MemoryDirectory::new()).unwrap();
    let policies = env.policies.iter();
    let builder = policies.fold(Engine::builder(), |builder, (name, source)| {
        builder.policy(name, source)
    });
    let mut builder = builder
        .policy("policy", case["source"].as_str().unwrap())
        .target(Target::id("case").bind(Binding::policy("policy")));
    if let Some(now) = env.now {
        builder = builder.services(SystemServices::standing_still(now));
    }
    if explained {
        builder = builder.explained();
    }
    builder.build().decide("id:case", &env.request()).unwrap()
}

#[test]
fn what_is_explained_is_decided_all_the_same() {
    for line in include_str!("cases/policies.jsonl").lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let (plain, mut explained) = (decide(&case, false), decide(&case, true));
        let explanation = explained.bindings[0].explanation.take();
        let id = &case["id"];
        let source = case["source"].as_str().unwrap();
        let compiles = Policy::compile("policy", source).is_ok();
        assert_eq!(explanation.is_some(), compiles, "{id}");
        if let Some(explanation) = explanation {
            assert!(explanation.line as usize <= source.lines().count(), "{id}");
        }
        let shown = |decision: &Decision| serde_json::to_value(decision).unwrap();
        assert_eq!(shown(&explained), shown(&plain), "{id}");
    }
}
