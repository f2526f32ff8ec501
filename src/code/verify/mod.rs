//! The only maker of a program: what passes here cannot make the machine panic.
//!
//! First every instruction is looked at by itself (labels land, indices exist, kinds fit), then where
//! variables live in boxes, then the code is walked along all its paths, so that each instruction has
//! one depth, no path takes what is not there, and none runs off the end.

mod boxes;
mod check;
mod depths;
mod fault;
mod frame;
mod operands;
mod walk;

pub use check::verify;
pub use fault::{Fault, VerifyError};
