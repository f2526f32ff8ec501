//! The operators of look-ups.
//!
//! They answer as SQL does: what lies behind a key that is not there is neither met nor not met, so
//! that `exclude` leaves such rows out too.

use std::cmp::Ordering;

use regex_automata::meta::Regex;

use crate::host::moment::moment;
use crate::value::model::Kind;
use crate::value::plain::Plain;

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
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
    HasKey,
    HasKeys,
    HasAnyKeys,
}

impl Op {
    /// The operator of a name.
    pub fn named(name: &str) -> Option<Self> {
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
            "has_key" => Self::HasKey,
            "has_keys" => Self::HasKeys,
            "has_any_keys" => Self::HasAnyKeys,
            _ => return None,
        })
    }

    /// Whether relations have it.
    pub fn of_relation(self) -> bool {
        matches!(
            self,
            Self::Exact | Self::In | Self::IsNull | Self::Gt | Self::Gte | Self::Lt | Self::Lte
        )
    }

    fn ignores_case(self) -> bool {
        matches!(
            self,
            Self::IExact | Self::IContains | Self::IStartsWith | Self::IEndsWith
        )
    }
}

/// What is looked for.
pub(super) enum Wanted {
    /// One value.
    Plain(Plain),
    /// Several.
    Members(Vec<Plain>),
    /// A compiled pattern.
    Pattern(Box<Regex>),
}

/// What was found at the end of a path.
pub(super) enum Seen {
    /// A value, `None` included.
    Value(Plain),
    /// A key on the way is not there.
    Missing,
}

/// Whether what was found is what is wanted; none if that cannot be said.
pub(super) fn meets(op: Op, kind: Option<Kind>, seen: &Seen, wanted: &Wanted) -> Option<bool> {
    let seen = match seen {
        Seen::Missing if op == Op::IsNull => return Some(is_true(wanted)),
        Seen::Missing => return None,
        Seen::Value(Plain::None) => return Some(meets_none(op, kind, wanted)),
        Seen::Value(seen) => seen,
    };
    Some(match (wanted, op) {
        (_, Op::IsNull) => !is_true(wanted),
        (Wanted::Members(members), Op::In) => {
            members.iter().any(|member| equal(kind, seen, member))
        }
        (Wanted::Members(members), Op::Range) => match members.as_slice() {
            [low, high] => {
                order(kind, seen, low).is_some_and(Ordering::is_ge)
                    && order(kind, seen, high).is_some_and(Ordering::is_le)
            }
            _ => false,
        },
        (Wanted::Members(keys), Op::HasKeys) => keys.iter().all(|key| has_key(seen, key)),
        (Wanted::Members(keys), _) => keys.iter().any(|key| has_key(seen, key)),
        (Wanted::Pattern(pattern), _) => {
            text(seen).is_some_and(|text| pattern.is_match(text.as_str()))
        }
        (Wanted::Plain(wanted), op) => meets_plain(op, kind, seen, wanted),
    })
}

fn is_true(wanted: &Wanted) -> bool {
    matches!(wanted, Wanted::Plain(Plain::Bool(true)))
}

/// Null behind a key of JSON is a value of its own, and null in a field is nothing.
fn meets_none(op: Op, kind: Option<Kind>, wanted: &Wanted) -> bool {
    match (op, wanted) {
        (Op::IsNull, _) => is_true(wanted) != matches!(kind, Some(Kind::Json)),
        (Op::Exact | Op::IExact, Wanted::Plain(wanted)) => matches!(wanted, Plain::None),
        (Op::In, Wanted::Members(members)) if matches!(kind, Some(Kind::Json)) => {
            members.iter().any(|member| matches!(member, Plain::None))
        }
        _ => false,
    }
}

fn meets_plain(op: Op, kind: Option<Kind>, seen: &Plain, wanted: &Plain) -> bool {
    let ordered = |accepts: fn(Ordering) -> bool| order(kind, seen, wanted).is_some_and(accepts);
    match op {
        Op::Exact => equal(kind, seen, wanted),
        Op::Gt => ordered(Ordering::is_gt),
        Op::Gte => ordered(Ordering::is_ge),
        Op::Lt => ordered(Ordering::is_lt),
        Op::Lte => ordered(Ordering::is_le),
        Op::HasKey => has_key(seen, wanted),
        Op::Contains if !matches!(seen, Plain::Str(_)) => holds(seen, wanted),
        _ => meets_text(op, seen, wanted),
    }
}

fn meets_text(op: Op, seen: &Plain, wanted: &Plain) -> bool {
    let (Some(mut seen), Some(mut wanted)) = (text(seen), text(wanted)) else {
        return false;
    };
    if op.ignores_case() {
        (seen, wanted) = (seen.to_lowercase(), wanted.to_lowercase());
    }
    match op {
        Op::IExact => seen == wanted,
        Op::Contains | Op::IContains => seen.contains(&wanted),
        Op::StartsWith | Op::IStartsWith => seen.starts_with(&wanted),
        Op::EndsWith | Op::IEndsWith => seen.ends_with(&wanted),
        _ => false,
    }
}

fn equal(kind: Option<Kind>, seen: &Plain, wanted: &Plain) -> bool {
    match kind {
        None | Some(Kind::Json) => seen == wanted,
        Some(Kind::Bool) => truth(seen).is_some() && truth(seen) == truth(wanted),
        Some(Kind::Time) => order(kind, seen, wanted) == Some(Ordering::Equal),
        Some(Kind::Uuid) => text(seen).map(undashed) == text(wanted).map(undashed),
        Some(_) => !matches!(wanted, Plain::None) && text(seen) == text(wanted),
    }
}

fn undashed(uuid: String) -> String {
    uuid.replace('-', "").to_lowercase()
}

fn truth(plain: &Plain) -> Option<bool> {
    match plain {
        Plain::Bool(truth) => Some(*truth),
        Plain::Int(int) => Some(*int != 0),
        Plain::Str(text) => match text.as_str() {
            "True" | "true" | "t" | "1" => Some(true),
            "False" | "false" | "f" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether JSON contains other JSON, as PostgreSQL's `@>` sees it.
fn holds(seen: &Plain, wanted: &Plain) -> bool {
    match (seen, wanted) {
        (Plain::Dict(seen), Plain::Dict(wanted)) => wanted.iter().all(|(key, wanted)| {
            seen.iter()
                .any(|(own, value)| own == key && holds(value, wanted))
        }),
        (Plain::List(seen), Plain::List(wanted)) => wanted
            .iter()
            .all(|wanted| seen.iter().any(|seen| holds(seen, wanted))),
        (Plain::List(seen), wanted) => seen.contains(wanted),
        (seen, wanted) => seen == wanted,
    }
}

fn has_key(seen: &Plain, key: &Plain) -> bool {
    let Some(key) = text(key) else { return false };
    match seen {
        Plain::Dict(items) => items.iter().any(|(own, _)| *own == key),
        Plain::List(items) => items.iter().any(|item| item.as_str() == Some(&key)),
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

/// The order of two values of a field; none if they cannot be compared.
pub(super) fn order(kind: Option<Kind>, a: &Plain, b: &Plain) -> Option<Ordering> {
    if let Some(Kind::Time) = kind {
        return Some(micros(a)?.cmp(&micros(b)?));
    }
    if let Some(Kind::Int) = kind {
        return Some(whole(a)?.cmp(&whole(b)?));
    }
    numbers(a, b)
}

fn numbers(a: &Plain, b: &Plain) -> Option<Ordering> {
    match (a, b) {
        (Plain::Int(a), Plain::Int(b)) => Some(a.cmp(b)),
        (Plain::Int(a), Plain::Float(b)) => (*a as f64).partial_cmp(b),
        (Plain::Float(a), Plain::Int(b)) => a.partial_cmp(&(*b as f64)),
        (Plain::Float(a), Plain::Float(b)) => a.partial_cmp(b),
        (Plain::Str(a), Plain::Str(b)) => Some(a.cmp(b)),
        (Plain::Bool(a), Plain::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// A whole number; keys stand as texts.
fn whole(plain: &Plain) -> Option<i64> {
    match plain {
        Plain::Int(int) => Some(*int),
        Plain::Str(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Microseconds since 1970 of a moment.
pub(super) fn micros(plain: &Plain) -> Option<i64> {
    match plain {
        Plain::Int(micros) => Some(*micros),
        Plain::Str(text) => moment(text),
        _ => None,
    }
}
