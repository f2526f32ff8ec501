//! Compiling patterns once: per policy as its charges see it, per thread as time sees it.

use super::backtrack::Fuel;
use super::error::{PatternError, Refusal};
use super::flag;
use super::flags::Flags;
use super::matcher::{Found, How, Matcher, Scratch};
use super::memory::Spent;
use super::pattern::PATTERN;
use super::subject::Subject;
use crate::limits::Limit;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::value::{Data, Instance, Stop, Value};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A matcher with the memory that its searches use.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The matcher.
    pub(super) matcher: Matcher,
    scratch: Mutex<Scratch>,
}

/// How many patterns a thread remembers, and how long they can be.
const REMEMBERED: usize = 128;
const REMEMBERED_LENGTH: usize = 2000;

type Key = (bool, u32, Vec<char>);

thread_local! {
    static KNOWN: RefCell<HashMap<Key, Arc<Compiled>>> = RefCell::new(HashMap::new());
}

/// `re.error`.
pub static ERROR: Class = Class {
    module: "re",
    base: Some(&exceptions::EXCEPTION),
    ..Class::named("error")
};

/// Compiles, or finds what this thread compiled before.
fn compiled(
    chars: Vec<char>,
    text: bool,
    flags: Flags,
) -> Result<Arc<Compiled>, (PatternError, Vec<char>)> {
    let key = (text, flags.0, chars);
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
        return Ok(known);
    }
    let matcher = match Matcher::new(&key.2, text, flags) {
        Ok(matcher) => matcher,
        Err(error) => return Err((error, key.2)),
    };
    let made = Arc::new(Compiled {
        matcher,
        scratch: Mutex::default(),
    });
    if key.2.len() <= REMEMBERED_LENGTH {
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(key, made.clone());
        });
    }
    Ok(made)
}

/// `re.compile(pattern, flags)`: the pattern object.
pub(super) fn compile<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    flags: Value<'h>,
) -> Result<&'h Instance<'h>, Stop<'h>> {
    if let Some(known) = super::pattern::instance(pattern) {
        return match cx.truth(flags)? {
            false => Ok(known),
            true => Err(cx.value_error(format_args!(
                "cannot process flags argument with a compiled pattern"
            ))),
        };
    }
    let text = matches!(pattern, Value::Str(_));
    if !text && !matches!(pattern, Value::Bytes(_)) {
        cx.hash(pattern)?;
        return Err(cx.type_error(format_args!(
            "first argument must be string or compiled pattern"
        )));
    }
    let bits = flag::bits(cx, flags)?;
    let table = match cx.patterns.get() {
        Some(table) => table,
        None => cx.dict()?,
    };
    cx.patterns.set(Some(table));
    let key = cx.tuple(&[pattern, Value::Int(i64::from(bits.0))])?;
    if let Some(Value::Object(known)) = table.get(cx, key)? {
        return Ok(known);
    }
    let made = fresh(cx, pattern, text, bits)?;
    table.insert(cx, key, Value::Object(made))?;
    Ok(made)
}

fn fresh<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    text: bool,
    flags: Flags,
) -> Result<&'h Instance<'h>, Stop<'h>> {
    let chars = characters(cx, pattern)?;
    let length = chars.len();
    cx.charge(length.saturating_mul(20).saturating_add(200))?;
    match compiled(chars, text, flags) {
        Ok(made) => {
            let bytes = length.saturating_mul(64).saturating_add(1024);
            let made = cx.memory(cx.heap.own(made, bytes))?;
            let fields = cx.memory(cx.heap.cells(1, pattern))?;
            let data = Data::Both(made, fields);
            cx.memory(cx.heap.alloc(Instance {
                class: &PATTERN,
                data,
            }))
        }
        Err((error, chars)) => Err(raise(cx, &error, pattern, &chars)),
    }
}

/// The characters of a pattern or template; those of a bytes are its bytes.
pub(super) fn characters<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Vec<char>, Stop<'h>> {
    match value {
        Value::Str(text) => {
            cx.charge_bytes(text.as_str().len())?;
            Ok(text.as_str().chars().collect())
        }
        Value::Bytes(bytes) => {
            cx.charge_bytes(bytes.as_slice().len())?;
            Ok(bytes.as_slice().iter().copied().map(char::from).collect())
        }
        other => {
            let kind = other.type_name();
            Err(cx.type_error(format_args!(
                "decoding to str: need a bytes-like object, {kind} found"
            )))
        }
    }
}

/// Raises what a pattern or template was refused with.
#[cold]
pub(super) fn raise<'h>(
    cx: &Context<'h>,
    error: &PatternError,
    pattern: Value<'h>,
    chars: &[char],
) -> Stop<'h> {
    let class = match error.class {
        Refusal::Pattern => {
            return raise_pattern(cx, error, pattern, chars).unwrap_or_else(|stop| stop);
        }
        Refusal::Value => &exceptions::VALUE_ERROR,
        Refusal::Index => &exceptions::INDEX_ERROR,
        Refusal::Overflow => &exceptions::OVERFLOW_ERROR,
        Refusal::Recursion => &exceptions::RECURSION_ERROR,
    };
    cx.raise(class, format_args!("{}", error.message))
}

fn raise_pattern<'h>(
    cx: &Context<'h>,
    error: &PatternError,
    pattern: Value<'h>,
    chars: &[char],
) -> Result<Stop<'h>, Stop<'h>> {
    let number = |n: Option<usize>| {
        n.and_then(|n| i64::try_from(n).ok())
            .map_or(Value::None, Value::Int)
    };
    // A refusal without a place knows no pattern either.
    let pattern = if error.position.is_some() {
        pattern
    } else {
        Value::None
    };
    let place = error.place(chars);
    let raised = cx.exception(&ERROR, &[cx.str(&error.text(chars))?])?;
    let fields = cx.dict()?;
    fields.insert_str(cx, "msg", cx.str(&error.message)?)?;
    fields.insert_str(cx, "pattern", pattern)?;
    fields.insert_str(cx, "pos", number(error.position))?;
    fields.insert_str(cx, "lineno", number(place.map(|place| place.0)))?;
    fields.insert_str(cx, "colno", number(place.map(|place| place.1)))?;
    raised.fields.set(Some(fields));
    Ok(Stop::Raised(raised))
}

impl Compiled {
    /// Searches, and charges what it took.
    pub(super) fn find<'h>(
        &self,
        cx: &Context<'h>,
        subject: Subject<'h>,
        (start, end): (usize, usize),
        how: How,
        advance: bool,
    ) -> Result<Option<Found>, Stop<'h>> {
        let before = cx.meter.left();
        // An entry takes 24 bytes, of which the heap does not know.
        let entries = (cx.heap.left() / 24).min(1 << 22);
        let mut fuel = Fuel {
            steps: before,
            entries,
        };
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.matcher.find(
            &mut scratch,
            subject.up_to(end),
            start,
            how,
            advance,
            &mut fuel,
        );
        let spent = before.saturating_sub(fuel.steps);
        cx.charge(usize::try_from(spent).unwrap_or(usize::MAX))?;
        found.map_err(|spent| match spent {
            Spent::Room => cx.stop(Limit::Memory(cx.heap.limit())),
            Spent::Steps => match cx.charge(usize::MAX) {
                Err(stop) => stop,
                Ok(()) => Stop::Fatal,
            },
        })
    }
}
