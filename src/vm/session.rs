//! What the programs of one decision share: the table that numbers them, and what each remembers.

use std::cell::Cell;
use std::ptr::eq;

use super::prelude::Prelude;
use super::watch::Watch;
use crate::builtin::owner::qualified;
use crate::code::{Chunk, Const, ConstId, Name, NameId, Named, Program};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{ChunkId, Dict, Exc, IterState, Method, ProgramId, Stop, Text};

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
    constants: Cell<&'h [Cell<Value<'h>>]>,
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

    #[inline]
    pub(super) fn loaded_as(
        &self,
        cx: &Context<'h>,
        program: &'h Program,
    ) -> Result<&'h Loaded<'h>, Stop<'h>> {
        let count = self.count.get();
        if count == 0 {
            return self.add(cx, program);
        }
        cx.charge(count.min(SCANNED) / 8)?;
        if self.seen.get() & bit(program) != 0
            && let Some(known) = self.known(cx, program)?
        {
            return Ok(known);
        }
        self.add(cx, program)
    }

    /// Numbers a program that was not loaded before.
    #[inline]
    fn add(&self, cx: &Context<'h>, program: &'h Program) -> Result<&'h Loaded<'h>, Stop<'h>> {
        let count = self.count.get();
        let loaded = cx.memory(cx.heap.alloc(Loaded {
            id: ProgramId(u32::try_from(count).map_err(|_| Stop::Fatal)?),
            program,
            constants: Cell::new(&[]),
            globals: Cell::new(&[]),
            slots: Cell::new(None),
        }))?;
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

    /// A constant. Scalars are converted each time, texts are lent.
    #[inline(always)]
    pub(super) fn constant(&self, cx: &Context<'h>, id: ConstId) -> Result<Value<'h>, Stop<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Str(text)) => Ok(Value::Str(text)),
            _ => self.other_constant(cx, id),
        }
    }

    /// A constant that is no text. Not inlined: the steps must stay small.
    #[inline(never)]
    fn other_constant(&self, cx: &Context<'h>, id: ConstId) -> Result<Value<'h>, Stop<'h>> {
        let at = usize::from(id.0);
        let constant = self.program.constants().get(at).ok_or(Stop::Fatal)?;
        match constant {
            Const::Int(int) => Ok(Value::Int(*int)),
            Const::Tuple(_) | Const::FrozenSet(_) | Const::Inet(_) => {
                self.remembered(cx, at, constant)
            }
            other => make(cx, other),
        }
    }

    /// Whether a text or `None` is in a constant tuple or set, without making a value of that; none of other
    /// values and containers.
    #[inline(never)]
    pub(super) fn has(
        &self,
        cx: &Context<'h>,
        id: ConstId,
        item: Value<'h>,
    ) -> Result<Option<bool>, Stop<'h>> {
        let constant = self.program.constants().get(usize::from(id.0));
        let Some(Const::Tuple(members) | Const::FrozenSet(members)) = constant else {
            return Ok(None);
        };
        match item {
            Value::Str(text) => match members.has_text(text.as_str()) {
                Some(found) => {
                    cx.charge(members.depth() * (1 + text.as_str().len() / 16))?;
                    Ok(Some(found))
                }
                // Nothing but a str equals a str.
                None => {
                    let items = members.iter().map(|item| match item {
                        Const::Str(text) => Value::Str(text),
                        _ => Value::None,
                    });
                    cx.text_among(items, text).map(Some)
                }
            },
            Value::None => {
                cx.charge(1 + members.len() / 16)?;
                Ok(Some(members.iter().any(|item| matches!(item, Const::None))))
            }
            _ => Ok(None),
        }
    }

    /// What iterates a constant tuple as it lies in the program; none for other constants, and for tuples
    /// with members that are made.
    pub(super) fn iterator(
        &self,
        cx: &Context<'h>,
        id: ConstId,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Tuple(members)) if let Some(fixed) = members.fixed() => {
                let iter = cx.iter(IterState::Fixed(fixed, 0))?;
                Ok(Some(Value::Iter(iter)))
            }
            _ => Ok(None),
        }
    }

    /// A constant that is a str.
    pub(super) fn constant_text(&self, id: ConstId) -> Option<&'h Text<'h>> {
        match self.program.constants().get(usize::from(id.0)) {
            Some(Const::Str(text)) => Some(text),
            _ => None,
        }
    }

    fn remembered(
        &self,
        cx: &Context<'h>,
        at: usize,
        constant: &'h Const,
    ) -> Result<Value<'h>, Stop<'h>> {
        if self.constants.get().is_empty() {
            let count = self.program.constants().len();
            let fresh = cx.memory(cx.heap.cells(count, Value::Unbound))?;
            self.constants.set(fresh);
        }
        let place = self.constants.get().get(at).ok_or(Stop::Fatal)?;
        if let Value::Unbound = place.get() {
            place.set(make(cx, constant)?);
        }
        Ok(place.get())
    }

    /// The names of keyword arguments.
    pub(super) fn keyword_names(&self, id: ConstId) -> Result<&'h [Text<'h>], Stop<'h>> {
        let at = usize::from(id.0);
        match self.program.constants().get(at) {
            Some(Const::Names(names)) => Ok(names),
            _ => Err(Stop::Fatal),
        }
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

/// Makes the value of a constant; the verifier bounds how deep constants nest.
fn make<'h>(cx: &Context<'h>, constant: &'h Const) -> Result<Value<'h>, Stop<'h>> {
    if let Some(value) = constant.value() {
        return Ok(value);
    }
    match constant {
        Const::Tuple(items) => {
            let cells = cx.memory(cx.heap.filled(items.len(), Value::Unbound))?;
            for (to, from) in cells.iter_mut().zip(items.iter()) {
                *to = match from.value() {
                    Some(value) => value,
                    None => cx.nested(|| make(cx, from))?,
                };
            }
            cx.lent_tuple(cells)
        }
        Const::FrozenSet(items) => {
            let set = cx.set(true)?;
            for item in items.iter() {
                set.insert(cx, cx.nested(|| make(cx, item))?)?;
            }
            Ok(Value::Set(set))
        }
        Const::Inet(written) => written.value(cx),
        _ => Err(Stop::Fatal),
    }
}
