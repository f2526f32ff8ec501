//! A setting, and what values it takes: its annotation.

use std::fmt;

use serde_json::Value as Json;

use crate::ops::BinaryOp;
use crate::syntax::tree::{Expr, ExprKind};

/// One setting of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// What values it takes.
    pub kind: Kind,
    /// Its value where none is given; none: one must be given.
    pub default: Option<Json>,
    /// What it is for; empty if the author does not say.
    pub help: String,
}

/// What values a setting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `bool`.
    Bool,
    /// `int`: one of 64 bits.
    Int,
    /// `float`, or an int in its place.
    Float,
    /// `str`.
    Str,
    /// `list[T]`.
    List(Box<Kind>),
    /// `T | None`.
    Optional(Box<Kind>),
}

impl Kind {
    /// The kind that an annotation names.
    pub(super) fn of(annotation: &Expr<'_>) -> Option<Self> {
        match annotation.kind {
            ExprKind::Name("bool") => Some(Self::Bool),
            ExprKind::Name("int") => Some(Self::Int),
            ExprKind::Name("float") => Some(Self::Float),
            ExprKind::Name("str") => Some(Self::Str),
            ExprKind::Subscript(list, item) if matches!(list.kind, ExprKind::Name("list")) => {
                Self::of(item).map(|item| Self::List(Box::new(item)))
            }
            ExprKind::Binary(BinaryOp::BitOr, left, right) => {
                let kind = match (&left.kind, &right.kind) {
                    (_, ExprKind::None) => left,
                    (ExprKind::None, _) => right,
                    _ => return None,
                };
                Self::of(kind).map(|kind| Self::Optional(Box::new(kind)))
            }
            _ => None,
        }
    }

    /// Whether a value is of this kind.
    #[must_use]
    pub fn takes(&self, value: &Json) -> bool {
        match (self, value) {
            (Self::Bool, Json::Bool(_)) | (Self::Str, Json::String(_)) => true,
            (Self::Int, Json::Number(number)) => number.is_i64(),
            (Self::Float, Json::Number(_)) => true,
            (Self::List(kind), Json::Array(items)) => items.iter().all(|item| kind.takes(item)),
            (Self::Optional(kind), value) => value.is_null() || kind.takes(value),
            _ => false,
        }
    }

    /// Some value of this kind.
    pub(super) fn blank(&self) -> Json {
        match self {
            Self::Bool => Json::Bool(false),
            Self::Int | Self::Float => Json::from(0),
            Self::Str => Json::from(""),
            Self::List(_) => Json::Array(Vec::new()),
            Self::Optional(_) => Json::Null,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Float => f.write_str("float"),
            Self::Str => f.write_str("str"),
            Self::List(item) => write!(f, "list[{item}]"),
            Self::Optional(kind) => write!(f, "{kind} | None"),
        }
    }
}
