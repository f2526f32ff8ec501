//! What the floors above learn of a policy that did not end normally.

use super::session::Session;
use crate::limits::Limit;
use crate::source::Place;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Exc, Stop, Trace};

/// How many calls of the way an exception took are kept at each end.
const CALLS: usize = 16;

/// An exception that left a policy, or a limit that ended it; owned, so that it outlives the heap.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct Failure {
    /// The class's name, without module.
    pub class: String,
    /// `str(exception)`, or the limit in words.
    pub message: String,
    /// Where in the author's text; none if nothing of a policy ran.
    pub place: Option<Place>,
    /// The calls that led there, outermost first.
    pub calls: Vec<Call>,
    /// The limit, if it was one.
    pub limit: Option<Limit>,
}

/// One of the calls that led to a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The policy's name.
    pub policy: String,
    /// The function's name.
    pub function: String,
    /// Where it raised or called.
    pub place: Place,
}

impl Failure {
    /// What there is to say about the end of an evaluation.
    #[must_use]
    pub fn new<'h>(cx: &Context<'h>, session: &Session<'h>, stop: Stop<'h>) -> Self {
        match stop {
            Stop::Raised(exception) => raised(cx, session, exception),
            Stop::Fatal => stopped(cx, session),
        }
    }
}

fn raised<'h>(cx: &Context<'h>, session: &Session<'h>, exception: &'h Exc<'h>) -> Failure {
    let calls = calls(session, exception.trace.get());
    let shown = session.shown.get();
    let message = match shown.filter(|shown| std::ptr::eq(shown.0, exception)) {
        Some((_, text)) => Ok(text.as_str().to_owned()),
        None => cx.display(Value::Exc(exception)),
    };
    Failure {
        class: Value::Exc(exception).type_name().to_owned(),
        message: message.unwrap_or_default(),
        place: calls.last().map(|call| call.place),
        calls,
        limit: None,
    }
}

fn stopped<'h>(cx: &Context<'h>, session: &Session<'h>) -> Failure {
    let limit = cx.meter.hit();
    let limit = limit.unwrap_or(Limit::Bug("a policy ended without a reason"));
    let place = session.stopped.get().and_then(|(program, chunk, pc)| {
        let chunk = session.program(program)?.chunk(chunk)?;
        chunk.places.at(pc as usize)
    });
    Failure {
        class: limit.class().to_owned(),
        message: limit.to_string(),
        place,
        calls: Vec::new(),
        limit: Some(limit),
    }
}

/// The calls in the author's text: what the prelude does in between is none of his business.
fn calls<'h>(session: &Session<'h>, trace: Option<&'h Trace<'h>>) -> Vec<Call> {
    let links = std::iter::successors(trace, |link| link.inner);
    let mut calls: Vec<Call> = Vec::new();
    for call in links.filter_map(|link| call(session, link)) {
        if calls.len() == 2 * CALLS {
            calls.remove(CALLS);
        }
        calls.push(call);
    }
    calls
}

fn call<'h>(session: &Session<'h>, link: &Trace<'h>) -> Option<Call> {
    let program = session.program(link.program)?;
    if session.prelude.holds(program) {
        return None;
    }
    let chunk = program.chunk(link.chunk)?;
    Some(Call {
        policy: program.name().to_owned(),
        function: program.function(chunk).to_owned(),
        place: chunk.places.at(link.pc as usize)?,
    })
}
