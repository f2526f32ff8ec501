//! What policies answer, in `tests/golden/results`: the `repr` of the value, or the exception with the
//! calls that led there. The answers are CPython's.

#![cfg(test)]

#[path = "support/golden.rs"]
mod golden;
#[path = "support/trial.rs"]
mod trial;

use std::collections::HashMap;
use std::fmt::Write;

use ordain::code::Program;
use ordain::compile::compile;
use ordain::limits::Limits;
use ordain::vm::{Failure, Library};

/// The policies that a file defines beside its own, each behind a line `--- policy NAME`.
struct Others(HashMap<String, Result<Program, String>>);

impl Library for Others {
    fn policy(&self, name: &str) -> Option<Result<&Program, &str>> {
        let policy = self.0.get(name)?;
        Some(policy.as_ref().map_err(String::as_str))
    }
}

fn shown(failure: &Failure) -> String {
    let mut text = format!("raises {}: {}", failure.class, failure.message);
    for call in &failure.calls {
        let place = call.place;
        let _ = write!(
            text,
            "\n  {}:{} {}",
            place.line, place.column, call.function
        );
    }
    text
}

fn answer(source: &str) -> String {
    let mut parts = source.split("--- policy ");
    let source = parts.next().unwrap_or_default();
    let limits = Limits::default();
    let others = parts.map(|part| {
        let (name, text) = part.split_once('\n').unwrap();
        let program = compile(name, text, &limits).map_err(|error| error.to_string());
        (name.to_owned(), program)
    });
    let trial = trial::run(source, &Others(others.collect()), &limits);
    let mut answer = match trial.value {
        Ok(value) => value,
        Err(failure) => shown(&failure),
    };
    for message in trial.messages {
        let _ = write!(answer, "\nsays {message}");
    }
    answer
}

#[test]
fn results() {
    golden::check("results", "result", answer);
}
