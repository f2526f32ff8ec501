//! What every peer shares: the workloads and their request, the commands a peer answers, the clock, and
//! the functions that a host lends to an engine which lacks them.
//!
//! A peer is a program of its own. It implements [`Peer`] and hands itself to [`run`]:
//!
//! | command | answers, a JSON line each |
//! |---|---|
//! | `check` | the outcome of each workload, or why the engine cannot express it |
//! | `time [--quick]` | the nanoseconds that each workload takes |
//! | `memory` | what a compiled policy weighs |
//!
//! Names of workloads may follow; without any, all are meant.

pub mod bench;
pub mod clock;
pub mod lend;
pub mod outcome;
pub mod peer;
pub mod workload;

pub use bench::Bench;
pub use outcome::{Answer, Outcome};
pub use peer::{Done, Fault, Peer, run};
pub use workload::Workload;
