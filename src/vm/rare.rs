//! The steps that are less frequent: what they do is more than reaching them costs. They stand apart so
//! that the loop over the frequent ones stays small enough for the compiler to keep in registers.

use super::machine::Machine;
use super::{build, class, exceptions, import, iterate, patterns, variables};
use crate::builtin::library;
use crate::code::{Instr, Label};
use crate::ops::UnaryOp;
use crate::value::Value;
use crate::value::exceptions::ASSERTION_ERROR;
use crate::value::value::Stop;

impl<'h> Machine<'_, 'h> {
    /// Executes an instruction on the running frame, which is laid down.
    #[inline(never)]
    pub(super) fn rare(&mut self, instr: Instr) -> Result<(), Stop<'h>> {
        let cx = self.cx;
        let (chunk, loaded) = (self.frame.chunk(), self.frame.loaded());
        match instr {
            // --- constants
            Instr::Ellipsis => self.push(Value::Ellipsis)?,
            Instr::Const(id) | Instr::MethodConst(id) => self.push(loaded.constant(cx, id)?)?,
            // --- variables
            Instr::LoadOuter(slot) => match self.local(slot)? {
                Value::Unbound => return Err(variables::unassigned_outer(cx, chunk, slot)),
                value => self.push(value)?,
            },
            Instr::LoadOwn { slot, otherwise } => match self.local(slot)? {
                Value::Unbound => self.frame.go(cx, otherwise)?,
                value => self.push(value)?,
            },
            Instr::Delete(slot) => {
                if let Value::Unbound = self.local(slot)? {
                    return Err(variables::unassigned(cx, chunk, slot));
                }
                self.set_local(slot, Value::Unbound)?;
            }
            Instr::Clear(slot) => self.set_local(slot, Value::Unbound)?,
            Instr::Share(slot) => {
                let shared = variables::share(cx, self.local(slot)?)?;
                self.set_local(slot, shared)?;
            }
            Instr::LoadOuterCell(slot) => {
                let value = variables::outer_content(cx, self.frame, slot, self.local(slot)?)?;
                self.push(value)?;
            }
            Instr::StoreCell(slot) => {
                let value = self.pop()?;
                variables::fill(self.local(slot)?, value)?;
            }
            Instr::DeleteCell(slot) => {
                variables::content(cx, self.frame, slot, self.local(slot)?)?;
                variables::fill(self.local(slot)?, Value::Unbound)?;
            }
            Instr::LoadShared(_) | Instr::MakeFunction { .. } => self.make_function()?,
            Instr::Defaults(id) => self.make_function_with(id)?,
            Instr::StoreGlobal(name) => {
                let value = self.pop()?;
                loaded.set_global(cx, name, value)?;
            }
            Instr::DeleteGlobal(name) => loaded.delete_global(cx, name)?,

            // --- shuffling
            Instr::Copy(n) => {
                let value = self.peek(n.into())?;
                self.push(value)?;
            }
            Instr::Swap(n) => self.swap(n.into())?,

            // --- operators
            Instr::Negate => {
                let value = cx.unary(UnaryOp::Neg, self.peek(1)?)?;
                self.poke(1, value)?;
            }
            Instr::Positive => {
                let value = cx.unary(UnaryOp::Pos, self.peek(1)?)?;
                self.poke(1, value)?;
            }
            Instr::Invert => {
                let value = cx.unary(UnaryOp::Invert, self.peek(1)?)?;
                self.poke(1, value)?;
            }
            // --- control
            Instr::JumpIfTrue(to) => self.jump_if(true, to)?,
            Instr::JumpIfFalse(to) => self.jump_if(false, to)?,
            // --- building and taking apart
            Instr::BuildList(n) => {
                let list = cx.list(self.operands(n.into())?)?;
                self.fold(n.into(), Value::List(list))?;
            }
            Instr::BuildTuple(n) => {
                let tuple = cx.tuple(self.operands(n.into())?)?;
                self.fold(n.into(), tuple)?;
            }
            Instr::BuildSet(n) => {
                let set = build::set(cx, self.operands(n.into())?)?;
                self.fold(n.into(), set)?;
            }
            Instr::BuildDict(n) => {
                let dict = build::dict(cx, self.operands(usize::from(n) * 2)?)?;
                self.fold(usize::from(n) * 2, dict)?;
            }
            Instr::BuildSlice(step) => {
                let n = 2 + usize::from(step);
                let slice = build::slice(cx, self.operands(n)?)?;
                self.fold(n, slice)?;
            }
            Instr::SetAdd(n) => {
                let item = self.pop()?;
                build::add(cx, self.peek(n.into())?, item)?;
            }
            Instr::DictInsert(n) => {
                let (value, key) = (self.pop()?, self.pop()?);
                build::insert(cx, self.peek(n.into())?, key, value)?;
            }
            Instr::ListExtend => match self.pop()? {
                Value::Generator(generator) => {
                    self.extend(generator)?;
                    return Ok(());
                }
                items => build::extend(cx, self.peek(1)?, items)?,
            },
            Instr::SetUpdate => match self.peek(1)? {
                Value::Generator(generator) => {
                    self.drain_operand(generator, 1)?;
                    return Ok(());
                }
                items => {
                    build::update_set(cx, self.peek(2)?, items)?;
                    self.cut(1);
                }
            },
            Instr::DictUpdate => {
                let map = self.pop()?;
                build::update_dict(cx, self.peek(1)?, map)?;
            }
            Instr::DictMerge => {
                let map = self.pop()?;
                let callee = self.peek(3)?;
                build::merge_keywords(cx, self.session, callee, self.peek(1)?, map)?;
            }
            Instr::ListToTuple => {
                let tuple = build::tuple_of(cx, self.peek(1)?)?;
                self.poke(1, tuple)?;
            }
            Instr::UnpackStar { before, after } => match self.peek(1)? {
                Value::Generator(generator) => {
                    self.drain_operand(generator, 1)?;
                    return Ok(());
                }
                items => {
                    self.cut(1);
                    let parts = build::unpacked_star(cx, items, before.into(), after.into())?;
                    for part in parts.iter().rev() {
                        self.push(*part)?;
                    }
                }
            },
            // --- attributes and items
            Instr::StoreAttr(name) => {
                let (object, value) = (self.pop()?, self.pop()?);
                cx.store_attribute(object, loaded.name(name)?, value)?;
            }
            Instr::DeleteAttr(name) => {
                let object = self.pop()?;
                cx.store_attribute(object, loaded.name(name)?, Value::Unbound)?;
            }
            Instr::StoreItem => match self.peek(3)? {
                Value::Generator(generator) if let Value::Slice(_) = self.peek(1)? => {
                    self.drain_operand(generator, 3)?;
                    return Ok(());
                }
                value => {
                    cx.store_item(self.peek(2)?, self.peek(1)?, value)?;
                    self.cut(3);
                }
            },
            Instr::DeleteItem => {
                cx.delete_item(self.peek(2)?, self.peek(1)?)?;
                self.cut(2);
            }

            // --- calls
            Instr::CallUnpacked { keywords } => {
                self.call_unpacked(keywords)?;
                return Ok(());
            }
            Instr::CallMethodKeywords { name, count, names } => {
                let names = loaded.keyword_names(names)?;
                self.call_method_keywords(loaded.name(name)?, count.into(), names)?;
                return Ok(());
            }
            Instr::MakeClass => {
                let class = class::make(cx, self.frame.code.get(), self.slots()?, self.peek(1)?)?;
                self.poke(1, class)?;
            }
            Instr::AnnounceClass => {
                class::announce(cx, self.peek(2)?, self.peek(1)?)?;
                self.cut(1);
            }
            Instr::Import(name) => self.push(library::import(cx, loaded.name(name)?.as_str())?)?,
            Instr::ImportFrom(name) => {
                let member = import::member(cx, self.peek(1)?, loaded.name(name)?)?;
                self.push(member)?;
            }

            // --- loops
            Instr::IterConst(id) => match loaded.iterator(cx, id)? {
                Some(iterator) => {
                    // The other instruction that it stands for.
                    self.frame.pc.update(|pc| pc + 1);
                    self.push(iterator)?;
                }
                None => self.push(loaded.constant(cx, id)?)?,
            },
            Instr::ForNetwork(end) => self.for_network(end)?,

            // --- patterns
            Instr::MatchSequence { count, more } => {
                let fits = patterns::is_sequence(cx, self.peek(1)?, count.into(), more)?;
                self.push(Value::bool(fits))?;
            }
            Instr::MatchMapping(least) => {
                let fits = patterns::is_mapping(cx, self.peek(1)?, least.into())?;
                self.push(Value::bool(fits))?;
            }
            Instr::MatchKeys => {
                let values = patterns::values(cx, self.peek(2)?, self.peek(1)?)?;
                self.push(values.unwrap_or(Value::None))?;
                self.push(Value::bool(values.is_some()))?;
            }
            Instr::MatchRest => {
                let rest = patterns::rest(cx, self.peek(2)?, self.peek(1)?)?;
                self.fold(2, rest)?;
            }
            Instr::MatchInstance { positional, names } => {
                let names = loaded.keyword_names(names)?;
                let (value, class) = (self.peek(2)?, self.peek(1)?);
                let found = patterns::attributes(cx, value, class, positional.into(), names)?;
                self.poke(2, found.unwrap_or(Value::None))?;
                self.poke(1, Value::bool(found.is_some()))?;
            }

            // --- exceptions
            Instr::Raise => return Err(exceptions::raised(cx, self.pop()?)),
            Instr::RaiseFrom => {
                let (cause, error) = (self.pop()?, self.pop()?);
                return Err(exceptions::raised_from(cx, error, cause));
            }
            Instr::RaiseAgain => return Err(self.raised_again()),
            Instr::Reraise => {
                let error = self.pop()?;
                self.again = true;
                return Err(exceptions::reraised(error));
            }
            Instr::EnterHandler => {
                let error = self.pop()?;
                self.push(exceptions::operand(self.frame.handled.get()))?;
                self.push(error)?;
                self.frame.handled.set(exceptions::exception(error));
            }
            Instr::LeaveHandler => self.frame.handled.set(exceptions::exception(self.pop()?)),
            Instr::MatchClass => {
                let matches = exceptions::matches(cx, self.peek(2)?, self.peek(1)?)?;
                self.poke(1, Value::bool(matches))?;
            }
            Instr::RaiseAssert(message) => {
                let n = usize::from(message);
                return Err(cx.raise_with(&ASSERTION_ERROR, self.operands(n)?));
            }
            Instr::WithEnter => {
                self.enter_manager()?;
                return Ok(());
            }
            Instr::WithExit => {
                self.exit_manager()?;
                return Ok(());
            }
            Instr::WithExcept => {
                self.exit_manager_by_exception()?;
                return Ok(());
            }

            // --- generators
            Instr::Yield | Instr::YieldDelegated => {
                let value = self.pop()?;
                self.give(value)?;
                return Ok(());
            }
            Instr::GetDelegate => {
                let iterator = iterate::iterator(cx, self.peek(1)?)?;
                self.poke(1, iterator)?;
            }
            Instr::Send(end) => {
                self.send(end)?;
                return Ok(());
            }

            // --- the frequent ones, which never come here
            Instr::None
            | Instr::True
            | Instr::False
            | Instr::Int(_)
            | Instr::Load(_)
            | Instr::LoadParam(_)
            | Instr::Store(_)
            | Instr::LoadCell(_)
            | Instr::LoadGlobal(_)
            | Instr::Pop
            | Instr::Not
            | Instr::Binary(_)
            | Instr::InPlace(_)
            | Instr::Add
            | Instr::AddStore(_)
            | Instr::LocalBinaryInt { .. }
            | Instr::LocalAccumulate { .. }
            | Instr::LocalAddInt { .. }
            | Instr::LocalIncrement { .. }
            | Instr::Compare(_)
            | Instr::InConst { .. }
            | Instr::CompareBranch { .. }
            | Instr::CompareIntBranch { .. }
            | Instr::LocalCompareInt { .. }
            | Instr::Jump(_)
            | Instr::NextStore { .. }
            | Instr::ForStore { .. }
            | Instr::JumpIfTrueOrPop(_)
            | Instr::JumpIfFalseOrPop(_)
            | Instr::GetIter
            | Instr::ForIter(_)
            | Instr::Return
            | Instr::LocalReturn(_)
            | Instr::ReturnBool(_)
            | Instr::CallParam { .. }
            | Instr::CallCell(_)
            | Instr::AttrHas { .. }
            | Instr::BuildString(_)
            | Instr::Format { .. }
            | Instr::ListAppend(_)
            | Instr::Unpack(_)
            | Instr::LoadAttr(_)
            | Instr::LocalAttr { .. }
            | Instr::ParamAttr { .. }
            | Instr::ParamPath { .. }
            | Instr::LoadItem
            | Instr::Call(_)
            | Instr::CallKeywords { .. }
            | Instr::CallMethod { .. }
            | Instr::CheckMethod(_) => return Err(Stop::Fatal),
        }
        Ok(())
    }

    /// Jumps by the truth of the top, which is popped.
    fn jump_if(&mut self, wanted: bool, to: Label) -> Result<(), Stop<'h>> {
        let truth = self.cx.truth(self.peek(1)?)?;
        self.pop()?;
        match truth == wanted {
            true => self.frame.go(self.cx, to),
            false => Ok(()),
        }
    }
}
