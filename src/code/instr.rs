//! The instructions of the stack machine.
//!
//! A frame is a slice of the machine's stack: first the slots (parameters, other locals, variables
//! shared with nested functions), then the operands. A callee's slots begin where its arguments lie.
//! An exception that reaches a handler cuts the operands to the handler's depth and is pushed.

use serde::{Deserialize, Serialize};

use crate::ops::{BinaryOp, CompareOp, Orders};
use crate::value::value::ChunkId;

/// A local variable's place in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot(pub u16);

/// A constant's number within its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConstId(pub u16);

/// A name's number within its program: attributes, methods, globals, modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NameId(pub u16);

/// An instruction's number within its chunk, as the target of a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Label(pub u32);

/// How an f-string turns a value into text before it is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conversion {
    /// Not at all.
    Plain,
    /// `!s`.
    Str,
    /// `!r`.
    Repr,
    /// `!a`.
    Ascii,
}

/// What lies on the stack for [`Instr::MakeFunction`], in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// A tuple of the defaults of the last positional parameters.
    pub defaults: bool,
    /// A dict of the defaults of keyword-only parameters.
    pub keyword_defaults: bool,
    /// A tuple of the captured variables, as [`Instr::LoadShared`] pushes them.
    pub captured: bool,
}

/// One step of the machine. The first words of each variant picture the stack: `a b -- c` takes b,
/// then a, and leaves c.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Instr {
    // --- constants ---------------------------------------------------------
    /// `-- None`
    None,
    /// `-- True`
    True,
    /// `-- False`
    False,
    /// `-- ...`
    Ellipsis,
    /// `-- n`  A small int.
    Int(i32),
    /// `-- k`  A constant of the program.
    Const(ConstId),

    // --- variables ---------------------------------------------------------
    /// `-- x`  A local; `UnboundLocalError` if unassigned.
    Load(Slot),
    /// `-- x`  A context name (a parameter of the policy that the body never assigns); `NameError` if
    /// the request does not define it.
    LoadParam(Slot),
    /// `-- x`  A local, read inside a comprehension that stands in its function: to Python a variable
    /// of an enclosing function, so `NameError` if unassigned.
    LoadOuter(Slot),
    /// `-- x | --`  A name of a class's body; jumps if it is unassigned.
    LoadOwn {
        /// Its slot.
        slot: Slot,
        /// Where the name is looked up elsewhere.
        otherwise: Label,
    },
    /// `x --`  Into a local.
    Store(Slot),
    /// `--`  Unassigns a local; `UnboundLocalError` if it is unassigned.
    Delete(Slot),
    /// `--`  Unassigns a local, assigned or not.
    Clear(Slot),
    /// `--`  Puts a fresh box around what a slot holds: the variable is shared with nested functions.
    Share(Slot),
    /// `-- x`  The content of the box in a slot; `NameError`/`UnboundLocalError` if unassigned.
    LoadCell(Slot),
    /// `-- x`  The same in a comprehension, of a variable of the function around it; `NameError` if
    /// unassigned.
    LoadOuterCell(Slot),
    /// `x --`  Into the box in a slot.
    StoreCell(Slot),
    /// `--`  Empties the box in a slot; an error if it is empty.
    DeleteCell(Slot),
    /// `-- box`  The box itself, to be captured. A context name that is never assigned has no box: what
    /// its slot holds, even if that is nothing, is captured, and [`Instr::LoadParam`] reads it there.
    /// Stands only directly before the `BuildTuple` and `MakeFunction` that take it.
    LoadShared(Slot),
    /// `-- x`  A global: a builtin, a helper, or what a `global` statement stored; else `NameError`.
    LoadGlobal(NameId),
    /// `x --`  Into a global of this evaluation.
    StoreGlobal(NameId),
    /// `--`  Removes a global of this evaluation; `NameError` if there is none.
    DeleteGlobal(NameId),

    // --- shuffling ---------------------------------------------------------
    /// `x --`
    Pop,
    /// `xn .. x1 -- xn .. x1 xn`  Copies the n-th value from the top (1 is the top).
    Copy(u16),
    /// `xn .. x1 -- x1 .. xn`  Exchanges the top with the n-th value from the top (2 is below it).
    Swap(u16),

    // --- operators ---------------------------------------------------------
    /// `x -- bool`
    Not,
    /// `x -- -x`
    Negate,
    /// `x -- +x`
    Positive,
    /// `x -- ~x`
    Invert,
    /// `a b -- a op b`
    Binary(BinaryOp),
    /// `a b -- a op= b`  In place where `a` can.
    InPlace(BinaryOp),
    /// `a b -- a op b`  Also `is`, `in` and their negations.
    Compare(CompareOp),

    // --- control -----------------------------------------------------------
    /// `--`
    Jump(Label),
    /// `x --`  Jumps if `x` is true in Python's sense.
    JumpIfTrue(Label),
    /// `x --`  Jumps if `x` is false in Python's sense.
    JumpIfFalse(Label),
    /// `x -- x | x --`  Jumps and keeps `x` if it is true, else pops it.
    JumpIfTrueOrPop(Label),
    /// `x -- x | x --`  Jumps and keeps `x` if it is false, else pops it.
    JumpIfFalseOrPop(Label),
    /// `x -- it`
    GetIter,
    /// `it -- it item | it --`  The next item; at the end pops the iterator and jumps.
    ForIter(Label),
    /// `x --`  Returns; the frame ends.
    Return,

    // --- building and taking apart -----------------------------------------
    /// `x1 .. xn -- [..]`
    BuildList(u16),
    /// `x1 .. xn -- (..)`
    BuildTuple(u16),
    /// `x1 .. xn -- {..}`
    BuildSet(u16),
    /// `k1 v1 .. kn vn -- {..}`
    BuildDict(u16),
    /// `start stop -- slice`, or with `true` `start stop step -- slice`
    BuildSlice(bool),
    /// `s1 .. sn -- str`  Joins strs.
    BuildString(u16),
    /// `list .. x -- list ..`  Appends to the list which lies `n` below the top after the pop (1 is the top).
    ListAppend(u16),
    /// `set .. x -- set ..`  The same for a set.
    SetAdd(u16),
    /// `dict .. k v -- dict ..`  The same for a dict.
    DictInsert(u16),
    /// `list xs -- list`  Appends all items of an iterable.
    ListExtend,
    /// `set xs -- set`  Adds all items of an iterable.
    SetUpdate,
    /// `dict m -- dict`  `{**m}`: later keys win.
    DictUpdate,
    /// `callee .. dict m -- callee .. dict`  `f(**m)`: a key that is there, or no str, is a `TypeError`.
    DictMerge,
    /// `list -- tuple`
    ListToTuple,
    /// `xs -- xn .. x1`  Exactly n items; the first comes to lie on top.
    Unpack(u16),
    /// `xs -- last .. [rest] .. first`  At least `before + after` items; the first comes to lie on top.
    UnpackStar {
        /// Targets before the starred one.
        before: u16,
        /// Targets behind it.
        after: u16,
    },
    /// `x -- str`, or with a spec `x spec -- str`
    Format {
        /// What is done to the value first.
        conversion: Conversion,
        /// A spec lies on top.
        spec: bool,
    },

    // --- attributes and items ----------------------------------------------
    /// `x -- x.name`
    LoadAttr(NameId),
    /// `value x --`  `x.name = value`
    StoreAttr(NameId),
    /// `x --`  `del x.name`
    DeleteAttr(NameId),
    /// `x key -- x[key]`
    LoadItem,
    /// `value x key --`  `x[key] = value`
    StoreItem,
    /// `x key --`  `del x[key]`
    DeleteItem,

    // --- calls -------------------------------------------------------------
    /// `callee a1 .. an -- result`
    Call(u16),
    /// `callee a1 .. an -- result`  The last arguments are by keyword; their names are a constant.
    CallKeywords {
        /// All arguments.
        count: u16,
        /// A [`super::Const::Names`].
        names: ConstId,
    },
    /// `callee args -- result`, or `callee args keywords -- result`: a list or tuple, and a dict
    CallUnpacked {
        /// A dict lies on top.
        keywords: bool,
    },
    /// `x -- x`  Raises what reading `x.name` would raise: Python looks a method up before it evaluates
    /// the arguments.
    CheckMethod(NameId),
    /// `x a1 .. an -- result`  `x.name(...)` without making the bound method.
    CallMethod {
        /// The method.
        name: NameId,
        /// The arguments, without `x`.
        count: u16,
    },
    /// `x a1 .. an -- result`  The same with keywords.
    CallMethodKeywords {
        /// The method.
        name: NameId,
        /// All arguments, without `x`.
        count: u16,
        /// A [`super::Const::Names`].
        names: ConstId,
    },
    /// `[defaults] [keyword defaults] [captured] -- f`
    MakeFunction {
        /// Its code.
        chunk: ChunkId,
        /// What lies on the stack.
        closure: Closure,
    },
    /// `bases -- class`  Ends the body of a class: its slots, from the fourth on and without those
    /// captured, are the attributes.
    MakeClass,
    /// `class keywords -- class`  Tells the attributes and the class behind of the new class.
    AnnounceClass,
    /// `-- module`  Exactly the module of this dotted name; `ModuleNotFoundError` if there is none.
    Import(NameId),
    /// `module -- module x`  `ImportError` if it has no such name.
    ImportFrom(NameId),

    // --- patterns ----------------------------------------------------------
    /// `x -- x bool`  Whether `x` is a sequence to `match`, of exactly `count` items, or with `more` of at
    /// least so many.
    MatchSequence {
        /// How many items.
        count: u16,
        /// More are as good.
        more: bool,
    },
    /// `x -- x bool`  Whether `x` is a mapping of at least so many keys.
    MatchMapping(u16),
    /// `m keys -- m keys values bool`  The values of all keys of a tuple, as a tuple; `None` unless each is
    /// there.
    MatchKeys,
    /// `m keys -- rest`  A dict of what the mapping has beside the keys.
    MatchRest,
    /// `x class -- values bool`  The attributes of an instance of the class, as a tuple: first by
    /// position, then by name; `None` if it is no instance or lacks one.
    MatchInstance {
        /// How many by position.
        positional: u16,
        /// A [`super::Const::Names`].
        names: ConstId,
    },

    // --- exceptions --------------------------------------------------------
    /// `error --`  Raises an exception, or a fresh one of a class.
    Raise,
    /// `error cause --`  `raise error from cause`
    RaiseFrom,
    /// `--`  `raise` alone: the handled exception, or `RuntimeError: No active exception to reraise`.
    RaiseAgain,
    /// `exc --`  Raises an exception that was caught, keeping its trace and context.
    Reraise,
    /// `exc -- before exc`  Makes it the handled exception; below it lies what was handled before.
    EnterHandler,
    /// `before --`  What was handled before is handled again.
    LeaveHandler,
    /// `exc class -- exc bool`  Whether it is of a class or one of a tuple of classes.
    MatchClass,
    /// `--`  Raises `AssertionError()`, or with `true` `message --` `AssertionError(message)`.
    RaiseAssert(bool),
    /// `manager -- manager x`  Enters a context manager.
    WithEnter,
    /// `manager --`  Leaves it after a body that raised nothing.
    WithExit,
    /// `manager before exc -- manager before exc bool`  Leaves it after an exception; whether it
    /// swallows it.
    WithExcept,

    // --- generators --------------------------------------------------------
    /// `x -- sent`  Suspends the frame; only in the chunk of a generator.
    Yield,
    /// `it x -- it sent`  The same inside `yield from`: `throw` and `close` go to `it`.
    YieldDelegated,
    /// `x -- it`  What `yield from` iterates: an iterator, or a generator as it is.
    GetDelegate,
    /// `it sent -- it x | it sent -- result`  Advances `it`; at its end leaves its result and jumps.
    Send(Label),

    // --- fused: never in files, made of the instructions that follow (see `code/fuse.rs`) -----------
    /// [`Instr::ForIter`] and `Store`.
    ForStore {
        /// Where it jumps at the end.
        end: Label,
        /// Where the item goes.
        slot: Slot,
    },
    /// [`Instr::Jump`] to a [`Instr::ForStore`].
    NextStore {
        /// The `ForStore`.
        head: Label,
        /// Where the item goes.
        slot: Slot,
    },
    /// [`Instr::ForIter`] of a loop that looks for the network an address lies in.
    ForNetwork(Label),
    /// [`Instr::LoadParam`], `Const`, `Call` with that alone, and `Pop`.
    CallParam {
        /// The context name that is called.
        slot: Slot,
        /// The argument.
        id: ConstId,
    },
    /// [`Instr::Const`], and `CallMethod` with that alone.
    MethodConst(ConstId),
    /// [`Instr::True`] or [`Instr::False`], and `Return`.
    ReturnBool(bool),
    /// [`Instr::LoadParam`], `LoadAttr`, and another `LoadAttr`.
    ParamPath {
        /// The context name.
        slot: Slot,
        /// The first attribute.
        name: NameId,
    },
    /// [`Instr::Const`] and `GetIter`.
    IterConst(ConstId),
    /// [`Instr::Const`], and what makes a function with that for its defaults.
    Defaults(ConstId),
    /// [`Instr::Load`], `Int`, `Binary`.
    LocalBinaryInt {
        /// The operator.
        op: BinaryOp,
        /// The left operand.
        slot: Slot,
        /// The right one.
        int: i32,
    },
    /// The same where the operator adds or subtracts.
    LocalAddInt {
        /// The left operand.
        slot: Slot,
        /// What is added.
        int: i32,
    },
    /// [`Instr::Load`], `Int`, `InPlace`, `Store`, where the operator adds or subtracts.
    LocalIncrement {
        /// The left operand, and where the result goes.
        slot: Slot,
        /// What is added.
        int: i32,
    },
    /// [`Instr::Load`], `Load`, `Int`, `Binary`, `InPlace` of an addition, `Store`: what an operator makes
    /// of a local and an int is added to another local.
    LocalAccumulate {
        /// The operator: an addition (or a subtraction, of the int negated), a product, or `&`.
        op: BinaryOp,
        /// What is added to, and where the result goes.
        to: Slot,
        /// The operator's left operand.
        slot: Slot,
        /// Its right operand.
        int: i16,
    },
    /// [`Instr::Binary`] of an addition.
    Add,
    /// [`Instr::InPlace`] of an addition, and `Store`.
    AddStore(Slot),
    /// [`Instr::Load`], `Int`, `Compare`, `JumpIfFalse`.
    LocalCompareInt {
        /// The comparison.
        orders: Orders,
        /// The left operand.
        slot: Slot,
        /// The right one.
        int: i16,
        /// How many instructions it skips, behind those four, if it does not hold.
        skip: u16,
    },
    /// [`Instr::Int`], `Compare`, `JumpIfFalse`.
    CompareIntBranch {
        /// The comparison.
        orders: Orders,
        /// The right operand.
        int: i16,
        /// Where it jumps if it does not hold.
        to: Label,
    },
    /// [`Instr::Const`], and `Compare` by `in` or `not in`.
    InConst {
        /// The container.
        id: ConstId,
        /// It is `not in`.
        negated: bool,
    },
    /// [`Instr::Compare`] and `JumpIfFalse`.
    CompareBranch {
        /// The comparison.
        op: CompareOp,
        /// Where it jumps if it does not hold.
        to: Label,
    },
    /// [`Instr::Load`] and `Return`.
    LocalReturn(Slot),
    /// [`Instr::LoadCell`], a local or a local and a small int added or subtracted, and `Call` of a function
    /// with that alone: what calls itself does so.
    CallCell(Slot),
    /// [`Instr::Load`] and `LoadAttr`.
    LocalAttr {
        /// The object.
        slot: Slot,
        /// The attribute.
        name: NameId,
    },
    /// [`Instr::LoadAttr`], and `Compare` by `in` or `not in`.
    AttrHas {
        /// The attribute.
        name: NameId,
        /// It is `not in`.
        negated: bool,
    },
    /// [`Instr::LoadParam`] and `LoadAttr`.
    ParamAttr {
        /// The object.
        slot: Slot,
        /// The attribute.
        name: NameId,
    },
}

const _: () = assert!(size_of::<Instr>() == 8);

/// What an instruction does to the number of operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Operands it takes.
    pub takes: u32,
    /// Operands it leaves.
    pub leaves: u32,
    /// Operands it leaves when it jumps, where that differs or it jumps at all.
    pub jump: Option<(Label, u32)>,
    /// Execution never goes on behind it.
    pub ends: bool,
}

impl Instr {
    /// The slot that it names.
    #[must_use]
    pub fn slot(self) -> Option<Slot> {
        match self {
            Self::LoadOwn { slot, .. } => Some(slot),
            Self::Load(slot) | Self::LoadParam(slot) | Self::LoadOuter(slot) => Some(slot),
            Self::Store(slot) | Self::Delete(slot) | Self::Clear(slot) => Some(slot),
            Self::Share(slot) | Self::LoadCell(slot) | Self::StoreCell(slot) => Some(slot),
            Self::LoadOuterCell(slot) | Self::DeleteCell(slot) | Self::LoadShared(slot) => {
                Some(slot)
            }
            _ => None,
        }
    }

    /// The label that it names.
    #[must_use]
    pub fn label(self) -> Option<Label> {
        match self {
            Self::Jump(to) | Self::JumpIfTrue(to) | Self::JumpIfFalse(to) => Some(to),
            Self::JumpIfTrueOrPop(to) | Self::JumpIfFalseOrPop(to) => Some(to),
            Self::ForIter(to) | Self::Send(to) => Some(to),
            Self::LoadOwn { otherwise, .. } => Some(otherwise),
            _ => None,
        }
    }

    /// The name that it names.
    #[must_use]
    pub fn name(self) -> Option<NameId> {
        match self {
            Self::LoadGlobal(name) | Self::StoreGlobal(name) | Self::DeleteGlobal(name) => {
                Some(name)
            }
            Self::LoadAttr(name) | Self::StoreAttr(name) | Self::DeleteAttr(name) => Some(name),
            Self::CallMethod { name, .. } | Self::CallMethodKeywords { name, .. } => Some(name),
            Self::CheckMethod(name) => Some(name),
            Self::Import(name) | Self::ImportFrom(name) => Some(name),
            _ => None,
        }
    }

    /// Its effect: the one table that verifier, depth and listing share.
    #[must_use]
    #[inline(always)]
    pub fn effect(&self) -> Effect {
        let flow = |takes: u32, leaves: u32| Effect {
            takes,
            leaves,
            jump: None,
            ends: false,
        };
        let jump = |takes, leaves, to, jumping| Effect {
            jump: Some((to, jumping)),
            ..flow(takes, leaves)
        };
        let end = |takes| Effect {
            ends: true,
            ..flow(takes, 0)
        };
        match *self {
            Self::None | Self::True | Self::False | Self::Ellipsis => flow(0, 1),
            Self::Int(_) | Self::Const(_) => flow(0, 1),
            Self::Load(_) | Self::LoadParam(_) | Self::LoadOuter(_) => flow(0, 1),
            Self::LoadCell(_) | Self::LoadOuterCell(_) => flow(0, 1),
            Self::LoadShared(_) | Self::LoadGlobal(_) | Self::Import(_) => flow(0, 1),
            Self::Store(_) | Self::StoreCell(_) | Self::StoreGlobal(_) | Self::Pop => flow(1, 0),
            Self::Delete(_) | Self::Clear(_) | Self::Share(_) => flow(0, 0),
            Self::DeleteCell(_) | Self::DeleteGlobal(_) => flow(0, 0),
            Self::Copy(n) => flow(n.into(), u32::from(n) + 1),
            Self::Swap(n) => flow(n.into(), n.into()),
            Self::Not | Self::Negate | Self::Positive | Self::Invert => flow(1, 1),
            Self::Binary(_) | Self::InPlace(_) | Self::Compare(_) => flow(2, 1),
            Self::Jump(to) => Effect {
                ends: true,
                ..jump(0, 0, to, 0)
            },
            Self::JumpIfTrue(to) | Self::JumpIfFalse(to) => jump(1, 0, to, 0),
            Self::JumpIfTrueOrPop(to) | Self::JumpIfFalseOrPop(to) => jump(1, 0, to, 1),
            Self::GetIter | Self::GetDelegate => flow(1, 1),
            Self::ForIter(to) => jump(1, 2, to, 0),
            Self::Return => end(1),
            Self::BuildList(n) | Self::BuildTuple(n) => flow(n.into(), 1),
            Self::BuildSet(n) | Self::BuildString(n) => flow(n.into(), 1),
            Self::BuildDict(n) => flow(u32::from(n) * 2, 1),
            Self::BuildSlice(step) => flow(2 + u32::from(step), 1),
            Self::ListAppend(n) | Self::SetAdd(n) => flow(u32::from(n) + 1, n.into()),
            Self::DictInsert(n) => flow(u32::from(n) + 2, n.into()),
            Self::ListExtend | Self::SetUpdate | Self::DictUpdate | Self::DictMerge => flow(2, 1),
            Self::ListToTuple => flow(1, 1),
            Self::Unpack(n) => flow(1, n.into()),
            Self::UnpackStar { before, after } => flow(1, u32::from(before) + 1 + u32::from(after)),
            Self::Format { spec, .. } => flow(1 + u32::from(spec), 1),
            Self::LoadAttr(_) | Self::CheckMethod(_) => flow(1, 1),
            Self::StoreAttr(_) => flow(2, 0),
            Self::DeleteAttr(_) => flow(1, 0),
            Self::LoadItem => flow(2, 1),
            Self::StoreItem => flow(3, 0),
            Self::DeleteItem => flow(2, 0),
            Self::Call(count) | Self::CallKeywords { count, .. } => flow(u32::from(count) + 1, 1),
            Self::CallUnpacked { keywords } => flow(2 + u32::from(keywords), 1),
            Self::CallMethod { count, .. } | Self::CallMethodKeywords { count, .. } => {
                flow(u32::from(count) + 1, 1)
            }
            Self::MakeFunction { closure, .. } => flow(
                u32::from(closure.defaults)
                    + u32::from(closure.keyword_defaults)
                    + u32::from(closure.captured),
                1,
            ),
            Self::LoadOwn { otherwise, .. } => jump(0, 1, otherwise, 0),
            Self::MakeClass => flow(1, 1),
            Self::AnnounceClass => flow(2, 1),
            Self::ImportFrom(_) => flow(1, 2),
            Self::MatchSequence { .. } | Self::MatchMapping(_) => flow(1, 2),
            Self::MatchKeys => flow(2, 4),
            Self::MatchRest => flow(2, 1),
            Self::MatchInstance { .. } => flow(2, 2),
            Self::Raise | Self::Reraise => end(1),
            Self::RaiseFrom => end(2),
            Self::RaiseAgain => end(0),
            Self::RaiseAssert(message) => end(message.into()),
            Self::EnterHandler => flow(1, 2),
            Self::LeaveHandler => flow(1, 0),
            Self::MatchClass => flow(2, 2),
            Self::WithEnter => flow(1, 2),
            Self::WithExit => flow(1, 0),
            Self::WithExcept => flow(3, 4),
            Self::Yield => flow(1, 1),
            Self::YieldDelegated => flow(2, 2),
            Self::Send(to) => jump(2, 2, to, 1),
            Self::ForStore { .. } | Self::NextStore { .. } => self.fused_effect(),
            Self::ForNetwork(_) | Self::IterConst(_) | Self::Defaults(_) => self.fused_effect(),
            Self::LocalBinaryInt { .. } | Self::LocalAddInt { .. } => self.fused_effect(),
            Self::LocalIncrement { .. } | Self::LocalAccumulate { .. } => self.fused_effect(),
            Self::Add | Self::AddStore(_) => self.fused_effect(),
            Self::LocalCompareInt { .. } | Self::InConst { .. } => self.fused_effect(),
            Self::CompareIntBranch { .. } | Self::CompareBranch { .. } => self.fused_effect(),
            Self::LocalReturn(_) | Self::LocalAttr { .. } => self.fused_effect(),
            Self::CallCell(_) | Self::AttrHas { .. } => self.fused_effect(),
            Self::ParamAttr { .. } | Self::ParamPath { .. } => self.fused_effect(),
            Self::ReturnBool(_) | Self::CallParam { .. } => self.fused_effect(),
            Self::MethodConst(_) => self.fused_effect(),
        }
    }

    /// That of the plain instruction in whose place a fused one stands.
    #[cold]
    #[inline(never)]
    fn fused_effect(&self) -> Effect {
        self.plain().effect()
    }
}
