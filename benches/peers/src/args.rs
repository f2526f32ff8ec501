//! What is asked for on the command line.

use crate::PEERS;
use crate::measure::WORKLOADS;
use crate::peer::{NATIVE, Peer};

/// How to ask.
pub const HELP: &str = "\
Compares ordain with other engines on the same policies.

usage: peers [--peers A,B] [--workloads P1,P2] [--rounds N] [--quick] [--json] [--memory]

  --peers A,B      only these, of: native ordain cpython starlark lua54 luajit cel cedar
                   (native always runs: it is what the others are compared with)
  --workloads A,B  only these, of: P1 P2 P2json P3 P3inline P4 P5 P6 P7fib P7loop P8 P9 P10
  --rounds N       how often each peer has its turn; 3 if not said
  --quick          measures for a moment only: a first look
  --json           prints a JSON line for each measurement in place of the tables
  --memory, --mem  what a compiled policy weighs, of 10,000 that are kept, in place of times
";

/// What is asked for.
#[derive(Debug)]
pub struct Args {
    /// Names of peers; empty: all.
    peers: Vec<String>,
    /// Names of workloads; empty: all.
    pub workloads: Vec<String>,
    /// How often each peer has its turn.
    pub rounds: u32,
    /// Measure for a moment only.
    pub quick: bool,
    /// JSON lines in place of tables.
    pub json: bool,
    /// Memory in place of times.
    pub memory: bool,
}

impl Args {
    /// Reads the arguments; none if only help is asked for.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn of(mut args: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut asked = Self {
            peers: Vec::new(),
            workloads: Vec::new(),
            rounds: 3,
            quick: false,
            json: false,
            memory: false,
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--peers" => asked.peers = names(&value()?, "peer", is_peer)?,
                "--workloads" => asked.workloads = names(&value()?, "workload", is_workload)?,
                "--rounds" => asked.rounds = rounds(&value()?)?,
                "--quick" => asked.quick = true,
                "--json" => asked.json = true,
                "--memory" | "--mem" => asked.memory = true,
                "--help" | "-h" => return Ok(None),
                other => return Err(format!("there is no option {other:?}")),
            }
        }
        Ok(Some(asked))
    }

    /// The peers that are asked for, and native.
    pub fn peers(&self) -> impl Iterator<Item = &'static Peer> {
        let is_asked = |name| name == NATIVE || self.peers.iter().any(|asked| asked == name);
        PEERS
            .iter()
            .filter(move |peer| self.peers.is_empty() || is_asked(peer.name))
    }
}

fn rounds(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(rounds) if rounds > 0 => Ok(rounds),
        _ => Err(format!("--rounds needs a number from 1, not {text:?}")),
    }
}

fn names(text: &str, kind: &str, is_known: fn(&str) -> bool) -> Result<Vec<String>, String> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    match names.iter().find(|name| !is_known(name)) {
        Some(unknown) => Err(format!("there is no {kind} {unknown:?}")),
        None => Ok(names.into_iter().map(str::to_owned).collect()),
    }
}

fn is_peer(name: &str) -> bool {
    PEERS.iter().any(|peer| peer.name == name)
}

fn is_workload(name: &str) -> bool {
    WORKLOADS.contains(&name)
}
