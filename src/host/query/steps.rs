//! A query set is a root and steps, each an instance that knows the one before; evaluating walks them.

use super::columns::{column, combine};
use super::condition;
use super::lookup::{Lookup, parse_all};
use super::order;
use super::path::times;
use crate::host::rows::node::Node;
use crate::host::rows::related::{inherited, of_sequence, related};
use crate::host::rows::select::select;
use crate::value::context::Context;
use crate::value::model::{Kind, Model};
use crate::value::plain::Plain;
use crate::value::services::Wanted;
use crate::value::value::{Data, Host, Instance, Sequence, Stop, Value};

/// Where an instance keeps what: its values once they are known, the instance before, what it does,
/// and to what.
pub(super) const CACHE: usize = 0;
const BEFORE: usize = 1;
const DOES: usize = 2;
const ARGS: usize = 3;

/// What an instance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub(super) enum Step {
    /// All rows of a model: its class.
    Table,
    /// The rows of a relation: the row and the field's name.
    Related,
    /// The rows of a relation and of their parents: the row and the field's name.
    Inherited,
    /// Objects that were lent.
    Lent,
    /// Nothing.
    Nothing,
    /// Look-ups that are met: a dict.
    Filter,
    /// Look-ups that are not met: a dict.
    Exclude,
    /// A condition that is met: a `Q`.
    Where,
    /// An order: a tuple of names.
    Order,
    /// The other way round.
    Reverse,
    /// Each once.
    Distinct,
    /// A part: a slice.
    Slice,
    /// A dict for each row: a tuple of names.
    Values,
    /// A tuple for each row: a tuple of names.
    Tuples,
    /// A value for each row: a tuple of one name.
    Flat,
}

impl Step {
    const ALL: [Self; 15] = [
        Self::Table,
        Self::Related,
        Self::Inherited,
        Self::Lent,
        Self::Nothing,
        Self::Filter,
        Self::Exclude,
        Self::Where,
        Self::Order,
        Self::Reverse,
        Self::Distinct,
        Self::Slice,
        Self::Values,
        Self::Tuples,
        Self::Flat,
    ];

    /// What an instance does.
    pub fn of(me: &Instance<'_>) -> Self {
        if let Data::Lent(..) = me.data {
            return Self::Lent;
        }
        let code = match me.field(DOES) {
            Value::Int(code) => usize::try_from(code).ok(),
            _ => None,
        };
        let step = code.and_then(|code| Self::ALL.get(code));
        step.copied().unwrap_or(Self::Nothing)
    }
}

/// The fields of an instance that does something behind another one.
pub(super) fn fields<'h>(before: Value<'h>, step: Step, args: Value<'h>) -> [Value<'h>; 4] {
    [Value::Unbound, before, Value::Int(step as i64), args]
}

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

/// The instances from the root to this one.
fn chain<'h>(cx: &Context<'h>, me: &'h Instance<'h>) -> Result<Vec<&'h Instance<'h>>, Stop<'h>> {
    let mut chain = vec![me];
    let mut here = me;
    while let (false, Value::Object(before)) = (is_root(here), here.field(BEFORE)) {
        cx.charge(1)?;
        chain.push(before);
        here = before;
    }
    chain.reverse();
    Ok(chain)
}

fn is_root(me: &Instance<'_>) -> bool {
    matches!(
        Step::of(me),
        Step::Table | Step::Related | Step::Inherited | Step::Lent
    )
}

/// The model of the rows, if it is known.
pub(super) fn model_of<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
) -> Result<Option<&'static Model>, Stop<'h>> {
    let chain = chain(cx, me)?;
    let Some(root) = chain.first() else {
        return Ok(None);
    };
    Ok(match (Step::of(root), root.field(ARGS)) {
        (Step::Table, Value::Class(class)) => class.model,
        (_, args) => relation(args).and_then(|(_, field)| match field.kind {
            Kind::One(model) | Kind::Many(model) | Kind::Back(model, _) => Some(model),
            _ => None,
        }),
    })
}

/// The row and the field of a relation.
pub(super) fn relation<'h>(
    args: Value<'h>,
) -> Option<(&'h Host<'h>, &'static crate::value::model::Field)> {
    let Value::Tuple(tuple) = args else {
        return None;
    };
    match tuple.items {
        [Value::Host(host), Value::Str(name)] => {
            let model = host.object.class()?.model?;
            Some((host, model.field(name.as_str())?))
        }
        _ => None,
    }
}

/// What an instance's step is about.
pub(super) fn args_of<'h>(me: &Instance<'h>) -> Value<'h> {
    me.field(ARGS)
}

/// Whether a part of the rows was taken already.
pub(super) fn is_sliced<'h>(cx: &Context<'h>, me: &'h Instance<'h>) -> Result<bool, Stop<'h>> {
    let chain = chain(cx, me)?;
    Ok(chain.iter().any(|one| Step::of(one) == Step::Slice))
}

/// Evaluates a query set; no more than `most` of its rows are needed.
///
/// # Errors
/// What look-ups raise.
pub(super) fn evaluate<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
    most: usize,
) -> Result<Output<'h>, Stop<'h>> {
    let chain = chain(cx, me)?;
    let Some((root, steps)) = chain.split_first() else {
        return Ok(Output::Rows(Vec::new()));
    };
    let model = model_of(cx, me)?;
    let mut output = Output::Rows(rows_of(cx, root, steps)?);
    for (at, step) in steps.iter().enumerate() {
        let last = at + 1 == steps.len();
        let most = if last { most } else { usize::MAX };
        output = apply(cx, model, step, output, most)?;
    }
    Ok(output)
}

fn rows_of<'h>(
    cx: &Context<'h>,
    root: &'h Instance<'h>,
    steps: &[&'h Instance<'h>],
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let related_to = relation(root.field(ARGS));
    match (Step::of(root), root.field(ARGS), related_to) {
        (Step::Table, Value::Class(class), _) => match class.model {
            Some(model) => table(cx, model, steps),
            None => Ok(Vec::new()),
        },
        (Step::Related, _, Some((host, field))) => related(cx, Node::Shown(host), field),
        (Step::Inherited, _, Some((host, field))) => {
            let written = cx.written.get();
            match host.object.related("all_groups").filter(|_| !written) {
                Some(rows) => of_sequence(cx, rows),
                None => inherited(cx, Node::Shown(host), field, "parents"),
            }
        }
        _ => match root.data {
            Data::Lent(rows, _) => lent(cx, rows),
            _ => Ok(Vec::new()),
        },
    }
}

fn lent<'h>(cx: &Context<'h>, rows: &'h dyn Sequence) -> Result<Vec<Node<'h>>, Stop<'h>> {
    of_sequence(cx, rows)
}

/// The rows of a table that can meet the filters that follow at once.
fn table<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    steps: &[&'h Instance<'h>],
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let mut hints: Vec<(Vec<String>, Vec<Plain>)> = Vec::new();
    for step in steps {
        match (Step::of(step), step.field(ARGS)) {
            (Step::Filter, Value::Dict(dict)) => {
                for lookup in parse_all(cx, Some(model), dict)? {
                    if let Some(values) = lookup.equals() {
                        hints.push((lookup.names(), values.to_vec()));
                    }
                }
            }
            (Step::Exclude | Step::Where | Step::Order, _) => {}
            _ => break,
        }
    }
    let wanted: Vec<Wanted<'_>> = hints
        .iter()
        .map(|(path, values)| Wanted { path, values })
        .collect();
    select(cx, model, &wanted)
}

fn apply<'h>(
    cx: &Context<'h>,
    model: Option<&'static Model>,
    step: &'h Instance<'h>,
    output: Output<'h>,
    most: usize,
) -> Result<Output<'h>, Stop<'h>> {
    cx.charge(1 + output.len() / 8)?;
    let args = step.field(ARGS);
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
    let lookups: Vec<&Lookup> = lookups.iter().collect();
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
