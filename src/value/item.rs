//! `x[key]`.

use super::chars::slice::{range, stepped};
use super::context::Context;
use super::value::{Dict, DictKind, List, Slice, Stop, Text, Tuple, Value};

impl<'h> Context<'h> {
    /// `x[key]`. A missing key of a `defaultdict` is a `KeyError` here: who can call makes its item.
    ///
    /// # Errors
    /// `TypeError`, `IndexError` or `KeyError`.
    #[inline]
    pub fn item(&self, value: Value<'h>, key: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        match (value, key) {
            (Value::Dict(dict), _) => self.dict_item(dict, key),
            (Value::List(list), Value::Int(at)) => match list.item(place(at, list.len())) {
                Some(item) => Ok(item),
                None => Err(self.out_of_range("list index")),
            },
            _ => self.other_item(value, key),
        }
    }

    fn dict_item(&self, dict: &'h Dict<'h>, key: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        match dict.get(self, key)? {
            Some(value) => Ok(value),
            None if dict.kind() == DictKind::Counter => Ok(Value::Int(0)),
            None => Err(self.key_error(key)),
        }
    }

    fn other_item(&self, value: Value<'h>, key: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        match value {
            Value::List(list) => match key {
                Value::Slice(slice) => self.list_slice(list, slice),
                _ => {
                    let at = self.sequence_position("list indices", key, list.len())?;
                    list.item(at).ok_or_else(|| self.out_of_range("list index"))
                }
            },
            Value::Tuple(tuple) => match key {
                Value::Slice(slice) => self.tuple_slice(tuple, slice),
                _ => {
                    let at = self.sequence_position("tuple indices", key, tuple.items.len())?;
                    let item = tuple.items.get(at).copied();
                    item.ok_or_else(|| self.out_of_range("tuple index"))
                }
            },
            Value::Str(text) => match key {
                Value::Slice(slice) => self.text_slice(text, slice),
                _ => self.text_item(text, key),
            },
            Value::Bytes(bytes) => match key {
                Value::Slice(slice) => {
                    let bytes = bytes.as_slice();
                    let cut = self.cut(slice, bytes.len())?;
                    self.charge_bytes(cut.count)?;
                    let part: Vec<u8> = cut
                        .positions()
                        .filter_map(|at| bytes.get(at).copied())
                        .collect();
                    self.bytes(&part)
                }
                _ => {
                    let bytes = bytes.as_slice();
                    let at = self.sequence_position("byte indices", key, bytes.len())?;
                    match bytes.get(at) {
                        Some(byte) => Ok(Value::Int(i64::from(*byte))),
                        None => Err(self.out_of_range("index")),
                    }
                }
            },
            Value::Range(range) => self.range_at(range, key),
            Value::Object(object) => match object.class.behaviour.item(self, object, key)? {
                Some(item) => Ok(item),
                None => Err(self.not_subscriptable(value)),
            },
            Value::Class(class) => match self.alias(class, key)? {
                Some(alias) => Ok(alias),
                None => Err(self.not_subscriptable(value)),
            },
            Value::Made(_) | Value::Exc(_) => {
                match self.ask_special(value, "__getitem__", &[key])? {
                    Some(item) => Ok(item),
                    None => Err(self.not_subscriptable(value)),
                }
            }
            Value::Type(class) => match class.find("__class_getitem__") {
                Some(method) => {
                    let method = match method {
                        Value::Object(wrapper) => wrapper.field(0),
                        plain => plain,
                    };
                    self.ask(method, &[value, key])
                }
                None => Err(self.not_subscriptable(value)),
            },
            Value::Host(host) => match host.object.items() {
                Some(_) => {
                    let items = self.collect(value)?;
                    self.item(Value::List(self.list(&items)?), key)
                }
                None => Err(self.not_subscriptable(value)),
            },
            _ => Err(self.not_subscriptable(value)),
        }
    }

    #[cold]
    fn out_of_range(&self, what: &str) -> Stop<'h> {
        self.index_error(format_args!("{what} out of range"))
    }

    #[cold]
    fn not_subscriptable(&self, value: Value<'h>) -> Stop<'h> {
        match value {
            Value::Class(class) => {
                self.type_error(format_args!("type '{}' is not subscriptable", class.name))
            }
            Value::Record(record) => {
                self.type_error(format_args!("type '{}' is not subscriptable", record.name))
            }
            other => self.type_error(format_args!(
                "'{}' object is not subscriptable",
                other.type_name()
            )),
        }
    }

    /// The position from the front that an index means; beyond the end if it is out of range.
    ///
    /// # Errors
    /// `TypeError` if it is no int, `IndexError` if it is larger than any position.
    pub fn sequence_position(
        &self,
        what: &str,
        key: Value<'h>,
        len: usize,
    ) -> Result<usize, Stop<'h>> {
        match self.maybe_index(key)? {
            Some(Value::Int(at)) => Ok(place(at, len)),
            Some(_) => self.position(key).map(|_| usize::MAX),
            None => Err(self.type_error(format_args!(
                "{what} must be integers or slices, not {}",
                key.type_name()
            ))),
        }
    }

    fn list_slice(&self, list: &'h List<'h>, slice: &Slice<'h>) -> Result<Value<'h>, Stop<'h>> {
        let cut = self.cut(slice, list.len())?;
        self.charge(cut.count / 4)?;
        let part = self.list_with(cut.count)?;
        for at in cut.positions() {
            if let Some(item) = list.item(at) {
                part.push(self, item)?;
            }
        }
        Ok(Value::List(part))
    }

    fn tuple_slice(&self, tuple: &'h Tuple<'h>, slice: &Slice<'h>) -> Result<Value<'h>, Stop<'h>> {
        let cut = self.cut(slice, tuple.items.len())?;
        if let Some(part) = cut.range().and_then(|range| tuple.items.get(range)) {
            return self.lent_tuple(part);
        }
        self.charge(cut.count / 4)?;
        let items = self.memory(self.heap.filled(cut.count, Value::None))?;
        for (to, at) in items.iter_mut().zip(cut.positions()) {
            *to = tuple.items.get(at).copied().unwrap_or(Value::None);
        }
        self.lent_tuple(items)
    }

    fn text_item(&self, text: &'h Text<'h>, key: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        let at = match self.maybe_index(key)? {
            Some(Value::Int(at)) => place(at, text.len()),
            Some(_) => self.position(key).map(|_| usize::MAX)?,
            None => {
                return Err(self.type_error(format_args!(
                    "string indices must be integers, not '{}'",
                    key.type_name()
                )));
            }
        };
        if at >= text.len() {
            return Err(self.out_of_range("string index"));
        }
        self.text_part(text, at, at + 1)
    }

    /// The characters from `start` up to `end`, counted in code points.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if the budget is spent.
    pub fn text_part(
        &self,
        text: &'h Text<'h>,
        start: usize,
        end: usize,
    ) -> Result<Value<'h>, Stop<'h>> {
        let chars = text.as_str();
        if !text.is_ascii() {
            self.charge_bytes(chars.len())?;
        }
        self.lent_str(range(chars, text.is_ascii(), start, end))
    }

    fn text_slice(&self, text: &'h Text<'h>, slice: &Slice<'h>) -> Result<Value<'h>, Stop<'h>> {
        let cut = self.cut(slice, text.len())?;
        if cut.count == text.len() && cut.step == 1 {
            return Ok(Value::Str(text));
        }
        if let Some(range) = cut.range() {
            return self.text_part(text, range.start, range.end);
        }
        self.charge_bytes(text.as_str().len())?;
        self.charge_bytes(cut.count)?;
        let (ascii, start) = (text.is_ascii(), cut.start as usize);
        self.str(&stepped(text.as_str(), ascii, start, cut.step, cut.count))
    }

    fn range_at(
        &self,
        range: &super::value::Range<'h>,
        key: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        use crate::ops::{BinaryOp, CompareOp};
        if let Value::Slice(slice) = key {
            return self.range_slice(range, slice);
        }
        let Some(at) = self.maybe_index(key)? else {
            return Err(self.type_error(format_args!(
                "range indices must be integers or slices, not {}",
                key.type_name()
            )));
        };
        let len = self.range_len(range)?;
        let at = if self.ordered(CompareOp::Lt, at, Value::Int(0))? {
            self.binary(BinaryOp::Add, at, len)?
        } else {
            at
        };
        let inside = self.ordered(CompareOp::Ge, at, Value::Int(0))?
            && self.ordered(CompareOp::Lt, at, len)?;
        if inside {
            self.range_item(range, at)
        } else {
            Err(self.out_of_range("range object index"))
        }
    }

    fn range_slice(
        &self,
        range: &super::value::Range<'h>,
        slice: &Slice<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        use crate::ops::BinaryOp::Mul;
        let len = self.range_len(range)?.to_big().unwrap_or_default();
        let [start, stop, step] = self.wide_cut(slice, &len)?;
        let step = self.binary(Mul, range.step, step)?;
        let start = self.range_item(range, start)?;
        self.range(start, self.range_item(range, stop)?, step)
    }
}

/// The position from the front; beyond every end if there is none.
fn place(at: i64, len: usize) -> usize {
    let at = if at < 0 { at + len as i64 } else { at };
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::Value;
    use crate::value::fixture::{in_context, ok};

    #[test]
    fn slices_select_as_in_python() {
        in_context(|cx| {
            let items: Vec<_> = (0..10).map(Value::Int).collect();
            let list = Value::List(ok(cx.list(&items)));
            let bound = |at: Option<i64>| at.map_or(Value::None, Value::Int);
            let check = |start, stop, step, expected: &[i64]| {
                let key = ok(cx.slice(bound(start), bound(stop), bound(step)));
                let Value::List(part) = ok(cx.item(list, key)) else {
                    panic!("a slice of a list is a list");
                };
                let found: Vec<_> = part.iter().map(Value::cut).collect();
                assert_eq!(found, expected);
            };
            check(None, None, Some(-3), &[9, 6, 3, 0]);
            check(Some(-3), None, None, &[7, 8, 9]);
            check(Some(20), Some(-20), Some(-4), &[9, 5, 1]);
            check(Some(5), Some(2), None, &[]);
            check(Some(2), Some(i64::MAX), Some(i64::MAX), &[2]);
            check(None, None, Some(i64::MIN), &[9]);
        });
    }
}
