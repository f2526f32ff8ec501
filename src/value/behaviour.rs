//! What operators and protocols do with the instances of a native class.

use std::cmp::Ordering;

use super::context::Context;
use super::native::{Args, Ending};
use super::value::{Instance, Iter, Stop, Value};
use crate::ops::{BinaryOp, UnaryOp};

/// An answer that may be "not supported": then the caller raises the fitting `TypeError`, or asks the
/// other operand.
pub type Maybe<'h, T> = Result<Option<T>, Stop<'h>>;

/// Operators and protocols of `Value::Object`; each default is what Python does with a plain object.
#[allow(unused_variables, reason = "defaults ignore their arguments")]
pub trait Behaviour: Sync {
    /// `repr(x)`; none gives `<module.name object>`.
    fn repr<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(None)
    }

    /// `str(x)`; none gives the repr.
    fn str<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(None)
    }

    /// `format(x, spec)` with a spec that is not empty; none raises `TypeError`.
    fn format<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, spec: &str) -> Maybe<'h, String> {
        Ok(None)
    }

    /// `x == other`; none compares identity (or lets the other side answer).
    fn eq<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(None)
    }

    /// The order of `x` and `other`; none: they cannot be ordered.
    fn order<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        Ok(None)
    }

    /// `hash(x)`; none hashes the identity; a `TypeError` for unhashable classes.
    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        Ok(None)
    }

    /// `bool(x)`; none asks `len`, and without one is true.
    fn truth<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, bool> {
        Ok(None)
    }

    /// `len(x)`.
    fn len<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, usize> {
        Ok(None)
    }

    /// `x[key]`.
    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// `x[key] = value`; `del x[key]` if the value is unbound. Whether it is supported.
    fn store_item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        Ok(false)
    }

    /// `item in x`; none iterates.
    fn contains<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        Ok(None)
    }

    /// `iter(x)`.
    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        Ok(None)
    }

    /// The next item, for instances that are the state of a native iterator (`IterState::Other`).
    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// `reversed(x)`.
    fn reversed<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        Ok(None)
    }

    /// `left op right` where one of them is of this class; `reflected`: it is the right one.
    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        reflected: bool,
    ) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// `left op= right` done in place; none does `left = left op right`.
    fn in_place<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: &'h Instance<'h>,
        right: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// `op x`.
    fn unary<'h>(
        &self,
        cx: &Context<'h>,
        op: UnaryOp,
        me: &'h Instance<'h>,
    ) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// `int(x)` (and, with `index`, wherever an index is wanted).
    fn int<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, index: bool) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// An attribute that is neither a property nor a method of the class.
    fn attribute<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        name: &str,
    ) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }

    /// `x.name = value`; deletes if the value is unbound. Whether it is supported.
    fn store_attribute<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        name: &str,
        value: Value<'h>,
    ) -> Result<bool, Stop<'h>> {
        Ok(false)
    }

    /// `x(args)`; all positional arguments stand in `rest`, all keywords in `keywords`.
    fn call<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        args: Args<'_, 'h>,
    ) -> Maybe<'h, Ending<'h>> {
        Ok(None)
    }

    /// Whether instances can be called.
    fn callable(&self) -> bool {
        false
    }

    /// `copy.copy(x)`; none: the object itself, as it never changes.
    fn copied<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        Ok(None)
    }
}

/// A plain object.
pub struct Opaque;

impl Behaviour for Opaque {}
