//! Policies in the shape of real ones, with the answers that CPython 3.11 gives: verdict, messages, return
//! value and effects must agree.

#![cfg(test)]

use ordain::host::{Env, MemoryDirectory};
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
    assert_eq!(cases.lines().count(), 121);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
