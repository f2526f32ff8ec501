//! What reading and writing through query sets share.
//!
//! A manager is of a class derived from that of query sets; what is asked of it is answered by a query
//! set.

use super::condition;
use super::evaluate::evaluate;
use super::lookup::parse_all;
use super::steps::{self, CACHE, Step};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Dict, Instance, List, Object, Stop, Text, Value};

/// The name of the class of query sets.
pub(super) const NAME: &str = "QuerySet";

/// The instance that a query set or manager is.
///
/// # Errors
/// `TypeError` if the value is none.
pub(super) fn instance<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
) -> Result<&'h Instance<'h>, Stop<'h>> {
    match query {
        Value::Object(me) if me.class.lineage().any(|class| class.name == NAME) => Ok(me),
        other => Err(cx.type_error(format_args!(
            "descriptor requires a 'QuerySet' object but received '{}'",
            other.type_name()
        ))),
    }
}

/// Whether two objects are the same row.
#[must_use]
pub fn same(a: &dyn Object, b: &dyn Object) -> bool {
    match (a.identity(), b.identity()) {
        (Some(a_key), Some(b_key)) => a.class_name() == b.class_name() && a_key == b_key,
        _ => std::ptr::addr_eq(a, b),
    }
}

/// The values of a query set, made once; a manager asks each time.
pub(super) fn listed<'h>(cx: &Context<'h>, me: &'h Instance<'h>) -> Result<&'h List<'h>, Stop<'h>> {
    if let Value::List(list) = me.field(CACHE) {
        return Ok(list);
    }
    let values = evaluate(cx, me, usize::MAX)?.values(cx)?;
    let list = cx.list(&values)?;
    if me.class.base.is_none() {
        me.set_field(CACHE, Value::List(list));
    }
    Ok(list)
}

/// A query set that does one thing more.
pub(super) fn after<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
    step: Step,
    args: Value<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let before = instance(cx, query)?;
    let class = before.class.base.unwrap_or(before.class);
    cx.fields_instance(class, &steps::fields(query, step, args))
}

/// Keyword arguments as a dict.
pub(super) fn dict_of<'h>(
    cx: &Context<'h>,
    keywords: &[(&'h Text<'h>, Value<'h>)],
) -> Result<&'h Dict<'h>, Stop<'h>> {
    let dict = cx.dict_with(keywords.len())?;
    for (name, value) in keywords {
        dict.insert(cx, Value::Str(name), *value)?;
    }
    Ok(dict)
}

/// A query set of which look-ups hold, or do not.
pub(super) fn look_up<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    step: Step,
) -> Result<Value<'h>, Stop<'h>> {
    let me = instance(cx, args.value(0))?;
    if steps::is_sliced(cx, me)? {
        return Err(cx.type_error(format_args!(
            "Cannot filter a query once a slice has been taken."
        )));
    }
    let model = steps::model_of(cx, me)?;
    if args.rest.is_empty() {
        let dict = dict_of(cx, args.keywords)?;
        parse_all(cx, model, dict)?;
        return after(cx, args.value(0), step, Value::Dict(dict));
    }
    let mut condition = condition::joined(cx, args.rest, args.keywords)?;
    condition::parse(cx, model, condition)?;
    if step == Step::Exclude {
        condition = condition::negated(cx, condition)?;
    }
    after(cx, args.value(0), Step::Where, condition)
}

/// The rows that meet look-ups.
pub(super) fn matching<'h>(
    cx: &Context<'h>,
    query: Value<'h>,
    keywords: &[(&'h Text<'h>, Value<'h>)],
    most: usize,
) -> Result<Vec<Value<'h>>, Stop<'h>> {
    let args = Args {
        fixed: &[query],
        rest: &[],
        keywords,
    };
    let found = look_up(cx, args, Step::Filter)?;
    evaluate(cx, instance(cx, found)?, most)?.values(cx)
}
