//! Calls with arguments by keyword, and with arguments that are unpacked.

use std::mem::take;

use super::bind;
use super::call::{in_place, is_generator};
use super::machine::{Keyword, Machine, Then};
use crate::value::Value;
use crate::value::class::{Row, Run};
use crate::value::context::Context;
use crate::value::native::Ending;
use crate::value::value::{Dict, Function, Stop, Text};

/// Up to how many keyword arguments are called with without gathering the arguments.
const FEW_NAMES: usize = 4;

/// The result of a native that can run at once on arguments as they lie on the stack, a few of them by
/// name. Not inlined: the steps must stay small.
#[inline(never)]
pub(super) fn leaf<'h>(
    cx: &Context<'h>,
    row: &'static Row,
    args: &[Value<'h>],
    names: &'h [Text<'h>],
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let (Run::Leaf(_), Some(first)) = (row.run, names.first()) else {
        return Ok(None);
    };
    let mut keywords = [(first, Value::Unbound); FEW_NAMES];
    let Some(keywords) = keywords.get_mut(..names.len()) else {
        return Ok(None);
    };
    let at = args.len().wrapping_sub(names.len());
    let (given, named) = args.split_at_checked(at).ok_or(Stop::Fatal)?;
    if given.iter().any(is_generator) {
        return Ok(None);
    }
    for (to, (name, value)) in keywords.iter_mut().zip(names.iter().zip(named)) {
        // Looked at, a value is copied as it was pushed: in two words. In one the processor would wait.
        match *value {
            Value::Generator(_) => return Ok(None),
            value => *to = (name, value),
        }
    }
    match bind::run(cx, row, given, keywords)? {
        Ending::Value(value) => Ok(Some(value)),
        _ => Err(Stop::Fatal),
    }
}

impl<'h> Machine<'_, 'h> {
    /// `callee a1 .. an -- result` where the last arguments have names.
    pub(super) fn call_keywords(
        &mut self,
        count: usize,
        names: &'h [Text<'h>],
    ) -> Result<(), Stop<'h>> {
        let callee = self.peek(count + 1)?;
        if let Value::Function(function) = callee
            && self.lie_in_order(function, count, names)
        {
            self.cut(count + 1);
            let base = self.free() + 1;
            return match in_place(self.frame, self.stack, function, (base, count)) {
                Some((callee, ..)) => self.step_into(callee),
                None => self.call_function(function, base, count, &[], Then::Push),
            };
        }
        self.call_named(callee, None, count, names)
    }

    /// Whether the last arguments of a call have the names that the parameters in their places have, of a
    /// function that takes as many and nothing else: then it is called as if they had none.
    fn lie_in_order(&self, function: &Function<'h>, count: usize, names: &[Text<'h>]) -> bool {
        let here = self.frame.loaded();
        if function.program != here.id {
            return false;
        }
        let Some(chunk) = here.program.chunk(function.chunk) else {
            return false;
        };
        let given = count.wrapping_sub(names.len());
        let Some(places) = chunk.locals.get(given..count) else {
            return false;
        };
        chunk.entry.plain.map(usize::from) == Some(count)
            && given >= usize::from(chunk.shape.positional_only)
            && (places.iter().zip(names)).all(|(place, name)| place.as_str() == name.as_str())
    }

    pub(super) fn call_named(
        &mut self,
        callee: Value<'h>,
        receiver: Option<Value<'h>>,
        count: usize,
        names: &'h [Text<'h>],
    ) -> Result<(), Stop<'h>> {
        if let Value::Native(row) = callee
            && let args = self.operands(count + usize::from(receiver.is_some()))?
            && let Some(value) = leaf(self.cx, row, args, names)?
        {
            self.cut(count + 1);
            return self.push(value);
        }
        if let (Value::Function(function), None) = (callee, receiver)
            && let Some(first) = names.first()
            && let Some(keywords) = [(first, Value::Unbound); FEW_NAMES].get_mut(..names.len())
        {
            let named = self.operands(names.len())?;
            for (to, (name, value)) in keywords.iter_mut().zip(names.iter().zip(named)) {
                match *value {
                    Value::Unbound => return Err(Stop::Fatal),
                    value => *to = (name, value),
                }
            }
            self.cut(count + 1);
            let (base, given) = (self.free() + 1, count.wrapping_sub(names.len()));
            return self.call_function(function, base, given, keywords, Then::Push);
        }
        let mut args = take(&mut self.args);
        let mut keywords = take(&mut self.keywords);
        args.clear();
        keywords.clear();
        args.extend(receiver);
        let positional = count.wrapping_sub(names.len());
        let (given, named) = self
            .operands(count)?
            .split_at_checked(positional)
            .ok_or(Stop::Fatal)?;
        args.extend_from_slice(given);
        keywords.extend(names.iter().zip(named.iter().copied()));
        self.cut(count + 1);
        let result = self.invoke(callee, &args, &keywords, Then::Push);
        (self.args, self.keywords) = (args, keywords);
        result
    }

    /// `callee args -- result`, or `callee args keywords -- result`
    pub(super) fn call_unpacked(&mut self, with_keywords: bool) -> Result<(), Stop<'h>> {
        let n = 1 + usize::from(with_keywords);
        let (callee, given) = (self.peek(n + 1)?, self.peek(n)?);
        let keywords = match self.peek(1)? {
            Value::Dict(dict) if with_keywords => self.keywords_of(dict)?,
            _ => &[],
        };
        let mut args = take(&mut self.args);
        args.clear();
        match given {
            Value::Tuple(tuple) => args.extend_from_slice(tuple.items),
            Value::List(list) => args.extend(list.iter()),
            _ => return Err(Stop::Fatal),
        }
        self.cx.charge(args.len() / 4)?;
        self.cut(n + 1);
        let result = self.invoke(callee, &args, keywords, Then::Push);
        self.args = args;
        result
    }

    /// The entries of a dict as keyword arguments.
    pub(super) fn keywords_of(&self, dict: &Dict<'h>) -> Result<&'h [Keyword<'h>], Stop<'h>> {
        let cx = self.cx;
        cx.charge(dict.len())?;
        let mut keywords = Vec::new();
        for (key, value) in dict.items(cx)? {
            let Value::Str(name) = key else {
                return Err(cx.type_error(format_args!("keywords must be strings")));
            };
            keywords.push((name, value));
        }
        cx.memory(cx.heap.slice(&keywords))
    }
}
