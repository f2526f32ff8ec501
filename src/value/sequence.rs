//! `+` and `*` of strs, bytes, lists and tuples.

use std::cell::Cell;

use super::context::Context;
use super::value::{List, Stop, Text, Value};
use crate::limits::Limit;
use crate::ops::BinaryOp;

impl<'h> Context<'h> {
    /// `a + b` or `a * b` if one of them is a sequence.
    pub(super) fn sequence_op(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if op == BinaryOp::Add {
            return self.concat(a, b);
        }
        let (sequence, count) = if is_sequence(a) { (a, b) } else { (b, a) };
        if !is_sequence(sequence) {
            return Ok(None);
        }
        let Some(times) = self.maybe_index(count)? else {
            return Err(self.type_error(format_args!(
                "can't multiply sequence by non-int of type '{}'",
                count.type_name()
            )));
        };
        let times = match times {
            Value::Int(times) => usize::try_from(times).unwrap_or(0),
            other => {
                return Err(self.overflow_error(format_args!(
                    "cannot fit '{}' into an index-sized integer",
                    other.type_name()
                )));
            }
        };
        self.repeat(sequence, times).map(Some)
    }

    fn concat(&self, a: Value<'h>, b: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        match (a, b) {
            (Value::Str(x), Value::Str(y)) => self.concat_texts(x, y).map(Some),
            (Value::Bytes(x), Value::Bytes(y)) => {
                let (x, y) = (x.as_slice(), y.as_slice());
                self.charge_bytes(x.len() + y.len())?;
                self.bytes(&[x, y].concat()).map(Some)
            }
            (Value::List(x), Value::List(y)) => {
                self.charge(x.len() + y.len())?;
                let sum = self.list_with(x.len() + y.len())?;
                for item in x.iter().chain(y.iter()) {
                    sum.push(self, item)?;
                }
                Ok(Some(Value::List(sum)))
            }
            (Value::Tuple(x), Value::Tuple(y)) => {
                let len = x.items.len() + y.items.len();
                self.charge(len)?;
                let items = self.memory(self.heap.filled(len, Value::None))?;
                for (to, from) in items.iter_mut().zip(x.items.iter().chain(y.items)) {
                    *to = *from;
                }
                self.lent_tuple(items).map(Some)
            }
            (Value::Bytes(_), _) => {
                Err(self.type_error(format_args!("can't concat {} to bytes", b.type_name())))
            }
            (Value::Str(_) | Value::List(_) | Value::Tuple(_), _) => {
                let class = match a {
                    Value::Tuple(_) => "tuple",
                    other => other.type_name(),
                };
                Err(self.type_error(format_args!(
                    "can only concatenate {class} (not \"{}\") to {class}",
                    b.type_name()
                )))
            }
            _ => Ok(None),
        }
    }

    pub(crate) fn concat_texts(
        &self,
        a: &'h Text<'h>,
        b: &'h Text<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        if b.is_empty() {
            return Ok(Value::Str(a));
        }
        if a.is_empty() {
            return Ok(Value::Str(b));
        }
        let (first, second) = (a.as_str(), b.as_str());
        let bytes = first.len().saturating_add(second.len());
        self.charge_bytes(bytes)?;
        self.written(bytes, |pen| {
            pen.write(first);
            pen.write(second);
        })
    }

    /// `a + b + c`, at the price of one sum after the other.
    pub(crate) fn concat_three(
        &self,
        a: &'h Text<'h>,
        b: &'h Text<'h>,
        c: &'h Text<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        if a.is_empty() || b.is_empty() || c.is_empty() {
            return match self.concat_texts(a, b)? {
                Value::Str(front) => self.concat_texts(front, c),
                other => Ok(other),
            };
        }
        let front = a.as_str().len().saturating_add(b.as_str().len());
        let bytes = front.saturating_add(c.as_str().len());
        self.charge_bytes(front)?;
        self.charge_bytes(bytes)?;
        self.written(bytes, |pen| {
            pen.write(a.as_str());
            pen.write(b.as_str());
            pen.write(c.as_str());
        })
    }

    fn repeat(&self, sequence: Value<'h>, times: usize) -> Result<Value<'h>, Stop<'h>> {
        match sequence {
            Value::Str(text) if times == 1 => Ok(Value::Str(text)),
            Value::Tuple(tuple) if times == 1 && tuple.record.is_none() => Ok(sequence),
            Value::Str(text) => {
                let bytes = self.product(text.as_str().len(), times, 1)?;
                self.charge_bytes(bytes)?;
                self.str(&text.as_str().repeat(times))
            }
            Value::Bytes(bytes) => {
                let len = self.product(bytes.as_slice().len(), times, 1)?;
                self.charge_bytes(len)?;
                self.bytes(&bytes.as_slice().repeat(times))
            }
            Value::List(list) => {
                let len = self.product(list.len(), times, size_of::<Value<'_>>())?;
                let product = self.list_with(len)?;
                self.charge(len)?;
                for _ in 0..times.min(len) {
                    for item in list.iter() {
                        product.push(self, item)?;
                    }
                }
                Ok(Value::List(product))
            }
            Value::Tuple(tuple) => {
                let len = self.product(tuple.items.len(), times, size_of::<Value<'_>>())?;
                self.charge(len)?;
                self.tuple(&tuple.items.repeat(times.min(len)))
            }
            other => Ok(other),
        }
    }

    /// `len * times` items, refused before the work if the heap could not hold them.
    fn product(&self, len: usize, times: usize, size: usize) -> Result<usize, Stop<'h>> {
        let product = len.saturating_mul(times);
        let room = self.heap.limit().saturating_sub(self.heap.used());
        if product.saturating_mul(size) > room {
            return Err(self.stop(Limit::Memory(self.heap.limit())));
        }
        Ok(product)
    }

    /// `list *= times`.
    pub(super) fn repeat_in_place(&self, list: &'h List<'h>, times: usize) -> Result<(), Stop<'h>> {
        let len = self.product(list.len(), times, size_of::<Value<'_>>())?;
        self.charge(len)?;
        if len == 0 {
            list.clear();
            return Ok(());
        }
        let items = list.to_vec();
        for _ in 1..times {
            for item in &items {
                list.push(self, *item)?;
            }
        }
        Ok(())
    }

    /// An empty list with room for `len` items.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn list_with(&self, len: usize) -> Result<&'h List<'h>, Stop<'h>> {
        let buffer = self.memory(self.heap.cells(len, Value::Unbound))?;
        self.memory(self.heap.alloc(List {
            buffer: Cell::new(buffer),
            len: Cell::new(0),
        }))
    }
}

fn is_sequence(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Str(_) | Value::Bytes(_) | Value::List(_) | Value::Tuple(_)
    )
}
