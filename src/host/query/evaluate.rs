//! Evaluating a query set: the rows of its root, as narrow as an index makes them, then step by step.

use super::apply::{Output, apply};
use super::lookup::parse_all;
use super::steps::{Step, args_of, chain, model_of, relation};
use crate::host::rows::node::Node;
use crate::host::rows::related::{inherited, of_sequence, related};
use crate::host::rows::select::select;
use crate::value::context::Context;
use crate::value::model::Model;
use crate::value::plain::Plain;
use crate::value::services::Wanted;
use crate::value::value::{Data, Instance, Stop, Value};

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
    let mut output = Output::Rows(rows_of(cx, root, steps)?);
    if steps.is_empty() {
        return Ok(output);
    }
    let model = model_of(cx, me)?;
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
    let related_to = relation(args_of(root));
    match (Step::of(root), args_of(root), related_to) {
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
            Data::Lent(rows, _) => of_sequence(cx, rows),
            _ => Ok(Vec::new()),
        },
    }
}

/// The rows of a table that can meet the filters that follow at once.
fn table<'h>(
    cx: &Context<'h>,
    model: &'static Model,
    steps: &[&'h Instance<'h>],
) -> Result<Vec<Node<'h>>, Stop<'h>> {
    let mut hints: Vec<(Vec<String>, Vec<Plain>)> = Vec::new();
    for step in steps {
        match (Step::of(step), args_of(step)) {
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
