//! The operators: named once for the tree, the instructions and the values.

use serde::{Deserialize, Serialize};

/// Operators of one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnaryOp {
    /// `not x`.
    Not,
    /// `-x`.
    Neg,
    /// `+x`.
    Pos,
    /// `~x`.
    Invert,
}

/// Operators of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinaryOp {
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `*`.
    Mul,
    /// `/`.
    Div,
    /// `//`.
    FloorDiv,
    /// `%`.
    Mod,
    /// `**`.
    Pow,
    /// `@`.
    MatMul,
    /// `<<`.
    Shl,
    /// `>>`.
    Shr,
    /// `|`.
    BitOr,
    /// `&`.
    BitAnd,
    /// `^`.
    BitXor,
}

/// Comparisons, membership and identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompareOp {
    /// `==`.
    Eq,
    /// `!=`.
    Ne,
    /// `<`.
    Lt,
    /// `<=`.
    Le,
    /// `>`.
    Gt,
    /// `>=`.
    Ge,
    /// `is`.
    Is,
    /// `is not`.
    IsNot,
    /// `in`.
    In,
    /// `not in`.
    NotIn,
}

/// In which of three ways two values may be ordered: one bit for less, equal, greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders(u8);

impl Orders {
    /// Whether two ints are ordered in one of these ways.
    #[inline(always)]
    #[must_use]
    pub fn hold(self, a: i64, b: i64) -> bool {
        let way = u8::from(a >= b) + u8::from(a > b);
        self.0 >> way & 1 != 0
    }
}

impl BinaryOp {
    /// The operator as written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::FloorDiv => "//",
            Self::Mod => "%",
            Self::Pow => "**",
            Self::MatMul => "@",
            Self::Shl => "<<",
            Self::Shr => ">>",
            Self::BitOr => "|",
            Self::BitAnd => "&",
            Self::BitXor => "^",
        }
    }
}

impl CompareOp {
    /// The operator as written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::Is => "is",
            Self::IsNot => "is not",
            Self::In => "in",
            Self::NotIn => "not in",
        }
    }

    /// The orders for which it is true, if it orders or equates.
    #[inline(always)]
    #[must_use]
    pub fn orders(self) -> Option<Orders> {
        match self {
            Self::Lt => Some(Orders(0b001)),
            Self::Eq => Some(Orders(0b010)),
            Self::Le => Some(Orders(0b011)),
            Self::Gt => Some(Orders(0b100)),
            Self::Ne => Some(Orders(0b101)),
            Self::Ge => Some(Orders(0b110)),
            Self::Is | Self::IsNot | Self::In | Self::NotIn => None,
        }
    }
}
