//! What every operation on values is handed: heap, meter, services, and the way errors are made.

use std::cell::Cell;
use std::fmt;

use super::ask::Demand;
use super::class::{Class, Make};
use super::exceptions;
use super::services::{Breaches, Directory, Dns, Mail, Network, Tokens};
use super::value::{
    Dict, Exc, Hosts, Lent, List, Mapping, Object, Origin, Paid, Stop, Type, Value,
};
use crate::heap::{Heap, Spent};
use crate::limits::{Limit, Meter};

/// How deep natives may recurse into values (repr, ==, hash, copy, convert) before `RecursionError`.
const NATIVE_DEPTH: u32 = 200;

/// What a running policy computes in.
pub struct Context<'h> {
    /// Where values are made.
    pub heap: &'h Heap,
    /// What work is charged to.
    pub meter: &'h Meter,
    /// What the embedder lends.
    pub services: &'h dyn Services,
    /// What the policy that runs has said, newest first.
    pub messages: Cell<Option<&'h Message<'h>>>,
    /// The lent objects that were handed out: one object has one identity. Each copy of the request has
    /// its own.
    pub hosts: Cell<Option<&'h Hosts<'h>>>,
    /// Writes to what was lent, newest first.
    pub journal: Cell<Option<&'h Write<'h>>>,
    /// The rows that were looked up or changed, by model and key: they are the same in all copies of
    /// the request.
    pub rows: Cell<Option<&'h Dict<'h>>>,
    /// The request of the world that was entered, and its place.
    pub request: Cell<Option<Root<'h>>>,
    /// Whether a copy of the request saved a row that the original did not look at yet.
    pub apart: Cell<bool>,
    /// Whether anything lent was written to: what is read in place may be out of date then.
    pub written: Cell<bool>,
    /// Whether a list or set that a map of the embedder's holds was handed out: no write to it is noted.
    pub exposed: Cell<bool>,
    /// Constants that were made, by name.
    constants: Cell<Option<&'h Dict<'h>>>,
    /// The containers that are being shown, by address, outermost first.
    pub(super) showing: Cell<Vec<usize>>,
    /// The patterns that `re` has compiled.
    pub patterns: Cell<Option<&'h Paid<'h>>>,
    /// The answers that the instruction at hand has asked for so far, each behind whether it was raised.
    pub(super) answers: Cell<Option<&'h List<'h>>>,
    /// How many of them were given out.
    pub(super) answered: Cell<usize>,
    /// The call that a native waits for.
    pub demanded: Cell<Option<&'h Demand<'h>>>,
    /// What is being done cannot be done twice: nothing can be asked for.
    pub(super) firm: Cell<bool>,
    /// The last exception that was an answer: it keeps its context.
    pub passed: Cell<Option<&'h Exc<'h>>>,
    depth: Cell<u32>,
}

/// The request of a world, and its place: where its own copy of everything begins.
pub type Root<'h> = (&'h dyn Object, Option<&'h Origin<'h>>);

/// What a policy said by `ak_message`.
pub struct Message<'h> {
    /// The argument.
    pub said: Value<'h>,
    /// The message before.
    pub before: Option<&'h Message<'h>>,
}

impl<'h> Message<'h> {
    /// What was said up to a message, newest first.
    pub fn newest_first(last: Option<&'h Self>) -> impl Iterator<Item = Value<'h>> + Clone {
        std::iter::successors(last, |message| message.before).map(|message| message.said)
    }
}

/// A write to something that was lent, or something done.
pub struct Write<'h> {
    /// What was written to.
    pub origin: &'h Origin<'h>,
    /// The key or attribute.
    pub key: Value<'h>,
    /// What was written; unbound: it was deleted.
    pub value: Value<'h>,
    /// What kind of write it is.
    pub deed: Deed,
    /// The policy that did it failed afterwards.
    pub failed: Cell<bool>,
    /// The write before.
    pub before: Option<&'h Write<'h>>,
}

/// The kinds of writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A key or attribute of the request was set, or deleted.
    Set,
    /// A row was made: its fields.
    Create,
    /// A row was saved: the fields that changed.
    Update,
    /// A row was deleted.
    Delete,
    /// A relation got a row: its key.
    Link,
    /// A relation lost a row: its key.
    Unlink,
    /// A helper was called: its arguments.
    Call,
}

/// What natives reach of the world outside: nothing, unless lent.
pub trait Services: Sync {
    /// The clock: seconds and nanoseconds since 1970 in UTC; none: no clock is lent.
    fn now(&self) -> Option<(i64, u32)> {
        None
    }

    /// Fills a buffer with random bytes. Whether randomness is lent.
    fn random(&self, buffer: &mut [u8]) -> bool {
        let _ = buffer;
        false
    }

    /// A line for the policy's log (`print`, `ak_logger`): level and text.
    fn log(&self, level: &str, text: &str) {
        let _ = (level, text);
    }

    /// Who knows the rows of users, groups, devices and the like; none: no model can be imported.
    fn directory(&self) -> Option<&dyn Directory> {
        None
    }

    /// Who carries the calls of `requests`.
    fn network(&self) -> Option<&dyn Network> {
        None
    }

    /// Who knows which passwords have leaked; without, the network is asked.
    fn breaches(&self) -> Option<&dyn Breaches> {
        None
    }

    /// Who resolves names.
    fn dns(&self) -> Option<&dyn Dns> {
        None
    }

    /// Who sends letters.
    fn mail(&self) -> Option<&dyn Mail> {
        None
    }

    /// Who signs tokens.
    fn tokens(&self) -> Option<&dyn Tokens> {
        None
    }

    /// What `CONFIG` of `authentik.lib.config` shows: nested maps, read by dotted paths.
    fn settings(&self) -> Option<&dyn Mapping> {
        None
    }

    /// A module that the embedder lends.
    fn module(&self, name: &str) -> Option<&dyn Object> {
        let _ = name;
        None
    }

    /// Makes the value of something lent whose class stands above this floor (addresses, dates).
    ///
    /// # Errors
    /// What making it raises.
    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>>;
}

impl<'h> Context<'h> {
    /// A context for one binding.
    #[must_use]
    pub fn new(heap: &'h Heap, meter: &'h Meter, services: &'h dyn Services) -> Self {
        Self {
            heap,
            meter,
            services,
            messages: Cell::new(None),
            hosts: Cell::new(None),
            journal: Cell::new(None),
            rows: Cell::new(None),
            request: Cell::new(None),
            apart: Cell::new(false),
            written: Cell::new(false),
            exposed: Cell::new(false),
            constants: Cell::new(None),
            showing: Cell::new(Vec::new()),
            patterns: Cell::new(None),
            answers: Cell::new(None),
            answered: Cell::new(0),
            demanded: Cell::new(None),
            firm: Cell::new(false),
            passed: Cell::new(None),
            depth: Cell::new(0),
        }
    }

    /// Counts work before it is done.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent or the deadline has passed.
    #[inline]
    pub fn charge(&self, steps: usize) -> Result<(), Stop<'h>> {
        if self.meter.charge(steps as u64) {
            Ok(())
        } else {
            Err(Stop::Fatal)
        }
    }

    /// Counts steps that were taken, or fewer than none: see [`Meter`].
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent.
    pub(crate) fn count(&self, steps: i64) -> Result<(), Stop<'h>> {
        if self.meter.count(steps) || self.meter.settle() {
            Ok(())
        } else {
            Err(Stop::Fatal)
        }
    }

    /// Gives back steps that were counted and will be again.
    pub(crate) fn give_back(&self, steps: i64) {
        let at_hand = self.meter.count(-steps);
        debug_assert!(at_hand, "nobody leaves it overdrawn");
    }

    /// Waits for the outside world, on the policy's time.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the deadline has passed meanwhile.
    pub fn wait<T>(&self, outside: impl FnOnce() -> T) -> Result<T, Stop<'h>> {
        self.meter.start_clock();
        let answer = outside();
        match self.meter.look() {
            true => Ok(answer),
            false => Err(Stop::Fatal),
        }
    }

    /// Counts work on `bytes` bytes: one step for each 16.
    ///
    /// # Errors
    /// [`Stop::Fatal`] when the budget is spent or the deadline has passed.
    #[inline]
    pub fn charge_bytes(&self, bytes: usize) -> Result<(), Stop<'h>> {
        self.charge(bytes / 16)
    }

    /// Turns an exhausted heap into the end of the policy.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if `result` is an error.
    #[inline]
    pub fn memory<T>(&self, result: Result<T, Spent>) -> Result<T, Stop<'h>> {
        result.map_err(|Spent| self.stop(Limit::Memory(self.heap.limit())))
    }

    /// A constant under its full name: made when it is first asked for, the same object ever after.
    ///
    /// # Errors
    /// What making it raises.
    pub fn once(&self, name: &str, make: Make) -> Result<Value<'h>, Stop<'h>> {
        let constants = match self.constants.get() {
            Some(constants) => constants,
            None => self.dict()?,
        };
        self.constants.set(Some(constants));
        if let Some(made) = constants.get_str(self, name)? {
            return Ok(made);
        }
        let made = make(self)?;
        constants.insert_str(self, name, made)?;
        Ok(made)
    }

    /// The end of the policy by a limit.
    #[cold]
    pub fn stop(&self, limit: Limit) -> Stop<'h> {
        self.meter.stop(limit);
        Stop::Fatal
    }

    /// Goes one level deeper into nested values for the time of `work`.
    ///
    /// # Errors
    /// `RecursionError` beyond the depth that natives may take, or what `work` raises.
    pub fn nested<T>(&self, work: impl FnOnce() -> Result<T, Stop<'h>>) -> Result<T, Stop<'h>> {
        self.nested_in("", work)
    }

    /// Like [`Context::nested`], with a tail for the message: ` in comparison`.
    ///
    /// # Errors
    /// `RecursionError` beyond the depth that natives may take, or what `work` raises.
    pub fn nested_in<T>(
        &self,
        place: &str,
        work: impl FnOnce() -> Result<T, Stop<'h>>,
    ) -> Result<T, Stop<'h>> {
        let depth = self.depth.get();
        if depth >= NATIVE_DEPTH {
            return Err(self.raise(
                &exceptions::RECURSION_ERROR,
                format_args!("maximum recursion depth exceeded{place}"),
            ));
        }
        self.depth.set(depth + 1);
        let result = work();
        self.depth.set(depth);
        result
    }

    /// Notes a write to something lent (`value` unbound: a deletion). Writes to copies of the request
    /// are no effects.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn record(
        &self,
        origin: &'h Origin<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        if origin.world == 0 {
            self.note(Deed::Set, origin, key, value)?;
        }
        Ok(())
    }

    /// Notes something done, in whatever copy of the request.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn note(
        &self,
        deed: Deed,
        origin: &'h Origin<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<(), Stop<'h>> {
        let write = Write {
            origin,
            key,
            value,
            deed,
            failed: Cell::new(false),
            before: self.journal.get(),
        };
        self.journal.set(Some(self.memory(self.heap.alloc(write))?));
        Ok(())
    }

    /// Marks the writes since one of the journal as those of a policy that failed.
    pub fn mark_failed(&self, since: Option<&'h Write<'h>>) {
        let mut next = self.journal.get();
        while let Some(write) = next
            && !since.is_some_and(|since| std::ptr::eq(since, write))
        {
            write.failed.set(true);
            next = write.before;
        }
    }

    /// An exception with a text as its only argument.
    #[cold]
    pub fn raise(&self, class: &'static Class, text: fmt::Arguments<'_>) -> Stop<'h> {
        match self.str(&text.to_string()) {
            Ok(text) => self.raise_with(class, &[text]),
            Err(stop) => stop,
        }
    }

    /// An exception with the given arguments.
    #[cold]
    pub fn raise_with(&self, class: &'static Class, args: &[Value<'h>]) -> Stop<'h> {
        match self.exception(class, args) {
            Ok(exception) => Stop::Raised(exception),
            Err(stop) => stop,
        }
    }

    /// Makes an exception without raising it.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn exception(
        &self,
        class: &'static Class,
        args: &[Value<'h>],
    ) -> Result<&'h Exc<'h>, Stop<'h>> {
        self.exception_of(class, None, args)
    }

    /// Makes an exception of a class that a policy defines, which derives from `class`.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn exception_of(
        &self,
        class: &'static Class,
        of: Option<&'h Type<'h>>,
        args: &[Value<'h>],
    ) -> Result<&'h Exc<'h>, Stop<'h>> {
        let args = self.memory(self.heap.slice(args))?;
        self.memory(self.heap.alloc(Exc {
            class,
            of,
            args: Cell::new(args),
            cause: Cell::new(None),
            context: Cell::new(None),
            suppress: Cell::new(false),
            fields: Cell::new(None),
            trace: Cell::new(None),
        }))
    }

    /// A `TypeError`.
    #[cold]
    pub fn type_error(&self, text: fmt::Arguments<'_>) -> Stop<'h> {
        self.raise(&exceptions::TYPE_ERROR, text)
    }

    /// A `ValueError`.
    #[cold]
    pub fn value_error(&self, text: fmt::Arguments<'_>) -> Stop<'h> {
        self.raise(&exceptions::VALUE_ERROR, text)
    }

    /// An `IndexError`.
    #[cold]
    pub fn index_error(&self, text: fmt::Arguments<'_>) -> Stop<'h> {
        self.raise(&exceptions::INDEX_ERROR, text)
    }

    /// An `OverflowError`.
    #[cold]
    pub fn overflow_error(&self, text: fmt::Arguments<'_>) -> Stop<'h> {
        self.raise(&exceptions::OVERFLOW_ERROR, text)
    }

    /// An error that was just raised, with attributes.
    #[cold]
    pub fn with_attributes(&self, stop: Stop<'h>, attributes: &[(&str, Value<'h>)]) -> Stop<'h> {
        let Stop::Raised(exception) = stop else {
            return stop;
        };
        let fields = match self.dict() {
            Ok(fields) => fields,
            Err(stop) => return stop,
        };
        for (name, value) in attributes {
            if let Err(stop) = fields.insert_str(self, name, *value) {
                return stop;
            }
        }
        exception.fields.set(Some(fields));
        stop
    }

    /// An error about a name, which is its attribute `name`.
    #[cold]
    pub fn with_name(&self, stop: Stop<'h>, name: &str) -> Stop<'h> {
        match self.str(name) {
            Ok(name) => self.with_attributes(stop, &[("name", name)]),
            Err(stop) => stop,
        }
    }

    /// A `KeyError` for a key.
    #[cold]
    pub fn key_error(&self, key: Value<'h>) -> Stop<'h> {
        self.raise_with(&exceptions::KEY_ERROR, &[key])
    }

    /// An `AttributeError` for an object of a class.
    #[cold]
    pub fn attribute_error(&self, class: &str, name: &str) -> Stop<'h> {
        self.raise(
            &exceptions::ATTRIBUTE_ERROR,
            format_args!("'{class}' object has no attribute '{name}'"),
        )
    }
}
