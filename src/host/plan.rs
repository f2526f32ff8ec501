//! The flow plan at `context["flow_plan"]`.

use serde_json::Value as Json;

use super::item::{Entries, Item};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Host, Lent, Object, Stop, Value};

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

impl Object for FlowPlan {
    fn class_name(&self) -> &str {
        "FlowPlan"
    }

    fn attr(&self, name: &str) -> Option<Lent<'_>> {
        Some(match name {
            "context" => Lent::Map(&self.context),
            "flow_pk" => Lent::Str(&self.flow_pk),
            "bindings" => Lent::List(&self.bindings),
            "markers" => Lent::Json(&EMPTY),
            "has_stages" => Lent::Bool(!self.bindings.is_empty()),
            REDIRECT => Lent::None,
            "redirect" => Lent::Method,
            _ => return None,
        })
    }

    fn attr_names(&self) -> Vec<&str> {
        vec!["context", "flow_pk"]
    }

    fn call<'h>(
        &'h self,
        cx: &Context<'h>,
        me: &'h Host<'h>,
        name: &str,
        args: Args<'_, 'h>,
    ) -> Result<Value<'h>, Stop<'h>> {
        let destination = match (args.rest, args.keywords) {
            ([destination], []) => *destination,
            ([], [(key, destination)]) if key.as_str() == "destination" => *destination,
            _ => {
                return Err(cx.type_error(format_args!(
                    "FlowPlan.redirect() missing 1 required positional argument: 'destination'"
                )));
            }
        };
        if name != "redirect" {
            return Err(cx.attribute_error("FlowPlan", name));
        }
        me.store_attribute(cx, REDIRECT, destination)?;
        Ok(Value::None)
    }

    fn writable(&self, _name: &str) -> bool {
        true
    }
}

static EMPTY: Json = Json::Array(Vec::new());
