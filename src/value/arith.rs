//! Operators of one and two operands: the dispatch, and numbers.

use super::context::Context;
use super::number::mixed;
use super::value::{Stop, Value};
use crate::ops::{BinaryOp, UnaryOp};

impl<'h> Context<'h> {
    /// `a op b`.
    ///
    /// # Errors
    /// `TypeError` if the operands do not support it, or what the operation raises.
    #[inline]
    pub fn binary(&self, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        match (op, a, b) {
            (BinaryOp::Add, Value::Int(a), Value::Int(b)) => self.add_ints(a, b),
            (BinaryOp::Sub, Value::Int(a), Value::Int(b)) => self.sub_ints(a, b),
            (BinaryOp::Add, Value::Float(a), Value::Float(b)) => {
                Ok(Value::float(a.get() + b.get()))
            }
            (BinaryOp::Add, Value::Str(a), Value::Str(b)) => self.concat_texts(a, b),
            _ => self.operate(op, a, b, false),
        }
    }

    /// `a op= b`: changes lists, dicts and sets in place.
    ///
    /// # Errors
    /// Those of [`Context::binary`].
    #[inline]
    pub fn in_place(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        match (op, a, b) {
            (BinaryOp::Add, Value::Int(a), Value::Int(b)) => self.add_ints(a, b),
            (BinaryOp::Add, Value::Str(a), Value::Str(b)) => self.concat_texts(a, b),
            (_, Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Object(_), _) => {
                match self.assign(op, a, b)? {
                    Some(result) => Ok(result),
                    None => self.operate(op, a, b, true),
                }
            }
            _ => self.operate(op, a, b, true),
        }
    }

    #[inline]
    fn add_ints(&self, a: i64, b: i64) -> Result<Value<'h>, Stop<'h>> {
        match a.checked_add(b) {
            Some(sum) => Ok(Value::Int(sum)),
            None => self.wide_int(i128::from(a) + i128::from(b)),
        }
    }

    #[inline]
    fn sub_ints(&self, a: i64, b: i64) -> Result<Value<'h>, Stop<'h>> {
        match a.checked_sub(b) {
            Some(difference) => Ok(Value::Int(difference)),
            None => self.wide_int(i128::from(a) - i128::from(b)),
        }
    }

    fn operate(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
        assigned: bool,
    ) -> Result<Value<'h>, Stop<'h>> {
        if let Some(result) = self.number_op(op, a, b)? {
            return Ok(result);
        }
        // Formatting takes whatever stands on its right.
        let formats = op == BinaryOp::Mod && matches!(a, Value::Str(_) | Value::Bytes(_));
        if !formats
            && (a.made_class().is_some() || b.made_class().is_some())
            && let Some(result) = self.made_binary(op, a, b, assigned)?
        {
            return Ok(result);
        }
        if let Some(result) = self.object_op(op, a, b)? {
            return Ok(result);
        }
        let result = match op {
            BinaryOp::Mul if assigned && unrepeatable(a) => None,
            BinaryOp::Add | BinaryOp::Mul => self.sequence_op(op, a, b)?,
            BinaryOp::Mod => self.percent(a, b)?,
            _ => None,
        };
        match result {
            Some(result) => Ok(result),
            None => match self.collection_op(op, a, b)? {
                Some(result) => Ok(result),
                None => Err(self.unsupported(op, a, b, assigned)),
            },
        }
    }

    #[cold]
    fn unsupported(&self, op: BinaryOp, a: Value<'h>, b: Value<'h>, assigned: bool) -> Stop<'h> {
        let tail = match (assigned, op) {
            (true, _) => "=",
            (false, BinaryOp::Pow) => " or pow()",
            (false, _) => "",
        };
        self.type_error(format_args!(
            "unsupported operand type(s) for {}{tail}: '{}' and '{}'",
            op.symbol(),
            a.type_name(),
            b.type_name()
        ))
    }

    /// `a op b` if one of them is a native object whose class has that operator.
    ///
    /// # Errors
    /// What the operation raises.
    pub fn object_op(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if let Value::Object(object) = a
            && let Some(result) = object.class.behaviour.binary(self, op, a, b, false)?
        {
            return Ok(Some(result));
        }
        match b {
            Value::Object(object) => object.class.behaviour.binary(self, op, a, b, true),
            _ => Ok(None),
        }
    }

    /// `op x`.
    ///
    /// # Errors
    /// `TypeError` if the operand does not support it.
    pub fn unary(&self, op: UnaryOp, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        match (op, value) {
            (UnaryOp::Not, _) => Ok(Value::bool(!self.truth(value)?)),
            (UnaryOp::Neg, Value::Int(int)) => match int.checked_neg() {
                Some(int) => Ok(Value::Int(int)),
                None => self.wide_int(-i128::from(int)),
            },
            (UnaryOp::Neg, Value::Float(bits)) => Ok(Value::float(-bits.get())),
            (UnaryOp::Neg, Value::Big(big)) => self.int(-big),
            (UnaryOp::Pos, Value::Int(_) | Value::Float(_) | Value::Big(_)) => Ok(value),
            (UnaryOp::Invert, Value::Int(int)) => Ok(Value::Int(!int)),
            (UnaryOp::Invert, Value::Big(big)) => self.int(!big),
            (_, Value::True) => self.unary(op, Value::Int(1)),
            (_, Value::False) => self.unary(op, Value::Int(0)),
            (_, Value::Dict(dict)) if dict.is_counter() && op != UnaryOp::Invert => {
                self.signed_counts(dict, op == UnaryOp::Neg)
            }
            (_, Value::Made(_) | Value::Exc(_)) => match self.made_unary(op, value)? {
                Some(result) => Ok(result),
                None => Err(self.bad_operand(op, value)),
            },
            (_, Value::Object(object)) => match object.class.behaviour.unary(self, op, object)? {
                Some(result) => Ok(result),
                None => Err(self.bad_operand(op, value)),
            },
            _ => Err(self.bad_operand(op, value)),
        }
    }

    #[cold]
    fn bad_operand(&self, op: UnaryOp, value: Value<'h>) -> Stop<'h> {
        let symbol = match op {
            UnaryOp::Not => "not",
            UnaryOp::Neg => "-",
            UnaryOp::Pos => "+",
            UnaryOp::Invert => "~",
        };
        self.type_error(format_args!(
            "bad operand type for unary {symbol}: '{}'",
            value.type_name()
        ))
    }

    /// `a op b` if both are numbers, and numbers have that operator.
    fn number_op(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match (a, b) {
            (Value::Int(_), Value::Int(_)) => self.int_op(op, a, b),
            (Value::True | Value::False, Value::True | Value::False) => {
                let (x, y) = (matches!(a, Value::True), matches!(b, Value::True));
                Ok(match op {
                    BinaryOp::BitAnd => Some(Value::bool(x & y)),
                    BinaryOp::BitOr => Some(Value::bool(x | y)),
                    BinaryOp::BitXor => Some(Value::bool(x ^ y)),
                    _ => return self.int_op(op, a, b),
                })
            }
            (Value::Float(x), Value::Float(y)) => self.float_op(op, x.get(), y.get()),
            (Value::Float(x), _) => match b.as_int() {
                Some(y) => self.float_op(op, x.get(), self.settled(mixed::to_float(y))?),
                None => Ok(None),
            },
            (_, Value::Float(y)) => match a.as_int() {
                Some(x) => self.float_op(op, self.settled(mixed::to_float(x))?, y.get()),
                None => Ok(None),
            },
            _ => self.int_op(op, a, b),
        }
    }
}

/// Whether `a *= b` never asks `b`, as CPython's containers that cannot be repeated do.
fn unrepeatable(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Range(_) | Value::Set(_) | Value::View(_) | Value::Dict(_)
    )
}
