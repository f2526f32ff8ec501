//! A context to test values in.

use super::context::{Context, Services};
use super::value::{Lent, Stop, Value};
use crate::heap::Heap;
use crate::limits::{Limits, Meter};

/// Services that lend nothing.
pub(crate) struct Nothing;

impl Services for Nothing {
    fn foreign<'h>(&self, cx: &Context<'h>, _: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        Err(cx.type_error(format_args!("nothing is lent")))
    }
}

/// Runs a test in a context with the default limits.
pub(crate) fn in_context(test: impl for<'h> FnOnce(&Context<'h>)) {
    let heap = Heap::default();
    let meter = Meter::new(&Limits::default());
    let services = Nothing;
    test(&Context::new(&heap, &meter, &services));
}

/// Unwraps in tests, where the error has no `Debug`.
pub(crate) fn ok<'h, T>(result: Result<T, Stop<'h>>) -> T {
    match result {
        Ok(value) => value,
        Err(Stop::Fatal) => panic!("fatal"),
        Err(Stop::Raised(exception)) => panic!("raised {}", exception.class.name),
    }
}
