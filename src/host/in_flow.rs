//! A request as the policies within a flow see it.

use serde_json::Value as Json;

use super::layered::Layered;
use super::param::Param;
use super::person::Person;
use super::request::Request;
use super::world::World;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::value::{Lent, Mapping, Stop};

/// The key of the context where the plan stands.
pub const FLOW_PLAN: &str = "flow_plan";
/// The key of the context where the user stands who is about to sign in.
pub const PENDING_USER: &str = "pending_user";

/// A request within a flow: about the pending user if there is one, and with what the plan's context
/// holds beside the request's own.
pub struct InFlow<'d> {
    request: Request<'d>,
    context: Option<Layered<'d>>,
    pending: Option<Person<'d>>,
}

impl<'d> InFlow<'d> {
    /// The request within the flow whose plan its context holds.
    #[must_use]
    pub fn of(request: &Request<'d>) -> Self {
        let plan = plan_context(request.context);
        Self {
            request: *request,
            context: plan.map(|plan| Layered::new(request.context).over(Some(plan))),
            pending: pending(request.context.value(PENDING_USER))
                .or_else(|| pending(plan?.value(PENDING_USER))),
        }
    }

    /// The request, lent.
    #[must_use]
    pub fn request(&self) -> Request<'_> {
        let mut request: Request<'_> = self.request;
        if let Some(context) = &self.context {
            request = request.with_context(context);
        }
        match &self.pending {
            Some(pending) => request.by(pending),
            None => request,
        }
    }
}

/// Makes what a context took over from the plan the very containers that the plan shows: what is written
/// to one is written to the other.
///
/// # Errors
/// [`Stop::Fatal`] by a limit.
pub fn share_plan<'h>(cx: &Context<'h>, world: &'h World<'h>) -> Result<(), Stop<'h>> {
    if plan_context(world.request().context).is_none() {
        return Ok(());
    }
    world.within(cx, || {
        let Value::Dict(context) = world.param(cx, Param::Context)? else {
            return Ok(());
        };
        let Some(Value::Host(plan)) = context.get_str(cx, FLOW_PLAN)? else {
            return Ok(());
        };
        let Some(Value::Dict(own)) = plan.attribute(cx, "context")? else {
            return Ok(());
        };
        let memo = context.extra().and_then(|extra| extra.memo);
        let (Some(shown), Some(from), Some(memo)) = (context.lent(), own.lent(), memo) else {
            return Ok(());
        };
        for (key, lent) in from.entries() {
            cx.charge(1)?;
            if shown.value(key).is_some_and(|value| is_same(&value, &lent))
                && let Some(value) = own.get_str(cx, key)?
            {
                memo.insert_str(cx, key, value)?;
            }
        }
        Ok(())
    })
}

/// Whether both are one container.
fn is_same(one: &Lent<'_>, other: &Lent<'_>) -> bool {
    use std::ptr::{addr_eq, from_ref};
    match (one, other) {
        (Lent::Json(a), Lent::Json(b)) => (a.is_object() || a.is_array()) && std::ptr::eq(*a, *b),
        (Lent::Map(a), Lent::Map(b)) => addr_eq(from_ref(*a), from_ref(*b)),
        (Lent::List(a), Lent::List(b)) => addr_eq(from_ref(*a), from_ref(*b)),
        _ => false,
    }
}

/// The context of the plan that a context holds.
#[must_use]
pub fn plan_context(context: &dyn Mapping) -> Option<&dyn Mapping> {
    match context.value(FLOW_PLAN)? {
        Lent::Object(plan) => map(plan.attr("context")?),
        _ => None,
    }
}

/// What is lent, if it is a dict.
#[must_use]
pub fn map(lent: Lent<'_>) -> Option<&dyn Mapping> {
    match lent {
        Lent::Map(map) => Some(map),
        Lent::Json(Json::Object(map)) => Some(map),
        _ => None,
    }
}

/// Somebody who stands in a context; what is no user at all is nobody.
fn pending(lent: Option<Lent<'_>>) -> Option<Person<'_>> {
    match lent? {
        Lent::None | Lent::Json(Json::Null) => None,
        Lent::Object(object) => Some(Person::Lent(object)),
        Lent::Owned(object) => Some(Person::Owned(object)),
        _ => Some(Person::Nobody),
    }
}
