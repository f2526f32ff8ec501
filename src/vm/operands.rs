//! The window of the running frame: its slots, its operands, and how much of it is in use.
//!
//! The verifier has computed the window's size, so that an access outside it cannot happen; should it
//! happen all the same, the policy ends with `Stop::Fatal` and no limit in the meter, which is
//! reported as a bug. Every method is inlined and the window never leaves the step loop: that
//! keeps `top` in a register.

use crate::code::Slot;
use crate::value::Value;
use crate::value::value::Stop;

/// Slots and operands of one frame.
pub(super) struct Operands<'w, 'h> {
    window: &'w mut [Value<'h>],
    top: usize,
}

impl<'w, 'h> Operands<'w, 'h> {
    #[inline(always)]
    pub(super) fn new(window: &'w mut [Value<'h>], top: usize) -> Self {
        Self { window, top }
    }

    /// Values in use, slots included.
    #[inline(always)]
    pub(super) fn top(&self) -> u32 {
        self.top as u32
    }

    #[inline(always)]
    pub(super) fn push(&mut self, value: Value<'h>) -> Result<(), Stop<'h>> {
        *self.window.get_mut(self.top).ok_or(Stop::Fatal)? = value;
        self.top += 1;
        Ok(())
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Result<Value<'h>, Stop<'h>> {
        self.top = self.top.wrapping_sub(1);
        self.window.get(self.top).copied().ok_or(Stop::Fatal)
    }

    /// The value `n` places from the top; 1 is the top.
    #[inline(always)]
    pub(super) fn peek(&self, n: usize) -> Result<Value<'h>, Stop<'h>> {
        let at = self.top.wrapping_sub(n);
        self.window.get(at).copied().ok_or(Stop::Fatal)
    }

    /// Overwrites the value `n` places from the top.
    #[inline(always)]
    pub(super) fn poke(&mut self, n: usize, value: Value<'h>) -> Result<(), Stop<'h>> {
        let at = self.top.wrapping_sub(n);
        *self.window.get_mut(at).ok_or(Stop::Fatal)? = value;
        Ok(())
    }

    /// Writes the place that comes `n` places behind the next one, which is not in use.
    #[inline(always)]
    pub(super) fn set_ahead(&mut self, n: usize, value: Value<'h>) -> Result<(), Stop<'h>> {
        *self.window.get_mut(self.top + n).ok_or(Stop::Fatal)? = value;
        Ok(())
    }

    /// The last `n` values, the top last.
    #[inline(always)]
    pub(super) fn last(&self, n: usize) -> Result<&[Value<'h>], Stop<'h>> {
        let from = self.top.wrapping_sub(n);
        self.window.get(from..self.top).ok_or(Stop::Fatal)
    }

    /// Drops the last `n` values.
    #[inline(always)]
    pub(super) fn cut(&mut self, n: usize) {
        self.top = self.top.wrapping_sub(n);
    }

    /// Replaces the last `n` values by one.
    #[inline(always)]
    pub(super) fn fold(&mut self, n: usize, value: Value<'h>) -> Result<(), Stop<'h>> {
        self.cut(n);
        self.push(value)
    }

    #[inline(always)]
    pub(super) fn local(&self, slot: Slot) -> Result<Value<'h>, Stop<'h>> {
        let at = usize::from(slot.0);
        self.window.get(at).copied().ok_or(Stop::Fatal)
    }

    #[inline(always)]
    pub(super) fn set_local(&mut self, slot: Slot, value: Value<'h>) -> Result<(), Stop<'h>> {
        let at = usize::from(slot.0);
        *self.window.get_mut(at).ok_or(Stop::Fatal)? = value;
        Ok(())
    }
}
