//! Calls: finding what is called, and beginning it. A function of the language begins a frame; a native
//! runs at once, and may end with a call in its place.

use std::mem::take;

use super::bind;
use super::construct;
use super::machine::{Advance, After, Drain, Frame, Keyword, Machine, Pending, Then};
use super::operands::Operands;
use super::session::Code;
use crate::builtin::attr::Callee;
use crate::builtin::exception;
use crate::code::Instr;
use crate::value::Value;
use crate::value::class::{Leaf, Row, Run};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::value::{
    Bound, Function, Generator, Host, Lent, Made, Method, Phase, Stop, Text,
};

/// A call that a native named in its place.
pub(super) struct Next<'h> {
    callee: Value<'h>,
    args: &'h [Value<'h>],
    keywords: &'h [Keyword<'h>],
}

/// The function of a row that can run at once on these positional arguments.
#[inline]
pub(super) fn leaf<'h>(row: &Row, args: &[Value<'h>]) -> Option<Leaf> {
    let Run::Leaf(leaf) = row.run else {
        return None;
    };
    let params = &row.params;
    let fits = args.len() >= usize::from(params.required)
        && args.len() <= usize::from(params.positional)
        && (params.drains == 0 || !args.iter().any(is_generator));
    fits.then_some(leaf)
}

/// The result of a method of a lent object, unless an argument is to be drained first.
#[inline(never)]
pub(super) fn host_leaf<'h>(
    cx: &Context<'h>,
    host: &'h Host<'h>,
    name: &'h Text<'h>,
    args: &[Value<'h>],
) -> Result<Option<Value<'h>>, Stop<'h>> {
    if args.iter().any(is_generator) {
        return Ok(None);
    }
    let args = Args {
        fixed: &[],
        rest: args,
        keywords: &[],
    };
    host.object.call(cx, host, name.as_str(), args).map(Some)
}

/// The native that the next two instructions call on a local alone, with the local.
#[inline]
pub(super) fn of_local<'h>(
    callee: Value<'h>,
    following: Option<&[Instr]>,
    window: &Operands<'_, 'h>,
) -> Option<(Leaf, Value<'h>)> {
    let (Value::Native(row), [Instr::Load(slot), Instr::Call(1), ..]) = (callee, following?) else {
        return None;
    };
    match window.local(*slot).ok()? {
        Value::Unbound => None,
        arg => Some((leaf(row, &[arg])?, arg)),
    }
}

/// Begins the call of a function whose positional arguments lie at `base` already, if it takes just these and
/// the frame has made a call before: its frame, and its window.
#[inline(always)]
pub(super) fn in_place<'s, 'h>(
    frame: &Frame<'h>,
    stack: &'s mut [Value<'h>],
    function: &'h Function<'h>,
    (base, count): (usize, usize),
) -> Option<(&'h Frame<'h>, Code<'h>, &'s mut [Value<'h>])> {
    let loaded = frame.loaded();
    if function.program != loaded.id {
        return None;
    }
    let chunk = loaded.program.chunk(function.chunk)?;
    if chunk.entry.plain.map(usize::from) != Some(count) {
        return None;
    }
    let callee = frame.above.get()?;
    let window = stack.get_mut(base..base + chunk.frame())?;
    match (
        window.get_mut(count..chunk.locals.len())?,
        function.captured,
    ) {
        // What calls itself captures itself; most functions have a few locals more.
        ([slot], [captured]) => *slot = *captured,
        (others, captured) => bind::others(others, captured),
    }
    let code = Code { loaded, chunk };
    callee.begin(code, base, Then::Push);
    Some((callee, code, window))
}

/// The function that a method call of an instance calls, if nothing goes before it.
fn own_method<'h>(made: &'h Made<'h>, name: &str) -> Option<&'h Function<'h>> {
    if made.class.find("__getattribute__").is_some() {
        return None;
    }
    match (made.class.find(name), made.attributes.stored_str(name)) {
        (Some(Value::Function(function)), None) => Some(function),
        _ => None,
    }
}

pub(super) fn is_generator(value: &Value<'_>) -> bool {
    matches!(value, Value::Generator(_))
}

impl<'h> Machine<'_, 'h> {
    /// `callee a1 .. an -- result`
    pub(super) fn call(&mut self, count: usize) -> Result<(), Stop<'h>> {
        match self.peek(count + 1)? {
            Value::Function(function) => {
                self.cut(count + 1);
                self.call_function(function, self.free() + 1, count, &[], Then::Push)
            }
            Value::Bound(&Bound {
                receiver,
                method: Method::Row(row),
            }) => {
                if let Some(value) = self.bound_leaf(receiver, row, count)? {
                    self.cut(count + 1);
                    return self.push(value);
                }
                self.call_spread(Value::Native(row), Some(receiver), count)
            }
            callee => self.call_spread(callee, None, count),
        }
    }

    /// Calls a callee with copies of the last `count` operands.
    fn call_spread(
        &mut self,
        callee: Value<'h>,
        receiver: Option<Value<'h>>,
        count: usize,
    ) -> Result<(), Stop<'h>> {
        let mut args = take(&mut self.args);
        args.clear();
        args.extend(receiver);
        args.extend_from_slice(self.operands(count)?);
        self.cut(count + 1);
        let result = self.invoke(callee, &args, &[], Then::Push);
        self.args = args;
        result
    }

    /// The last `count` operands of the running frame.
    pub(super) fn operands(&self, count: usize) -> Result<&[Value<'h>], Stop<'h>> {
        let top = self.free();
        self.stack
            .get(top.wrapping_sub(count)..top)
            .ok_or(Stop::Fatal)
    }

    /// The result of a bound method that can run at once: its object takes the callee's place.
    fn bound_leaf(
        &mut self,
        receiver: Value<'h>,
        row: &'static Row,
        count: usize,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let callee = self.peek(count + 1)?;
        self.poke(count + 1, receiver)?;
        let args = self.operands(count + 1)?;
        let result = match leaf(row, args) {
            Some(leaf) => leaf(self.cx, Args::positional(args)).map(Some),
            None => Ok(None),
        };
        // What asks runs again, with the callee in its place.
        if result.is_err() {
            self.poke(count + 1, callee)?;
        }
        result
    }

    /// `x a1 .. an -- result` of an instance of a policy's own class.
    pub(super) fn call_own_method(
        &mut self,
        made: &'h Made<'h>,
        name: &'h Text<'h>,
        count: usize,
    ) -> Result<(), Stop<'h>> {
        if let Some(function) = own_method(made, name.as_str()) {
            self.cut(count + 1);
            return self.call_function(function, self.free(), count + 1, &[], Then::Push);
        }
        let callee = self.cx.method(Value::Made(made), name)?;
        self.call_method(callee, name, count)
    }

    /// `x a1 .. an -- result`, once it is known what the method is.
    pub(super) fn call_method(
        &mut self,
        callee: Callee<'h>,
        name: &'h Text<'h>,
        count: usize,
    ) -> Result<(), Stop<'h>> {
        let receiver = self.peek(count + 1)?;
        match callee {
            Callee::Host(_) => {
                let callee = self.cx.bound(receiver, Method::Named(name.as_str()))?;
                self.call_spread(callee, None, count)
            }
            Callee::Row(row) => self.call_spread(Value::Native(row), Some(receiver), count),
            Callee::Value(callee) => {
                let at = self.free().wrapping_sub(count + 1);
                self.poke(count + 1, callee)?;
                let result = self.call(count);
                if let Err(Stop::Fatal) = result {
                    *self.stack.get_mut(at).ok_or(Stop::Fatal)? = receiver;
                }
                result
            }
        }
    }

    /// `x a1 .. an -- result` where the last arguments have names.
    pub(super) fn call_method_keywords(
        &mut self,
        name: &'h Text<'h>,
        count: usize,
        names: &'h [Text<'h>],
    ) -> Result<(), Stop<'h>> {
        let receiver = self.peek(count + 1)?;
        match self.cx.method(receiver, name)? {
            Callee::Row(row) => self.call_named(Value::Native(row), Some(receiver), count, names),
            Callee::Host(_) => {
                let callee = self.cx.bound(receiver, Method::Named(name.as_str()))?;
                self.call_named(callee, None, count, names)
            }
            Callee::Value(callee) => self.call_named(callee, None, count, names),
        }
    }

    /// Calls anything: begins a frame, or runs natives until one ends with a value.
    pub(super) fn invoke(
        &mut self,
        callee: Value<'h>,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let mut next = self.begin(callee, args, keywords, then)?;
        while let Some(call) = next {
            self.cx.charge(1)?;
            next = self.begin(call.callee, call.args, call.keywords, then)?;
        }
        Ok(())
    }

    fn begin(
        &mut self,
        callee: Value<'h>,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<Option<Next<'h>>, Stop<'h>> {
        match callee {
            Value::Function(function) => {
                let base = self.free();
                self.place(base, args)?;
                self.call_function(function, base, args.len(), keywords, then)?;
                Ok(None)
            }
            Value::Native(row) => self.run_row(row, args, keywords, then),
            Value::Bound(Bound { receiver, method }) => match method {
                Method::Row(row) => {
                    let mut all = Vec::with_capacity(args.len() + 1);
                    all.push(*receiver);
                    all.extend_from_slice(args);
                    self.run_row(row, &all, keywords, then)
                }
                Method::Named(name) => {
                    self.call_host(callee, *receiver, name, args, keywords, then)
                }
                Method::Function(function) => {
                    let mut all = Vec::with_capacity(args.len() + 1);
                    all.push(*receiver);
                    all.extend_from_slice(args);
                    self.begin(*function, &all, keywords, then)
                }
            },
            Value::Type(class) => self.instantiate(class, args, keywords, then).map(|()| None),
            made if let Some(class) = made.made_class() => match class.find("__call__") {
                Some(call) => {
                    let bound = self.cx.bind_found(call, callee, class)?;
                    self.begin(bound, args, keywords, then)
                }
                None => Err(self.not_callable(callee)),
            },
            Value::Class(class) => match class.construct {
                Some(row) => self.run_row(row, args, keywords, then),
                None => {
                    let value = exception::construct(self.cx, class, args, keywords)?;
                    self.deliver(then, value).map(|()| None)
                }
            },
            Value::Record(record) => {
                let value = construct::record(self.cx, record, args, keywords)?;
                self.deliver(then, value).map(|()| None)
            }
            Value::Object(object) => {
                let args = Args {
                    fixed: &[],
                    rest: args,
                    keywords,
                };
                match object.class.behaviour.call(self.cx, object, args)? {
                    Some(ending) => self.finish(ending, then),
                    None => Err(self.not_callable(callee)),
                }
            }
            Value::Host(host) if matches!(host.object.attr("__call__"), Some(Lent::Method)) => {
                self.call_host(callee, callee, "__call__", args, keywords, then)
            }
            _ => Err(self.not_callable(callee)),
        }
    }

    #[cold]
    fn not_callable(&self, callee: Value<'h>) -> Stop<'h> {
        self.cx.type_error(format_args!(
            "'{}' object is not callable",
            callee.type_name()
        ))
    }

    /// Copies arguments to the place where a frame will begin.
    pub(super) fn place(&mut self, base: usize, args: &[Value<'h>]) -> Result<(), Stop<'h>> {
        self.reserve(base + args.len())?;
        let places = self.stack.get_mut(base..base + args.len());
        places.ok_or(Stop::Fatal)?.copy_from_slice(args);
        Ok(())
    }

    /// Calls a function whose positional arguments lie at `base`.
    pub(super) fn call_function(
        &mut self,
        function: &'h Function<'h>,
        base: usize,
        given: usize,
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<(), Stop<'h>> {
        let here = self.frame.loaded();
        let code = if function.program == here.id {
            here.code(function.chunk)?
        } else {
            self.session.code(function.program, function.chunk)?
        };
        let chunk = code.chunk;
        let size = chunk.frame();
        self.reserve(base + size.max(given))?;
        let window = self.stack.get_mut(base..base + size.max(given));
        let window = window.ok_or(Stop::Fatal)?;
        bind::parameters(self.cx, function, code, window, given, keywords)?;
        if chunk.generator {
            let generator = self.suspended(code, base)?;
            return self.deliver(then, generator);
        }
        self.enter(code, base, then)
    }

    /// Runs a native with arguments of any form.
    fn run_row(
        &mut self,
        row: &'static Row,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<Option<Next<'h>>, Stop<'h>> {
        if let Some((at, generator)) = bind::undrained(&row.params, args, keywords) {
            let callee = Value::Native(row);
            return self.drain_argument(callee, args, keywords, then, (at, generator));
        }
        let ending = match row.run {
            Run::Std(name) => {
                let callee = self.prelude_function(name)?;
                return self.begin(callee, args, keywords, then);
            }
            _ => bind::run(self.cx, row, args, keywords)?,
        };
        self.finish(ending, then)
    }

    /// Calls a method of a host object; it never sees a generator.
    fn call_host(
        &mut self,
        callee: Value<'h>,
        receiver: Value<'h>,
        name: &str,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
    ) -> Result<Option<Next<'h>>, Stop<'h>> {
        let Value::Host(host) = receiver else {
            return Err(Stop::Fatal);
        };
        let all = args.iter().chain(keywords.iter().map(|(_, value)| value));
        let found = all.enumerate().find_map(|(at, value)| match value {
            Value::Generator(generator) => Some((at, *generator)),
            _ => None,
        });
        if let Some(found) = found {
            return self.drain_argument(callee, args, keywords, then, found);
        }
        let args = Args {
            fixed: &[],
            rest: args,
            keywords,
        };
        let value = host.object.call(self.cx, host, name, args)?;
        self.deliver(then, value).map(|()| None)
    }

    /// Goes on as a native asks.
    fn finish(&mut self, ending: Ending<'h>, then: Then<'h>) -> Result<Option<Next<'h>>, Stop<'h>> {
        match ending {
            Ending::Value(value) => self.deliver(then, value)?,
            Ending::Call {
                callee,
                args,
                keywords,
            } => {
                let keywords = match keywords {
                    Some(dict) => self.keywords_of(dict)?,
                    None => &[],
                };
                return Ok(Some(Next {
                    callee,
                    args,
                    keywords,
                }));
            }
            Ending::Std { name, args } => {
                let callee = self.prelude_function(name)?;
                return self.begin(callee, args, &[], then);
            }
            Ending::Resume {
                generator,
                send,
                default,
            } => {
                let advance = Advance { default, then };
                let advance = self.cx.memory(self.cx.heap.alloc(advance))?;
                self.resume(generator, send, Then::Next(advance))?;
            }
            Ending::Throw { generator, error } => {
                let default = Value::Unbound;
                let advance = Advance { default, then };
                let advance = self.cx.memory(self.cx.heap.alloc(advance))?;
                self.throw(generator, error, Then::Next(advance))?;
            }
            Ending::Close(generator) => self.close(generator)?,
            Ending::Policy { name, context } => self.call_policy(name, context, then)?,
        }
        Ok(None)
    }

    /// Runs a generator into a list that takes its place among the arguments, then calls again.
    /// Arguments by keyword are counted behind the positional ones.
    fn drain_argument(
        &mut self,
        callee: Value<'h>,
        args: &[Value<'h>],
        keywords: &[Keyword<'h>],
        then: Then<'h>,
        (at, generator): (usize, &'h Generator<'h>),
    ) -> Result<Option<Next<'h>>, Stop<'h>> {
        let cx = self.cx;
        let into = cx.list(&[])?;
        let (mut args, mut keywords) = (args.to_vec(), keywords.to_vec());
        let place = match at.checked_sub(args.len()) {
            None => args.get_mut(at),
            Some(at) => keywords.get_mut(at).map(|keyword| &mut keyword.1),
        };
        *place.ok_or(Stop::Fatal)? = Value::List(into);
        cx.charge_bytes(size_of_val(args.as_slice()))?;
        let args = cx.memory(cx.heap.slice(&args))?;
        let keywords = cx.memory(cx.heap.slice(&keywords))?;
        if let Phase::Done = generator.phase.get() {
            return Ok(Some(Next {
                callee,
                args,
                keywords,
            }));
        }
        let call = Pending {
            callee,
            args,
            keywords,
            then,
        };
        let after = After::Call(cx.memory(cx.heap.alloc(call))?);
        let drain = cx.memory(cx.heap.alloc(Drain {
            into,
            enough: usize::MAX,
            after,
        }))?;
        self.resume(generator, Value::None, Then::Drain(drain))?;
        Ok(None)
    }
}
