//! Writing JSON. Nesting is kept on a stack of its own.

use super::quote::quote;
use crate::builtin::order::sort_pairs;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::float;
use crate::value::number;
use crate::value::value::{Stop, Value};

/// As deep as CPython's recursion limit lets it write.
const DEEPEST: usize = 990;

/// How a document is written.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// Keys that are no keys in JSON are left out.
    pub(super) skip_keys: bool,
    /// ASCII only.
    pub(super) ascii: bool,
    /// A container within itself is noticed.
    pub(super) check_circular: bool,
    /// `NaN` and the infinities may be written.
    pub(super) allow_nan: bool,
    /// Keys are written in order.
    pub(super) sort_keys: bool,
    /// What a level is indented by; none keeps all on one line.
    pub(super) indent: Option<String>,
    /// Between items.
    pub(super) item_separator: String,
    /// Between a key and its value.
    pub(super) key_separator: String,
}

/// A writer of one document.
pub(super) struct Encoder<'c, 'h> {
    pub(super) cx: &'c Context<'h>,
    pub(super) style: &'c Style,
    /// What was written.
    pub(super) out: String,
}

/// A container that is being written: what it is, and what is left of it.
struct Open<'h> {
    value: Value<'h>,
    items: Items<'h>,
    /// Nothing was written yet.
    first: bool,
}

enum Items<'h> {
    List(Value<'h>, usize),
    Dict(std::vec::IntoIter<(Value<'h>, Value<'h>)>),
}

impl<'h> Encoder<'_, 'h> {
    /// Writes a value with all it contains.
    pub(super) fn value(&mut self, value: Value<'h>) -> Result<(), Stop<'h>> {
        let mut open: Vec<Open<'h>> = Vec::new();
        let mut next = Some(value);
        loop {
            self.cx.charge(1)?;
            if let Some(value) = next.take()
                && !self.atom(value)?
                && let Some(container) = self.enter(value, &open)?
            {
                open.push(container);
            }
            let depth = open.len();
            let Some(container) = open.last_mut() else {
                return Ok(());
            };
            next = self.step(container, depth)?;
            if next.is_none() {
                self.leave(container, depth)?;
                open.pop();
            }
        }
    }

    /// Writes what is no container; false if it is one.
    fn atom(&mut self, value: Value<'h>) -> Result<bool, Stop<'h>> {
        match value {
            Value::Str(text) => quote(self.cx, text.as_str(), self.style.ascii, &mut self.out)?,
            Value::None => self.put("null")?,
            Value::True => self.put("true")?,
            Value::False => self.put("false")?,
            Value::Int(_) | Value::Big(_) => {
                let text = self.int(value)?;
                self.put(&text)?;
            }
            Value::Float(bits) => {
                let text = self.float(bits.get())?;
                self.put(&text)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put(&mut self, piece: &str) -> Result<(), Stop<'h>> {
        self.cx.put(&mut self.out, piece)
    }

    fn int(&self, value: Value<'h>) -> Result<String, Stop<'h>> {
        let Some(int) = value.as_int() else {
            return Ok(String::new());
        };
        self.cx
            .charge(usize::try_from(int.bits() / 16).unwrap_or(usize::MAX))?;
        self.cx.settled(number::print::decimal(int))
    }

    fn float(&self, x: f64) -> Result<String, Stop<'h>> {
        if x.is_finite() {
            return Ok(float::layout::repr(x));
        }
        if !self.style.allow_nan {
            return Err(self.cx.value_error(format_args!(
                "Out of range float values are not JSON compliant"
            )));
        }
        let word = if x.is_nan() { "NaN" } else { "Infinity" };
        Ok(if x < 0.0 {
            format!("-{word}")
        } else {
            word.to_owned()
        })
    }

    /// Begins a container; an empty one is written whole.
    fn enter(&mut self, value: Value<'h>, open: &[Open<'h>]) -> Result<Option<Open<'h>>, Stop<'h>> {
        let (items, length) = match value {
            Value::List(list) => (Items::List(value, 0), list.len()),
            Value::Tuple(tuple) => (Items::List(value, 0), tuple.items.len()),
            Value::Dict(dict) => {
                let mut pairs: Vec<_> = dict.items(self.cx)?.collect();
                self.cx.charge(pairs.len())?;
                if self.style.sort_keys {
                    sort_pairs(self.cx, &mut pairs, false)?;
                }
                let length = pairs.len();
                (Items::Dict(pairs.into_iter()), length)
            }
            other => {
                let kind = other.type_name();
                return Err(self.cx.type_error(format_args!(
                    "Object of type {kind} is not JSON serializable"
                )));
            }
        };
        if length == 0 {
            self.put(if matches!(items, Items::Dict(_)) {
                "{}"
            } else {
                "[]"
            })?;
            return Ok(None);
        }
        self.check(value, open)?;
        self.put(if matches!(items, Items::Dict(_)) {
            "{"
        } else {
            "["
        })?;
        Ok(Some(Open {
            value,
            items,
            first: true,
        }))
    }

    fn check(&self, value: Value<'h>, open: &[Open<'h>]) -> Result<(), Stop<'h>> {
        self.cx.charge(open.len() / 8)?;
        if self.style.check_circular && open.iter().any(|container| container.value.is(value)) {
            return Err(self
                .cx
                .value_error(format_args!("Circular reference detected")));
        }
        if open.len() >= DEEPEST {
            return Err(self.cx.raise(
                &exceptions::RECURSION_ERROR,
                format_args!("maximum recursion depth exceeded while encoding a JSON object"),
            ));
        }
        Ok(())
    }

    /// Writes what stands before the next item, and gives the item; none at the end.
    fn step(&mut self, open: &mut Open<'h>, depth: usize) -> Result<Option<Value<'h>>, Stop<'h>> {
        match &mut open.items {
            Items::List(items, at) => {
                let item = match *items {
                    Value::List(list) => list.item(*at),
                    Value::Tuple(tuple) => tuple.items.get(*at).copied(),
                    _ => None,
                };
                if item.is_some() {
                    *at += 1;
                    self.separate(&mut open.first, depth)?;
                }
                Ok(item)
            }
            Items::Dict(pairs) => {
                for (key, value) in pairs.by_ref() {
                    let Some(key) = self.key(key)? else {
                        continue;
                    };
                    self.separate(&mut open.first, depth)?;
                    quote(self.cx, &key, self.style.ascii, &mut self.out)?;
                    self.put(&self.style.key_separator)?;
                    return Ok(Some(value));
                }
                Ok(None)
            }
        }
    }

    /// The text of a key; none if it is left out.
    fn key(&self, key: Value<'h>) -> Result<Option<String>, Stop<'h>> {
        Ok(Some(match key {
            Value::Str(text) => {
                self.cx.charge_bytes(text.as_str().len())?;
                text.as_str().to_owned()
            }
            Value::None => "null".to_owned(),
            Value::True => "true".to_owned(),
            Value::False => "false".to_owned(),
            Value::Int(_) | Value::Big(_) => self.int(key)?,
            Value::Float(bits) => self.float(bits.get())?,
            _ if self.style.skip_keys => return Ok(None),
            other => {
                let kind = other.type_name();
                return Err(self.cx.type_error(format_args!(
                    "keys must be str, int, float, bool or None, not {kind}"
                )));
            }
        }))
    }

    fn separate(&mut self, first: &mut bool, depth: usize) -> Result<(), Stop<'h>> {
        if !std::mem::take(first) {
            self.put(&self.style.item_separator)?;
        }
        self.line(depth)
    }

    /// A new line with its indentation, if there are lines.
    fn line(&mut self, depth: usize) -> Result<(), Stop<'h>> {
        if let Some(indent) = &self.style.indent {
            self.put("\n")?;
            for _ in 0..depth {
                self.put(indent)?;
            }
        }
        Ok(())
    }

    fn leave(&mut self, open: &Open<'h>, depth: usize) -> Result<(), Stop<'h>> {
        if !open.first {
            self.line(depth - 1)?;
        }
        self.put(if matches!(open.items, Items::Dict(_)) {
            "}"
        } else {
            "]"
        })
    }
}
