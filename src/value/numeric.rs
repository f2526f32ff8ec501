//! Where values meet the arithmetic on plain numbers.

use super::context::Context;
use super::exceptions::{
    INDEX_ERROR, LOOKUP_ERROR, OVERFLOW_ERROR, TYPE_ERROR, VALUE_ERROR, ZERO_DIVISION_ERROR,
};
use super::fault::{Fault, FaultClass};
use super::number::integer::{Int, IntRef};
use super::number::mixed;
use super::value::{Stop, Value};
use crate::limits::Limit;

impl<'h> Value<'h> {
    /// The int that an int or bool is.
    #[must_use]
    pub fn as_int(self) -> Option<IntRef<'h>> {
        match self {
            Self::Int(int) => Some(IntRef::Small(int)),
            Self::Big(big) => Some(IntRef::Big(big)),
            Self::True => Some(IntRef::Small(1)),
            Self::False => Some(IntRef::Small(0)),
            _ => None,
        }
    }
}

impl<'h> Context<'h> {
    /// The exception of a refused computation.
    #[cold]
    pub fn fault(&self, fault: &Fault) -> Stop<'h> {
        let class = match fault.class {
            FaultClass::Value => &VALUE_ERROR,
            FaultClass::Type => &TYPE_ERROR,
            FaultClass::Overflow => &OVERFLOW_ERROR,
            FaultClass::ZeroDivision => &ZERO_DIVISION_ERROR,
            FaultClass::Index => &INDEX_ERROR,
            FaultClass::Lookup => &LOOKUP_ERROR,
        };
        self.raise(class, format_args!("{}", fault.text))
    }

    /// The result of a computation, its fault raised.
    ///
    /// # Errors
    /// The fault, as an exception.
    #[inline]
    pub fn settled<T>(&self, result: Result<T, Fault>) -> Result<T, Stop<'h>> {
        result.map_err(|fault| self.fault(&fault))
    }

    /// The value of a computed int.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if it is larger than the limit, or memory is exhausted.
    pub fn whole(&self, int: Int) -> Result<Value<'h>, Stop<'h>> {
        match int {
            Int::Small(int) => Ok(Value::Int(int)),
            Int::Big(big) => self.int(big),
        }
    }

    /// The float that a number stands for; none if the value is no number.
    ///
    /// # Errors
    /// `OverflowError` if an int is too large.
    pub fn maybe_float(&self, value: Value<'h>) -> Result<Option<f64>, Stop<'h>> {
        match (value, value.as_int()) {
            (Value::Float(bits), _) => Ok(Some(bits.get())),
            (_, Some(int)) => self.settled(mixed::to_float(int)).map(Some),
            _ => Ok(None),
        }
    }

    /// The float that a value stands for: a number, or what `__float__` or `__index__` gives; none if
    /// nothing does.
    ///
    /// # Errors
    /// `OverflowError` if an int is too large, `TypeError` if a method gives no number.
    pub fn maybe_real(&self, value: Value<'h>) -> Result<Option<f64>, Stop<'h>> {
        let number = match value {
            Value::Float(_) => Some(value),
            _ if value.special("__float__").is_some() => {
                let float = |number: Value<'h>| matches!(number, Value::Float(_));
                self.made_number(value, "__float__", float, "float")?
            }
            other => self.maybe_index(other)?,
        };
        match number {
            Some(number) => self.maybe_float(number),
            None => Ok(None),
        }
    }

    /// Refuses an int of that many bits before it is computed.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if it would be larger than the limit.
    pub fn check_bits(&self, bits: u64) -> Result<(), Stop<'h>> {
        let limit = self.meter.int_bits();
        if bits > limit {
            return Err(self.stop(Limit::Int(limit)));
        }
        Ok(())
    }
}
