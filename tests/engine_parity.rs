//! The expressions of authentik's own parity suite, in `tests/golden/parity`: a policy, and then
//! requests with its results.

#![cfg(test)]

use std::{fs, path::Path};

use ordain::engine::{Evaluator, Policies, Policy, SystemServices};
use ordain::host::{Env, MemoryDirectory};
use ordain::limits::Limits;
use serde_json::{Value, json};

fn evaluate(source: &str, request: &str) -> Value {
    let json: Value = serde_json::from_str(request).unwrap();
    let env = Env::of_json(&json, &MemoryDirectory::new()).unwrap();
    let (policies, services) = (Policies::new(), SystemServices::new());
    let evaluator = Evaluator::new(&policies, &services, Limits::default());
    let policy = Policy::compile("policy", source).unwrap();
    let evaluation = evaluator.evaluate(&policy, &env.request());
    match evaluation.outcome {
        Ok(result) => json!({
            "passing": result.passing,
            "messages": result.messages,
            "effects": evaluation.effects,
        }),
        Err(failure) => json!({"error": failure.class, "message": failure.message}),
    }
}

#[test]
fn golden_parity() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/parity");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let (_, rest) = text.split_once("--- policy\n").unwrap();
        let mut parts = rest.split("--- request\n");
        let source = parts.next().unwrap();
        for part in parts {
            let (request, result) = part.split_once("--- result\n").unwrap();
            let mut expected: Value = serde_json::from_str(result).unwrap();
            if expected.get("effects").is_none() {
                expected["effects"] = json!({});
            }
            let seen = evaluate(source, request);
            if seen != expected {
                wrong.push(format!("{}:\n  {expected}\n  {seen}", path.display()));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 50);
}
