//! The services that policies reach without an embedder's doing: the clock, and what is made of things
//! lent.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::builtin;
use crate::host::{Breaches, Directory, Dns, Mail, Network, Tokens, query};
use crate::value::Value;
use crate::value::context::{Context, Services};
use crate::value::value::{Lent, Mapping, Object, Stop};

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

/// What an embedder lends, and beside it a directory, if it lends none itself.
pub(super) struct Lending<'a> {
    pub services: &'a dyn Services,
    pub directory: &'a dyn Directory,
}

impl Services for Lending<'_> {
    fn now(&self) -> Option<(i64, u32)> {
        self.services.now()
    }

    fn random(&self, buffer: &mut [u8]) -> bool {
        self.services.random(buffer)
    }

    fn log(&self, level: &str, text: &str) {
        self.services.log(level, text);
    }

    fn directory(&self) -> Option<&dyn Directory> {
        Some(self.services.directory().unwrap_or(self.directory))
    }

    fn network(&self) -> Option<&dyn Network> {
        self.services.network()
    }

    fn breaches(&self) -> Option<&dyn Breaches> {
        self.services.breaches()
    }

    fn dns(&self) -> Option<&dyn Dns> {
        self.services.dns()
    }

    fn mail(&self) -> Option<&dyn Mail> {
        self.services.mail()
    }

    fn tokens(&self) -> Option<&dyn Tokens> {
        self.services.tokens()
    }

    fn settings(&self) -> Option<&dyn Mapping> {
        self.services.settings()
    }

    fn module(&self, name: &str) -> Option<&dyn Object> {
        self.services.module(name)
    }

    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.services.foreign(cx, lent)
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
