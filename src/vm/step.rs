//! The steps: one `match` over the instructions.
//!
//! An arm is a line or a call; what is frequent and small (ints, locals, jumps) is done in place, the
//! rest stands in `rare.rs`: the loop must stay small for the compiler to keep it in registers. A
//! frame's window is taken from the stack once per call and return. The position is written to the
//! frame before each instruction, so that every arm may end with `?`. It is what steps are counted by
//! (see [`Meter`](crate::limits::Meter)), at jumps and returns: counting each by itself would cost as much as
//! executing it.

use super::evaluate::Budget;
use super::machine::{Machine, Then};
use super::operands::Operands;
use super::shortcuts::{
    Passed, accumulated, added_next, argument, attribute, listed, ordered, passed, plain_truth,
    small, takes_items, truth,
};
use super::{build, call, iterate, keywords, variables};
use crate::builtin::attr::Callee;
use crate::code::{Instr, Label};
use crate::ops::{BinaryOp, CompareOp};
use crate::value::Value;
use crate::value::native::Args;
use crate::value::value::Stop;

impl<'h> Machine<'_, 'h> {
    /// Runs until a frame ends that was to finish, or a step stops.
    ///
    /// A budget of one step ends behind one instruction, with `Unbound`.
    pub(super) fn steps<B: Budget>(&mut self, budget: &B) -> Result<Value<'h>, Stop<'h>> {
        let cx = self.cx;
        let mut ran = false;
        'frame: loop {
            if B::ONCE && ran {
                return Ok(Value::Unbound);
            }
            let mut frame = self.frame;
            let mut code = &frame.chunk().code;
            let window = self.stack.get_mut(frame.window()).ok_or(Stop::Fatal)?;
            let mut w = Operands::new(window, frame.top.get() as usize);
            let mut pc = frame.pc.get() as usize;
            // Goes on at another instruction.
            macro_rules! jump {
                ($to:expr) => {{
                    let to: Label = $to;
                    let back = pc as i64 - i64::from(to.0);
                    if !budget.count(back) {
                        // Nothing is kept over this call: what would keep it costs every jump.
                        frame.top.set(w.top());
                        if !budget.settle() {
                            return Err(Stop::Fatal);
                        }
                        frame.pc.set(to.0);
                        continue 'frame;
                    }
                    pc = to.0 as usize;
                }};
            }
            // Counts steps that were taken.
            macro_rules! count {
                ($steps:expr) => {
                    if !budget.count($steps) && !budget.settle() {
                        return Err(Stop::Fatal);
                    }
                };
            }
            // Lays the frame down for what the machine does with it.
            macro_rules! suspend {
                () => {
                    frame.top.set(w.top())
                };
            }
            // Calls a function with the arguments that lie behind the operands and one place more.
            macro_rules! call {
                ($function:expr, $count:expr) => {{
                    suspend!();
                    let (function, count, base) = ($function, $count, frame.free() + 1);
                    let begun = call::in_place(frame, self.stack, function, (base, count));
                    let Some((callee, body, window)) = begun else {
                        self.call_function(function, base, count, &[], Then::Push)?;
                        continue 'frame;
                    };
                    count!(pc as i64);
                    // What `'frame` begins with, at the first instruction.
                    (self.frame, frame) = (callee, callee);
                    code = &body.chunk.code;
                    w = Operands::new(window, body.chunk.locals.len());
                    pc = 0;
                }};
            }
            // Ends the frame with a result.
            macro_rules! finish {
                ($value:expr) => {{
                    let value = $value;
                    // No generator ends so: who asks it does more with the end than to push it.
                    if let Then::Push = frame.then.get()
                        && let Some(caller) = frame.caller
                    {
                        // The caller's position was counted when it called.
                        count!(pc as i64 - i64::from(caller.pc.get()));
                        // What `'frame` begins with, where the compiler knows what was just written.
                        (self.frame, frame) = (caller, caller);
                        code = &frame.chunk().code;
                        let window = self.stack.get_mut(frame.window()).ok_or(Stop::Fatal)?;
                        w = Operands::new(window, frame.top.get() as usize);
                        pc = frame.pc.get() as usize;
                        w.push(value)?;
                        continue;
                    }
                    count!(pc as i64);
                    if self.is_outermost() {
                        return Ok(value);
                    }
                    match self.leave(value)? {
                        None => continue 'frame,
                        Some(value) => return Ok(value),
                    }
                }};
            }
            loop {
                if B::ONCE && std::mem::replace(&mut ran, true) {
                    frame.pc.set(pc as u32);
                    frame.top.set(w.top());
                    return Ok(Value::Unbound);
                }
                let instr = code.get(pc).ok_or(Stop::Fatal)?;
                pc += 1;
                frame.pc.set(pc as u32);
                match *instr {
                    // --- constants
                    Instr::None => w.push(Value::None)?,
                    Instr::True => w.push(Value::True)?,
                    Instr::False => w.push(Value::False)?,
                    Instr::Int(int) => w.push(Value::Int(int.into()))?,
                    Instr::Const(id) => match frame.loaded().constant_text(id) {
                        Some(text) => w.push(Value::Str(text))?,
                        // No call returns here: what it would take to keep over it costs every text.
                        None => {
                            suspend!();
                            self.rare(*instr)?;
                            continue 'frame;
                        }
                    },

                    // --- variables
                    Instr::Load(slot) => {
                        w.push(variables::local(cx, frame, slot, w.local(slot)?)?)?
                    }
                    Instr::LoadParam(slot) => match w.local(slot)? {
                        Value::Unbound => {
                            return Err(variables::undefined_slot(cx, frame, slot));
                        }
                        value => w.push(value)?,
                    },
                    Instr::Store(slot) => match w.pop()? {
                        Value::Unbound => return Err(Stop::Fatal),
                        value => w.set_local(slot, value)?,
                    },
                    Instr::LoadCell(slot) => {
                        let value = variables::content(cx, frame, slot, w.local(slot)?)?;
                        w.push(value)?;
                    }
                    Instr::CallCell(slot) => {
                        let callee = variables::content(cx, frame, slot, w.local(slot)?)?;
                        if let Value::Function(function) = callee
                            && let Some((arg, steps)) = argument(code.get(pc..), &w)
                        {
                            pc += steps;
                            frame.pc.set(pc as u32);
                            w.set_ahead(1, arg)?;
                            call!(function, 1);
                        } else {
                            w.push(callee)?;
                        }
                    }
                    Instr::LoadGlobal(name) => {
                        let global = frame.loaded().global(cx, name)?;
                        w.push(global)?;
                        if let Some((leaf, arg)) = call::of_local(global, code.get(pc..), &w) {
                            // The call may run again: its operands must be there.
                            w.push(arg)?;
                            pc += 2;
                            frame.pc.set(pc as u32);
                            let value = leaf(cx, Args::positional(&[arg]))?;
                            w.fold(2, value)?;
                        }
                    }
                    // --- shuffling
                    Instr::Pop => w.cut(1),
                    // --- operators
                    Instr::Not => {
                        let truth = truth(cx, w.peek(1)?)?;
                        w.poke(1, Value::bool(!truth))?;
                    }
                    Instr::Binary(op) => {
                        let (a, b) = (w.peek(2)?, w.peek(1)?);
                        let value = match small(op, a, b) {
                            Some(int) => Value::Int(int),
                            None => cx.binary(op, a, b)?,
                        };
                        w.fold(2, value)?;
                    }
                    Instr::Add => {
                        let (a, b) = (w.peek(2)?, w.peek(1)?);
                        let value = match (a, b) {
                            (Value::Int(a), Value::Int(b)) if let Some(sum) = a.checked_add(b) => {
                                Value::Int(sum)
                            }
                            (Value::Str(a), Value::Str(b)) => {
                                match added_next(code.get(pc..), &w, frame.loaded()) {
                                    Some(c) => {
                                        pc += 2;
                                        cx.concat_three(a, b, c)?
                                    }
                                    None => cx.concat_texts(a, b)?,
                                }
                            }
                            _ => cx.binary(BinaryOp::Add, a, b)?,
                        };
                        w.fold(2, value)?;
                    }
                    Instr::InPlace(op) => {
                        let (a, b) = (w.peek(2)?, w.peek(1)?);
                        let value = match (small(op, a, b), b) {
                            (Some(int), _) => Value::Int(int),
                            (None, Value::Generator(generator)) if takes_items(op, a) => {
                                suspend!();
                                self.drain_operand(generator, 1)?;
                                continue 'frame;
                            }
                            (None, _) => cx.in_place(op, a, b)?,
                        };
                        w.fold(2, value)?;
                    }
                    Instr::AddStore(slot) => match (w.peek(2)?, w.peek(1)?) {
                        (Value::Int(a), Value::Int(b)) if let Some(sum) = a.checked_add(b) => {
                            w.cut(2);
                            w.set_local(slot, Value::Int(sum))?;
                            pc += 1;
                        }
                        (a, Value::Generator(generator)) if takes_items(BinaryOp::Add, a) => {
                            suspend!();
                            self.drain_operand(generator, 1)?;
                            continue 'frame;
                        }
                        (a, b) => w.fold(2, cx.in_place(BinaryOp::Add, a, b)?)?,
                    },
                    Instr::LocalBinaryInt { op, slot, int } => {
                        let a = w.local(slot)?;
                        match small(op, a, Value::Int(int.into())) {
                            Some(int) => {
                                w.push(Value::Int(int))?;
                                pc += 2;
                            }
                            None => w.push(variables::local(cx, frame, slot, a)?)?,
                        }
                    }
                    Instr::LocalAddInt { slot, int } => match w.local(slot)? {
                        Value::Int(a) if let Some(sum) = a.checked_add(int.into()) => {
                            w.push(Value::Int(sum))?;
                            pc += 2;
                        }
                        value => w.push(variables::local(cx, frame, slot, value)?)?,
                    },
                    Instr::LocalIncrement { slot, int } => match w.local(slot)? {
                        Value::Int(a) if let Some(sum) = a.checked_add(int.into()) => {
                            w.set_local(slot, Value::Int(sum))?;
                            pc += 3;
                        }
                        value => w.push(variables::local(cx, frame, slot, value)?)?,
                    },
                    // Looked at one by one: what is loaded late takes no register before.
                    Instr::LocalAccumulate { op, to, slot, int } => match w.local(slot)? {
                        Value::Int(a)
                            if let Some(int) = accumulated(op, a, int.into())
                                && let Value::Int(sum) = w.local(to)?
                                && let Some(sum) = sum.checked_add(int) =>
                        {
                            w.set_local(to, Value::Int(sum))?;
                            pc += 5;
                        }
                        _ => w.push(variables::local(cx, frame, to, w.local(to)?)?)?,
                    },
                    Instr::Compare(op) => {
                        let (a, b) = (w.peek(2)?, w.peek(1)?);
                        let answer = match (a, b, op) {
                            (Value::Int(a), Value::Int(b), _)
                                if let Some(truth) = ordered(op, a, b) =>
                            {
                                Value::bool(truth)
                            }
                            (_, Value::Generator(generator), CompareOp::In | CompareOp::NotIn) => {
                                suspend!();
                                self.find(generator, op)?;
                                continue 'frame;
                            }
                            _ => cx.comparison(op, a, b)?,
                        };
                        w.fold(2, answer)?;
                    }

                    Instr::InConst { id, negated } => {
                        match frame.loaded().has(cx, id, w.peek(1)?)? {
                            Some(found) => {
                                w.poke(1, Value::bool(found != negated))?;
                                pc += 1;
                            }
                            None => w.push(frame.loaded().constant(cx, id)?)?,
                        }
                    }
                    Instr::CompareBranch { op, to } => {
                        let (a, b) = (w.peek(2)?, w.peek(1)?);
                        let truth = match (a, b) {
                            (Value::Int(a), Value::Int(b))
                                if let Some(truth) = ordered(op, a, b) =>
                            {
                                truth
                            }
                            (_, Value::Generator(generator))
                                if matches!(op, CompareOp::In | CompareOp::NotIn) =>
                            {
                                suspend!();
                                self.find(generator, op)?;
                                continue 'frame;
                            }
                            _ => cx.compare(op, a, b)?,
                        };
                        w.cut(2);
                        pc += 1;
                        if !truth {
                            jump!(to);
                        }
                    }
                    Instr::CompareIntBranch { orders, int, to } => match w.peek(1)? {
                        Value::Int(a) => {
                            w.cut(1);
                            pc += 2;
                            if !orders.hold(a, int.into()) {
                                jump!(to);
                            }
                        }
                        _ => w.push(Value::Int(int.into()))?,
                    },
                    Instr::LocalCompareInt {
                        orders,
                        slot,
                        int,
                        skip,
                    } => match w.local(slot)? {
                        Value::Int(a) => {
                            pc += 3;
                            if !orders.hold(a, int.into()) {
                                jump!(Label(pc as u32 + u32::from(skip)));
                            }
                        }
                        value => w.push(variables::local(cx, frame, slot, value)?)?,
                    },

                    // --- control
                    Instr::Jump(to) => jump!(to),
                    Instr::NextStore { head, slot } => {
                        jump!(head);
                        if let Value::Iter(iter) = w.peek(1)?
                            && let Some(item) = iterate::next(iter)
                        {
                            w.set_local(slot, item)?;
                            pc += 2;
                        }
                    }
                    Instr::ForStore { end, slot } => match w.peek(1)? {
                        Value::Iter(iter) => match iterate::next(iter) {
                            Some(item) => {
                                w.set_local(slot, item)?;
                                pc += 1;
                            }
                            None => match iterate::further(cx, iter)? {
                                Some(item) => w.push(item)?,
                                None => {
                                    w.cut(1);
                                    jump!(end);
                                }
                            },
                        },
                        Value::Generator(generator) => {
                            suspend!();
                            self.iterate(generator, end)?;
                            continue 'frame;
                        }
                        _ => return Err(Stop::Fatal),
                    },
                    Instr::JumpIfTrue(to) => match plain_truth(w.peek(1)?) {
                        Some(truth) => {
                            w.cut(1);
                            if truth {
                                jump!(to);
                            }
                        }
                        None => {
                            suspend!();
                            self.rare(*instr)?;
                            continue 'frame;
                        }
                    },
                    Instr::JumpIfFalse(to) => match plain_truth(w.peek(1)?) {
                        Some(truth) => {
                            w.cut(1);
                            if !truth {
                                jump!(to);
                            }
                        }
                        None => {
                            suspend!();
                            self.rare(*instr)?;
                            continue 'frame;
                        }
                    },
                    Instr::JumpIfTrueOrPop(to) => match truth(cx, w.peek(1)?)? {
                        true => jump!(to),
                        false => w.cut(1),
                    },
                    Instr::JumpIfFalseOrPop(to) => match truth(cx, w.peek(1)?)? {
                        true => w.cut(1),
                        false => jump!(to),
                    },
                    Instr::GetIter => {
                        let iterator = iterate::iterator(cx, w.peek(1)?)?;
                        w.poke(1, iterator)?;
                    }
                    Instr::ForIter(end) => match w.peek(1)? {
                        Value::Iter(iter) => match iterate::next(iter) {
                            Some(item) => w.push(item)?,
                            None if let Some(
                                [Instr::Unpack(2), Instr::Store(one), Instr::Store(other)],
                            ) = code.get(pc..pc + 3)
                                && let Some((first, second)) = iterate::next_pair(iter) =>
                            {
                                // For the tuple that is not made.
                                cx.charge(1)?;
                                w.set_local(*one, first)?;
                                w.set_local(*other, second)?;
                                pc += 3;
                            }
                            None => match iterate::advance(cx, iter, code.get(pc))? {
                                iterate::Turn::Item(item) => w.push(item)?,
                                iterate::Turn::Pair(first, second) => {
                                    w.push(second)?;
                                    w.push(first)?;
                                    pc += 1;
                                }
                                iterate::Turn::End => {
                                    w.cut(1);
                                    jump!(end);
                                }
                            },
                        },
                        Value::Generator(generator) => {
                            suspend!();
                            self.iterate(generator, end)?;
                            continue 'frame;
                        }
                        _ => return Err(Stop::Fatal),
                    },
                    Instr::Return => {
                        let value = w.pop()?;
                        finish!(value);
                    }

                    Instr::ReturnBool(truth) => {
                        pc += 1;
                        finish!(Value::bool(truth));
                    }
                    Instr::LocalReturn(slot) => {
                        let value = variables::local(cx, frame, slot, w.local(slot)?)?;
                        pc += 1;
                        finish!(value);
                    }

                    // --- building and taking apart
                    Instr::BuildString(n) => {
                        let text = build::joined(cx, w.last(n.into())?)?;
                        w.fold(n.into(), text)?;
                    }
                    Instr::ListAppend(n) => {
                        let item = w.pop()?;
                        build::append(cx, w.peek(n.into())?, item)?;
                    }
                    Instr::Unpack(n) => match w.pop()? {
                        Value::Tuple(tuple) if tuple.items.len() == usize::from(n) => {
                            for item in tuple.items.iter().rev() {
                                w.push(*item)?;
                            }
                        }
                        Value::List(list) if list.len() == usize::from(n) => {
                            cx.charge(1 + usize::from(n))?;
                            for item in list.iter().rev() {
                                w.push(item)?;
                            }
                        }
                        Value::Generator(generator) => {
                            suspend!();
                            self.unpack_generator(generator, n.into())?;
                            continue 'frame;
                        }
                        items => {
                            for item in build::unpacked(cx, items, n.into())?.iter().rev() {
                                w.push(*item)?;
                            }
                        }
                    },
                    Instr::Format { conversion, spec } => {
                        let n = 1 + usize::from(spec);
                        let text = build::formatted(cx, conversion, w.last(n)?)?;
                        w.fold(n, text)?;
                    }

                    // --- attributes and items
                    Instr::LoadAttr(name) => {
                        let value = attribute(cx, w.peek(1)?, frame.loaded().name(name)?)?;
                        w.poke(1, value)?;
                    }
                    Instr::AttrHas { name, negated } => {
                        let name = frame.loaded().name(name)?;
                        let (item, object) = (w.peek(2)?, w.peek(1)?);
                        match listed(cx, object, name, item)? {
                            Some(found) => {
                                w.fold(2, Value::bool(found != negated))?;
                                pc += 1;
                            }
                            None => w.poke(1, attribute(cx, object, name)?)?,
                        }
                    }
                    Instr::LocalAttr { slot, name } => {
                        let object = variables::local(cx, frame, slot, w.local(slot)?)?;
                        pc += 1;
                        frame.pc.set(pc as u32);
                        // The second instruction may run again: its operand must be there.
                        w.push(object)?;
                        let value = attribute(cx, object, frame.loaded().name(name)?)?;
                        w.poke(1, value)?;
                    }
                    Instr::ParamAttr { slot, name } => {
                        let object = w.local(slot)?;
                        if let Value::Unbound = object {
                            return Err(variables::undefined_slot(cx, frame, slot));
                        }
                        pc += 1;
                        frame.pc.set(pc as u32);
                        // The second instruction may run again: its operand must be there.
                        w.push(object)?;
                        let value = attribute(cx, object, frame.loaded().name(name)?)?;
                        w.poke(1, value)?;
                    }
                    Instr::ParamPath { slot, name } => {
                        let name = frame.loaded().name(name)?;
                        match w.local(slot)? {
                            Value::Host(host) if let Some(known) = host.known(name) => {
                                w.push(known)?;
                                pc += 1;
                            }
                            Value::Host(host) if host.may_pass() => {
                                let next = code.get(pc + 1).copied();
                                match passed(cx, (host, name), next, w.peek(1)?, frame.loaded())? {
                                    Passed::Value(value) => {
                                        w.push(value)?;
                                        pc += 2;
                                    }
                                    Passed::Found(found) => {
                                        w.poke(1, Value::bool(found))?;
                                        pc += 3;
                                    }
                                    Passed::Nothing => w.push(Value::Host(host))?,
                                }
                            }
                            Value::Unbound => {
                                return Err(variables::undefined_slot(cx, frame, slot));
                            }
                            object => w.push(object)?,
                        }
                    }
                    Instr::LoadItem => {
                        let (object, key) = (w.peek(2)?, w.peek(1)?);
                        match iterate::item(cx, object, key)? {
                            Some(value) => w.fold(2, value)?,
                            None => {
                                suspend!();
                                self.missing(object, key)?;
                                continue 'frame;
                            }
                        }
                    }
                    // --- calls
                    Instr::CallMethod { name, count } => {
                        let (name, count) = (frame.loaded().name(name)?, usize::from(count));
                        let receiver = w.peek(count + 1)?;
                        if let Value::Made(made) = receiver {
                            suspend!();
                            self.call_own_method(made, name, count)?;
                            continue 'frame;
                        }
                        let callee = match name.methods.row(receiver) {
                            Some(row) => Callee::Row(row),
                            None => cx.method(receiver, name)?,
                        };
                        match callee {
                            Callee::Row(row)
                                if let Some(leaf) = call::leaf(row, w.last(count + 1)?) =>
                            {
                                let value = leaf(cx, Args::positional(w.last(count + 1)?))?;
                                w.fold(count + 1, value)?;
                            }
                            Callee::Host(host)
                                if let Some(value) =
                                    call::host_leaf(cx, host, name, w.last(count)?)? =>
                            {
                                w.fold(count + 1, value)?;
                            }
                            callee => {
                                suspend!();
                                self.call_method(callee, name, count)?;
                                continue 'frame;
                            }
                        }
                    }
                    Instr::MethodConst(id) => {
                        let loaded = frame.loaded();
                        let Some(text) = loaded.constant_text(id) else {
                            suspend!();
                            self.rare(*instr)?;
                            continue 'frame;
                        };
                        w.push(Value::Str(text))?;
                        if let Some(Instr::CallMethod { name, .. }) = code.get(pc).copied()
                            && let Some(row) = loaded.name(name)?.methods.row(w.peek(2)?)
                            && let Some(leaf) = call::leaf(row, w.last(2)?)
                        {
                            pc += 1;
                            frame.pc.set(pc as u32);
                            let value = leaf(cx, Args::positional(w.last(2)?))?;
                            w.fold(2, value)?;
                        }
                    }
                    Instr::CheckMethod(name) => {
                        let (object, name) = (w.peek(1)?, frame.loaded().name(name)?);
                        if name.methods.row(object).is_none() {
                            cx.check_method(object, name)?;
                        }
                    }
                    Instr::Call(count) => {
                        let count = usize::from(count);
                        if let Value::Native(row) = w.peek(count + 1)?
                            && let Some(leaf) = call::leaf(row, w.last(count)?)
                        {
                            let value = leaf(cx, Args::positional(w.last(count)?))?;
                            w.fold(count + 1, value)?;
                        } else if let Value::Function(function) = w.peek(count + 1)? {
                            w.cut(count + 1);
                            call!(function, count);
                        } else {
                            suspend!();
                            self.call(count)?;
                            continue 'frame;
                        }
                    }
                    Instr::CallParam { slot, id } => match w.local(slot)? {
                        Value::Native(row)
                            if let Some(text) = frame.loaded().constant_text(id)
                                && let args = [Value::Str(text)]
                                && let Some(leaf) = call::leaf(row, &args) =>
                        {
                            leaf(cx, Args::positional(&args))?;
                            pc += 3;
                        }
                        Value::Unbound => {
                            return Err(variables::undefined_slot(cx, frame, slot));
                        }
                        value => w.push(value)?,
                    },
                    Instr::CallKeywords { count, names } => {
                        let count = usize::from(count);
                        let names = frame.loaded().keyword_names(names)?;
                        if let Value::Native(row) = w.peek(count + 1)?
                            && let Some(value) = keywords::leaf(cx, row, w.last(count)?, names)?
                        {
                            w.fold(count + 1, value)?;
                        } else {
                            suspend!();
                            self.call_keywords(count, names)?;
                            continue 'frame;
                        }
                    }
                    // Named one by one: a match without a rest needs no look whether it is the rest.
                    Instr::Ellipsis
                    | Instr::LoadOuter(_)
                    | Instr::LoadOwn { .. }
                    | Instr::Delete(_)
                    | Instr::Clear(_)
                    | Instr::Share(_)
                    | Instr::LoadOuterCell(_)
                    | Instr::StoreCell(_)
                    | Instr::DeleteCell(_)
                    | Instr::LoadShared(_)
                    | Instr::StoreGlobal(_)
                    | Instr::DeleteGlobal(_)
                    | Instr::Copy(_)
                    | Instr::Swap(_)
                    | Instr::Negate
                    | Instr::Positive
                    | Instr::Invert
                    | Instr::BuildList(_)
                    | Instr::BuildTuple(_)
                    | Instr::BuildSet(_)
                    | Instr::BuildDict(_)
                    | Instr::BuildSlice(_)
                    | Instr::SetAdd(_)
                    | Instr::DictInsert(_)
                    | Instr::ListExtend
                    | Instr::SetUpdate
                    | Instr::DictUpdate
                    | Instr::DictMerge
                    | Instr::ListToTuple
                    | Instr::UnpackStar { .. }
                    | Instr::StoreAttr(_)
                    | Instr::DeleteAttr(_)
                    | Instr::StoreItem
                    | Instr::DeleteItem
                    | Instr::CallUnpacked { .. }
                    | Instr::CallMethodKeywords { .. }
                    | Instr::MakeFunction { .. }
                    | Instr::MakeClass
                    | Instr::AnnounceClass
                    | Instr::Import(_)
                    | Instr::ImportFrom(_)
                    | Instr::MatchSequence { .. }
                    | Instr::MatchMapping(_)
                    | Instr::MatchKeys
                    | Instr::MatchRest
                    | Instr::MatchInstance { .. }
                    | Instr::Raise
                    | Instr::RaiseFrom
                    | Instr::RaiseAgain
                    | Instr::Reraise
                    | Instr::EnterHandler
                    | Instr::LeaveHandler
                    | Instr::MatchClass
                    | Instr::RaiseAssert(_)
                    | Instr::ForNetwork(_)
                    | Instr::IterConst(_)
                    | Instr::Defaults(_)
                    | Instr::WithEnter
                    | Instr::WithExit
                    | Instr::WithExcept
                    | Instr::Yield
                    | Instr::YieldDelegated
                    | Instr::GetDelegate
                    | Instr::Send(_) => {
                        suspend!();
                        self.rare(*instr)?;
                        continue 'frame;
                    }
                }
            }
        }
    }
}
