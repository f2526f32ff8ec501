//! The flow plan at `context["flow_plan"]`.

use serde_json::Value as Json;

use super::item::{Entries, Item};
use crate::value::context::{Context, Deed};
use crate::value::native::Args;
use crate::value::value::{Host, Lent, List, Mapping, Object, Stop, Value};

/// The attribute under which a redirect is kept.
pub(super) const REDIRECT: &str = "_redirect";

/// What a flow is about to do. Writes to its `context`, and redirects, are effects.
#[derive(Clone, Debug, Default)]
pub struct FlowPlan {
    /// The flow's key, in hex.
    pub flow_pk: String,
    /// The plan's context.
    pub context: Entries,
    /// The stage bindings that remain, the current one first.
    pub bindings: Vec<Item>,
}

impl FlowPlan {
    /// A plan with a context.
    #[must_use]
    pub fn new(context: Entries) -> Self {
        Self {
            context,
            ..Self::default()
        }
    }
}

/// A flow plan over a context that is lent, without stages yet.
pub struct LentPlan<'d> {
    /// The flow's key, in hex.
    pub flow_pk: String,
    /// The plan's context.
    pub context: &'d dyn Mapping,
}

impl Object for LentPlan<'_> {
    fn class_name(&self) -> &str {
        CLASS
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        match name {
            "context" => Some(Lent::Map(self.context)),
            "flow_pk" => Some(Lent::Str(&self.flow_pk)),
            _ => attr(name, &NO_STAGES),
        }
    }

    fn attr_names(&self) -> Vec<&str> {
        ATTRIBUTES.to_vec()
    }

    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        me: &'h Host<'h>,
        name: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        call(cx, me, name, &args)
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }
}

impl Object for FlowPlan {
    fn class_name(&self) -> &str {
        CLASS
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        match name {
            "context" => Some(Lent::Map(&self.context)),
            "flow_pk" => Some(Lent::Str(&self.flow_pk)),
            _ => attr(name, &self.bindings),
        }
    }

    fn attr_names(&self) -> Vec<&str> {
        ATTRIBUTES.to_vec()
    }

    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        me: &'h Host<'h>,
        name: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        call(cx, me, name, &args)
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }
}

/// What all plans have beside their context and key.
fn attr<'p>(name: &str, stages: &'p Vec<Item>) -> Option<Lent<'p>> {
    Some(match name {
        "bindings" => Lent::List(stages),
        "markers" => Lent::Json(&EMPTY),
        "has_stages" => Lent::Bool(!stages.is_empty()),
        REDIRECT => Lent::None,
        "append" | "append_stage" | "insert_stage" | "pop" | "redirect" => Lent::Method,
        _ => return None,
    })
}

fn call<'h>(
    cx: &Context<'h>,
    me: &'h Host<'h>,
    name: &str,
    args: &Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    match name {
        "redirect" => {
            let destination = only(cx, name, "destination", args)?;
            me.store_attribute(cx, REDIRECT, destination)?;
            Ok(Value::None)
        }
        "append_stage" | "append" => {
            let what = if name == "append" { "binding" } else { "stage" };
            let stage = only(cx, name, what, args)?;
            let end = stages(cx, me)?.map_or(0, |list| list.len());
            insert(cx, me, stage, end)
        }
        "insert_stage" => {
            let stage = only(cx, name, "stage", args)?;
            let named = args
                .keywords
                .iter()
                .find(|(key, _)| key.as_str() == "index");
            let at = match named.map(|(_, at)| *at).or(args.rest.get(2).copied()) {
                Some(at) => cx.position(at)?,
                None => 1,
            };
            insert(cx, me, stage, usize::try_from(at).unwrap_or(0))
        }
        "pop" => pop(cx, me),
        _ => Err(cx.attribute_error(CLASS, name)),
    }
}

fn pop<'h>(cx: &Context<'h>, me: &'h Host<'h>) -> Result<Value<'h>, Stop<'h>> {
    if let Some(list) = stages(cx, me)? {
        let left: Vec<Value<'h>> = list.iter().skip(1).collect();
        list.clear();
        for stage in left {
            list.push(cx, stage)?;
        }
        tell(cx, me, "pop", &[])?;
    }
    Ok(Value::None)
}

/// The argument that a method must have: its first, or the one of a name.
fn only<'h>(
    cx: &Context<'h>,
    method: &str,
    name: &str,
    args: &Args<'_, 'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let named = args.keywords.iter().find(|(key, _)| key.as_str() == name);
    let given = named.map(|(_, value)| *value);
    let given = args.rest.first().copied().or(given);
    given.ok_or_else(|| {
        cx.type_error(format_args!(
            "{CLASS}.{method}() missing 1 required positional argument: '{name}'"
        ))
    })
}

/// The stages that remain, as the policy sees them.
fn stages<'h>(cx: &Context<'h>, me: &'h Host<'h>) -> Result<Option<&'h List<'h>>, Stop<'h>> {
    match me.attribute(cx, "bindings")? {
        Some(Value::List(list)) => Ok(Some(list)),
        _ => Ok(None),
    }
}

fn insert<'h>(
    cx: &Context<'h>,
    me: &'h Host<'h>,
    stage: Value<'h>,
    at: usize,
) -> Result<Value<'h>, Stop<'h>> {
    let Some(list) = stages(cx, me)? else {
        return Ok(Value::None);
    };
    cx.charge(list.len())?;
    let at = at.min(list.len());
    let mut all = list.to_vec();
    all.insert(at, stage);
    list.clear();
    for stage in all {
        list.push(cx, stage)?;
    }
    let shown = match stage {
        Value::Host(row) => match row.attribute(cx, "name")? {
            Some(name) => name,
            None => cx.display_value(stage)?,
        },
        other => cx.display_value(other)?,
    };
    me.memo.insert_str(cx, "has_stages", Value::True)?;
    let index = Value::Int(i64::try_from(at).unwrap_or(i64::MAX));
    tell(
        cx,
        me,
        "insert_stage",
        &[("stage", shown), ("index", index)],
    )?;
    Ok(Value::None)
}

/// Tells a change of the stages as an effect; one of a copy of the plan is none.
fn tell<'h>(
    cx: &Context<'h>,
    me: &'h Host<'h>,
    method: &str,
    args: &[(&str, Value<'h>)],
) -> Result<(), Stop<'h>> {
    let Some(origin) = me.origin else {
        return Ok(());
    };
    let told = cx.dict()?;
    for (name, value) in args {
        told.insert_str(cx, name, *value)?;
    }
    cx.note(Deed::Call, origin, cx.str(method)?, Value::Dict(told))
}

/// Adds a stage binding of the flow itself at the end of a plan; that is no effect.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn add_stage<'h>(
    cx: &Context<'h>,
    plan: &'h Host<'h>,
    binding: Value<'h>,
) -> Result<(), Stop<'h>> {
    if let Some(list) = stages(cx, plan)? {
        list.push(cx, binding)?;
        plan.memo.insert_str(cx, "has_stages", Value::True)?;
    }
    Ok(())
}

/// How many stages a plan has, those included that policies added.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn count_stages<'h>(cx: &Context<'h>, plan: &'h Host<'h>) -> Result<usize, Stop<'h>> {
    Ok(stages(cx, plan)?.map_or(0, |list| list.len()))
}

const CLASS: &str = "FlowPlan";
const ATTRIBUTES: [&str; 2] = ["context", "flow_pk"];

static EMPTY: Json = Json::Array(Vec::new());
static NO_STAGES: Vec<Item> = Vec::new();
