//! `bool(x)` and `len(x)`.

use super::context::Context;
use super::value::{Stop, Value};

impl<'h> Context<'h> {
    /// The truth of a value.
    ///
    /// # Errors
    /// What asking an object raises.
    #[inline]
    pub fn truth(&self, value: Value<'h>) -> Result<bool, Stop<'h>> {
        match value {
            Value::True => Ok(true),
            Value::False | Value::None => Ok(false),
            Value::Int(int) => Ok(int != 0),
            Value::Str(text) => Ok(!text.is_empty()),
            other => self.other_truth(other),
        }
    }

    fn other_truth(&self, value: Value<'h>) -> Result<bool, Stop<'h>> {
        Ok(match value {
            Value::Float(bits) => bits.get() != 0.0,
            Value::Object(object) => match object.class.behaviour.truth(self, object)? {
                Some(truth) => truth,
                None => {
                    let len = object.class.behaviour.len(self, object)?;
                    len.is_none_or(|len| len > 0)
                }
            },
            Value::Host(host) => host.object.items().is_none_or(|items| !items.is_empty()),
            Value::Range(range) => self.truth(self.range_len(range)?)?,
            Value::Made(_) | Value::Exc(_) => self.made_truth(value)?,
            other => self.size(other)?.is_none_or(|len| len > 0),
        })
    }

    /// How many items a value has; none if it has no `len()`.
    ///
    /// # Errors
    /// What asking an object raises; `OverflowError` for a range that is too long.
    pub fn size(&self, value: Value<'h>) -> Result<Option<usize>, Stop<'h>> {
        Ok(Some(match value {
            Value::Str(text) => text.len(),
            Value::Bytes(bytes) => bytes.as_slice().len(),
            Value::Tuple(tuple) => tuple.items.len(),
            Value::List(list) => list.len(),
            Value::Dict(dict) => dict.len(),
            Value::Set(set) => set.len(),
            Value::View(view) => view.dict.len(),
            Value::Range(range) => match self.range_len(range)? {
                Value::Int(len) => usize::try_from(len).unwrap_or(0),
                _ => {
                    return Err(self.overflow_error(format_args!(
                        "Python int too large to convert to C ssize_t"
                    )));
                }
            },
            Value::Object(object) => return object.class.behaviour.len(self, object),
            Value::Made(_) | Value::Exc(_) => return self.made_size(value),
            Value::Host(host) => match host.object.items() {
                Some(items) => items.len(),
                None => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    /// `len(x)`.
    ///
    /// # Errors
    /// `TypeError` if it has none.
    pub fn len(&self, value: Value<'h>) -> Result<usize, Stop<'h>> {
        match self.size(value)? {
            Some(len) => Ok(len),
            None => Err(self.type_error(format_args!(
                "object of type '{}' has no len()",
                value.type_name()
            ))),
        }
    }
}
