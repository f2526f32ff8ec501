//! The settings that a text declares.

use std::collections::HashSet;

use bumpalo::Bump;
use serde_json::Value as Json;

use super::super::fold::fold;
use super::super::policy::{read, write};
use super::error::DeclareError;
use super::fill::fill;
use super::parts::{Declaration, Parts};
use super::setting::{Kind, Setting};
use crate::code::Const;
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind};

/// What a text says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// What its policies do: the string that it begins with, if it does.
    pub help: String,
    /// Its settings, in order.
    pub settings: Vec<Setting>,
    /// Whether there are rules, by which some values do not go together.
    pub ruled: bool,
}

/// Reads the settings of a text, and makes sure that it compiles.
///
/// # Errors
/// A text that is not in the language or is larger than `limits`; a setting that is declared twice, is
/// of no kind, or has a default of another kind.
pub fn declare(source: &str, limits: &Limits) -> Result<Declared, DeclareError> {
    let arena = Bump::new();
    let parts = Parts::of(read(source, &arena, limits)?);
    let mut names = HashSet::new();
    let mut settings = Vec::with_capacity(parts.declarations.len());
    for declaration in &parts.declarations {
        if !names.insert(declaration.name) {
            return Err(DeclareError::Twice {
                name: declaration.name.to_owned(),
                span: declaration.target.span,
            });
        }
        settings.push(setting(source, declaration)?);
    }
    let value = |setting: &Setting| {
        let value = setting.default.clone();
        value.unwrap_or_else(|| setting.kind.blank())
    };
    let values: Vec<Json> = settings.iter().map(value).collect();
    for body in [parts.rules, parts.policy] {
        write("", source, fill(&parts, &values, body, &arena))?;
    }
    Ok(Declared {
        help: parts.help.to_owned(),
        settings,
        ruled: !parts.rules.is_empty(),
    })
}

fn setting(source: &str, declaration: &Declaration<'_>) -> Result<Setting, DeclareError> {
    let written = |span: Span| {
        let text = source.get(span.start as usize..span.end as usize);
        text.unwrap_or_default().to_owned()
    };
    let (name, span) = (declaration.name.to_owned(), declaration.annotation.span);
    let Some(kind) = Kind::of(declaration.annotation) else {
        let given = written(span);
        return Err(DeclareError::Kind { name, given, span });
    };
    let default = match declaration.value {
        None => None,
        Some(value) => match constant(value).filter(|value| kind.takes(value)) {
            Some(default) => Some(default),
            None => {
                let (given, span) = (written(value.span), value.span);
                return Err(DeclareError::Default {
                    name,
                    kind,
                    given,
                    span,
                });
            }
        },
    };
    let help = declaration.help.to_owned();
    Ok(Setting {
        name,
        kind,
        default,
        help,
    })
}

/// The value that an expression always has, if it has a JSON form.
fn constant(expr: &Expr<'_>) -> Option<Json> {
    if let ExprKind::List(items) = expr.kind {
        let items: Option<Vec<Json>> = items.iter().map(constant).collect();
        return items.map(Json::Array);
    }
    Some(match fold(expr)? {
        Const::None => Json::Null,
        Const::Bool(truth) => Json::Bool(truth),
        Const::Int(int) => Json::from(int),
        Const::Float(float) => Json::Number(serde_json::Number::from_f64(float)?),
        Const::Str(text) => Json::from(text.as_str()),
        _ => return None,
    })
}
