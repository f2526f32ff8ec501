//! Values in the place of the settings that a text declares: they become constants of its program.

use bumpalo::Bump;
use serde_json::{Map, Value as Json};

use super::super::policy::{read, write};
use super::error::SettingError;
use super::parts::{Declaration, Parts};
use super::setting::{Kind, Setting};
use crate::code::Program;
use crate::error::SyntaxError;
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::tree::{Body, Expr, ExprKind, Stmt, StmtKind};

/// What is compiled of a text with settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its rules, which raise if the values do not go together.
    Rules,
    /// The policy, without the rules.
    Policy,
}

/// The value of every setting: the given one, or its default.
///
/// # Errors
/// A name that is no setting, a value of another kind, or none where one is required.
pub fn check(settings: &[Setting], given: &Map<String, Json>) -> Result<Vec<Json>, SettingError> {
    let known = || settings.iter().map(|setting| setting.name.clone());
    if let Some(name) = given
        .keys()
        .find(|name| known().all(|known| known != **name))
    {
        return Err(SettingError::Unknown {
            name: name.clone(),
            known: known().collect(),
        });
    }
    let value = |setting: &Setting| {
        let (name, kind) = (setting.name.clone(), setting.kind.clone());
        match given.get(&name) {
            Some(value) if kind.takes(value) => Ok(value.clone()),
            Some(value) => {
                let given = value.to_string();
                Err(SettingError::Wrong { name, kind, given })
            }
            None => {
                let default = setting.default.clone();
                default.ok_or(SettingError::Missing { name, kind })
            }
        }
    };
    settings.iter().map(value).collect()
}

/// Compiles a text with a value for each of its settings, in order, as [`check`] gives them.
///
/// # Errors
/// A text that is not in the language, or is larger than `limits` or a program can be.
pub fn compile_with(
    name: &str,
    source: &str,
    limits: &Limits,
    values: &[Json],
    part: Part,
) -> Result<Program, SyntaxError> {
    let arena = Bump::new();
    let parts = Parts::of(read(source, &arena, limits)?);
    let body = match part {
        Part::Rules => parts.rules,
        Part::Policy => parts.policy,
    };
    write(name, source, fill(&parts, values, body, &arena))
}

/// Declarations with these values, then a body.
pub(super) fn fill<'t>(
    parts: &Parts<'t>,
    values: &[Json],
    body: Body<'t>,
    arena: &'t Bump,
) -> Body<'t> {
    let declared = parts.declarations.iter().zip(values);
    let declared = declared.map(|(declaration, value)| assign(declaration, value, arena));
    let statements: Vec<Stmt<'t>> = declared.chain(body.iter().copied()).collect();
    arena.alloc_slice_copy(&statements)
}

fn assign<'t>(declaration: &Declaration<'t>, value: &Json, arena: &'t Bump) -> Stmt<'t> {
    let (target, annotation) = (declaration.target, declaration.annotation);
    let kind = Kind::of(annotation).unwrap_or(Kind::Str);
    let value = expr(value, &kind, target.span, arena);
    Stmt {
        span: target.span.to(annotation.span),
        height: value.height + 1,
        kind: StmtKind::AnnAssign {
            target,
            annotation,
            value: Some(arena.alloc(value)),
            simple: true,
        },
    }
}

/// The expression of a value. A kind is nested no deeper than its annotation.
fn expr<'t>(value: &Json, kind: &Kind, span: Span, arena: &'t Bump) -> Expr<'t> {
    let leaf = |kind| Expr {
        span,
        height: 1,
        kind,
    };
    match (kind, value) {
        (_, Json::Bool(true)) => leaf(ExprKind::True),
        (_, Json::Bool(false)) => leaf(ExprKind::False),
        (_, Json::String(text)) => leaf(ExprKind::Str(arena.alloc_str(text))),
        (Kind::Optional(kind), value) if !value.is_null() => expr(value, kind, span, arena),
        (Kind::Float, Json::Number(number)) => {
            leaf(ExprKind::Float(number.as_f64().unwrap_or(f64::NAN)))
        }
        (_, Json::Number(number)) => leaf(ExprKind::Int(number.as_i64().unwrap_or(0))),
        (Kind::List(kind), Json::Array(items)) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| expr(item, kind, span, arena))
                .collect();
            let height = items.iter().map(|item| item.height).max().unwrap_or(0);
            Expr {
                span,
                height: height + 1,
                kind: ExprKind::List(arena.alloc_slice_copy(&items)),
            }
        }
        _ => leaf(ExprKind::None),
    }
}
