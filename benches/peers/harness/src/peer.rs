//! A peer: one engine, wrapped into a program that answers the driver's commands.

use std::error::Error;

use crate::bench::{Bench, Command};
use crate::workload::Workload;

/// Whatever went wrong.
pub type Fault = Box<dyn Error>;

/// Nothing, or what went wrong.
pub type Done = Result<(), Fault>;

/// An engine that can be asked to do the workloads.
pub trait Peer {
    /// What it keeps of a compiled policy.
    type Kept;

    /// Hands the calls that are to be checked and timed for a workload to the bench.
    ///
    /// # Errors
    /// The workload cannot be prepared.
    fn measure(&self, workload: Workload, bench: &mut Bench) -> Done;

    /// Compiles the small policy of a number.
    ///
    /// # Errors
    /// It does not compile.
    fn keep(&self, number: usize) -> Result<Self::Kept, Fault>;
}

/// Answers the command that the program was started with.
///
/// # Errors
/// A command that is none, or a workload that cannot be prepared.
pub fn run(peer: &impl Peer) -> Done {
    let (command, workloads) = Command::of_args(std::env::args().skip(1))?;
    if command == Command::Memory {
        return crate::bench::weigh(peer);
    }
    let mut bench = Bench::new(command);
    for workload in workloads {
        bench.begin(workload);
        peer.measure(workload, &mut bench)?;
    }
    Ok(())
}
