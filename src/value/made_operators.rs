//! Operators of instances of classes that a policy defines.

use super::context::Context;
use super::value::{Stop, Value};
use crate::ops::{BinaryOp, CompareOp, UnaryOp};

/// The names of an operator's method, reflected method and method in place.
fn names(op: BinaryOp) -> [&'static str; 3] {
    match op {
        BinaryOp::Add => ["__add__", "__radd__", "__iadd__"],
        BinaryOp::Sub => ["__sub__", "__rsub__", "__isub__"],
        BinaryOp::Mul => ["__mul__", "__rmul__", "__imul__"],
        BinaryOp::Div => ["__truediv__", "__rtruediv__", "__itruediv__"],
        BinaryOp::FloorDiv => ["__floordiv__", "__rfloordiv__", "__ifloordiv__"],
        BinaryOp::Mod => ["__mod__", "__rmod__", "__imod__"],
        BinaryOp::Pow => ["__pow__", "__rpow__", "__ipow__"],
        BinaryOp::MatMul => ["__matmul__", "__rmatmul__", "__imatmul__"],
        BinaryOp::Shl => ["__lshift__", "__rlshift__", "__ilshift__"],
        BinaryOp::Shr => ["__rshift__", "__rrshift__", "__irshift__"],
        BinaryOp::BitOr => ["__or__", "__ror__", "__ior__"],
        BinaryOp::BitAnd => ["__and__", "__rand__", "__iand__"],
        BinaryOp::BitXor => ["__xor__", "__rxor__", "__ixor__"],
    }
}

impl<'h> Context<'h> {
    /// Whether `b` is of a class that derives from that of `a` and has a method of its own.
    fn goes_first(&self, a: Value<'h>, b: Value<'h>, reflected: &str) -> bool {
        match (a.made_class(), b.made_class()) {
            (Some(x), Some(y)) if !std::ptr::eq(x, y) && y.derives(x) => {
                let (own, inherited) = (y.find(reflected), x.find(reflected));
                own.is_some_and(|own| inherited.is_none_or(|inherited| !own.is(inherited)))
            }
            _ => false,
        }
    }

    /// `a op b`, or with `assigned` `a op= b`, if one of them defines it.
    pub(super) fn made_binary(
        &self,
        op: BinaryOp,
        a: Value<'h>,
        b: Value<'h>,
        assigned: bool,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let [direct, reflected, in_place] = names(op);
        if assigned && let Some(answer) = self.ask_operator(a, in_place, &[b])? {
            return Ok(Some(answer));
        }
        self.made_either([direct, reflected], a, b)
    }

    /// `divmod(a, b)`, if one of them defines it.
    ///
    /// # Errors
    /// What asking raises.
    pub fn made_divmod(&self, a: Value<'h>, b: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        self.made_either(["__divmod__", "__rdivmod__"], a, b)
    }

    /// What a method of `a`, or a reflected one of `b`, answers.
    fn made_either(
        &self,
        [direct, reflected]: [&str; 2],
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let first = self.goes_first(a, b, reflected);
        if first && let Some(answer) = self.ask_operator(b, reflected, &[a])? {
            return Ok(Some(answer));
        }
        if let Some(answer) = self.ask_operator(a, direct, &[b])? {
            return Ok(Some(answer));
        }
        let same = match (a.made_class(), b.made_class()) {
            (Some(x), Some(y)) => std::ptr::eq(x, y),
            _ => false,
        };
        if first || same {
            return Ok(None);
        }
        self.ask_operator(b, reflected, &[a])
    }

    pub(super) fn made_unary(
        &self,
        op: UnaryOp,
        value: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let name = match op {
            UnaryOp::Neg => "__neg__",
            UnaryOp::Pos => "__pos__",
            UnaryOp::Invert => "__invert__",
            UnaryOp::Not => return Ok(None),
        };
        self.ask_special(value, name, &[])
    }

    /// What a comparison of two values answers, if one of them defines it.
    ///
    /// # Errors
    /// What asking raises.
    pub fn made_compare(
        &self,
        op: CompareOp,
        a: Value<'h>,
        b: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        let (direct, reflected) = match op {
            CompareOp::Eq => ("__eq__", "__eq__"),
            CompareOp::Ne => ("__ne__", "__ne__"),
            CompareOp::Lt => ("__lt__", "__gt__"),
            CompareOp::Le => ("__le__", "__ge__"),
            CompareOp::Gt => ("__gt__", "__lt__"),
            CompareOp::Ge => ("__ge__", "__le__"),
            _ => return Ok(None),
        };
        let derived = match (a.made_class(), b.made_class()) {
            (Some(x), Some(y)) => !std::ptr::eq(x, y) && y.derives(x),
            (None, Some(_)) => false,
            _ => false,
        };
        if derived && let Some(answer) = self.ask_operator(b, reflected, &[a])? {
            return Ok(Some(answer));
        }
        if let Some(answer) = self.side(op, direct, a, b)? {
            return Ok(Some(answer));
        }
        match derived {
            true => Ok(None),
            false => self.side(op, reflected, b, a),
        }
    }

    /// What one side answers; without `__ne__` of its own, it is the opposite of `__eq__`.
    fn side(
        &self,
        op: CompareOp,
        name: &str,
        me: Value<'h>,
        other: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        if op == CompareOp::Ne && me.special(name).is_none() {
            return match self.ask_operator(me, "__eq__", &[other])? {
                Some(equal) => Ok(Some(Value::bool(!self.truth(equal)?))),
                None => Ok(None),
            };
        }
        self.ask_operator(me, name, &[other])
    }

    /// `item in container`.
    pub(super) fn made_contains(
        &self,
        container: Value<'h>,
        item: Value<'h>,
    ) -> Result<Option<bool>, Stop<'h>> {
        match self.ask_special(container, "__contains__", &[item])? {
            Some(answer) => self.truth(answer).map(Some),
            None => Ok(None),
        }
    }
}
