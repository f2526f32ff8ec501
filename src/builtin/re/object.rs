//! What a pattern object owns: a matcher, which searches in memory that its thread keeps.

use super::backtrack::Fuel;
use super::matcher::{Found, How, Matcher, Scratch};
use super::memory::Spent;
use super::seats::{Seat, with_scratch};
use super::subject::Subject;
use crate::limits::Limit;
use crate::value::context::Context;
use crate::value::value::{Instance, Stop, Value};
use std::sync::Arc;

/// A matcher, and where its searches find memory.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The matcher.
    pub(super) matcher: Matcher,
    seat: Seat,
}

/// The pattern object that a value is: nothing else owns a compiled pattern.
pub(super) fn instance(value: Value<'_>) -> Option<&Instance<'_>> {
    match value {
        Value::Object(object) => object.own::<Arc<Compiled>>().map(|_| object),
        _ => None,
    }
}

/// What a pattern object compiled to.
pub(super) fn compiled<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<&'h Compiled, Stop<'h>> {
    let made = instance(value).and_then(|object| object.own::<Arc<Compiled>>());
    made.map(AsRef::as_ref)
        .ok_or_else(|| cx.wrong_receiver("re.Pattern", value))
}

impl Compiled {
    /// A compiled pattern that has searched nothing yet.
    pub(super) fn new(matcher: Matcher) -> Self {
        Self {
            matcher,
            seat: Seat::new(),
        }
    }

    /// Searches, and charges what it took.
    pub(super) fn find<'h>(
        &self,
        cx: &Context<'h>,
        subject: Subject<'h>,
        (start, end): (usize, usize),
        how: How,
        advance: bool,
    ) -> Result<Option<Found>, Stop<'h>> {
        let hay = subject.up_to(end);
        self.work(cx, |matcher, scratch, fuel| {
            matcher.find(scratch, hay, start, how, advance, fuel)
        })
    }

    /// Whether a search of the whole subject finds anything, and charges what it took.
    pub(super) fn is_found<'h>(
        &self,
        cx: &Context<'h>,
        subject: Subject<'h>,
    ) -> Result<bool, Stop<'h>> {
        let hay = subject.up_to(usize::MAX);
        self.work(cx, |matcher, scratch, fuel| {
            matcher.is_found(scratch, hay, fuel)
        })
    }

    fn work<'h, T>(
        &self,
        cx: &Context<'h>,
        search: impl FnOnce(&Matcher, &mut Scratch, &mut Fuel) -> Result<T, Spent>,
    ) -> Result<T, Stop<'h>> {
        let before = cx.meter.left();
        // An entry takes 24 bytes, of which the heap does not know.
        let entries = (cx.heap.left() / 24).min(1 << 22);
        let mut fuel = Fuel {
            steps: before,
            entries,
        };
        let found = with_scratch(self.seat, |scratch| {
            search(&self.matcher, scratch, &mut fuel)
        });
        let spent = before.saturating_sub(fuel.steps);
        cx.charge(usize::try_from(spent).unwrap_or(usize::MAX))?;
        found.map_err(|spent| match spent {
            Spent::Room => cx.stop(Limit::Memory(cx.heap.limit())),
            Spent::Steps => match cx.charge(usize::MAX) {
                Err(stop) => stop,
                Ok(()) => Stop::Fatal,
            },
        })
    }
}
