//! The keys of mapping patterns: literals, each once, and dotted names.

use std::collections::HashSet;

use super::super::fold::fold;
use super::super::refusal::refused;
use super::emitter::{Done, Emitter};
use crate::code::Const;
use crate::syntax::tree::{Expr, ExprKind};
use crate::value::{chars, float, octets};

impl Emitter<'_, '_> {
    /// Refuses what cannot be a key, and a literal that is there twice.
    pub(super) fn check_keys(&self, keys: &[Expr<'_>]) -> Done {
        let mut seen = HashSet::new();
        for key in keys {
            match (fold(key), key.kind) {
                (_, ExprKind::Attribute(..)) => {}
                (Some(constant), _) => {
                    let shown = shown(&constant);
                    if !seen.insert(self::shown(&same(constant))) {
                        let message = format!("mapping pattern checks duplicate key ({shown})");
                        return Err(refused(message, self.at));
                    }
                }
                (None, _) => {
                    let message =
                        "mapping pattern keys may only match literals and attribute lookups";
                    return Err(refused(message, self.at));
                }
            }
        }
        Ok(())
    }
}

/// One constant for all that are equal to Python.
fn same(constant: Const) -> Const {
    match constant {
        Const::Bool(truth) => Const::Int(truth.into()),
        Const::Float(x) if x.fract() == 0.0 && x.abs() < 9e15 => Const::Int(x as i64),
        other => other,
    }
}

/// `repr(constant)`
fn shown(constant: &Const) -> String {
    match constant {
        Const::Int(n) => n.to_string(),
        Const::Big(n) => n.to_string(),
        Const::Float(x) => float::layout::repr(*x),
        Const::Str(text) => chars::quote::repr(text.as_str()),
        Const::Bytes(bytes) => octets::quote::repr(bytes.as_slice()),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        _ => "None".into(),
    }
}
