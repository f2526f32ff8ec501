//! Services put together from parts.

use std::sync::Arc;

use ordain::host::{Breaches, Directory, Dns, Mail, Network, Tokens};
use ordain::value::Value;
use ordain::value::context::{Context, Services};
use ordain::value::value::{Lent, Mapping, Object, Stop};

/// Services with some of them replaced: what is not given here is asked of those below.
///
/// ```
/// use ordain::SystemServices;
/// use ordain::value::context::Services;
/// use ordain_io::Lending;
///
/// let services = Lending::over(SystemServices::new());
/// assert!(services.now().is_some());
/// assert!(services.network().is_none());
/// ```
#[derive(Clone)]
pub struct Lending<S> {
    below: S,
    network: Option<Arc<dyn Network>>,
    dns: Option<Arc<dyn Dns>>,
    mail: Option<Arc<dyn Mail>>,
    breaches: Option<Arc<dyn Breaches>>,
}

impl<S: Services> Lending<S> {
    /// The services below, and nothing else yet.
    #[must_use]
    pub fn over(below: S) -> Self {
        Self {
            below,
            network: None,
            dns: None,
            mail: None,
            breaches: None,
        }
    }

    /// With somebody who carries the calls of `requests`.
    #[must_use]
    pub fn with_network(mut self, network: impl Network + 'static) -> Self {
        self.network = Some(Arc::new(network));
        self
    }

    /// With somebody who resolves names.
    #[must_use]
    pub fn with_dns(mut self, dns: impl Dns + 'static) -> Self {
        self.dns = Some(Arc::new(dns));
        self
    }

    /// With somebody who sends letters.
    #[must_use]
    pub fn with_mail(mut self, mail: impl Mail + 'static) -> Self {
        self.mail = Some(Arc::new(mail));
        self
    }

    /// With somebody who knows leaked passwords.
    #[must_use]
    pub fn with_breaches(mut self, breaches: impl Breaches + 'static) -> Self {
        self.breaches = Some(Arc::new(breaches));
        self
    }
}

impl<S: Services> Services for Lending<S> {
    fn now(&self) -> Option<(i64, u32)> {
        self.below.now()
    }

    fn random(&self, buffer: &mut [u8]) -> bool {
        self.below.random(buffer)
    }

    fn log(&self, level: &str, text: &str) {
        self.below.log(level, text);
    }

    fn directory(&self) -> Option<&dyn Directory> {
        self.below.directory()
    }

    fn network(&self) -> Option<&dyn Network> {
        self.network.as_deref().or_else(|| self.below.network())
    }

    fn dns(&self) -> Option<&dyn Dns> {
        self.dns.as_deref().or_else(|| self.below.dns())
    }

    fn mail(&self) -> Option<&dyn Mail> {
        self.mail.as_deref().or_else(|| self.below.mail())
    }

    fn breaches(&self) -> Option<&dyn Breaches> {
        self.breaches.as_deref().or_else(|| self.below.breaches())
    }

    fn tokens(&self) -> Option<&dyn Tokens> {
        self.below.tokens()
    }

    fn settings(&self) -> Option<&dyn Mapping> {
        self.below.settings()
    }

    fn module(&self, name: &str) -> Option<&dyn Object> {
        self.below.module(name)
    }

    fn foreign<'h>(&self, cx: &Context<'h>, lent: &Lent<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.below.foreign(cx, lent)
    }
}
