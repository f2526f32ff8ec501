//! What each step of a query set does to the rows before it.

use super::columns::{column, combine};
use super::condition;
use super::lookup::{Lookup, parse_all};
use super::order;
use super::path::times;
use super::steps::{Step, args_of};
use crate::host::rows::node::Node;
use crate::value::context::Context;
use crate::value::model::{Kind, Model};
use crate::value::value::{Instance, Stop, Value};

/// What comes out of a query set.
pub(super) enum Output<'h> {
    /// Rows.
    Rows(Vec<Node<'h>>),
    /// What was made of rows.
    Values(Vec<Value<'h>>),
}

impl<'h> Output<'h> {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Values(values) => values.len(),
        }
    }

    /// As values.
    pub fn values(self, cx: &Context<'h>) -> Result<Vec<Value<'h>>, Stop<'h>> {
        match self {
            Self::Values(values) => Ok(values),
            Self::Rows(rows) => rows
                .into_iter()
                .map(|row| row.show(cx).map(Value::Host))
                .collect(),
        }
    }
}

/// Applies one step; no more than `most` rows are needed.
///
/// # Errors
/// What look-ups raise.
pub(super) fn apply<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    step: &'h Instance<'h>,
    output: Output<'h>,
    most: usize,
) -> Result<Output<'h>, Stop<'h>> {
    cx.charge(1 + output.len() / 8)?;
    let args = args_of(step);
    match (Step::of(step), output) {
        (Step::Nothing, _) => Ok(Output::Rows(Vec::new())),
        (Step::Filter, Output::Rows(rows)) => filter(cx, model, rows, args, most),
        (Step::Exclude, Output::Rows(rows)) => exclude(cx, model, rows, args, most),
        (Step::Where, Output::Rows(rows)) => keep(cx, model, rows, args, most),
        (Step::Order, Output::Rows(rows)) => match args {
            Value::Tuple(names) => order::sort(cx, model, rows, names.items).map(Output::Rows),
            _ => Ok(Output::Rows(rows)),
        },
        (Step::Reverse, Output::Rows(mut rows)) => {
            rows.reverse();
            Ok(Output::Rows(rows))
        }
        (Step::Reverse, Output::Values(mut values)) => {
            values.reverse();
            Ok(Output::Values(values))
        }
        (Step::Distinct, output) => distinct(cx, output),
        (Step::Slice, output) => slice(cx, output, args),
        (step @ (Step::Values | Step::Tuples | Step::Flat), Output::Rows(rows)) => {
            project(cx, model, step, rows, args)
        }
        (_, output) => Ok(output),
    }
}

fn filter<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    rows: Vec<Node<'h>>,
    args: Value<'h>,
    most: usize,
) -> Result<Output<'h>, Stop<'h>> {
    let Value::Dict(dict) = args else {
        return Ok(Output::Rows(rows));
    };
    let lookups = parse_all(cx, model, dict)?;
    let lookups: Vec<&Lookup<'h>> = lookups.iter().collect();
    let mut kept = Vec::new();
    for row in rows {
        cx.charge(1)?;
        for _ in 0..times(cx, row, &lookups)?.unwrap_or(0) {
            cx.charge(1)?;
            cx.memory(cx.heap.charge(size_of::<Node<'_>>()))?;
            kept.push(row);
        }
        if kept.len() >= most {
            break;
        }
    }
    Ok(Output::Rows(kept))
}

fn keep<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    rows: Vec<Node<'h>>,
    args: Value<'h>,
    most: usize,
) -> Result<Output<'h>, Stop<'h>> {
    let condition = condition::parse(cx, model, args)?;
    let mut kept = Vec::new();
    for row in rows {
        if condition.holds(cx, row)? == Some(true) {
            kept.push(row);
        }
        if kept.len() >= most {
            break;
        }
    }
    Ok(Output::Rows(kept))
}

fn exclude<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    rows: Vec<Node<'h>>,
    args: Value<'h>,
    most: usize,
) -> Result<Output<'h>, Stop<'h>> {
    let Value::Dict(dict) = args else {
        return Ok(Output::Rows(rows));
    };
    let lookups = parse_all(cx, model, dict)?;
    let mut kept = Vec::new();
    for row in rows {
        // Each look-up is asked by itself: two of one relation need not meet in one row.
        let mut out = Some(1);
        for lookup in &lookups {
            cx.charge(1)?;
            out = match (out, times(cx, row, &[lookup])?) {
                (Some(0), _) | (_, Some(0)) => Some(0),
                (Some(_), Some(_)) => Some(1),
                _ => None,
            };
        }
        if out == Some(0) {
            kept.push(row);
        }
        if kept.len() >= most {
            break;
        }
    }
    Ok(Output::Rows(kept))
}

fn distinct<'h>(cx: &Context<'h>, output: Output<'h>) -> Result<Output<'h>, Stop<'h>> {
    let seen = cx.dict()?;
    match output {
        Output::Rows(rows) => {
            let mut kept = Vec::with_capacity(rows.len());
            for row in rows {
                let key = match row.key() {
                    Some(key) => cx.str(&key)?,
                    None => Value::Int(kept.len() as i64),
                };
                if !seen.contains(cx, key)? {
                    seen.insert(cx, key, Value::None)?;
                    kept.push(row);
                }
            }
            Ok(Output::Rows(kept))
        }
        Output::Values(values) => {
            let mut kept = Vec::with_capacity(values.len());
            for value in values {
                let key = cx.str(&cx.repr(value)?)?;
                if !seen.contains(cx, key)? {
                    seen.insert(cx, key, Value::None)?;
                    kept.push(value);
                }
            }
            Ok(Output::Values(kept))
        }
    }
}

fn slice<'h>(
    cx: &Context<'h>,
    output: Output<'h>,
    args: Value<'h>,
) -> Result<Output<'h>, Stop<'h>> {
    let Value::Slice(slice) = args else {
        return Ok(output);
    };
    let bound = |value| -> Result<Option<usize>, Stop<'h>> {
        let bound = cx.slice_bound(value)?;
        Ok(bound.map(|bound| usize::try_from(bound).unwrap_or(0)))
    };
    let start = bound(slice.start)?.unwrap_or(0);
    let stop = bound(slice.stop)?.unwrap_or(usize::MAX);
    let count = stop.saturating_sub(start);
    Ok(match output {
        Output::Rows(rows) => Output::Rows(rows.into_iter().skip(start).take(count).collect()),
        Output::Values(values) => {
            Output::Values(values.into_iter().skip(start).take(count).collect())
        }
    })
}

fn project<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    step: Step,
    rows: Vec<Node<'h>>,
    args: Value<'h>,
) -> Result<Output<'h>, Stop<'h>> {
    let names = names(cx, model, args)?;
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = Vec::with_capacity(names.len());
        for name in &names {
            columns.push(column(cx, model, row, name)?);
        }
        for items in combine(cx, &columns)? {
            values.push(match (step, items.as_slice()) {
                (Step::Flat, [one]) => *one,
                (Step::Values, items) => {
                    let dict = cx.dict_with(items.len())?;
                    for (name, item) in names.iter().zip(items) {
                        dict.insert_str(cx, name, *item)?;
                    }
                    Value::Dict(dict)
                }
                (_, items) => cx.tuple(items)?,
            });
        }
    }
    Ok(Output::Values(values))
}

/// The names of columns; none named are all that a row itself holds.
fn names<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    args: Value<'h>,
) -> Result<Vec<String>, Stop<'h>> {
    let mut names = Vec::new();
    if let Value::Tuple(given) = args {
        for name in given.items {
            match name {
                Value::Str(name) => names.push(name.as_str().to_owned()),
                other => {
                    return Err(cx.type_error(format_args!(
                        "Field names must be str, not {}",
                        other.type_name()
                    )));
                }
            }
        }
    }
    if let (true, Some(model)) = (names.is_empty(), model) {
        names.push(model.key.name.to_owned());
        let own = model
            .fields
            .iter()
            .filter(|field| !matches!(field.kind, Kind::Many(_) | Kind::Back(..)));
        names.extend(own.map(|field| field.name.to_owned()));
    }
    Ok(names)
}
