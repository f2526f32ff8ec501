//! Values that own themselves and have a JSON form: what leaves the engine.

use std::fmt;

use num_bigint::BigInt;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::context::Context;
use super::value::{Dict, List, Stop, Text, Value};

/// A value outside the heap: None, bool, int, finite float, str, list and dict with str keys.
#[derive(Clone, Debug)]
pub enum Plain {
    /// `None`.
    None,
    /// A bool.
    Bool(bool),
    /// An int of 64 bits.
    Int(i64),
    /// A larger int.
    Big(BigInt),
    /// A float, neither NaN nor infinite.
    Float(f64),
    /// A str.
    Str(String),
    /// A list.
    List(Vec<Plain>),
    /// A dict with str keys, in order.
    Dict(Vec<(String, Plain)>),
}

impl Plain {
    /// The plain form of a value; none if any part of it has no JSON form.
    ///
    /// # Errors
    /// `RecursionError` if it nests too deeply (or contains itself), or [`Stop::Fatal`] by a limit.
    pub fn of<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Option<Self>, Stop<'h>> {
        let mut plain = None;
        Self::put(cx, value, &mut plain)?;
        Ok(plain)
    }

    /// Puts the plain form of a value, as [`Plain::of`] makes it, where it is wanted: scalars are written
    /// in place.
    ///
    /// # Errors
    /// Those of [`Plain::of`].
    pub(crate) fn put<'h>(
        cx: &Context<'h>,
        value: Value<'h>,
        into: &mut Option<Self>,
    ) -> Result<(), Stop<'h>> {
        cx.charge(1)?;
        match value {
            Value::None => Self::write(Self::None, into),
            Value::True => Self::write(Self::Bool(true), into),
            Value::False => Self::write(Self::Bool(false), into),
            Value::Str(text) => *into = Some(Self::of_text(cx, text)?),
            value => *into = Self::of_other(cx, value)?,
        }
        Ok(())
    }

    /// Writes where mostly nothing stands: once that is known, nothing has to be dropped for it.
    #[inline(always)]
    pub(crate) fn write(self, into: &mut Option<Self>) {
        if into.is_some() {
            *into = None;
        }
        *into = Some(self);
    }

    /// The plain form of a str, charged by its length.
    ///
    /// # Errors
    /// [`Stop::Fatal`] by a limit.
    #[inline(always)]
    pub(crate) fn of_text<'h>(cx: &Context<'h>, text: &Text<'h>) -> Result<Self, Stop<'h>> {
        cx.charge_bytes(text.as_str().len())?;
        Ok(Self::Str(text.as_str().to_owned()))
    }

    /// Counts what will stand outside the heap as the policy's memory: what stands in a list a thousand times
    /// is one object there and a thousand here.
    fn weigh<'h>(cx: &Context<'h>, bytes: usize) -> Result<(), Stop<'h>> {
        cx.memory(cx.heap.charge(bytes))
    }

    /// The plain form of what stands in a container.
    fn part<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Option<Self>, Stop<'h>> {
        match value {
            Value::Str(text) => Self::weigh(cx, text.as_str().len())?,
            Value::Big(int) => {
                Self::weigh(cx, usize::try_from(int.bits() / 8).unwrap_or(usize::MAX))?
            }
            _ => {}
        }
        Self::of(cx, value)
    }

    fn of_other<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Option<Self>, Stop<'h>> {
        Ok(Some(match value {
            Value::Int(int) => Self::Int(int),
            Value::Big(int) => Self::Big(int.clone()),
            Value::Float(bits) if bits.get().is_finite() => Self::Float(bits.get()),
            Value::List(list) => return Self::of_list(cx, list),
            Value::Dict(dict) => return Self::of_dict(cx, dict),
            _ => return Ok(None),
        }))
    }

    fn of_list<'h>(cx: &Context<'h>, list: &List<'h>) -> Result<Option<Self>, Stop<'h>> {
        Self::weigh(cx, list.len().saturating_mul(size_of::<Self>()))?;
        let mut items = Vec::with_capacity(list.len());
        for item in list.iter() {
            match cx.nested(|| Self::part(cx, item))? {
                Some(item) => items.push(item),
                None => return Ok(None),
            }
        }
        Ok(Some(Self::List(items)))
    }

    fn of_dict<'h>(cx: &Context<'h>, dict: &Dict<'h>) -> Result<Option<Self>, Stop<'h>> {
        dict.settle(cx)?;
        Self::weigh(cx, dict.len().saturating_mul(size_of::<(String, Self)>()))?;
        let mut items = Vec::with_capacity(dict.len());
        for (key, value) in dict.stored() {
            let Value::Str(key) = key else {
                return Ok(None);
            };
            Self::weigh(cx, key.as_str().len())?;
            match cx.nested(|| Self::part(cx, value))? {
                Some(value) => items.push((key.as_str().to_owned(), value)),
                None => return Ok(None),
            }
        }
        Ok(Some(Self::Dict(items)))
    }

    /// The plain form of JSON; numbers beyond 64 bits are floats.
    #[must_use]
    pub fn of_json(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::None,
            Json::Bool(truth) => Self::Bool(*truth),
            Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(int), _) => Self::Int(int),
                (None, Some(int)) => Self::Big(int.into()),
                (None, None) => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Self::Str(text.clone()),
            Json::Array(items) => Self::List(items.iter().map(Self::of_json).collect()),
            Json::Object(map) => Self::Dict(
                map.iter()
                    .map(|(key, value)| (key.clone(), Self::of_json(value)))
                    .collect(),
            ),
        }
    }

    /// Its value.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn lift<'h>(&self, cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
        cx.charge(1)?;
        Ok(match self {
            Self::None => Value::None,
            Self::Bool(truth) => Value::bool(*truth),
            Self::Int(int) => Value::Int(*int),
            Self::Big(int) => cx.int(int.clone())?,
            Self::Float(float) => Value::float(*float),
            Self::Str(text) => cx.str(text)?,
            Self::List(items) => {
                let list = cx.list(&[])?;
                for item in items {
                    list.push(cx, cx.nested(|| item.lift(cx))?)?;
                }
                Value::List(list)
            }
            Self::Dict(entries) => {
                let dict = cx.dict_with(entries.len())?;
                for (key, value) in entries {
                    dict.insert_str(cx, key, cx.nested(|| value.lift(cx))?)?;
                }
                Value::Dict(dict)
            }
        })
    }

    /// The text of a str.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one to `==` (`True` is 1).
    fn number(&self) -> Option<f64> {
        match self {
            Self::Bool(truth) => Some(f64::from(u8::from(*truth))),
            Self::Int(int) => Some(*int as f64),
            Self::Float(float) => Some(*float),
            _ => None,
        }
    }
}

impl PartialEq for Plain {
    /// As Python's `==`: `1 == 1.0 == True`, dicts without regard to order.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Big(a), Self::Big(b)) => a == b,
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Dict(a), Self::Dict(b)) => {
                let b: std::collections::HashMap<&String, &Self> =
                    b.iter().map(|(key, value)| (key, value)).collect();
                a.len() == b.len() && a.iter().all(|(key, value)| b.get(key) == Some(&value))
            }
            _ => matches!((self.number(), other.number()), (Some(a), Some(b)) if a == b),
        }
    }
}

impl fmt::Display for Plain {
    /// As people read it: a str as it is, everything else as JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Str(text) => f.write_str(text),
            other => f.write_str(&serde_json::to_string(other).map_err(|_| fmt::Error)?),
        }
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            Self::Int(int) => serializer.serialize_i64(*int),
            Self::Big(int) => serde_json::value::RawValue::from_string(int.to_string())
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::Float(float) => serializer.serialize_f64(*float),
            Self::Str(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(item)?;
                }
                sequence.end()
            }
            Self::Dict(items) => {
                let mut map = serializer.serialize_map(Some(items.len()))?;
                for (key, value) in items {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
