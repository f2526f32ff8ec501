//! Typed reading of a native's arguments, and of anything that stands for an index.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::context::Context;
use super::exceptions::INDEX_ERROR;
use super::native::Args;
use super::value::{Bytes, Dict, Instance, List, Set, Stop, Text, Tuple, Value};

impl<'h> Args<'_, 'h> {
    /// The str at parameter `at`; `what` opens the `TypeError`: `replace() argument 1`.
    ///
    /// # Errors
    /// `TypeError`: `WHAT must be str, not TYPE`.
    pub fn str(&self, cx: &Context<'h>, at: usize, what: &str) -> Result<&'h Text<'h>, Stop<'h>> {
        match self.value(at) {
            Value::Str(text) => Ok(text),
            other => Err(cx.wrong_type(what, "str", other)),
        }
    }

    /// The bytes at parameter `at`.
    ///
    /// # Errors
    /// `TypeError`: `a bytes-like object is required, not 'TYPE'`.
    pub fn bytes(&self, cx: &Context<'h>, at: usize) -> Result<&'h Bytes<'h>, Stop<'h>> {
        match self.value(at) {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(cx.type_error(format_args!(
                "a bytes-like object is required, not '{}'",
                other.type_name()
            ))),
        }
    }

    /// The int at parameter `at`, within 64 bits, or `default` if it was not given.
    ///
    /// # Errors
    /// `TypeError` if it is no int; `OverflowError` if it is too large.
    pub fn int(&self, cx: &Context<'h>, at: usize, default: i64) -> Result<i64, Stop<'h>> {
        match self.given(at) {
            None => Ok(default),
            Some(value) => cx.ssize(value),
        }
    }

    /// Like [`Args::int`], but an int that is too large is cut to the largest.
    ///
    /// # Errors
    /// `TypeError` if it is no int.
    pub fn clamped(&self, cx: &Context<'h>, at: usize, default: i64) -> Result<i64, Stop<'h>> {
        match self.given(at) {
            None => Ok(default),
            Some(value) => cx.clamped(value),
        }
    }

    /// The truth of parameter `at`, or `default` if it was not given.
    ///
    /// # Errors
    /// What asking the object raises.
    pub fn truth(&self, cx: &Context<'h>, at: usize, default: bool) -> Result<bool, Stop<'h>> {
        match self.given(at) {
            None => Ok(default),
            Some(value) => cx.truth(value),
        }
    }

    /// The list at parameter `at`: the receiver of a list method.
    ///
    /// # Errors
    /// `TypeError` if it is none.
    pub fn list(&self, cx: &Context<'h>, at: usize) -> Result<&'h List<'h>, Stop<'h>> {
        match self.value(at) {
            Value::List(list) => Ok(list),
            other => Err(cx.wrong_receiver("list", other)),
        }
    }

    /// The dict at parameter `at`: the receiver of a dict method.
    ///
    /// # Errors
    /// `TypeError` if it is none.
    pub fn dict(&self, cx: &Context<'h>, at: usize) -> Result<&'h Dict<'h>, Stop<'h>> {
        match self.value(at) {
            Value::Dict(dict) => Ok(dict),
            other => Err(cx.wrong_receiver("dict", other)),
        }
    }

    /// The set at parameter `at`: the receiver of a set method.
    ///
    /// # Errors
    /// `TypeError` if it is none.
    pub fn set(&self, cx: &Context<'h>, at: usize) -> Result<&'h Set<'h>, Stop<'h>> {
        match self.value(at) {
            Value::Set(set) => Ok(set),
            other => Err(cx.wrong_receiver("set", other)),
        }
    }

    /// The tuple at parameter `at`: the receiver of a tuple method.
    ///
    /// # Errors
    /// `TypeError` if it is none.
    pub fn tuple(&self, cx: &Context<'h>, at: usize) -> Result<&'h Tuple<'h>, Stop<'h>> {
        match self.value(at) {
            Value::Tuple(tuple) => Ok(tuple),
            other => Err(cx.wrong_receiver("tuple", other)),
        }
    }

    /// The native object at parameter `at`: the receiver of its class's method.
    ///
    /// # Errors
    /// `TypeError` if it is none.
    pub fn object(
        &self,
        cx: &Context<'h>,
        at: usize,
        class: &str,
    ) -> Result<&'h Instance<'h>, Stop<'h>> {
        match self.value(at) {
            Value::Object(object) => Ok(object),
            other => Err(cx.wrong_receiver(class, other)),
        }
    }
}

impl<'h> Context<'h> {
    /// `TypeError`: `WHAT must be CLASS, not TYPE`.
    #[cold]
    pub fn wrong_type(&self, what: &str, class: &str, value: Value<'h>) -> Stop<'h> {
        let kind = match value {
            Value::None => "None",
            other => other.type_name(),
        };
        self.type_error(format_args!("{what} must be {class}, not {kind}"))
    }

    /// `TypeError` of a method that was taken from its class and given another kind of object.
    #[cold]
    pub fn wrong_receiver(&self, class: &str, value: Value<'h>) -> Stop<'h> {
        self.type_error(format_args!(
            "descriptor requires a '{class}' object but received a '{}'",
            value.type_name()
        ))
    }

    /// The int that a value stands for where an index is wanted: `Value::Int` or `Value::Big`.
    ///
    /// # Errors
    /// `TypeError` if it stands for none.
    pub fn index(&self, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        match self.maybe_index(value)? {
            Some(int) => Ok(int),
            None => Err(self.type_error(format_args!(
                "'{}' object cannot be interpreted as an integer",
                value.type_name()
            ))),
        }
    }

    /// Like [`Context::index`], but none if the value stands for no int.
    ///
    /// # Errors
    /// What asking the object raises.
    pub fn maybe_index(&self, value: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        match value {
            Value::Int(_) | Value::Big(_) => Ok(Some(value)),
            Value::True => Ok(Some(Value::Int(1))),
            Value::False => Ok(Some(Value::Int(0))),
            Value::Object(object) => object.class.behaviour.int(self, object, true),
            Value::Made(_) | Value::Exc(_) => self.made_int(value, true),
            _ => Ok(None),
        }
    }

    /// An int that fits a C `ssize_t`.
    ///
    /// # Errors
    /// `TypeError` if the value is no int, `OverflowError` if it does not fit.
    pub fn ssize(&self, value: Value<'h>) -> Result<i64, Stop<'h>> {
        match self.index(value)? {
            Value::Int(int) => Ok(int),
            _ => {
                Err(self
                    .overflow_error(format_args!("Python int too large to convert to C ssize_t")))
            }
        }
    }

    /// An int that fits a C `int`.
    ///
    /// # Errors
    /// `TypeError` if the value is no int, `OverflowError` if it does not fit.
    pub fn c_int(&self, value: Value<'h>) -> Result<i32, Stop<'h>> {
        let fits = i32::try_from(self.clamped(value)?);
        fits.map_err(|_| {
            self.overflow_error(format_args!("Python int too large to convert to C int"))
        })
    }

    /// An int cut to what 64 bits hold.
    ///
    /// # Errors
    /// `TypeError` if the value is no int.
    pub fn clamped(&self, value: Value<'h>) -> Result<i64, Stop<'h>> {
        Ok(self.index(value)?.cut())
    }

    /// A position in a sequence.
    ///
    /// # Errors
    /// `TypeError` if the value is no int, `IndexError` if it does not fit.
    pub fn position(&self, value: Value<'h>) -> Result<i64, Stop<'h>> {
        match self.index(value)? {
            Value::Int(int) => Ok(int),
            _ => Err(self.raise(
                &INDEX_ERROR,
                format_args!(
                    "cannot fit '{}' into an index-sized integer",
                    value.type_name()
                ),
            )),
        }
    }
}

impl Value<'_> {
    /// The value as a big int, if it is an int or bool.
    #[must_use]
    pub fn to_big(self) -> Option<BigInt> {
        match self {
            Self::Int(int) => Some(BigInt::from(int)),
            Self::True => Some(BigInt::from(1)),
            Self::False => Some(BigInt::from(0)),
            Self::Big(big) => Some(big.clone()),
            _ => None,
        }
    }

    /// An int or bool cut to what 64 bits hold; anything else is 0.
    #[must_use]
    pub fn cut(self) -> i64 {
        match self {
            Self::Int(int) => int,
            Self::True => 1,
            Self::Big(big) => big.to_i64().unwrap_or(match big.sign() {
                num_bigint::Sign::Minus => i64::MIN,
                _ => i64::MAX,
            }),
            _ => 0,
        }
    }
}
