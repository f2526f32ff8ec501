//! Exit codes, and what goes to standard error.

use std::fmt::Display;
use std::process::ExitCode;

/// Passes; clean; all pass.
pub const PASSES: u8 = 0;
/// Fails; some differ.
pub const FAILS: u8 = 1;
/// Raised, did not compile, or met a limit.
pub const RAISED: u8 = 2;
/// Bad input or usage.
pub const BAD_INPUT: u8 = 3;

/// Says what is wrong with the input.
pub fn bad_input(error: &dyn Display) -> ExitCode {
    eprintln!("ordain: {error}");
    ExitCode::from(BAD_INPUT)
}

/// Prints help where it was asked for, and else what is wrong with the command line.
pub fn usage(error: &clap::Error) -> ExitCode {
    let asked = !error.use_stderr();
    // A reader that closed the pipe early is no error of ours.
    let _ = error.print();
    ExitCode::from(if asked { PASSES } else { BAD_INPUT })
}
