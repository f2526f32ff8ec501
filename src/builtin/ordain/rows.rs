//! `rows`: the rows of a model.

use crate::builtin::helpers::denied::not_lent;
use crate::host::model::registry;
use crate::host::query::manager;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::exceptions::LOOKUP_ERROR;
use crate::value::native::Args;
use crate::value::value::Stop;

/// `rows(model)`: what `Model.objects` is, by the label of the model, such as `authentik_core.user`.
pub(super) fn rows<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Value<'h>, Stop<'h>> {
    let label = args.str(cx, 0, "rows() argument 'model'")?.as_str();
    if cx.services.directory().is_none() {
        return Err(not_lent(cx, "directory"));
    }
    match registry::by_label(label) {
        Some(model) => manager(cx, model.class),
        None => Err(cx.raise(&LOOKUP_ERROR, format_args!("there is no model '{label}'"))),
    }
}
