//! Checks or times the calls that a peer hands in, and prints what comes of it.

use std::hint::black_box;

use serde_json::{Value as Json, json};

use crate::clock::{self, Effort};
use crate::outcome::Answer;
use crate::peer::{Done, Fault, Peer};
use crate::workload::Workload;

/// How many small policies are kept to see what one weighs.
const KEPT: usize = 10_000;
/// How many are kept before counting, so that what the engine sets up once is not counted.
const WARM: usize = 100;

/// What a peer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The outcomes.
    Check,
    /// The times.
    Time,
    /// The times, measured for a moment only.
    Glance,
    /// What a compiled policy weighs.
    Memory,
}

impl Command {
    /// Reads a peer's arguments: the command, and the workloads it is about.
    pub(crate) fn of_args(
        mut args: impl Iterator<Item = String>,
    ) -> Result<(Self, Vec<Workload>), Fault> {
        let mut command = match args.next().as_deref() {
            Some("check") => Self::Check,
            Some("time") => Self::Time,
            Some("memory") => Self::Memory,
            _ => return Err("a peer is asked to check, time [--quick] or memory".into()),
        };
        let mut workloads = Vec::new();
        for arg in args {
            match Workload::named(&arg) {
                Some(workload) => workloads.push(workload),
                None if arg == "--quick" && command == Self::Time => command = Self::Glance,
                None => return Err(format!("there is no workload {arg:?}").into()),
            }
        }
        if workloads.is_empty() {
            workloads.extend(Workload::ALL);
        }
        Ok((command, workloads))
    }
}

/// Takes the calls of a workload.
#[derive(Debug)]
pub struct Bench {
    command: Command,
    workload: &'static str,
}

impl Bench {
    pub(crate) fn new(command: Command) -> Self {
        let workload = "";
        Self { command, workload }
    }

    pub(crate) fn begin(&mut self, workload: Workload) {
        self.workload = workload.name();
    }

    /// The whole way: the request into the engine, the policy run, verdict and messages out.
    pub fn full<A: Answer>(&mut self, mut call: impl FnMut() -> A) {
        match self.command {
            Command::Check => self.check(call().seen()),
            _ => self.time("full", call),
        }
    }

    /// The whole way with the engine's own limiter on, for engines that run without one otherwise.
    pub fn limited<A: Answer>(&mut self, call: impl FnMut() -> A) {
        self.time("limited", call);
    }

    /// From the text to something that can be run.
    pub fn compile<T>(&mut self, call: impl FnMut() -> T) {
        self.time("compile", call);
    }

    /// The engine cannot do it.
    pub fn skip(&mut self, reason: &str) {
        if self.command == Command::Check {
            self.print(json!({ "skipped": reason }));
        }
    }

    fn check(&self, seen: Result<(bool, Option<Vec<String>>), String>) {
        self.print(match seen {
            Ok((passing, messages)) => json!({ "passing": passing, "messages": messages }),
            Err(error) => json!({ "error": error }),
        });
    }

    fn time<T>(&self, metric: &str, call: impl FnMut() -> T) {
        let effort = match self.command {
            Command::Time => Effort::FULL,
            Command::Glance => Effort::QUICK,
            Command::Check | Command::Memory => return,
        };
        let times = clock::time(effort, call);
        self.print(json!({
            "metric": metric,
            "median": times.median,
            "quietest": times.quietest,
        }));
    }

    fn print(&self, mut row: Json) {
        if let Some(row) = row.as_object_mut() {
            row.insert("workload".to_owned(), self.workload.into());
        }
        println!("{row}");
    }
}

/// Prints what the process weighs with a few small policies, and what one of many more adds.
pub(crate) fn weigh<P: Peer>(peer: &P) -> Done {
    let resident = || clock::resident_bytes().ok_or("this system does not tell resident memory");
    let keep = |numbers: std::ops::Range<usize>| -> Result<Vec<P::Kept>, Fault> {
        numbers.map(|number| peer.keep(number)).collect()
    };
    let first = keep(0..1)?;
    let idle = resident()?;
    let warm = keep(1..WARM)?;
    let before = resident()?;
    let kept = keep(WARM..WARM + KEPT)?;
    let after = resident()?;
    let each = after.saturating_sub(before) as f64 / KEPT as f64;
    println!(
        "{}",
        json!({ "metric": "memory", "idle": idle, "policy": each, "total": after })
    );
    black_box((&first, &warm, &kept));
    Ok(())
}
