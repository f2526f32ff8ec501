//! Compiling patterns once: per policy as its charges see it; as time sees it, per text of a program, else per
//! thread.

use super::flag;
use super::flags::Flags;
use super::matcher::Matcher;
use super::object::{Compiled, instance};
use super::pattern::PATTERN;
use super::refuse::{bytes_of, paid_characters, raise};
use crate::value::context::Context;
use crate::value::hash::Names;
use crate::value::value::{Data, Instance, Paid, Stop, Value};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// How many patterns a thread remembers, and how long they can be.
const REMEMBERED: usize = 128;
const REMEMBERED_LENGTH: usize = 2000;

/// A pattern that was compiled.
struct Known {
    text: bool,
    flags: u32,
    pattern: Box<[u8]>,
    compiled: Arc<Compiled>,
}

type Table = HashMap<u64, Known, Names>;

thread_local! {
    static KNOWN: RefCell<Table> = RefCell::default();
}

/// What a text that belongs to a program was compiled to, without flags: kept with it, for all threads.
fn kept<'h>(pattern: Value<'h>) -> Option<&'h Arc<Compiled>> {
    match pattern {
        Value::Str(text) => text.reading(|_| None),
        _ => None,
    }
}

/// The same, after compiling it if need be. None for other patterns, and for those that do not compile.
fn kept_now<'h>(pattern: Value<'h>) -> Option<&'h Arc<Compiled>> {
    let Value::Str(text) = pattern else {
        return None;
    };
    text.reading(|_| {
        let chars = paid_characters(pattern)?;
        let matcher = Matcher::new(&chars, true, Flags(0)).ok()?;
        Some(Arc::new(Compiled::new(matcher)))
    })
}

/// Compiles, or finds what this thread compiled before: the policy has paid for either.
fn compiled<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
    flags: Flags,
) -> Result<Arc<Compiled>, Stop<'h>> {
    let (text, bytes) = (matches!(pattern, Value::Str(_)), bytes_of(pattern));
    let key = cx.key_hash(pattern)? ^ (u64::from(flags.0) << 1 | u64::from(text));
    let is_it =
        |known: &&Known| known.text == text && known.flags == flags.0 && *known.pattern == *bytes;
    let find = |known: &Table| {
        known
            .get(&key)
            .filter(is_it)
            .map(|known| known.compiled.clone())
    };
    if let Some(known) = KNOWN.with_borrow(find) {
        return Ok(known);
    }
    let chars = paid_characters(pattern).unwrap_or_default();
    let matcher = match Matcher::new(&chars, text, flags) {
        Ok(matcher) => matcher,
        Err(error) => return Err(raise(cx, &error, pattern, &chars)),
    };
    let made = Arc::new(Compiled::new(matcher));
    if bytes.len() <= REMEMBERED_LENGTH {
        let known = Known {
            text,
            flags: flags.0,
            pattern: bytes.into(),
            compiled: made.clone(),
        };
        KNOWN.with_borrow_mut(|table| {
            if table.len() >= REMEMBERED {
                table.clear();
            }
            table.insert(key, known);
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
    if let Some(known) = instance(pattern) {
        return match cx.truth(flags)? {
            false => Ok(known),
            true => Err(cx.value_error(format_args!(
                "cannot process flags argument with a compiled pattern"
            ))),
        };
    }
    check(cx, pattern)?;
    let bits = flag::bits(cx, flags)?;
    let (patterns, key) = (patterns(cx)?, key(cx, pattern, bits)?);
    if let Some(Value::Object(known)) = patterns.objects.get(cx, key)? {
        return Ok(known);
    }
    let paid = bits == Flags(0) && patterns.has(cx, pattern)?;
    if !paid {
        pay(cx, pattern, bits == Flags(0) && kept(pattern).is_some())?;
    }
    let bytes = bytes_of(pattern)
        .len()
        .saturating_mul(64)
        .saturating_add(1024);
    let kept = if bits == Flags(0) {
        kept_now(pattern)
    } else {
        None
    };
    let compiled = match kept {
        Some(kept) => {
            cx.memory(cx.heap.charge(bytes.saturating_add(size_of_val(kept))))?;
            kept
        }
        None => cx.memory(cx.heap.own(compiled(cx, pattern, bits)?, bytes))?,
    };
    let fields = cx.memory(cx.heap.cells(1, pattern))?;
    let made = cx.memory(cx.heap.alloc(Instance {
        class: &PATTERN,
        data: Data::Both(compiled, fields),
    }))?;
    if bits == Flags(0) && !paid {
        patterns.note(cx, pattern)?;
    }
    patterns.objects.add(cx, key, Value::Object(made))?;
    Ok(made)
}

/// What a pattern compiles to, without an object for policies to see.
pub(super) fn shared<'h>(
    cx: &Context<'h>,
    pattern: Value<'h>,
) -> Result<Cow<'h, Arc<Compiled>>, Stop<'h>> {
    if let Some(known) = instance(pattern).and_then(|object| object.own()) {
        return Ok(Cow::Borrowed(known));
    }
    check(cx, pattern)?;
    let patterns = patterns(cx)?;
    let (paid, known) = (patterns.has(cx, pattern)?, kept(pattern));
    if !paid {
        pay(cx, pattern, known.is_some())?;
    }
    let compiled = match known.or_else(|| kept_now(pattern)) {
        Some(kept) => Cow::Borrowed(kept),
        None => Cow::Owned(compiled(cx, pattern, Flags(0))?),
    };
    // What does not compile is paid for each time.
    if !paid {
        patterns.note(cx, pattern)?;
    }
    Ok(compiled)
}

/// The patterns that the policy has paid for.
fn patterns<'h>(cx: &Context<'h>) -> Result<&'h Paid<'h>, Stop<'h>> {
    match cx.patterns.get() {
        Some(patterns) => Ok(patterns),
        None => {
            let patterns = cx.memory(cx.heap.alloc(Paid::default()))?;
            cx.patterns.set(Some(patterns));
            Ok(patterns)
        }
    }
}

fn key<'h>(cx: &Context<'h>, pattern: Value<'h>, flags: Flags) -> Result<Value<'h>, Stop<'h>> {
    match flags.0 {
        0 => Ok(pattern),
        bits => cx.tuple(&[pattern, Value::Int(i64::from(bits))]),
    }
}

fn check<'h>(cx: &Context<'h>, pattern: Value<'h>) -> Result<(), Stop<'h>> {
    if let Value::Str(_) | Value::Bytes(_) = pattern {
        return Ok(());
    }
    cx.hash(pattern)?;
    Err(cx.type_error(format_args!(
        "first argument must be string or compiled pattern"
    )))
}

/// Charges what compiling takes: once for each policy, whatever the thread knows already. `done`: the
/// program's text keeps what it compiles to.
fn pay<'h>(cx: &Context<'h>, pattern: Value<'h>, done: bool) -> Result<(), Stop<'h>> {
    let length = bytes_of(pattern).len();
    let steps = (length / 16)
        .saturating_add(length.saturating_mul(20))
        .saturating_add(200);
    match done {
        true if cx.meter.charge_done(steps as u64) => Ok(()),
        true => Err(Stop::Fatal),
        false => cx.charge(steps),
    }
}
