//! One look-up of Django's filter language: a path of fields and keys, an operator, a value.

use std::cmp::Ordering;

use regex_automata::meta::Regex;

use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::plain::Plain;
use crate::value::value::{Object, Stop, Value};

/// `django.core.exceptions.FieldError`.
pub static FIELD_ERROR: Class = Class {
    base: Some(&exceptions::EXCEPTION),
    module: "django.core.exceptions",
    ..Class::named("FieldError")
};

/// `attributes__role__in=["a", "b"]`, taken apart.
pub(super) struct Lookup<'h> {
    path: Vec<String>,
    op: Op,
    wanted: Wanted<'h>,
}

enum Wanted<'h> {
    /// Something with a plain form.
    Plain(Plain),
    /// The members of a list, tuple, set or query set.
    Members(Vec<Plain>),
    /// Anything else, an object: compared by identity.
    Value(Value<'h>),
    /// A compiled pattern.
    Pattern(Box<Regex>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Op {
    Exact,
    IExact,
    Contains,
    IContains,
    In,
    Gt,
    Gte,
    Lt,
    Lte,
    StartsWith,
    IStartsWith,
    EndsWith,
    IEndsWith,
    IsNull,
    Regex,
    IRegex,
    Range,
}

impl Op {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "exact" => Self::Exact,
            "iexact" => Self::IExact,
            "contains" => Self::Contains,
            "icontains" => Self::IContains,
            "in" => Self::In,
            "gt" => Self::Gt,
            "gte" => Self::Gte,
            "lt" => Self::Lt,
            "lte" => Self::Lte,
            "startswith" => Self::StartsWith,
            "istartswith" => Self::IStartsWith,
            "endswith" => Self::EndsWith,
            "iendswith" => Self::IEndsWith,
            "isnull" => Self::IsNull,
            "regex" => Self::Regex,
            "iregex" => Self::IRegex,
            "range" => Self::Range,
            _ => return None,
        })
    }

    fn ignores_case(self) -> bool {
        matches!(
            self,
            Self::IExact | Self::IContains | Self::IStartsWith | Self::IEndsWith
        )
    }
}

impl<'h> Lookup<'h> {
    /// Takes a keyword argument apart.
    pub(super) fn parse(cx: &Context<'h>, name: &str, value: Value<'h>) -> Result<Self, Stop<'h>> {
        let mut path: Vec<String> = name.split("__").map(str::to_owned).collect();
        let op = match path.last().and_then(|last| Op::parse(last)) {
            Some(op) if path.len() > 1 => {
                path.pop();
                op
            }
            _ => Op::Exact,
        };
        let wanted = match op {
            Op::In | Op::Range => Wanted::Members(members(cx, value)?),
            Op::Regex | Op::IRegex => Wanted::Pattern(Box::new(pattern(cx, op, value)?)),
            _ => match Plain::of(cx, value)? {
                Some(plain) => Wanted::Plain(plain),
                None => Wanted::Value(value),
            },
        };
        Ok(Self { path, op, wanted })
    }

    /// The one field and text, if it is an exact match of one.
    pub(super) fn exact_text(&self) -> Option<(&str, &str)> {
        match (self.path.as_slice(), self.op, &self.wanted) {
            ([field], Op::Exact, Wanted::Plain(Plain::Str(text))) => Some((field, text)),
            _ => None,
        }
    }

    /// Whether an object meets it.
    pub(super) fn matches(&self, cx: &Context<'h>, object: Value<'h>) -> Result<bool, Stop<'h>> {
        let found = walk(cx, object, &self.path)?;
        if let (Some(Value::Host(a)), Wanted::Value(Value::Host(b))) = (found, &self.wanted) {
            return Ok(std::ptr::eq(a, *b) || a.object.identity() == b.object.identity());
        }
        let found = match found {
            Some(value) => Plain::of(cx, value)?,
            None => None,
        };
        Ok(self.meets(found.as_ref()))
    }

    fn meets(&self, found: Option<&Plain>) -> bool {
        match (&self.wanted, self.op) {
            (Wanted::Members(members), Op::In) => {
                found.is_some_and(|found| members.contains(found))
            }
            (Wanted::Members(members), _) => match (found, members.as_slice()) {
                (Some(found), [low, high]) => {
                    compare(found, low).is_some_and(Ordering::is_ge)
                        && compare(found, high).is_some_and(Ordering::is_le)
                }
                _ => false,
            },
            (Wanted::Pattern(pattern), _) => match found {
                Some(Plain::Str(text)) => pattern.is_match(text.as_str()),
                _ => false,
            },
            (Wanted::Plain(wanted), op) => meets_plain(op, found, wanted),
            (Wanted::Value(_), _) => false,
        }
    }
}

fn meets_plain(op: Op, found: Option<&Plain>, wanted: &Plain) -> bool {
    let Some(found) = found.filter(|found| !matches!(found, Plain::None)) else {
        return match op {
            Op::IsNull => matches!(wanted, Plain::Bool(true)),
            Op::Exact => matches!((found, wanted), (Some(_), Plain::None)),
            _ => false,
        };
    };
    let ordered = |accepts: fn(Ordering) -> bool| compare(found, wanted).is_some_and(accepts);
    match op {
        Op::Exact => found == wanted,
        Op::Gt => ordered(Ordering::is_gt),
        Op::Gte => ordered(Ordering::is_ge),
        Op::Lt => ordered(Ordering::is_lt),
        Op::Lte => ordered(Ordering::is_le),
        Op::IsNull => matches!(wanted, Plain::Bool(false)),
        Op::Contains if matches!(found, Plain::List(_)) => match found {
            Plain::List(items) => items.contains(wanted),
            _ => false,
        },
        _ => meets_text(op, found, wanted),
    }
}

fn meets_text(op: Op, found: &Plain, wanted: &Plain) -> bool {
    let (Some(mut found), Some(mut wanted)) = (text(found), text(wanted)) else {
        return false;
    };
    if op.ignores_case() {
        (found, wanted) = (found.to_lowercase(), wanted.to_lowercase());
    }
    match op {
        Op::IExact => found == wanted,
        Op::Contains | Op::IContains => found.contains(&wanted),
        Op::StartsWith | Op::IStartsWith => found.starts_with(&wanted),
        Op::EndsWith | Op::IEndsWith => found.ends_with(&wanted),
        _ => false,
    }
}

fn text(plain: &Plain) -> Option<String> {
    match plain {
        Plain::Str(text) => Some(text.clone()),
        Plain::Int(int) => Some(int.to_string()),
        Plain::Bool(truth) => Some(if *truth { "True" } else { "False" }.to_owned()),
        Plain::Float(float) => Some(float.to_string()),
        _ => None,
    }
}

fn compare(a: &Plain, b: &Plain) -> Option<Ordering> {
    match (a, b) {
        (Plain::Int(a), Plain::Int(b)) => Some(a.cmp(b)),
        (Plain::Int(a), Plain::Float(b)) => (*a as f64).partial_cmp(b),
        (Plain::Float(a), Plain::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Plain::Float(a), Plain::Float(b)) => a.partial_cmp(b),
        (Plain::Str(a), Plain::Str(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn members<'h>(cx: &Context<'h>, value: Value<'h>) -> Result<Vec<Plain>, Stop<'h>> {
    let values: Vec<Value<'h>> = match value {
        Value::List(list) => list.to_vec(),
        Value::Tuple(tuple) => tuple.items.to_vec(),
        Value::Set(set) => set.table.stored().map(|(key, _)| key).collect(),
        Value::Object(query) => match query.field(0) {
            Value::List(list) => list.to_vec(),
            _ => Vec::new(),
        },
        other => {
            return Err(cx.type_error(format_args!(
                "'{}' object is not iterable",
                other.type_name()
            )));
        }
    };
    let mut members = Vec::with_capacity(values.len());
    for value in values {
        members.extend(Plain::of(cx, value)?);
    }
    Ok(members)
}

/// Longest pattern of a `regex` look-up, and the largest program it may compile to, in bytes.
const PATTERN_BYTES: usize = 1000;
const PROGRAM_BYTES: usize = 1 << 20;

fn pattern<'h>(cx: &Context<'h>, op: Op, value: Value<'h>) -> Result<Regex, Stop<'h>> {
    let Value::Str(text) = value else {
        return Err(cx.type_error(format_args!("expected string or bytes-like object")));
    };
    cx.charge(text.len().saturating_mul(16))?;
    let built = if text.as_str().len() > PATTERN_BYTES {
        None
    } else {
        let syntax = regex_automata::util::syntax::Config::new().case_insensitive(op == Op::IRegex);
        let limits = Regex::config().nfa_size_limit(Some(PROGRAM_BYTES));
        Regex::builder()
            .configure(limits)
            .syntax(syntax)
            .build(text.as_str())
            .ok()
    };
    built.ok_or_else(|| cx.value_error(format_args!("invalid regular expression in a look-up")))
}

/// What lies at the end of a path: fields of objects, then keys of dicts.
fn walk<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    path: &[String],
) -> Result<Option<Value<'h>>, Stop<'h>> {
    let mut here = object;
    for (at, part) in path.iter().enumerate() {
        let next = match here {
            Value::Host(host) => {
                let found = host.attribute(cx, part)?;
                if found.is_none() && at == 0 {
                    return Err(field_error(cx, host.object, part));
                }
                found
            }
            Value::Dict(dict) => dict.get_str(cx, part)?,
            Value::List(list) => part.parse::<usize>().ok().and_then(|at| list.item(at)),
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => return Ok(None),
        }
    }
    Ok(Some(here))
}

/// The value of a field or path; `None` where a dict on the way lacks the key.
pub(super) fn field<'h>(
    cx: &Context<'h>,
    object: Value<'h>,
    name: &str,
) -> Result<Value<'h>, Stop<'h>> {
    let path: Vec<String> = name.split("__").map(str::to_owned).collect();
    Ok(walk(cx, object, &path)?.unwrap_or(Value::None))
}

pub(super) fn field_error<'h>(cx: &Context<'h>, object: &dyn Object, name: &str) -> Stop<'h> {
    let choices = object.attr_names().join(", ");
    cx.raise(
        &FIELD_ERROR,
        format_args!("Cannot resolve keyword '{name}' into field. Choices are: {choices}"),
    )
}

/// A key that orders values of a field: numbers before texts, nothing first.
pub(super) fn order_key<'h>(
    cx: &Context<'h>,
    value: Value<'h>,
) -> Result<(u8, i128, String), Stop<'h>> {
    Ok(match Plain::of(cx, value)? {
        Some(Plain::Int(int)) => (1, i128::from(int), String::new()),
        Some(Plain::Bool(truth)) => (1, i128::from(truth), String::new()),
        Some(Plain::Float(float)) => (1, float as i128, String::new()),
        Some(Plain::Str(text)) => (2, 0, text),
        _ => (0, 0, String::new()),
    })
}
