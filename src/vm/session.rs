//! What the programs of one decision share: the table that numbers them, and what each remembers.

use std::cell::Cell;
use std::ptr::eq;

use super::prelude::Prelude;
use super::watch::Watch;
use crate::builtin::owner::qualified;
use crate::code::{Chunk, Name, NameId, Named, Program};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{ChunkId, Dict, Exc, Method, ProgramId, Stop, Text};

/// Where `ak_call_policy` finds policies.
pub trait Library: Sync {
    /// The policy of a name, or the message of the error for which it does not compile; none if there
    /// is no such policy.
    fn policy(&self, name: &str) -> Option<Result<&Program, &str>>;
}

/// A library without policies.
pub struct NoLibrary;

impl Library for NoLibrary {
    fn policy(&self, _: &str) -> Option<Result<&Program, &str>> {
        None
    }
}

/// Where a program stands.
type Place<'h> = Cell<Option<&'h Loaded<'h>>>;

/// How many programs need no memory for their table.
const FEW: usize = 4;

/// How many programs are looked through; those that follow are found by their address.
const SCANNED: usize = 32;

/// The programs of one decision. Stands beside the heap that its values live in.
pub struct Session<'h> {
    pub(super) prelude: &'h Prelude,
    pub(super) library: &'h dyn Library,
    /// The first programs; the others stand behind.
    few: [Place<'h>; FEW],
    more: Cell<&'h [Place<'h>]>,
    /// The numbers of those that are not looked through, by address.
    numbers: Cell<Option<&'h Dict<'h>>>,
    count: Cell<usize>,
    /// A bit for each address that a program was loaded from, the same for some: one whose bit is not set is
    /// new.
    seen: Cell<u64>,
    /// The policies that were called, the last one first.
    called: Cell<Option<&'h Called<'h>>>,
    /// The text of the exception of a policy's class that ended the policy.
    pub(super) shown: Cell<Option<(&'h Exc<'h>, &'h Text<'h>)>>,
    /// Where the policy stood that a limit ended.
    pub(super) stopped: Cell<Option<(ProgramId, ChunkId, u32)>>,
    /// How policies end, for whoever explains it.
    pub(super) watch: Option<Box<Watch<'h>>>,
}

/// What became of a policy that another one called.
pub struct Called<'h> {
    /// Its name.
    pub name: &'h str,
    /// Its verdict.
    pub passing: bool,
    /// Its messages.
    pub messages: &'h [Value<'h>],
    /// How it ended.
    pub end: End<'h>,
    before: Option<&'h Called<'h>>,
}

/// How a called policy ended.
#[derive(Clone, Copy)]
pub enum End<'h> {
    /// It returned.
    Returned,
    /// It raised.
    Raised(&'h Exc<'h>),
    /// It does not compile.
    Refused,
}

/// A program within a session.
pub(super) struct Loaded<'h> {
    pub(super) id: ProgramId,
    pub(super) program: &'h Program,
    /// Constants that are made once: those that are no scalar.
    pub(super) constants: Cell<&'h [Cell<Value<'h>>]>,
    /// What `global` statements stored, by name; empty until the first one does.
    pub(super) globals: Cell<&'h [Cell<Value<'h>>]>,
    /// The slots that the body of a prelude program left: its functions.
    pub(super) slots: Cell<Option<&'h [Value<'h>]>>,
}

/// The code of one function, with its program.
#[derive(Clone, Copy)]
pub(super) struct Code<'h> {
    pub(super) loaded: &'h Loaded<'h>,
    pub(super) chunk: &'h Chunk,
}

impl<'h> Session<'h> {
    /// A session without programs.
    #[must_use]
    pub fn new(prelude: &'h Prelude, library: &'h dyn Library) -> Self {
        Self {
            prelude,
            library,
            few: [const { Cell::new(None) }; FEW],
            more: Cell::new(&[]),
            numbers: Cell::new(None),
            count: Cell::new(0),
            seen: Cell::new(0),
            called: Cell::new(None),
            shown: Cell::new(None),
            stopped: Cell::new(None),
            watch: None,
        }
    }

    /// The number of a program, given at its first use.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    #[inline]
    pub fn load(&self, cx: &Context<'h>, program: &'h Program) -> Result<ProgramId, Stop<'h>> {
        self.loaded_as(cx, program).map(|loaded| loaded.id)
    }

    /// Gives back what it owns, which it mostly does not: said so, it is seen before anything is called.
    #[inline(always)]
    pub fn end(self) {
        if let Some(watch) = self.watch {
            drop(watch);
        }
    }

    /// A program that was loaded.
    #[must_use]
    pub fn program(&self, id: ProgramId) -> Option<&'h Program> {
        self.loaded(id).map(|loaded| loaded.program)
    }

    /// Whether policies were called since [`Session::take_called`] was last asked.
    #[must_use]
    pub fn has_called(&self) -> bool {
        self.called.get().is_some()
    }

    /// The policies that were called since this was last asked, the last one first.
    pub fn take_called(&self) -> impl Iterator<Item = &'h Called<'h>> + use<'h> {
        std::iter::successors(self.called.take(), |called| called.before)
    }

    /// Notes what became of a called policy.
    pub(super) fn note(
        &self,
        cx: &Context<'h>,
        name: &'h str,
        end: End<'h>,
        (passing, messages): (bool, &[Value<'h>]),
    ) -> Result<(), Stop<'h>> {
        let called = cx.memory(cx.heap.alloc(Called {
            name,
            passing,
            messages: cx.memory(cx.heap.slice(messages))?,
            end,
            before: self.called.get(),
        }))?;
        self.called.set(Some(called));
        if let Some(watch) = &self.watch {
            let raised = !matches!(end, End::Returned);
            watch.note(name, raised, passing);
        }
        Ok(())
    }

    pub(super) fn loaded(&self, id: ProgramId) -> Option<&'h Loaded<'h>> {
        self.place(id.0 as usize)?.get()
    }

    /// The code of a function or generator.
    #[inline]
    pub(super) fn code(&self, program: ProgramId, id: ChunkId) -> Result<Code<'h>, Stop<'h>> {
        let loaded = self.loaded(program).ok_or(Stop::Fatal)?;
        loaded.code(id)
    }

    /// What is called, as messages about its arguments name it.
    ///
    /// # Errors
    /// What showing it raises, if it is none that could be called.
    pub(super) fn shown_callee(
        &self,
        cx: &Context<'h>,
        callee: Value<'h>,
    ) -> Result<String, Stop<'h>> {
        Ok(match callee {
            Value::Function(function) => match self.program(function.program) {
                Some(program) => format!("{}()", program.qualified_name(function.chunk)),
                None => format!("{}()", function.name),
            },
            Value::Native(row) => format!("{}()", qualified(row)),
            Value::Class(class) => format!("{}()", class.name),
            Value::Type(class) => format!("{}()", class.qualified),
            Value::Bound(bound) => match bound.method {
                Method::Row(row) => format!("{}()", qualified(row)),
                Method::Function(function) => self.shown_callee(cx, function)?,
                Method::Named(name) => format!("{}.{name}()", bound.receiver.type_name()),
            },
            callee => cx.display(callee)?,
        })
    }

    #[inline(always)]
    pub(super) fn loaded_as(
        &self,
        cx: &Context<'h>,
        program: &'h Program,
    ) -> Result<&'h Loaded<'h>, Stop<'h>> {
        let count = self.count.get();
        if count == 0 {
            return self.add_first(cx, program);
        }
        cx.charge(count.min(SCANNED) / 8)?;
        if self.seen.get() & bit(program) != 0
            && let Some(known) = self.known(cx, program)?
        {
            return Ok(known);
        }
        self.add(cx, program)
    }

    /// Numbers the first program: what alone most sessions do.
    #[inline(always)]
    fn add_first(
        &self,
        cx: &Context<'h>,
        program: &'h Program,
    ) -> Result<&'h Loaded<'h>, Stop<'h>> {
        let loaded = cx.memory(cx.heap.alloc(Loaded::new(0, program)))?;
        let [first, ..] = &self.few;
        first.set(Some(loaded));
        self.count.set(1);
        self.seen.set(bit(program));
        Ok(loaded)
    }

    /// Numbers a program that was not loaded before.
    #[inline(never)]
    fn add(&self, cx: &Context<'h>, program: &'h Program) -> Result<&'h Loaded<'h>, Stop<'h>> {
        let count = self.count.get();
        let number = u32::try_from(count).map_err(|_| Stop::Fatal)?;
        let loaded = cx.memory(cx.heap.alloc(Loaded::new(number, program)))?;
        if count == FEW + self.more.get().len() {
            self.grow(cx)?;
        }
        self.place(count).ok_or(Stop::Fatal)?.set(Some(loaded));
        if count >= SCANNED {
            let number = Value::Int(i64::from(loaded.id.0));
            let numbers = match self.numbers.get() {
                Some(numbers) => numbers,
                None => cx.dict()?,
            };
            self.numbers.set(Some(numbers));
            numbers.insert(cx, address(program), number)?;
        }
        self.count.set(count + 1);
        self.seen.set(self.seen.get() | bit(program));
        Ok(loaded)
    }

    /// A program that was loaded before.
    fn known(
        &self,
        cx: &Context<'h>,
        program: &'h Program,
    ) -> Result<Option<&'h Loaded<'h>>, Stop<'h>> {
        let count = self.count.get();
        let more = self.more.get();
        for places in [&self.few, more.get(..SCANNED - FEW).unwrap_or(more)] {
            for place in places {
                match place.get() {
                    Some(known) if eq(known.program, program) => return Ok(Some(known)),
                    Some(_) => {}
                    None => return Ok(None),
                }
            }
        }
        if count <= SCANNED {
            return Ok(None);
        }
        let numbers = self.numbers.get().ok_or(Stop::Fatal)?;
        match numbers.get(cx, address(program))? {
            Some(Value::Int(number)) => Ok(u32::try_from(number)
                .ok()
                .and_then(|id| self.loaded(ProgramId(id)))),
            _ => Ok(None),
        }
    }

    #[inline]
    fn place(&self, at: usize) -> Option<&Place<'h>> {
        match at.checked_sub(FEW) {
            None => self.few.get(at),
            Some(at) => self.more.get().get(at),
        }
    }

    #[cold]
    fn grow(&self, cx: &Context<'h>) -> Result<(), Stop<'h>> {
        let old = self.more.get();
        let fresh = cx.memory(cx.heap.cells((old.len() * 2).max(FEW), None))?;
        for (to, from) in fresh.iter().zip(old) {
            to.set(from.get());
        }
        self.more.set(fresh);
        Ok(())
    }
}

impl<'h> Loaded<'h> {
    #[inline(always)]
    fn new(number: u32, program: &'h Program) -> Self {
        Self {
            id: ProgramId(number),
            program,
            constants: Cell::new(&[]),
            globals: Cell::new(&[]),
            slots: Cell::new(None),
        }
    }

    #[inline]
    pub(super) fn code(&'h self, id: ChunkId) -> Result<Code<'h>, Stop<'h>> {
        let chunk = self.program.chunk(id).ok_or(Stop::Fatal)?;
        Ok(Code {
            loaded: self,
            chunk,
        })
    }

    /// A name of the program.
    #[inline]
    pub(super) fn name(&self, name: NameId) -> Result<&'h Named, Stop<'h>> {
        let name: &'h Name = (self.program.names())
            .get(usize::from(name.0))
            .ok_or(Stop::Fatal)?;
        Ok(name)
    }
}

/// The bit of a program's address; which one decides about time alone.
#[inline]
fn bit(program: &Program) -> u64 {
    1 << (std::ptr::from_ref(program).addr() / align_of::<Program>() / 8 % 64)
}

/// What a program is known by.
fn address<'h>(program: &Program) -> Value<'h> {
    Value::Int(std::ptr::from_ref(program).addr() as i64)
}
