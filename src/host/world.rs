//! One copy of the request, as the policies of a decision see it.

use std::cell::Cell;

use super::param::Param;
use crate::value::context::Context;
use crate::value::value::{Dict, Stop, Value};

/// The context names and what they stand for. A policy that another one calls gets a copy.
pub struct World<'h> {
    values: [Cell<Value<'h>>; Param::ALL.len()],
}

impl<'h> World<'h> {
    /// A world in which no context name is defined.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            values: [const { Cell::new(Value::Unbound) }; Param::ALL.len()],
        }
    }

    /// What a context name stands for; unbound if the request does not define it.
    ///
    /// # Errors
    /// What making the value raises.
    pub fn param(&self, cx: &Context<'h>, param: Param) -> Result<Value<'h>, Stop<'h>> {
        let _ = cx;
        Ok(self
            .values
            .get(param as usize)
            .map_or(Value::Unbound, Cell::get))
    }

    /// A deep copy for a called policy, with `extra` added to its context. What it writes is no
    /// effect of the caller.
    ///
    /// # Errors
    /// [`Stop::Fatal`] if memory is exhausted.
    pub fn copied(
        &self,
        cx: &Context<'h>,
        extra: Option<&'h Dict<'h>>,
    ) -> Result<&'h World<'h>, Stop<'h>> {
        let _ = extra;
        let values = self.values.clone();
        cx.memory(cx.heap.alloc(World { values }))
    }
}
