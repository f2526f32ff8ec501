//! `ordain eval`: one policy on one request, or a file of cases.

use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use ordain::engine::Evaluator;
use ordain::host::{Env, MemoryDirectory};

use crate::args::EvalArgs;
use crate::case::{Answer, Outcome, evaluate};
use crate::exit::{BAD_INPUT, FAILS, PASSES, RAISED};
use crate::input::{self, InputError};
use crate::told;

/// Runs the command.
pub fn run(args: &EvalArgs) -> Result<ExitCode, InputError> {
    match (&args.cases, &args.policy) {
        (Some(cases), _) => answer_cases(cases, args),
        (None, Some(policy)) => answer_one(policy, args),
        (None, None) => Ok(ExitCode::from(BAD_INPUT)),
    }
}

/// Prints one line a case, as each is done. A line that is no case says so, and the rest go on.
fn answer_cases(path: &Path, args: &EvalArgs) -> Result<ExitCode, InputError> {
    let bytes = input::bytes(path)?;
    let (limits, reach) = (args.limits.limits(), args.reach.open()?);
    let mut out = BufWriter::new(stdout().lock());
    let mut code = PASSES;
    for (place, case) in input::cases(path, &bytes) {
        match case {
            Ok(mut case) => {
                reach.locate(&mut case.env);
                case.answer(&limits, &reach).write(&mut out)?;
            }
            Err(refused) => {
                code = BAD_INPUT;
                let line = serde_json::json!({
                    "id": refused.id,
                    "error": "NotACase",
                    "message": format!("{place}: {}", refused.reason),
                });
                writeln!(out, "{line}")?;
            }
        }
        out.flush()?;
    }
    Ok(ExitCode::from(code))
}

fn answer_one(path: &Path, args: &EvalArgs) -> Result<ExitCode, InputError> {
    let name = input::policy_name(path)?;
    let source = input::text(path)?;
    let mut policies = input::policies(args.policies.as_deref())?;
    let reach = args.reach.open()?;
    let mut env = match &args.request {
        Some(request) => read_env(request)?,
        None => Env::default(),
    };
    for warning in &env.warnings {
        eprintln!("ordain: warning: {warning}: unknown key");
    }
    for (name, source) in &env.policies {
        policies.add(name, source);
    }
    reach.locate(&mut env);
    let (limits, services) = (args.limits.limits(), reach.services(&env));
    let mut evaluator = Evaluator::new(&policies, &services, limits.clone());
    if args.explain {
        evaluator = evaluator.explained();
    }
    let answer = evaluate(&name, &source, &env, &evaluator, &limits);
    let mut out = stdout().lock();
    if args.json {
        answer.write(&mut out)?;
    } else {
        print_answer(&mut out, &name, &source, &answer)?;
        if let Some(explanation) = answer.explanation() {
            told::why(&mut out, "", explanation)?;
        }
    }
    Ok(ExitCode::from(match answer.outcome() {
        Outcome::Result { passing: true, .. } => PASSES,
        Outcome::Result { .. } => FAILS,
        Outcome::Error { .. } => RAISED,
    }))
}

fn read_env(path: &Path) -> Result<Env, InputError> {
    let json = input::json(path)?;
    Env::of_json(&json, &MemoryDirectory::new()).map_err(|error| InputError::Request {
        path: path.to_owned(),
        error,
    })
}

fn print_answer(
    out: &mut impl Write,
    name: &str,
    source: &str,
    answer: &Answer,
) -> std::io::Result<()> {
    match answer.outcome() {
        Outcome::Result {
            passing,
            messages,
            value,
            effects,
            steps,
        } => {
            let verdict = if *passing { "passes" } else { "fails" };
            writeln!(out, "{name} {verdict} ({steps} steps)")?;
            for message in messages {
                writeln!(out, "  message: {message}")?;
            }
            if let Some(value) = value {
                writeln!(out, "  returned: {value}")?;
            }
            for (what, state) in &effects.state {
                writeln!(out, "  {what} is now {state}")?;
            }
            Ok(())
        }
        Outcome::Error {
            error,
            message,
            line,
            column,
            ..
        } => {
            if let (Some(line), Some(column)) = (line, column) {
                writeln!(out, "{name}:{line}:{column}")?;
                let text = source.lines().nth(*line as usize - 1).unwrap_or_default();
                writeln!(out, "    {text}")?;
                let indent = " ".repeat(*column as usize - 1);
                writeln!(out, "    {indent}^")?;
            }
            writeln!(out, "{error}: {message}")
        }
    }
}
