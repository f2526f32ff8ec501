//! Operators of `collections.Counter`: they keep positive counts only.

use super::context::Context;
use super::value::{Dict, DictKind, Stop, Value};
use crate::ops::{BinaryOp, CompareOp};

impl<'h> Context<'h> {
    pub(super) fn counter_op(
        &self,
        op: BinaryOp,
        a: &Dict<'h>,
        b: &Dict<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if !matches!(
            op,
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitOr | BinaryOp::BitAnd
        ) {
            return Ok(None);
        }
        let result = self.dict_of(DictKind::Counter, Value::None)?;
        for (key, mine) in a.items(self)? {
            let theirs = b.get(self, key)?.unwrap_or(Value::Int(0));
            self.keep(result, key, self.combined(op, mine, theirs)?)?;
        }
        if op != BinaryOp::BitAnd {
            for (key, theirs) in b.items(self)? {
                if a.get(self, key)?.is_none() {
                    let count = self.combined(op, Value::Int(0), theirs)?;
                    self.keep(result, key, count)?;
                }
            }
        }
        Ok(Some(Value::Dict(result)))
    }

    fn combined(&self, op: BinaryOp, a: Value<'h>, b: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.charge(1)?;
        match op {
            BinaryOp::BitOr => Ok(if self.ordered(CompareOp::Lt, a, b)? {
                b
            } else {
                a
            }),
            BinaryOp::BitAnd => Ok(if self.ordered(CompareOp::Lt, a, b)? {
                a
            } else {
                b
            }),
            _ => self.binary(op, a, b),
        }
    }

    fn keep(&self, result: &Dict<'h>, key: Value<'h>, count: Value<'h>) -> Result<(), Stop<'h>> {
        if self.ordered(CompareOp::Gt, count, Value::Int(0))? {
            result.insert(self, key, count)?;
        }
        Ok(())
    }

    /// `+counter` and `-counter`.
    pub(super) fn signed_counts(
        &self,
        counter: &Dict<'h>,
        negated: bool,
    ) -> Result<Value<'h>, Stop<'h>> {
        let result = self.dict_of(DictKind::Counter, Value::None)?;
        for (key, count) in counter.items(self)? {
            let count = if negated {
                self.binary(BinaryOp::Sub, Value::Int(0), count)?
            } else {
                count
            };
            self.keep(result, key, count)?;
        }
        Ok(Value::Dict(result))
    }

    pub(super) fn assign_counts(
        &self,
        op: BinaryOp,
        counter: &'h Dict<'h>,
        other: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let Value::Dict(other) = other else {
            return Ok(None);
        };
        let Some(Value::Dict(result)) = self.counter_op(op, counter, other)? else {
            return Ok(None);
        };
        counter.take_over(result);
        Ok(Some(Value::Dict(counter)))
    }
}
