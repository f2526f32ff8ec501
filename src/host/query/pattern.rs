//! Patterns of `regex` look-ups.

use regex_automata::meta::Regex;

use crate::value::context::Context;
use crate::value::value::{Stop, Value};

/// Longest pattern of a `regex` look-up, and the largest program it may compile to, in bytes.
const PATTERN_BYTES: usize = 1000;
const PROGRAM_BYTES: usize = 1 << 20;

/// Compiles a pattern.
///
/// # Errors
/// `TypeError` if it is no str, `ValueError` if it is no pattern or too large.
pub(super) fn compile<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
    ignore_case: bool,
) -> Result<Regex, Stop<'h>> {
    let Value::Str(text) = value else {
        return Err(cx.type_error(format_args!("expected string or bytes-like object")));
    };
    cx.charge(text.len().saturating_mul(16))?;
    let built = if text.as_str().len() > PATTERN_BYTES {
        None
    } else {
        let syntax = regex_automata::util::syntax::Config::new().case_insensitive(ignore_case);
        let limits = Regex::config().nfa_size_limit(Some(PROGRAM_BYTES));
        Regex::builder()
            .configure(limits)
            .syntax(syntax)
            .build(text.as_str())
            .ok()
    };
    built.ok_or_else(|| cx.value_error(format_args!("invalid regular expression in a look-up")))
}
