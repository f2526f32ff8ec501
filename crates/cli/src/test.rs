//! `ordain test`: cases against what they expect.

use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value as Json;

use crate::args::TestArgs;
use crate::case::{Answer, Case, Outcome};
use crate::exit::{BAD_INPUT, FAILS, PASSES};
use crate::input::{self, InputError};
use crate::reach::Reach;

/// Runs the command. Nothing runs if a line of any file is no case.
pub fn run(args: &TestArgs) -> Result<ExitCode, InputError> {
    let Some(cases) = read(&args.files)? else {
        return Ok(ExitCode::from(BAD_INPUT));
    };
    let (limits, reach) = (args.limits.limits(), Reach::default());
    let mut out = BufWriter::new(stdout().lock());
    let mut failed = 0;
    for (place, case) in &cases {
        let differences = compare(case, &case.answer(&limits, &reach));
        if differences.is_empty() {
            continue;
        }
        failed += 1;
        writeln!(out, "{place}: case {}", case.id)?;
        for difference in differences {
            writeln!(out, "  {difference}")?;
        }
    }
    writeln!(out, "{} passed, {failed} failed", cases.len() - failed)?;
    out.flush()?;
    Ok(ExitCode::from(if failed == 0 { PASSES } else { FAILS }))
}

/// The cases of all files with their places, unless a line is none: standard error says which.
fn read(files: &[PathBuf]) -> Result<Option<Vec<(String, Case)>>, InputError> {
    let (mut cases, mut refused) = (Vec::new(), false);
    for path in files {
        for (place, case) in input::cases(path, &input::bytes(path)?) {
            let wrong = match case {
                Ok(case) => match case.misexpects() {
                    Some(wrong) => wrong.to_owned(),
                    None => {
                        cases.push((place, case));
                        continue;
                    }
                },
                Err(error) => error.reason,
            };
            refused = true;
            eprintln!("ordain: {place}: {wrong}");
        }
    }
    Ok((!refused).then_some(cases))
}

/// What differs between an answer and the expectation, a line each.
fn compare(case: &Case, answer: &Answer) -> Vec<String> {
    let got = serde_json::to_value(answer).unwrap_or(Json::Null);
    let class = case.expect_error.as_ref().and_then(Json::as_str);
    match (&case.expect, class, answer.outcome()) {
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
