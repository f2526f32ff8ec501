//! Constants: literals, and small arithmetic on them.
//!
//! What could fail or grow is left to the machine, which charges for it.

use num_bigint::BigInt;

use crate::code::Const;
use crate::ops::{BinaryOp, UnaryOp};
use crate::syntax::tree::{Expr, ExprKind};
use crate::value::value::{Bytes, Text};

/// Characters of a folded str at most.
const TEXT: usize = 4096;

/// The constant that an expression always is.
#[inline]
pub(super) fn fold(expr: &Expr<'_>) -> Option<Const> {
    match expr.kind {
        ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Call { .. } => None,
        ExprKind::Subscript(..) | ExprKind::Compare(..) => None,
        ExprKind::And(_) | ExprKind::Or(_) => None,
        _ => fold_literal(expr),
    }
}

fn fold_literal(expr: &Expr<'_>) -> Option<Const> {
    Some(match expr.kind {
        ExprKind::None => Const::None,
        ExprKind::True => Const::Bool(true),
        ExprKind::False => Const::Bool(false),
        ExprKind::Ellipsis => Const::Ellipsis,
        ExprKind::Int(n) => Const::Int(n),
        ExprKind::BigInt(digits) => big(digits)?,
        ExprKind::Float(x) => Const::Float(x),
        ExprKind::Str(text) => Const::Str(Text::constant(text)),
        ExprKind::Bytes(bytes) => Const::Bytes(Bytes::constant(bytes)),
        ExprKind::Tuple(items) => Const::Tuple(fold_all(items)?.into()),
        ExprKind::Unary(op, value) => unary(op, fold(value)?)?,
        ExprKind::Binary(op, left, right) => {
            // Long chains lean to the left: a right operand that is no constant ends this at once.
            let right = fold(right)?;
            binary(op, fold(left)?, right)?
        }
        _ => return None,
    })
}

/// The constants that all of the expressions are.
pub(super) fn fold_all(items: &[Expr<'_>]) -> Option<Box<[Const]>> {
    items.iter().map(fold).collect()
}

/// Whether a constant is true in Python's sense.
pub(super) fn truth(constant: &Const) -> bool {
    match constant {
        Const::Int(n) => *n != 0,
        Const::Float(x) => *x != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.as_slice().is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
        Const::None => false,
        Const::Bool(truth) => *truth,
        Const::Big(_) | Const::Ellipsis | Const::Names(_) | Const::Inet(_) => true,
    }
}

/// An int of any size as the tree writes it.
fn big(digits: &str) -> Option<Const> {
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0o" | "0O") => (8, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        _ => (10, digits),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix).map(int)
}

fn int(n: BigInt) -> Const {
    match i64::try_from(&n) {
        Ok(n) => Const::Int(n),
        Err(_) => Const::Big(n.into()),
    }
}

fn unary(op: UnaryOp, value: Const) -> Option<Const> {
    Some(match (op, value) {
        (UnaryOp::Not, value) => Const::Bool(!truth(&value)),
        (UnaryOp::Neg, Const::Int(n)) => n
            .checked_neg()
            .map_or_else(|| int(-BigInt::from(n)), Const::Int),
        (UnaryOp::Neg, Const::Big(n)) => int(-*n),
        (UnaryOp::Neg, Const::Float(x)) => Const::Float(-x),
        (UnaryOp::Pos, value @ (Const::Int(_) | Const::Big(_) | Const::Float(_))) => value,
        (UnaryOp::Invert, Const::Int(n)) => Const::Int(!n),
        _ => return None,
    })
}

fn binary(op: BinaryOp, left: Const, right: Const) -> Option<Const> {
    match (left, right) {
        (Const::Int(a), Const::Int(b)) => ints(op, a, b),
        (Const::Float(a), Const::Float(b)) => floats(op, a, b),
        (Const::Float(a), Const::Int(b)) => floats(op, a, exact(b)?),
        (Const::Int(a), Const::Float(b)) => floats(op, exact(a)?, b),
        (Const::Str(a), Const::Str(b)) if op == BinaryOp::Add => {
            let text = [a.as_str(), b.as_str()].concat();
            (text.len() <= TEXT).then(|| Const::Str(Text::constant(&text)))
        }
        (Const::Str(a), Const::Int(n)) | (Const::Int(n), Const::Str(a)) if op == BinaryOp::Mul => {
            let times = usize::try_from(n.max(0)).ok()?;
            let whole = a.as_str().len().checked_mul(times)?;
            (whole <= TEXT).then(|| Const::Str(Text::constant(&a.as_str().repeat(times))))
        }
        _ => None,
    }
}

fn ints(op: BinaryOp, a: i64, b: i64) -> Option<Const> {
    let bits = || u32::try_from(b).ok();
    let whole = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::FloorDiv => a.checked_div_euclid(b).filter(|_| b > 0),
        BinaryOp::Mod => a.checked_rem_euclid(b).filter(|_| b > 0),
        BinaryOp::Pow => a.checked_pow(bits()?),
        BinaryOp::Shl => 1_i64
            .checked_shl(bits()?)
            .filter(|n| *n > 0)
            .and_then(|n| a.checked_mul(n)),
        BinaryOp::Shr => a.checked_shr(bits()?),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitXor => Some(a ^ b),
        BinaryOp::Div if b != 0 => return Some(Const::Float(exact(a)? / exact(b)?)),
        BinaryOp::Div | BinaryOp::MatMul => None,
    };
    whole.map(Const::Int)
}

fn floats(op: BinaryOp, a: f64, b: f64) -> Option<Const> {
    Some(Const::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}

/// The float that is exactly this int.
fn exact(n: i64) -> Option<f64> {
    let bits = 64 - n.unsigned_abs().leading_zeros();
    (bits <= 53).then_some(n as f64)
}
