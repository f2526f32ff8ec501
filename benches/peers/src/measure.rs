//! Asks the peers: first for their outcomes, then in turn for their times.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::Fault;
use crate::args::Args;
use crate::peer::{Built, NATIVE};

/// The workloads, in the order of the tables.
pub const WORKLOADS: &[&str] = &[
    "P1", "P2", "P2json", "P3", "P3inline", "P4", "P5", "P6", "P7fib", "P7loop", "P8", "P9", "P10",
];

/// Nanoseconds of one call.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// The median batch of each round.
    medians: Vec<f64>,
    /// The quietest batch of all.
    pub quietest: f64,
}

impl Times {
    /// The median of the rounds.
    pub fn median(&self) -> f64 {
        let mut medians = self.medians.clone();
        medians.sort_by(f64::total_cmp);
        medians.get(medians.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// Bytes.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Whose.
    pub peer: &'static str,
    /// What one more compiled policy adds.
    pub policy: f64,
    /// The process with an engine and one policy.
    pub idle: f64,
    /// The process with ten thousand.
    pub total: f64,
}

/// What was measured.
#[derive(Debug)]
pub struct Measured {
    /// By metric, workload and peer.
    pub times: BTreeMap<(String, String, &'static str), Times>,
    /// By peer.
    pub memory: Vec<Memory>,
    /// Every peer came to its end.
    pub sound: bool,
}

/// Asks for the outcomes. A peer keeps the workloads that it answers as native does; whether none
/// answered otherwise.
///
/// # Errors
/// Native does not answer.
pub fn check(built: &mut [Built], workloads: &[String]) -> Result<bool, Fault> {
    let asked: Vec<&str> = match workloads {
        [] => WORKLOADS.to_vec(),
        some => some.iter().map(String::as_str).collect(),
    };
    let args: Vec<&str> = ["check"].into_iter().chain(asked).collect();
    let native = built.iter().find(|peer| peer.name == NATIVE);
    let (expected, ended) = native.ok_or("native is missing")?.ask(&args);
    ended?;
    let mut sound = true;
    for peer in built {
        let (seen, ended) = peer.ask(&args);
        if let Err(fault) = ended {
            eprintln!("{}: {fault}", peer.name);
            sound = false;
        }
        for row in seen {
            let workload = text(&row, "workload").to_owned();
            if let Some(reason) = row.get("skipped").and_then(Json::as_str) {
                eprintln!("{} has no {workload}: {reason}", peer.name);
                continue;
            }
            let native = expected
                .iter()
                .find(|row| text(row, "workload") == workload);
            if native.is_some_and(|native| agree(native, &row)) {
                peer.workloads.push(workload);
            } else {
                eprintln!(
                    "{} is wrong about {workload}, which is left out: {row}",
                    peer.name
                );
                sound = false;
            }
        }
    }
    Ok(sound)
}

/// Whether two outcomes are the same; an engine without messages has only its verdict to compare.
fn agree(native: &Json, other: &Json) -> bool {
    let same = |key| native.get(key).is_some() && native.get(key) == other.get(key);
    let silent = other.get("messages").is_some_and(Json::is_null);
    same("passing") && (silent || same("messages"))
}

fn text<'r>(row: &'r Json, key: &str) -> &'r str {
    row.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn number(row: &Json, key: &str) -> f64 {
    row.get(key).and_then(Json::as_f64).unwrap_or(f64::NAN)
}

impl Measured {
    fn new() -> Self {
        Self {
            times: BTreeMap::new(),
            memory: Vec::new(),
            sound: true,
        }
    }

    /// Gives each peer its turn, as many rounds as are asked for.
    pub fn times(built: &[Built], args: &Args) -> Self {
        let mut measured = Self::new();
        for round in 1..=args.rounds {
            for peer in built.iter().filter(|peer| !peer.workloads.is_empty()) {
                eprintln!("round {round} of {}: {}", args.rounds, peer.name);
                let mut words = vec!["time"];
                words.extend(args.quick.then_some("--quick"));
                words.extend(peer.workloads.iter().map(String::as_str));
                for row in measured.ask(peer, &words) {
                    if args.json {
                        println!("{}", named(&row, peer, round));
                    }
                    measured.add(peer.name, &row);
                }
            }
        }
        measured
    }

    /// Weighs each peer's policies; native has none.
    pub fn memory(built: &[Built]) -> Self {
        let mut measured = Self::new();
        for peer in built.iter().filter(|peer| peer.name != NATIVE) {
            eprintln!("weighing {}", peer.name);
            for row in measured.ask(peer, &["memory"]) {
                measured.memory.push(Memory {
                    peer: peer.name,
                    policy: number(&row, "policy"),
                    idle: number(&row, "idle"),
                    total: number(&row, "total"),
                });
            }
        }
        measured
    }

    /// The rows so far count, even if the peer then fails.
    fn ask(&mut self, peer: &Built, words: &[&str]) -> Vec<Json> {
        let (rows, ended) = peer.ask(words);
        if let Err(fault) = ended {
            eprintln!("{}: {fault}", peer.name);
            self.sound = false;
        }
        rows
    }

    fn add(&mut self, peer: &'static str, row: &Json) {
        let (metric, workload) = (text(row, "metric"), text(row, "workload"));
        let key = (metric.to_owned(), workload.to_owned(), peer);
        let quietest = number(row, "quietest");
        let times = self.times.entry(key).or_insert(Times {
            medians: Vec::new(),
            quietest,
        });
        times.medians.push(number(row, "median"));
        times.quietest = times.quietest.min(quietest);
    }
}

fn named(row: &Json, peer: &Built, round: u32) -> Json {
    let mut named = json!({ "peer": peer.name, "engine": peer.version, "round": round });
    if let (Some(named), Some(row)) = (named.as_object_mut(), row.as_object()) {
        named.extend(row.clone());
    }
    named
}
