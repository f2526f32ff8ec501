//! The services that policies reach without an embedder's doing: the clock, and what is made of things
//! lent.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::builtin;
use crate::host::query;
use crate::value::Value;
use crate::value::context::{Context, Services};
use crate::value::value::{Lent, Stop};

/// A clock, random numbers, and a log that goes nowhere.
#[derive(Clone, Debug, Default)]
pub struct SystemServices {
    now: Option<(i64, u32)>,
}

impl SystemServices {
    /// With the system's clock.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a clock that stands still: seconds and nanoseconds since 1970 in UTC.
    #[must_use]
    pub fn standing_still(now: (i64, u32)) -> Self {
        Self { now: Some(now) }
    }
}

impl Services for SystemServices {
    fn now(&self) -> Option<(i64, u32)> {
        self.now.or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
            let seconds = i64::try_from(since.as_secs()).ok()?;
            Some((seconds, since.subsec_nanos()))
        })
    }

    fn random(&self, buffer: &mut [u8]) -> bool {
        getrandom::fill(buffer).is_ok()
    }

    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        foreign(cx, lent)
    }
}

/// Makes the value of something lent whose class stands above the values: what every implementation of
/// [`Services::foreign`] answers with.
///
/// # Errors
/// What making it raises.
pub fn foreign<'h>(cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
    match lent {
        Lent::Address(address) => builtin::ipaddress::address_value(cx, *address),
        Lent::DateTime { micros, offset } => builtin::datetime::lent_value(cx, *micros, *offset),
        Lent::Query(objects) => query::of_lent(cx, *objects),
        _ => Ok(Value::None),
    }
}
