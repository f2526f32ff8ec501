//! `ordain listing`: the bytecode of a policy as text.

use std::io::{Write, stdout};
use std::process::ExitCode;

use ordain::engine::Policy;

use crate::args::ListingArgs;
use crate::exit::{PASSES, RAISED};
use crate::input::{self, InputError};

/// Runs the command.
pub fn run(args: &ListingArgs) -> Result<ExitCode, InputError> {
    let name = input::policy_name(&args.policy)?;
    let source = input::text(&args.policy)?;
    match Policy::compile(&name, &source) {
        Ok(policy) => {
            stdout().lock().write_all(policy.listing().as_bytes())?;
            Ok(ExitCode::from(PASSES))
        }
        Err(error) => {
            eprint!("{}", ordain::report::draw(&name, &source, &error));
            Ok(ExitCode::from(RAISED))
        }
    }
}
