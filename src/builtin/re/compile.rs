//! Compiling patterns once: per policy as its charges see it, per thread as time sees it.

use super::error::PatternError;
use super::flag;
use super::flags::Flags;
use super::matcher::Matcher;
use super::object::{Compiled, instance};
use super::pattern::PATTERN;
use super::refuse::{characters, raise};
use crate::value::context::Context;
use crate::value::value::{Data, Instance, Stop, Value};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// How many patterns a thread remembers, and how long they can be.
const REMEMBERED: usize = 128;
const REMEMBERED_LENGTH: usize = 2000;

type Key = (bool, u32, Vec<char>);

thread_local! {
    static KNOWN: RefCell<HashMap<Key, Arc<Compiled>>> = RefCell::new(HashMap::new());
}

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
    let made = Arc::new(Compiled::new(matcher));
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
    if let Some(known) = instance(pattern) {
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
