//! Builds every peer, checks that all of them answer alike, times them in turn, and prints the tables.

mod args;
mod measure;
mod peer;
mod table;

use std::error::Error;
use std::process::ExitCode;

use args::Args;
use measure::Measured;
use peer::{Built, Peer};

/// Whatever went wrong.
type Fault = Box<dyn Error>;

fn main() -> ExitCode {
    match Args::of(std::env::args().skip(1)) {
        Ok(Some(args)) => match compare(&args) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(fault) => {
                eprintln!("error: {fault}");
                ExitCode::FAILURE
            }
        },
        Ok(None) => {
            print!("{}", args::HELP);
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("error: {wrong}\n\n{}", args::HELP);
            ExitCode::from(2)
        }
    }
}

/// Whether all peers that were asked for answered, and alike.
fn compare(args: &Args) -> Result<bool, Fault> {
    let mut sound = true;
    let mut built: Vec<Built> = Vec::new();
    for peer in args.peers() {
        eprintln!("building {}", peer.name);
        match peer.build() {
            Ok(peer) => built.push(peer),
            Err(fault) if peer.name == peer::NATIVE => return Err(fault),
            Err(fault) => eprintln!("{} is left out: {fault}", peer.name),
        }
    }
    let measured = if args.memory {
        Measured::memory(&built)
    } else {
        sound = measure::check(&mut built, &args.workloads)?;
        Measured::times(&built, args)
    };
    sound &= measured.sound;
    if args.json {
        return Ok(sound);
    }
    print!("{}", table::versions(&built));
    if args.memory {
        print!("{}", table::memory(&measured));
    } else {
        print!("{}", table::times(&built, &measured));
    }
    Ok(sound)
}

/// The peers that there are, in the order of the tables.
const PEERS: &[Peer] = &[
    Peer::here(peer::NATIVE, "peer-native"),
    Peer::here("ordain", "ordain"),
    Peer::python("cpython", "cpython/peer.py"),
    Peer::here("starlark", "starlark"),
    Peer::alone("lua54", "lua54/Cargo.toml", "mlua"),
    Peer::alone("luajit", "luajit/Cargo.toml", "mlua"),
    Peer::here("cel", "cel"),
    Peer::here("cedar", "cedar-policy"),
];
