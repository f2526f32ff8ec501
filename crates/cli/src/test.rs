//! `ordain test`: cases against what they expect.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use serde_json::Value as Json;

use crate::args::TestArgs;
use crate::case::{Answer, Case, Outcome};
use crate::exit::{BAD_INPUT, FAILS, PASSES};
use crate::input::{self, InputError};

/// Runs the command.
pub fn run(args: &TestArgs) -> Result<ExitCode, InputError> {
    let limits = args.limits.limits();
    let mut out = BufWriter::new(stdout().lock());
    let (mut passed, mut failed, mut refused) = (0_u32, 0_u32, 0_u32);
    let mut files = Vec::new();
    for path in &args.files {
        files.push((path, input::text(path)?));
    }
    for (path, text) in &files {
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let case = match Case::parse(line) {
                Ok(case) => case,
                Err(error) => {
                    refused += 1;
                    eprintln!("{}:{}: {}", path.display(), index + 1, error.reason);
                    continue;
                }
            };
            let differences = compare(&case, &case.answer(&limits));
            if differences.is_empty() {
                passed += 1;
                continue;
            }
            failed += 1;
            writeln!(out, "{}:{}: case {}", path.display(), index + 1, case.id)?;
            for difference in differences {
                writeln!(out, "  {difference}")?;
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    out.flush()?;
    Ok(ExitCode::from(match (refused, failed) {
        (0, 0) => PASSES,
        (0, _) => FAILS,
        _ => BAD_INPUT,
    }))
}

/// What differs between an answer and the expectation, a line each.
fn compare(case: &Case, answer: &Answer) -> Vec<String> {
    let got = serde_json::to_value(answer).unwrap_or(Json::Null);
    match (&case.expect, &case.expect_error, answer.outcome()) {
        (_, Some(class), Outcome::Error { error, .. }) if class == error => Vec::new(),
        (_, Some(class), _) => vec![format!("expected {class}, got {got}")],
        (Some(_), None, Outcome::Error { error, message, .. }) => {
            vec![format!("expected an answer, got {error}: {message}")]
        }
        (Some(expect), None, Outcome::Result { .. }) => compare_result(expect, &got),
        (None, None, _) => vec!["the case expects nothing".to_owned()],
    }
}

fn compare_result(expect: &Json, got: &Json) -> Vec<String> {
    let empty = Json::Object(serde_json::Map::new());
    let mut differences = Vec::new();
    for (key, answer_key) in [
        ("passing", "passing"),
        ("messages", "messages"),
        ("raw", "value"),
        ("effects", "effects"),
    ] {
        let wanted = match (key, expect.get(key)) {
            (_, Some(wanted)) => wanted,
            ("effects", None) => &empty,
            (_, None) => continue,
        };
        let found = got.get(answer_key).unwrap_or(&Json::Null);
        if wanted != found {
            differences.push(format!("{key}: expected {wanted}, got {found}"));
        }
    }
    differences
}
