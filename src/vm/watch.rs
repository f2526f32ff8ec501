//! What a session keeps of the ends of policies, if it is asked to.

use std::cell::Cell;

use crate::host::World;
use crate::source::Place;
use crate::value::Value;
use crate::value::value::{ChunkId, ProgramId};

/// The end of a policy.
pub struct Ended<'h> {
    /// Where in the author's text its last statement, or what it raised, stands.
    pub place: Place,
    /// The variables of the function that stood there, those without a value left out.
    pub variables: Vec<(&'h str, Value<'h>)>,
}

/// The end of a called policy, in its copy of the request.
pub struct CalledEnd<'h> {
    /// Where it ended.
    pub ended: Ended<'h>,
    /// Its copy of the request.
    pub world: &'h World<'h>,
}

/// What a called policy answered, and how it ended.
pub struct CalledVerdict<'h> {
    /// Its name.
    pub name: &'h str,
    /// Its verdict.
    pub passing: bool,
    /// It did not return.
    pub raised: bool,
    /// Its end, if that was in its author's text.
    pub end: Option<Box<CalledEnd<'h>>>,
}

/// A running function: its code, and where its slots lie.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub program: ProgramId,
    pub chunk: ChunkId,
    pub base: u32,
}

/// Of how many called policies the ends are kept: the first ones.
const MOST: usize = 32;

/// The ends of policies.
#[derive(Default)]
pub(super) struct Watch<'h> {
    /// The function that raised last.
    pub raised: Cell<Option<Standing>>,
    /// The end of the policy that ran last.
    pub ended: Cell<Option<Box<Ended<'h>>>>,
    /// The end of the called policy that is about to answer.
    pub ending: Cell<Option<Box<CalledEnd<'h>>>>,
    /// How called policies ended, in their order.
    pub called: Cell<Vec<CalledVerdict<'h>>>,
}

impl<'h> Watch<'h> {
    /// Notes what a called policy answered.
    #[cold]
    pub fn note(&self, name: &'h str, raised: bool, passing: bool) {
        let (end, mut called) = (self.ending.take(), self.called.take());
        if called.len() < MOST {
            called.push(CalledVerdict {
                name,
                passing,
                raised,
                end,
            });
        }
        self.called.set(called);
    }
}
