//! `ordain plan`: which stages of a flow would run for a request.

use std::io::{Write, stdout};
use std::process::ExitCode;

use ordain::engine::{Plan, PlannedStage};

use crate::args::PlanArgs;
use crate::exit::{FAILS, PASSES};
use crate::input::InputError;
use crate::scene::Scene;
use crate::told;

/// Runs the command.
pub fn run(args: &PlanArgs) -> Result<ExitCode, InputError> {
    let scene = Scene::open(&args.scene, args.explain)?;
    let flow = args.flow.strip_prefix("flow:").unwrap_or(&args.flow);
    let plan = scene.engine.plan(flow, &scene.env.request())?;
    let mut out = stdout().lock();
    if args.scene.json {
        serde_json::to_writer(&mut out, &plan).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        print(&mut out, args, &plan)?;
    }
    Ok(ExitCode::from(if plan.passing() { PASSES } else { FAILS }))
}

fn print(out: &mut impl Write, args: &PlanArgs, plan: &Plan) -> std::io::Result<()> {
    let (flow, steps) = (&plan.flow, plan.steps);
    let verdict = match (&plan.entry.denial, plan.empty) {
        (Some(_), _) => "may not be entered",
        (None, true) => "has no stage left to run",
        (None, false) => "may be entered",
    };
    writeln!(out, "flow:{flow} {verdict} ({steps} steps)")?;
    if let Some(requirement) = plan.entry.unmet {
        writeln!(out, "  not met: {}", requirement.name())?;
    }
    for line in plan.entry.denial.iter().flat_map(|denial| denial.lines()) {
        writeln!(out, "  message: {line}")?;
    }
    if args.explain || !plan.entry.passing() {
        for answer in &plan.entry.decision.bindings {
            told::answer(out, "  ", answer)?;
        }
    }
    let width = plan.stages.iter().map(|stage| stage.stage.chars().count());
    let width = width.max().unwrap_or(0);
    for stage in &plan.stages {
        let (order, name) = (stage.order, &stage.stage);
        writeln!(out, "  {order:>4} {name:width$}  {}", fate(stage))?;
        if args.explain || !stage.runs {
            for answer in stage.decision.iter().flat_map(|asked| &asked.bindings) {
                told::answer(out, "         ", answer)?;
            }
        }
    }
    told::effects(out, &plan.effects)
}

/// What becomes of a stage, and what of its bindings.
fn fate(stage: &PlannedStage) -> String {
    let bindings = match stage.bindings {
        1 => "its binding is".to_owned(),
        count => format!("its {count} bindings are"),
    };
    match (stage.runs, &stage.decision, stage.asked_again) {
        (false, _, _) if stage.raised.is_empty() => "left out".to_owned(),
        (false, _, _) => format!(
            "LEFT OUT BECAUSE A POLICY RAISED: {}",
            stage.raised.join(", ")
        ),
        (true, _, _) if stage.bindings == 0 => "runs".to_owned(),
        (true, None, true) => format!("runs; {bindings} asked when it is reached"),
        (true, None, false) => format!("runs; {bindings} never asked"),
        (true, Some(_), true) => format!("runs; {bindings} asked again when it is reached"),
        (true, Some(_), false) => "runs".to_owned(),
    }
}
