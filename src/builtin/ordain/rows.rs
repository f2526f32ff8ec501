//! `rows`, `search` and `meets`: rows of models by their labels, and conditions for them.

use crate::builtin::helpers::denied::not_lent;
use crate::host::model::registry;
use crate::host::query::{self, manager};
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::LOOKUP_ERROR;
use crate::value::model::Model;
use crate::value::native::Args;
use crate::value::value::Stop;

/// The model of the label that is the argument at `at`.
fn model<'h>(
    cx: &Context<'h>,
    args: &Args<'_, 'h>,
    at: usize,
    what: &'static str,
) -> Result<&'static Model, Stop<'h>> {
    let label = args.str(cx, at, what)?.as_str();
    registry::by_label(label)
        .ok_or_else(|| cx.raise(&LOOKUP_ERROR, format_args!("there is no model '{label}'")))
}

/// `rows(model)`: what `Model.objects` is, by the label of the model, such as `authentik_core.user`.
pub(super) fn rows<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let model = model(cx, &args, 0, "rows() argument 'model'")?;
    if cx.services.directory().is_none() {
        return Err(not_lent(cx, "directory"));
    }
    manager(cx, model.class)
}

/// `search(model, query)`: the `Q` that a query of authentik's lists stands for.
pub(super) fn search<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let model = model(cx, &args, 0, "search() argument 'model'")?;
    let query = args.str(cx, 1, "search() argument 'query'")?;
    query::search(cx, model, query.as_str())
}

/// `meets(row, model, condition)`: whether an object, read as a row of a model, meets a `Q`.
pub(super) fn meets<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let model = model(cx, &args, 1, "meets() argument 'model'")?;
    match args.value(0) {
        Value::Host(row) => query::meets(cx, model, row, args.value(2)).map(Value::bool),
        other => Err(cx.type_error(format_args!(
            "meets() argument 'row' must be an object, not {}",
            other.type_name()
        ))),
    }
}
