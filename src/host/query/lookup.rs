//! One look-up of Django's filter language: a path of fields and keys, an operator, a value.

use super::compare::{Op, Wanted};
use super::errors::{self, FIELD_ERROR};
use super::expression::{is_expression, is_field, resolve as resolve_expression};
use super::pattern;
use super::transform::Transform;
use crate::host::moment::moment;
use crate::host::rows::node::Node;
use crate::value::context::Context;
use crate::value::model::{Field, Kind, Model};
use crate::value::plain::Plain;
use crate::value::value::{Dict, Stop, Value};

/// `attributes__role__in=["a", "b"]`, taken apart.
pub(super) struct Lookup<'h> {
    /// Fields through relations, the last one being what is compared.
    pub path: Vec<&'static Field>,
    /// Keys of JSON behind the fields; all names if the model is not known.
    pub keys: Vec<String>,
    /// The part of a moment that is compared.
    pub transform: Option<Transform>,
    pub op: Op,
    pub wanted: Wanted,
    /// What is wanted of each row, if that is another of its fields.
    expression: Option<Value<'h>>,
}

impl<'h> Lookup<'h> {
    /// Takes a keyword argument apart.
    ///
    /// # Errors
    /// `FieldError` for a name that is no field, or an operator that the field does not have.
    pub fn parse(
        cx: &Context<'h>,
        model: Option<&'static Model>,
        name: &str,
        value: Value<'h>,
    ) -> Result<Self, Stop<'h>> {
        cx.charge(1 + name.len() / 8)?;
        errors::check_depth(cx, name)?;
        let taken = match model {
            Some(model) => resolve(cx, model, name)?,
            None => free(name),
        };
        let expression = Some(value).filter(|value| is_expression(*value));
        let mut lookup = Self {
            path: taken.path,
            keys: taken.keys,
            transform: taken.transform,
            op: taken.op,
            wanted: Wanted::Plain(Plain::None),
            expression,
        };
        if expression.is_none() {
            lookup.wanted = lookup.wanting(cx, value)?;
        }
        Ok(lookup)
    }

    /// A value in the form in which this look-up compares it.
    fn wanting(&self, cx: &Context<'h>, value: Value<'h>) -> Result<Wanted, Stop<'h>> {
        let kind = self.path.last().map(|field| field.kind);
        let kind = kind.filter(|_| self.keys.is_empty());
        let kind = self.transform.map_or(kind, |part| Some(part.kind()));
        match (self.transform, wanted(cx, self.op, kind, value)?) {
            // A day is compared with the day of a moment.
            (Some(day @ Transform::Date), Wanted::Plain(Plain::Int(micros))) => {
                let begins = day.of(micros).unwrap_or(micros);
                Ok(Wanted::Plain(Plain::Int(begins)))
            }
            (_, wanted) => Ok(wanted),
        }
    }

    /// Whether each row has to say what is wanted.
    pub fn asks_row(&self) -> bool {
        self.expression.is_some()
    }

    /// Whether it compares with a field alone: one that holds nothing is not met, and all else with
    /// nothing cannot be said.
    pub fn asks_field(&self) -> bool {
        self.expression.is_some_and(is_field)
    }

    /// The look-up with what a row says is wanted; none if that is nothing.
    ///
    /// # Errors
    /// What reading the row raises.
    pub fn for_row(&self, cx: &Context<'h>, row: Node<'h>) -> Result<Option<Self>, Stop<'h>> {
        let mut lookup = Self {
            path: self.path.clone(),
            keys: self.keys.clone(),
            transform: self.transform,
            op: self.op,
            wanted: Wanted::Plain(Plain::None),
            expression: None,
        };
        let expression = self.expression.unwrap_or(Value::None);
        let value = resolve_expression(cx, None, row, expression)?;
        if matches!(value, Value::None) {
            return Ok(None);
        }
        lookup.wanted = lookup.wanting(cx, value)?;
        Ok(Some(lookup))
    }

    /// The values that it accepts, if it is an equality: help for an index.
    pub fn equals(&self) -> Option<&[Plain]> {
        match (&self.wanted, self.op) {
            _ if self.transform.is_some() => None,
            (Wanted::Plain(Plain::None), _) => None,
            (Wanted::Plain(plain), Op::Exact) => Some(std::slice::from_ref(plain)),
            (Wanted::Members(members), Op::In) => Some(members),
            _ => None,
        }
    }

    /// The names along its path, keys of rows left out.
    pub fn names(&self) -> Vec<String> {
        let fields = self.path.iter().enumerate();
        let behind_relation = |at: usize| {
            at > 0
                && self.path.len() == at + 1
                && matches!(
                    self.path.get(at - 1).map(|field| field.kind),
                    Some(Kind::One(model) | Kind::Many(model) | Kind::Back(model, _))
                        if self.path.get(at).is_some_and(|field| field.name == model.key.name)
                )
        };
        let names = fields.filter(|(at, _)| !behind_relation(*at));
        let names = names.map(|(_, field)| field.also.to_owned());
        names.chain(self.keys.iter().cloned()).collect()
    }
}

/// The name of a look-up, taken apart.
struct Taken {
    path: Vec<&'static Field>,
    keys: Vec<String>,
    transform: Option<Transform>,
    op: Op,
}

impl Taken {
    fn new(path: Vec<&'static Field>, keys: Vec<String>, op: Op) -> Self {
        Self {
            path,
            keys,
            transform: None,
            op,
        }
    }
}

/// Without a model every part but an operator at the end is a name.
fn free(name: &str) -> Taken {
    let mut keys: Vec<String> = name.split("__").map(str::to_owned).collect();
    let op = match keys.last().and_then(|last| Op::named(last)) {
        Some(op) if keys.len() > 1 => {
            keys.pop();
            op
        }
        _ => Op::Exact,
    };
    Taken::new(Vec::new(), keys, op)
}

fn resolve<'h>(cx: &Context<'h>, model: &'static Model, name: &str) -> Result<Taken, Stop<'h>> {
    let mut path: Vec<&'static Field> = Vec::new();
    let mut here = Some(model);
    let mut parts = name.split("__").peekable();
    while let (Some(model), Some(part)) = (here, parts.peek()) {
        let Some(field) = model.field(part) else {
            if path.is_empty() {
                return Err(errors::no_field(cx, model, part));
            }
            break;
        };
        parts.next();
        path.push(field);
        here = match field.kind {
            Kind::One(model) | Kind::Many(model) | Kind::Back(model, _) => Some(model),
            _ => None,
        };
    }
    let mut rest: Vec<String> = parts.map(str::to_owned).collect();
    if let Some(model) = here {
        // A relation alone is compared by the key of its rows.
        path.push(&model.key);
        return match rest.as_slice() {
            [] => Ok(Taken::new(path, rest, Op::Exact)),
            [op] if Op::named(op).is_some_and(Op::of_relation) => {
                let op = Op::named(op).unwrap_or(Op::Exact);
                Ok(Taken::new(path, Vec::new(), op))
            }
            [other, ..] => Err(cx.raise(
                &FIELD_ERROR,
                format_args!("Related Field got invalid lookup: {other}"),
            )),
        };
    }
    let op = match rest.last().and_then(|last| Op::named(last)) {
        Some(op) => {
            rest.pop();
            op
        }
        None => Op::Exact,
    };
    let kind = path.last().map_or(Kind::Text, |field| field.kind);
    match (kind, rest.first()) {
        (Kind::Json, _) | (_, None) => Ok(Taken::new(path, rest, op)),
        (Kind::Time, Some(part)) if rest.len() == 1 && Transform::named(part).is_some() => {
            let transform = Transform::named(part);
            let taken = Taken::new(path, Vec::new(), op);
            Ok(Taken { transform, ..taken })
        }
        (kind, Some(other)) => Err(cx.raise(
            &FIELD_ERROR,
            format_args!(
                "Unsupported lookup '{other}' for {} or join on the field not permitted.",
                kind.title()
            ),
        )),
    }
}

fn wanted<'h>(
    cx: &Context<'h>,
    op: Op,
    kind: Option<Kind>,
    value: Value<'h>,
) -> Result<Wanted, Stop<'h>> {
    Ok(match op {
        Op::In | Op::Range | Op::HasKeys | Op::HasAnyKeys => {
            let mut members = Vec::new();
            cx.each(value, |member| {
                members.push(plain(cx, kind, member)?);
                Ok(true)
            })?;
            Wanted::Members(members)
        }
        Op::Regex => Wanted::Pattern(Box::new(pattern::compile(cx, value, false)?)),
        Op::IRegex => Wanted::Pattern(Box::new(pattern::compile(cx, value, true)?)),
        Op::IsNull => Wanted::Plain(Plain::Bool(cx.truth(value)?)),
        _ => Wanted::Plain(plain(cx, kind, value)?),
    })
}

/// A value in the form in which fields are compared: a row is its key, a moment a number.
fn plain<'h>(cx: &Context<'h>, kind: Option<Kind>, value: Value<'h>) -> Result<Plain, Stop<'h>> {
    let plain = match value {
        Value::Host(row) => match row.object.identity() {
            Some(key) => Plain::Str(key.into_owned()),
            None => Plain::None,
        },
        value => match Plain::of(cx, value)? {
            Some(plain) => plain,
            None => Plain::Str(cx.display(value)?),
        },
    };
    match (kind, &plain) {
        (Some(Kind::Int), Plain::Str(text)) if text.trim().parse::<i64>().is_err() => Err(cx
            .value_error(format_args!(
                "Field 'id' expected a number but got '{text}'."
            ))),
        (Some(Kind::Time), Plain::Str(text)) => Ok(moment(text).map_or(plain, Plain::Int)),
        _ => Ok(plain),
    }
}

/// Takes the look-ups of a step apart.
///
/// # Errors
/// `FieldError`.
pub(super) fn parse_all<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    dict: &Dict<'h>,
) -> Result<Vec<Lookup<'h>>, Stop<'h>> {
    let mut lookups = Vec::with_capacity(dict.len());
    for (name, value) in dict.stored() {
        if let Value::Str(name) = name {
            lookups.push(Lookup::parse(cx, model, name.as_str(), value)?);
        }
    }
    Ok(lookups)
}
