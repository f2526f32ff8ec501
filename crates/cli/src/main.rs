//! The `ordain` command: evaluate, test, check and decide expression policies, for one user or for many.

mod access;
mod args;
mod case;
mod check;
mod decide;
mod eval;
mod exit;
mod input;
mod listing;
mod matrix;
mod plan;
mod reach;
mod scene;
mod test;
mod told;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    let done = match cli.command {
        Command::Eval(args) => eval::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Access(args) => access::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Listing(args) => listing::run(&args),
    };
    match done {
        Ok(code) => code,
        Err(error) => exit::bad_input(&error),
    }
}
