//! The ladder of what real policies need of a host, in `tests/golden/ladder`, a file a rung: a
//! directory (a blueprint), requests, policies, and how each is answered. What an answer does not name
//! is not compared.

#![cfg(test)]

use std::{fs, path::Path};

use ordain::engine::{Binding, Engine, Target};
use ordain::host::Env;
use serde_json::{Value as Json, json};

/// The sections of a file: what follows each line `--- name`.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("--- "), sections.last_mut()) {
            (Some(name), _) => sections.push((name.to_owned(), String::new())),
            (None, Some((_, body))) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    sections
}

/// Everything that `expected` says holds of `seen`: of objects the named keys, of lists each item.
fn holds(seen: &Json, expected: &Json) -> bool {
    match (seen, expected) {
        (Json::Object(seen), Json::Object(expected)) => expected
            .iter()
            .all(|(key, value)| seen.get(key).is_some_and(|seen| holds(seen, value))),
        (Json::Array(seen), Json::Array(expected)) => {
            seen.len() == expected.len() && seen.iter().zip(expected).all(|(a, b)| holds(a, b))
        }
        _ => seen == expected,
    }
}

/// What a file has set up so far.
#[derive(Default)]
struct Stage {
    directory: String,
    request: Option<Json>,
    policy: String,
}

impl Stage {
    fn answer(&self) -> Json {
        let target = Target::id("rung").bind(Binding::policy("policy"));
        let builder = Engine::builder().policy("policy", &self.policy);
        let mut engine = builder.target(target).build();
        if !self.directory.is_empty() {
            engine.load("directory", &self.directory).unwrap();
        }
        let request = self.request.clone().unwrap_or_else(|| json!({}));
        let env = Env::of_json(&request, engine.directory()).unwrap();
        let decision = engine.decide("id:rung", &env.request()).unwrap();
        let failure = decision.bindings[0].failure.as_ref();
        let class = failure.map(|failure| failure.class.clone());
        let mut answer = serde_json::to_value(&decision).unwrap();
        answer["raised"] = json!(class);
        answer
    }
}

#[test]
fn every_rung_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/ladder");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut stage = Stage::default();
        for (kind, body) in sections(&fs::read_to_string(&path).unwrap()) {
            match kind.as_str() {
                "directory" => stage.directory = body,
                "request" => stage.request = Some(serde_json::from_str(&body).unwrap()),
                "policy" => stage.policy = body,
                "answer" => {
                    count += 1;
                    let expected: Json = serde_json::from_str(&body)
                        .unwrap_or_else(|error| panic!("{name}: {error}: {body}"));
                    let seen = stage.answer();
                    if !holds(&seen, &expected) {
                        let policy = &stage.policy;
                        let seen = json!({
                            "passing": seen["passing"], "messages": seen["messages"],
                            "raised": seen["raised"], "effects": seen["effects"],
                        });
                        wrong.push(format!("{name}:\n{policy}  {expected}\n  {seen}"));
                    }
                }
                other => panic!("{name}: no section is named {other}"),
            }
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
