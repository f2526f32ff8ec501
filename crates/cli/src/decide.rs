//! `ordain decide`: the decision of a target that blueprints describe.

use std::io::{Write, stdout};
use std::process::ExitCode;

use ordain::engine::Decision;

use crate::args::DecideArgs;
use crate::exit::{FAILS, PASSES};
use crate::input::InputError;
use crate::scene::Scene;
use crate::told;

/// Runs the command.
pub fn run(args: &DecideArgs) -> Result<ExitCode, InputError> {
    let scene = Scene::open(&args.scene, args.explain)?;
    let decision = scene.engine.decide(&args.target, &scene.env.request())?;
    let mut out = stdout().lock();
    if args.scene.json {
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

fn print(out: &mut impl Write, args: &DecideArgs, decision: &Decision) -> std::io::Result<()> {
    let verdict = if decision.passing { "passes" } else { "fails" };
    writeln!(out, "{} {verdict} ({} steps)", args.target, decision.steps)?;
    for message in &decision.messages {
        writeln!(out, "  message: {message}")?;
    }
    told::effects(out, &decision.effects)?;
    if args.explain {
        for answer in &decision.bindings {
            told::answer(out, "  ", answer)?;
        }
    }
    Ok(())
}
