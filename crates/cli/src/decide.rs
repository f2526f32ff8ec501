//! `ordain decide`: the decision of a target that blueprints describe.

use std::io::{Write, stdout};
use std::process::ExitCode;

use ordain::engine::{Answer, Decision, Engine, Kind};
use ordain::host::{Env, MemoryDirectory};

use crate::args::DecideArgs;
use crate::exit::{FAILS, PASSES};
use crate::input::{self, InputError};

/// Runs the command.
pub fn run(args: &DecideArgs) -> Result<ExitCode, InputError> {
    let engine = engine(args)?;
    let reach = args.reach.open()?;
    let mut env = env(args, engine.directory())?;
    reach.locate(&mut env);
    for warning in &env.warnings {
        eprintln!("ordain: warning: {warning}: unknown key");
    }
    let engine = engine.with_services(reach.services(&env));
    let decision = engine.decide(&args.target, &env.request())?;
    let mut out = stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &decision).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&mut out, args, &decision)?;
    }
    Ok(ExitCode::from(if decision.passing {
        PASSES
    } else {
        FAILS
    }))
}

fn engine(args: &DecideArgs) -> Result<Engine, InputError> {
    let blueprints = input::blueprints(&args.access, &args.blueprint)?;
    let mut engine = Engine::builder()
        .limits(args.limits.limits())
        .timed()
        .build();
    engine.replace(blueprints)?;
    for warning in engine.warnings() {
        eprintln!("ordain: warning: {warning}");
    }
    Ok(engine)
}

fn env(args: &DecideArgs, directory: &MemoryDirectory) -> Result<Env, InputError> {
    match &args.request {
        Some(path) => Env::of_json(&input::json(path)?, directory).map_err(|error| {
            let path = path.clone();
            InputError::Request { path, error }
        }),
        None => Ok(Env::default()),
    }
}

fn print(out: &mut impl Write, args: &DecideArgs, decision: &Decision) -> std::io::Result<()> {
    let verdict = if decision.passing { "passes" } else { "fails" };
    writeln!(out, "{} {verdict} ({} steps)", args.target, decision.steps)?;
    for message in &decision.messages {
        writeln!(out, "  message: {message}")?;
    }
    for (what, state) in &decision.effects.state {
        writeln!(out, "  {what} is now {state}")?;
    }
    let changes = decision.effects.changes.iter();
    for change in changes.filter(|change| !change.action.is_of_request()) {
        let change = serde_json::to_string(change).map_err(std::io::Error::from)?;
        writeln!(out, "  change: {change}")?;
    }
    if args.explain {
        for answer in &decision.bindings {
            explain(out, answer)?;
        }
    }
    Ok(())
}

/// One line for a binding, and one for each thing that there is to know of it.
fn explain(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    let kind = match answer.kind {
        Kind::Policy => "policy",
        Kind::User => "user",
        Kind::Group => "group",
        _ => "nothing",
    };
    let verdict = if answer.passing { "passes" } else { "fails" };
    write!(out, "  #{} {kind} {}: {verdict}", answer.order, answer.name)?;
    for (is_so, word) in [
        (answer.negated && !answer.raised, "negated"),
        (answer.raised, "raised, failure_result answers"),
        (answer.dry_run, "dry run, not counted"),
    ] {
        if is_so {
            write!(out, ", {word}")?;
        }
    }
    if answer.kind == Kind::Policy {
        let micros = answer.time.unwrap_or_default().as_micros();
        write!(
            out,
            " ({} steps, {} bytes, {micros} µs)",
            answer.steps, answer.bytes
        )?;
    }
    writeln!(out)?;
    if let Some(failure) = &answer.failure {
        match failure.place {
            Some(place) => writeln!(
                out,
                "      {} in line {}: {}",
                failure.class, place.line, failure.message
            ),
            None => writeln!(out, "      {}: {}", failure.class, failure.message),
        }?;
        return Ok(());
    }
    for message in &answer.messages {
        writeln!(out, "      message: {message}")?;
    }
    Ok(())
}
