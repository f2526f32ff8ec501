//! `ordain access`: who may reach what.

use std::io::{BufWriter, IsTerminal, stderr, stdout};
use std::process::ExitCode;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ordain::engine::Engine;
use ordain::host::User;

use crate::args::{Format, MatrixArgs};
use crate::exit::PASSES;
use crate::input::InputError;
use crate::matrix::{Csv, Jsonl, Print, Table};
use crate::scene::Scene;

/// How many users are asked about before their answers are printed.
const AT_ONCE: usize = 256;

/// Runs the command.
pub fn run(args: &MatrixArgs) -> Result<ExitCode, InputError> {
    let scene = Scene::open(&args.scene, false)?;
    let targets = targets(&scene, &args.target)?;
    let users = users(&scene.engine, &args.users)?;
    let out = BufWriter::new(stdout().lock());
    let format = if args.scene.json {
        Format::Jsonl
    } else {
        args.format
    };
    match format {
        Format::Table => ask(&scene, &targets, &users, &mut Table::new(out, &users)),
        Format::Csv => ask(&scene, &targets, &users, &mut Csv::new(out)),
        Format::Jsonl => ask(&scene, &targets, &users, &mut Jsonl::new(out)),
    }
}

/// What is asked about: what was named, else every application.
fn targets(scene: &Scene, named: &[String]) -> Result<Vec<String>, InputError> {
    let applications = scene.engine.targets().iter().filter_map(|target| {
        let mut names = target.names().iter();
        names.find(|name| name.starts_with("application:")).cloned()
    });
    let targets = match named {
        [] => applications.collect(),
        named => named.to_vec(),
    };
    let nobody: [&User; 0] = [];
    for target in &targets {
        let request = scene.env.request();
        scene.engine.filter_users(target, nobody, &request)?;
    }
    Ok(targets)
}

/// Who is asked about: who was named, else everybody.
fn users<'e>(engine: &'e Engine, named: &[String]) -> Result<Vec<&'e User>, InputError> {
    let directory = engine.directory();
    let known = |name: &String| {
        let user = directory.user(name).map(Arc::as_ref);
        user.ok_or_else(|| InputError::UnknownUser(name.clone()))
    };
    match named {
        [] => Ok(directory.users().map(Arc::as_ref).collect()),
        named => named.iter().map(known).collect(),
    }
}

fn ask(
    scene: &Scene,
    targets: &[String],
    users: &[&User],
    out: &mut impl Print,
) -> Result<ExitCode, InputError> {
    let request = scene.env.request();
    let bar = bar(users.len());
    out.begin(targets)?;
    for some in users.chunks(AT_ONCE) {
        let matrix = (scene.engine).access_matrix(targets, some.iter().copied(), &request);
        for (at, user) in some.iter().enumerate() {
            let answers = (0..targets.len()).filter_map(|target| matrix.passes(target, at));
            out.answers(targets, &user.username, answers)?;
        }
        bar.inc(some.len() as u64);
    }
    bar.finish_and_clear();
    out.end()?;
    Ok(ExitCode::from(PASSES))
}

/// How far it is, for people only.
fn bar(users: usize) -> ProgressBar {
    let shown = match stderr().is_terminal() {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(Some(users as u64), shown);
    match ProgressStyle::with_template("{wide_bar} {pos} of {len} users, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
