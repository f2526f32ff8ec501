//! What the machine consists of: its stack, its frames, and what the end of a frame means. Only
//! declarations; the other files of this room hold the `impl`s.

use std::cell::Cell;

use super::session::{Code, Loaded, Session};
use crate::code::Label;
use crate::host::World;
use crate::host::world::Entered;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Dict, Exc, Generator, List, Text, Type};

/// A running evaluation.
pub(super) struct Machine<'m, 'h> {
    pub(super) cx: &'m Context<'h>,
    pub(super) session: &'m Session<'h>,
    /// The copy of the request that the running policy sees.
    pub(super) world: &'h World<'h>,
    pub(super) stack: &'h mut [Value<'h>],
    /// How far the stack may grow.
    pub(super) room: usize,
    /// How many calls may be open.
    pub(super) depth: usize,
    pub(super) frame: &'h Frame<'h>,
    /// What was raised is raised again: it keeps its trace and context.
    pub(super) again: bool,
    /// The last instruction runs again, now with an answer.
    pub(super) retry: bool,
    /// The end of a frame is being handed on: what asks now has no instruction that could run again.
    pub(super) delivering: bool,
    /// Buffers for the arguments of calls, kept to save their allocation.
    pub(super) args: Vec<Value<'h>>,
    pub(super) keywords: Vec<Keyword<'h>>,
}

/// A running or calling function. Frames are linked for good, and used again by the next call that comes
/// to lie there.
pub(super) struct Frame<'h> {
    /// The frame below.
    pub(super) caller: Option<&'h Self>,
    /// The frame above, once there was one.
    pub(super) above: Cell<Option<&'h Self>>,
    /// How many frames lie below.
    pub(super) depth: u32,
    /// Where its window begins on the stack.
    pub(super) base: Cell<u32>,
    /// Values of the window in use.
    pub(super) top: Cell<u32>,
    /// The next instruction.
    pub(super) pc: Cell<u32>,
    pub(super) code: Cell<Code<'h>>,
    pub(super) then: Cell<Then<'h>>,
    /// The exception that one of its handlers handles.
    pub(super) handled: Cell<Option<&'h Exc<'h>>>,
    /// The generator whose frame it is.
    pub(super) generator: Cell<Option<&'h Generator<'h>>>,
}

/// A label as wide as a reference: what follows from the end of a frame then travels in two registers.
#[derive(Clone, Copy)]
pub(super) struct Far(u64);

impl From<Label> for Far {
    fn from(label: Label) -> Self {
        Self(label.0.into())
    }
}

impl From<Far> for Label {
    fn from(far: Far) -> Self {
        Self(far.0 as u32)
    }
}

/// What the end of a frame means to the frame below.
#[derive(Clone, Copy)]
pub(super) enum Then<'h> {
    /// The result, or what is yielded, is pushed.
    Push,
    /// The result is not wanted.
    Discard,
    /// The truth of the result is pushed.
    Truth,
    /// `for`: what is yielded is pushed; at the end the generator is popped and the loop left.
    Iterate(Far),
    /// `next`: what is yielded is pushed; the end is the default, or raises `StopIteration`.
    Next(&'h Advance<'h>),
    /// What is yielded goes into a list, and then it goes on.
    Drain(&'h Drain<'h>),
    /// `in`: whether something yielded equals the value, which is popped.
    Find(&'h Find<'h>),
    /// The result becomes the missing item of a `defaultdict`, and is pushed.
    Keep(&'h Keep<'h>),
    /// `yield from`: what is yielded is pushed; the result takes the generator's place.
    Send(Far),
    /// `close`: it must not yield again.
    Close(&'h Closing<'h>),
    /// `ak_call_policy`: the end, even by an exception, makes a policy result.
    Policy(&'h Boundary<'h>),
    /// `__new__`: the result is the instance, whose `__init__` follows.
    Initialise(&'h Making<'h>),
    /// `__init__`: the instance is pushed.
    Built(&'h Building<'h>),
    /// The result is what a native asked for.
    Answer(&'h Asked<'h>),
    /// The result goes to whoever runs the machine.
    Finish,
}

/// A generator that is asked for its next item.
pub(super) struct Advance<'h> {
    /// What stands for its end; unbound raises `StopIteration`.
    pub(super) default: Value<'h>,
    /// What the item means.
    pub(super) then: Then<'h>,
}

/// A generator that is drained into a list.
pub(super) struct Drain<'h> {
    pub(super) into: &'h List<'h>,
    /// How many items are enough.
    pub(super) enough: usize,
    pub(super) after: After<'h>,
}

/// What comes after a generator was drained.
pub(super) enum After<'h> {
    /// The frame below goes on; it may run the same instruction again, now with the list.
    Continue,
    /// The call that wanted the list.
    Call(&'h Pending<'h>),
}

/// A call that waits for its arguments.
pub(super) struct Pending<'h> {
    pub(super) callee: Value<'h>,
    pub(super) args: &'h [Value<'h>],
    pub(super) keywords: &'h [Keyword<'h>],
    pub(super) then: Then<'h>,
}

/// An argument by keyword.
pub(super) type Keyword<'h> = (&'h Text<'h>, Value<'h>);

/// What is looked for in a generator.
pub(super) struct Find<'h> {
    pub(super) item: Value<'h>,
    pub(super) negated: bool,
}

/// Where the item goes that a `defaultdict` makes.
pub(super) struct Keep<'h> {
    pub(super) map: &'h Dict<'h>,
    pub(super) key: Value<'h>,
}

/// What is raised in the frame below once a generator is closed; nothing: `None` is pushed.
pub(super) struct Closing<'h> {
    pub(super) raise: Option<&'h Exc<'h>>,
}

/// What the caller of a policy gets back when it ends.
pub(super) struct Boundary<'h> {
    /// The name under which it was called.
    pub(super) name: &'h str,
    pub(super) world: &'h World<'h>,
    pub(super) before: Entered<'h>,
    /// The called program, and what an outer run of it stored in globals.
    pub(super) called: &'h Loaded<'h>,
    pub(super) globals: &'h [Cell<Value<'h>>],
    /// What its result means to the caller.
    pub(super) then: Then<'h>,
}

/// A class that is called, while its `__new__` runs.
pub(super) struct Making<'h> {
    pub(super) class: &'h Type<'h>,
    pub(super) args: &'h [Value<'h>],
    pub(super) keywords: &'h [Keyword<'h>],
    pub(super) then: Then<'h>,
}

/// An instance while its `__init__` runs.
pub(super) struct Building<'h> {
    pub(super) made: Value<'h>,
    pub(super) then: Then<'h>,
}

/// A call that a native asked for.
pub(super) struct Asked<'h> {
    /// The answers before this one.
    pub(super) log: Option<&'h List<'h>>,
    pub(super) retry: Retry<'h>,
}

/// What runs again once the answer is there.
#[derive(Clone, Copy)]
pub(super) enum Retry<'h> {
    /// The instruction of the running frame.
    Instruction,
    /// A call that followed the end of a frame.
    Call(&'h Pending<'h>),
}
