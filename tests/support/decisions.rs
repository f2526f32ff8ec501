//! Golden answers of engines: a blueprint, and then targets, requests and what is decided or planned, of
//! which only what is written is compared. A bad blueprint is followed by why it is refused.

#[path = "sections.rs"]
mod sections;

use std::{fs, path::Path};

use ordain::engine::{Engine, EngineBuilder, SystemServices};
use ordain::host::Env;
use sections::sections;
use serde_json::Value;

/// Everything that `expected` says holds of `seen`: of objects the named keys, of lists each item.
fn holds(seen: &Value, expected: &Value, exact: bool) -> bool {
    match (seen, expected) {
        (Value::Object(seen), Value::Object(expected)) => {
            (!exact || seen.len() == expected.len())
                && expected.iter().all(|(key, value)| {
                    let exact = exact || key == "effects";
                    seen.get(key).is_some_and(|seen| holds(seen, value, exact))
                })
        }
        (Value::Array(seen), Value::Array(expected)) => {
            seen.len() == expected.len()
                && seen
                    .iter()
                    .zip(expected)
                    .all(|(seen, value)| holds(seen, value, exact))
        }
        _ => seen == expected,
    }
}

/// What an engine decides about a target, or plans for a flow.
fn answer(engine: &Engine, kind: &str, target: &str, request: &str) -> Result<Value, String> {
    let json: Value = serde_json::from_str(request).map_err(|error| error.to_string())?;
    let env = Env::of_json(&json, engine.directory()).map_err(|error| error.to_string())?;
    let engine = match env.now {
        Some(now) => &Engine::clone(engine).with_services(SystemServices::standing_still(now)),
        None => engine,
    };
    let target = target.trim();
    let answer = match (kind, target.strip_prefix("flow:")) {
        ("plan", Some(flow)) => {
            let plan = engine.plan(flow, &env.request());
            serde_json::to_value(plan.map_err(|error| error.to_string())?)
        }
        _ => {
            let decision = engine.decide(target, &env.request());
            serde_json::to_value(decision.map_err(|error| error.to_string())?)
        }
    };
    answer.map_err(|error| error.to_string())
}

/// Compares all answers in a folder with what its files expect, and counts them.
pub fn compare(folder: &str) -> usize {
    compare_with(&Engine::builder(), folder)
}

/// The same with engines that are built otherwise.
pub fn compare_with(builder: &EngineBuilder, folder: &str) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut engine = builder.clone().build();
        let (mut target, mut request, mut blueprint) = Default::default();
        for (kind, body) in sections(&text) {
            match kind.as_str() {
                "blueprint" => engine.load(&name, &body).unwrap(),
                "bad blueprint" => blueprint = body,
                "refused" => {
                    count += 1;
                    let seen = engine.load(&name, &blueprint).err();
                    let seen = seen.map(|error| error.to_string());
                    if seen.as_deref() != Some(body.trim()) {
                        wrong.push(format!("{name}:\n  {body}\n  {seen:?}"));
                    }
                }
                "target" => target = body,
                "request" => request = body,
                "decision" | "plan" => {
                    count += 1;
                    let expected: Value = serde_json::from_str(&body).unwrap();
                    match answer(&engine, &kind, &target, &request) {
                        Ok(seen) if holds(&seen, &expected, false) => {}
                        seen => wrong.push(format!("{name}:\n  {request}  {expected}\n  {seen:?}")),
                    }
                }
                other => panic!("{name}: unknown section {other}"),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    count
}
