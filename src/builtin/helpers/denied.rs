//! What is raised where a service was not lent.

use crate::value::context::Context;
use crate::value::exceptions::RUNTIME_ERROR;
use crate::value::value::Stop;

/// The error that names what was not lent.
#[cold]
pub(in crate::builtin) fn not_lent<'h>(cx: &Context<'h>, name: &str) -> Stop<'h> {
    cx.raise(
        &RUNTIME_ERROR,
        format_args!("{name} is not lent to this policy"),
    )
}
