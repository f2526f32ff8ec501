//! Binding arguments to parameters, with the errors that Python gives.

use super::fault;
use super::machine::Keyword;
use super::session::Code;
use crate::code::Shape;
use crate::value::Value;
use crate::value::class::{Row, Run};
use crate::value::context::Context;
use crate::value::native::{Args, Ending};
use crate::value::signature::Signature;
use crate::value::value::{Function, Generator, Stop};

/// How many parameters of a native are bound without asking for memory.
const FEW: usize = 16;

/// Fills the window of a function: its first `given` values are positional arguments, everything else
/// follows from keywords, defaults and captured variables.
#[inline]
pub(super) fn parameters<'h>(
    cx: &Context<'h>,
    function: &Function<'h>,
    code: Code<'h>,
    window: &mut [Value<'h>],
    given: usize,
    keywords: &[Keyword<'h>],
) -> Result<(), Stop<'h>> {
    let (chunk, shape) = (code.chunk, &code.chunk.shape);
    let plain = keywords.is_empty()
        && given == usize::from(shape.positional)
        && shape.keyword_only == 0
        && !(shape.varargs || shape.kwargs);
    let binding = Binding {
        function,
        code,
        shape,
        given,
    };
    let rest = match plain {
        true => None,
        false => binding.rest(cx, window)?,
    };
    let slots = window.get_mut(..chunk.locals.len()).ok_or(Stop::Fatal)?;
    let assigned = given.min(shape.positional.into());
    others(
        slots.get_mut(assigned..).unwrap_or_default(),
        function.captured,
    );
    match plain {
        true => Ok(()),
        false => binding.fill(cx, slots, rest, keywords),
    }
}

/// Fills the slots that no positional argument is in: the last ones with what the function captured, which
/// the verifier knows to be as many.
pub(super) fn others<'h>(slots: &mut [Value<'h>], captured: &[Value<'h>]) {
    let locals = slots.len().saturating_sub(captured.len());
    for (at, slot) in slots.iter_mut().enumerate() {
        *slot = match at.checked_sub(locals) {
            None => Value::Unbound,
            Some(at) => captured.get(at).copied().unwrap_or(Value::Unbound),
        };
    }
}

/// One binding that is not plain.
struct Binding<'a, 'h> {
    function: &'a Function<'h>,
    code: Code<'h>,
    shape: &'h Shape,
    given: usize,
}

impl<'h> Binding<'_, 'h> {
    fn positional(&self) -> usize {
        self.shape.positional.into()
    }

    /// Parameters with names: positional, then keyword-only.
    fn named(&self) -> usize {
        self.positional() + usize::from(self.shape.keyword_only)
    }

    fn name(&self, at: usize) -> &'h str {
        self.code
            .chunk
            .locals
            .get(at)
            .map_or("", |name| name.as_str())
    }

    /// The function's name as messages give it.
    fn qualified(&self) -> String {
        self.code
            .loaded
            .program
            .qualified_name(self.code.chunk.entry.id)
    }

    /// The tuple for `*args`.
    fn rest(&self, cx: &Context<'h>, window: &[Value<'h>]) -> Result<Option<Value<'h>>, Stop<'h>> {
        if !self.shape.varargs {
            return Ok(None);
        }
        let rest = window.get(self.positional()..self.given);
        cx.tuple(rest.unwrap_or_default()).map(Some)
    }

    fn fill(
        &self,
        cx: &Context<'h>,
        slots: &mut [Value<'h>],
        rest: Option<Value<'h>>,
        keywords: &[Keyword<'h>],
    ) -> Result<(), Stop<'h>> {
        let mut at = self.named();
        if let Some(rest) = rest {
            *slots.get_mut(at).ok_or(Stop::Fatal)? = rest;
            at += 1;
        }
        if self.shape.kwargs {
            *slots.get_mut(at).ok_or(Stop::Fatal)? = Value::Dict(cx.dict()?);
        }
        for keyword in keywords {
            self.keyword(cx, slots, keyword, keywords)?;
        }
        if self.given > self.positional() && !self.shape.varargs {
            return Err(self.too_many(cx, slots));
        }
        self.defaults(cx, slots)
    }

    fn keyword(
        &self,
        cx: &Context<'h>,
        slots: &mut [Value<'h>],
        (name, value): &Keyword<'h>,
        keywords: &[Keyword<'h>],
    ) -> Result<(), Stop<'h>> {
        let named = self.code.chunk.locals.iter().take(self.named()).enumerate();
        let found = named
            .skip(self.shape.positional_only.into())
            .find(|(_, local)| local.as_str() == name.as_str());
        if let Some((at, _)) = found {
            let slot = slots.get_mut(at).ok_or(Stop::Fatal)?;
            if let Value::Unbound = slot {
                // Looked at, it is copied in two words, as it was written.
                match *value {
                    Value::Unbound => return Err(Stop::Fatal),
                    value => *slot = value,
                }
                return Ok(());
            }
            return Err(cx.type_error(format_args!(
                "{}() got multiple values for argument '{}'",
                self.qualified(),
                name.as_str()
            )));
        }
        let kwargs = self.named() + usize::from(self.shape.varargs);
        match slots.get(kwargs) {
            Some(Value::Dict(dict)) if self.shape.kwargs => {
                dict.insert(cx, Value::Str(name), *value).map(drop)
            }
            _ => Err(self.unexpected(cx, name.as_str(), keywords)),
        }
    }

    fn defaults(&self, cx: &Context<'h>, slots: &mut [Value<'h>]) -> Result<(), Stop<'h>> {
        let required = self
            .positional()
            .saturating_sub(self.function.defaults.len());
        if !slots.iter().take(self.named()).any(is_unbound) {
            return Ok(());
        }
        let positional = slots.get_mut(..self.positional()).ok_or(Stop::Fatal)?;
        if positional.iter().take(required).any(is_unbound) {
            return Err(self.missing(cx, "positional", 0, positional.get(..required)));
        }
        let optional = positional.get_mut(required..).unwrap_or_default();
        // More defaults than parameters can only come from a policy that wrote `__defaults__`.
        let surplus = self.function.defaults.len().saturating_sub(optional.len());
        supply(
            optional,
            self.function.defaults.get(surplus..).unwrap_or_default(),
        );
        let only = slots.get_mut(self.positional()..self.named());
        let only = only.ok_or(Stop::Fatal)?;
        supply(only, self.function.keyword_defaults);
        if only.iter().any(is_unbound) {
            return Err(self.missing(cx, "keyword-only", self.positional(), Some(only)));
        }
        Ok(())
    }

    #[cold]
    fn missing(
        &self,
        cx: &Context<'h>,
        kind: &str,
        first: usize,
        slots: Option<&[Value<'h>]>,
    ) -> Stop<'h> {
        let slots = slots.unwrap_or_default().iter().enumerate();
        let names: Vec<&str> = slots
            .filter(|(_, slot)| is_unbound(slot))
            .map(|(at, _)| self.name(first + at))
            .collect();
        fault::missing_names(cx, &self.qualified(), kind, &names)
    }

    #[cold]
    fn too_many(&self, cx: &Context<'h>, slots: &[Value<'h>]) -> Stop<'h> {
        let (positional, given) = (self.positional(), self.given);
        let required = positional.saturating_sub(self.function.defaults.len());
        let takes = match required < positional {
            true => format!("from {required} to {positional} positional arguments"),
            false => format!(
                "{positional} positional argument{}",
                fault::plural(positional)
            ),
        };
        let only = slots.get(positional..self.named()).unwrap_or_default();
        let only = only.iter().filter(|slot| !is_unbound(slot)).count();
        let given = match only {
            0 if given == 1 => format!("{given} was"),
            0 => format!("{given} were"),
            _ => format!(
                "{given} positional argument{} (and {only} keyword-only argument{}) were",
                fault::plural(given),
                fault::plural(only)
            ),
        };
        cx.type_error(format_args!(
            "{}() takes {takes} but {given} given",
            self.qualified()
        ))
    }

    #[cold]
    fn unexpected(&self, cx: &Context<'h>, name: &str, keywords: &[Keyword<'h>]) -> Stop<'h> {
        let only = self.code.chunk.locals.iter();
        let only = only.take(self.shape.positional_only.into());
        let passed: Vec<&str> = only
            .map(|name| name.as_str())
            .filter(|only| keywords.iter().any(|(name, _)| name.as_str() == *only))
            .collect();
        if passed.is_empty() {
            return cx.type_error(format_args!(
                "{}() got an unexpected keyword argument '{name}'",
                self.qualified()
            ));
        }
        cx.type_error(format_args!(
            "{}() got some positional-only arguments passed as keyword arguments: '{}'",
            self.qualified(),
            passed.join(", ")
        ))
    }
}

fn is_unbound(value: &Value<'_>) -> bool {
    matches!(value, Value::Unbound)
}

fn supply<'h>(slots: &mut [Value<'h>], defaults: &[Value<'h>]) {
    for (slot, default) in slots.iter_mut().zip(defaults) {
        if is_unbound(slot) {
            *slot = *default;
        }
    }
}

/// The first argument that its parameter wants drained and that is a generator; arguments by keyword
/// are counted behind the positional ones.
#[inline]
pub(super) fn undrained<'h>(
    params: &Signature,
    args: &[Value<'h>],
    keywords: &[Keyword<'h>],
) -> Option<(usize, &'h Generator<'h>)> {
    if params.drains == 0 && !params.drains_rest {
        return None;
    }
    let wanted = |at: usize| match at < usize::from(params.positional) {
        true => at < 32 && params.drains & (1 << at) != 0,
        false => params.drains_rest,
    };
    let positional = args.iter().enumerate().filter(|(at, _)| wanted(*at));
    let named = keywords
        .iter()
        .enumerate()
        .filter_map(|(at, (name, value))| {
            let parameter = params.position(name.as_str())?;
            let bit = parameter < 32 && params.drains & (1 << parameter) != 0;
            bit.then_some((args.len() + at, value))
        });
    positional.chain(named).find_map(|(at, value)| match value {
        Value::Generator(generator) => Some((at, *generator)),
        _ => None,
    })
}

/// Binds the arguments of a native, and runs it.
pub(super) fn run<'h>(
    cx: &Context<'h>,
    row: &Row,
    args: &[Value<'h>],
    keywords: &[Keyword<'h>],
) -> Result<Ending<'h>, Stop<'h>> {
    let params = &row.params;
    let (required, positional) = (usize::from(params.required), usize::from(params.positional));
    if keywords.is_empty() && args.len() >= required && (args.len() <= positional || params.varargs)
    {
        let (fixed, rest) = args.split_at_checked(positional).unwrap_or((args, &[]));
        return start(
            cx,
            row,
            Args {
                fixed,
                rest,
                keywords: &[],
            },
        );
    }
    let is_parameter = |keyword: &Keyword<'h>| parameter(params, keyword.0.as_str()).is_some();
    if params.kwargs
        && (required..=positional).contains(&args.len())
        && !keywords.iter().any(is_parameter)
    {
        let args = Args {
            fixed: args,
            rest: &[],
            keywords,
        };
        return start(cx, row, args);
    }
    let count = positional + usize::from(params.keyword_only);
    let (mut few, mut many) = ([Value::Unbound; FEW], Vec::new());
    let fixed = match few.get_mut(..count) {
        Some(few) => few,
        None => {
            many.resize(count, Value::Unbound);
            many.as_mut_slice()
        }
    };
    let (front, rest) = args.split_at_checked(positional).unwrap_or((args, &[]));
    if !rest.is_empty() && !params.varargs {
        return Err(match keywords.first() {
            Some((name, _)) if params.keyword_only == 0 && !params.kwargs => {
                fault::only_positional(cx, row, args, name.as_str())
            }
            _ => fault::count(cx, row, args),
        });
    }
    fixed
        .iter_mut()
        .zip(front)
        .for_each(|(to, from)| *to = *from);
    let mut further = Vec::new();
    for (name, value) in keywords {
        match parameter(params, name.as_str()).and_then(|at| fixed.get_mut(at)) {
            Some(slot) if is_unbound(slot) => *slot = *value,
            Some(_) => return Err(fault::twice(cx, row, name.as_str())),
            None if params.kwargs => further.push((*name, *value)),
            None => return Err(fault::keyword(cx, row, args, name.as_str())),
        }
    }
    if let Some(at) = fixed.iter().take(required).position(is_unbound) {
        return Err(fault::missing(cx, row, at, args));
    }
    start(
        cx,
        row,
        Args {
            fixed,
            rest,
            keywords: &further,
        },
    )
}

fn start<'h>(cx: &Context<'h>, row: &Row, args: Args<'_, 'h>) -> Result<Ending<'h>, Stop<'h>> {
    match row.run {
        Run::Leaf(leaf) => leaf(cx, args).map(Ending::Value),
        Run::Tail(tail) => tail(cx, args),
        Run::Std(_) => Err(Stop::Fatal),
    }
}

/// The parameter that a keyword names.
fn parameter(params: &Signature, name: &str) -> Option<usize> {
    let at = params.position(name)?;
    (at >= usize::from(params.positional_only)).then_some(at)
}
