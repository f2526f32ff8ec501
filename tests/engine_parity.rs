//! The expressions of authentik's own parity suite, in `tests/golden/parity`: a policy, the directory and
//! the other policies that it needs, and then requests with its results.

#![cfg(test)]

#[path = "support/sections.rs"]
mod sections;

use std::{fs, path::Path};

use ordain::engine::{Binding, Engine, Target};
use ordain::host::Env;
use sections::sections;
use serde_json::{Value, json};

/// What a file has set up so far.
#[derive(Default)]
struct Stage {
    directory: String,
    policy: String,
    called: Vec<(String, String)>,
    request: String,
}

impl Stage {
    fn answer(&self) -> Value {
        let target = Target::id("row").bind(Binding::policy("policy"));
        let mut builder = Engine::builder().policy("policy", &self.policy);
        for (name, source) in &self.called {
            builder = builder.policy(name, source);
        }
        let mut engine = builder.target(target).build();
        if !self.directory.is_empty() {
            engine.load("directory", &self.directory).unwrap();
        }
        let request: Value = serde_json::from_str(&self.request).unwrap();
        let env = Env::of_json(&request, engine.directory()).unwrap();
        let decision = engine.decide("id:row", &env.request()).unwrap();
        match &decision.bindings[0].failure {
            None => json!({
                "passing": decision.passing,
                "messages": decision.messages,
                "effects": decision.effects,
            }),
            Some(failure) => json!({"error": failure.class, "message": failure.message}),
        }
    }
}

#[test]
fn golden_parity() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/parity");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut stage = Stage::default();
        for (kind, body) in sections(&fs::read_to_string(&path).unwrap()) {
            match kind.split_once(' ').unwrap_or((&kind, "")) {
                ("directory", _) => stage.directory = body,
                ("policy", "") => stage.policy = body,
                ("policy", name) => stage.called.push((name.to_owned(), body)),
                ("request", _) => stage.request = body,
                ("result", _) => {
                    let mut expected: Value = serde_json::from_str(&body).unwrap();
                    if expected.get("effects").is_none() {
                        expected["effects"] = json!({});
                    }
                    let seen = stage.answer();
                    if seen != expected {
                        wrong.push(format!("{}:\n  {expected}\n  {seen}", path.display()));
                    }
                    count += 1;
                }
                (other, _) => panic!("{}: no section is named {other}", path.display()),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 75, "{count}");
}
