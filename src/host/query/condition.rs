//! `Q`: look-ups joined by `&`, `|` and `~`.

use super::lookup::{Lookup, parse_all};
use super::path::times;
use crate::host::rows::node::Node;
use crate::ops::{BinaryOp, UnaryOp};
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::model::Model;
use crate::value::native::Args;
use crate::value::value::{Dict, Host, Instance, Stop, Text, Value};

/// `django.db.models.Q`. Its fields are whether any part is enough, whether it is negated, and a tuple of what it
/// joins: dicts of look-ups, and others of its kind.
pub static Q: Class = Class {
    module: "django.db.models.query_utils",
    construct: Some(&Row::leaf("Q", "*args, **lookups", construct)),
    behaviour: &Conditions,
    ..Class::named("Q")
};

fn construct<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    joined(cx, args.rest, args.keywords)
}

/// A condition of which all parts hold.
///
/// # Errors
/// `TypeError` for a part that is no condition.
pub(super) fn joined<'h>(
    cx: &Context<'h>,
    conditions: &[Value<'h>],
    keywords: &[(&'h Text<'h>, Value<'h>)],
) -> Result<Value<'h>, Stop<'h>> {
    let mut parts = Vec::with_capacity(conditions.len() + 1);
    for condition in conditions {
        match condition {
            Value::Object(part) if part.class.is(&Q) => parts.push(*condition),
            other => {
                return Err(cx.type_error(format_args!(
                    "positional arguments of a look-up must be Q objects, not {}",
                    other.type_name()
                )));
            }
        }
    }
    if !keywords.is_empty() {
        let dict = cx.dict_with(keywords.len())?;
        for (name, value) in keywords {
            dict.insert(cx, Value::Str(name), *value)?;
        }
        parts.push(Value::Dict(dict));
    }
    make(cx, false, false, &parts)
}

/// The condition of which any part has to hold, or all.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub(super) fn make<'h>(
    cx: &Context<'h>,
    any: bool,
    negated: bool,
    parts: &[Value<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    let parts = cx.tuple(parts)?;
    cx.fields_instance(&Q, &[Value::bool(any), Value::bool(negated), parts])
}

/// The condition that is one look-up.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub(super) fn lookup<'h>(
    cx: &Context<'h>,
    name: &str,
    value: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let dict = cx.dict_with(1)?;
    dict.insert_str(cx, name, value)?;
    make(cx, false, false, &[Value::Dict(dict)])
}

/// Whether a row of a model meets a `Q`.
///
/// # Errors
/// `FieldError`, or what reading the row raises.
pub fn meets<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    row: &'h Host<'h>,
    condition: Value<'h>,
) -> Result<bool, Stop<'h>> {
    let condition = parse(cx, Some(model), condition)?;
    Ok(condition.holds(cx, Node::Shown(row))? == Some(true))
}

/// The condition that does not hold where this one does.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub(super) fn negated<'h>(cx: &Context<'h>, q: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
    make(cx, false, true, &[q])
}

struct Conditions;

impl Behaviour for Conditions {
    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        _reflected: bool,
    ) -> Maybe<'h, Value<'h>> {
        let any = match op {
            BinaryOp::BitAnd => false,
            BinaryOp::BitOr => true,
            _ => return Ok(None),
        };
        let is_q = |value| matches!(value, Value::Object(me) if me.class.is(&Q));
        if !is_q(left) || !is_q(right) {
            return Ok(None);
        }
        make(cx, any, false, &[left, right]).map(Some)
    }

    fn unary<'h>(
        &self,
        cx: &Context<'h>,
        op: UnaryOp,
        me: &'h Instance<'h>,
    ) -> Maybe<'h, Value<'h>> {
        match op {
            UnaryOp::Invert => negated(cx, Value::Object(me)).map(Some),
            _ => Ok(None),
        }
    }
}

/// A condition taken apart.
pub(super) enum Condition<'h> {
    Lookups(Vec<Lookup<'h>>),
    All(Vec<Condition<'h>>),
    Any(Vec<Condition<'h>>),
    Not(Box<Condition<'h>>),
}

/// Takes a condition apart.
///
/// # Errors
/// `FieldError`, or `RecursionError` if it nests too deeply.
pub(super) fn parse<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    value: Value<'h>,
) -> Result<Condition<'h>, Stop<'h>> {
    cx.charge(1)?;
    let me = match value {
        Value::Dict(dict) => return lookups(cx, model, dict),
        Value::Object(me) if me.class.is(&Q) => me,
        _ => return Ok(Condition::All(Vec::new())),
    };
    let mut parts = Vec::new();
    if let Value::Tuple(given) = me.field(2) {
        for part in given.items {
            parts.push(cx.nested(|| parse(cx, model, *part))?);
        }
    }
    let joined = match me.field(0) {
        Value::True => Condition::Any(parts),
        _ => Condition::All(parts),
    };
    Ok(match me.field(1) {
        Value::True => Condition::Not(Box::new(joined)),
        _ => joined,
    })
}

fn lookups<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    dict: &Dict<'h>,
) -> Result<Condition<'h>, Stop<'h>> {
    parse_all(cx, model, dict).map(Condition::Lookups)
}

impl<'h> Condition<'h> {
    /// Whether a row meets it; none if that cannot be said.
    ///
    /// # Errors
    /// What reading the row raises.
    pub fn holds(&self, cx: &Context<'h>, row: Node<'h>) -> Result<Option<bool>, Stop<'h>> {
        cx.charge(1)?;
        match self {
            Self::Lookups(lookups) => {
                let lookups: Vec<&Lookup<'h>> = lookups.iter().collect();
                Ok(times(cx, row, &lookups)?.map(|times| times > 0))
            }
            Self::Not(inner) => Ok(inner.holds(cx, row)?.map(|holds| !holds)),
            Self::All(parts) => settle(cx, row, parts, false),
            Self::Any(parts) => settle(cx, row, parts, true),
        }
    }
}

/// Asks parts until one settles the answer.
fn settle<'h>(
    cx: &Context<'h>,
    row: Node<'h>,
    parts: &[Condition<'h>],
    settles: bool,
) -> Result<Option<bool>, Stop<'h>> {
    let mut answer = Some(!settles);
    for part in parts {
        match part.holds(cx, row)? {
            Some(holds) if holds == settles => return Ok(Some(settles)),
            Some(_) => {}
            None => answer = None,
        }
    }
    Ok(answer)
}
