//! Compiles and runs a text without a request, for tests.

use super::{Failure, NoLibrary, Session, evaluate};
use crate::compile::compile;
use crate::heap::Heap;
use crate::host::{Request, User, World};
use crate::limits::{Limits, Meter};
use crate::stdlib::prelude;
use crate::value::context::Context;
use crate::value::fixture::Nothing;

/// What a text answers: the `repr` of its value, or `CLASS: TEXT` with the line.
pub(crate) fn run(source: &str) -> String {
    run_within(source, &Limits::default()).0
}

/// The same under other limits, and the steps that it took.
pub(crate) fn run_within(source: &str, limits: &Limits) -> (String, u64) {
    let program = match compile("trial", source, limits) {
        Ok(program) => program,
        Err(error) => return (format!("{}: {error}", error.class.name()), 0),
    };
    let (heap, meter, user) = (Heap::default(), Meter::new(limits), User::anonymous());
    heap.set_limit(limits.bytes);
    let request = Request::new(&user);
    let cx = Context::new(&heap, &meter, &Nothing);
    let session = Session::new(prelude(), &NoLibrary);
    let shown = World::new(&cx, &request).and_then(|world| {
        let _before = world.enter(&cx, cx.list(&[])?);
        let id = session.load(&cx, &program)?;
        let value = evaluate(&cx, &session, id, world, limits)?;
        cx.repr(value)
    });
    let shown = shown.unwrap_or_else(|stop| {
        let failure = Failure::new(&cx, &session, stop);
        let line = failure.place.map_or(0, |place| place.line);
        format!("{}: {} (line {line})", failure.class, failure.message)
    });
    (shown, meter.spent())
}
