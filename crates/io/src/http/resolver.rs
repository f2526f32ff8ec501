//! The check of the address that is connected to.
//!
//! A name may lead anywhere, and to something else a moment later. So the check is made where the name
//! is resolved for the connection, and only addresses that pass are handed on.

use std::net::SocketAddr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

use super::hosts::{Hosts, Verdict};
use super::scope::is_public;

/// Hands on what may be connected to of what another resolver finds.
#[derive(Debug)]
pub(super) struct Guard<R> {
    pub hosts: Hosts,
    pub behind: R,
}

/// A connection that must not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Barred {
    /// The host is not on the list.
    #[error("not on the list")]
    Host,
    /// None of its addresses is public.
    #[error("no public address")]
    Address,
}

fn passes(verdict: Verdict, address: &SocketAddr) -> bool {
    verdict == Verdict::Anywhere || is_public(address.ip())
}

impl<R: Resolver> Resolver for Guard<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let barred = |barred: Barred| Err(ureq::Error::Other(Box::new(barred)));
        // What is connected to is judged, in the form in which it is connected to.
        let verdict = Url::parse(&uri.to_string()).map(|url| self.hosts.judge(&url));
        let verdict = match verdict {
            Ok(Verdict::Denied) | Err(_) => return barred(Barred::Host),
            Ok(verdict) => verdict,
        };
        let found = self.behind.resolve(uri, config, timeout)?;
        let mut passing = self.empty();
        for address in found.iter().filter(|found| passes(verdict, found)) {
            passing.push(*address);
        }
        if passing.is_empty() {
            return barred(Barred::Address);
        }
        Ok(passing)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Gives another answer each time.
    #[derive(Debug)]
    struct Changing(Mutex<Vec<Vec<&'static str>>>);

    impl Resolver for Changing {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut found = self.empty();
            for address in self.0.lock().unwrap().remove(0) {
                found.push(address.parse().unwrap());
            }
            Ok(found)
        }
    }

    fn resolve(guard: &Guard<Changing>, url: &str) -> Result<Vec<String>, String> {
        let uri = url.parse().unwrap();
        let found = guard.resolve(&uri, &Config::default(), NextTimeout::default());
        let found = found.map_err(|error| error.to_string())?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_name_that_turns_to_a_private_address_is_barred() {
        let guard = Guard {
            hosts: Hosts(vec!["a.example".parse().unwrap()]),
            behind: Changing(Mutex::new(vec![
                vec!["1.1.1.1:80"],
                vec!["127.0.0.1:80", "[::1]:80", "169.254.169.254:80"],
                vec!["10.0.0.1:80", "[2606:4700::1]:80"],
            ])),
        };
        let first = resolve(&guard, "http://a.example/");
        assert_eq!(first.unwrap(), ["1.1.1.1:80"]);
        let second = resolve(&guard, "http://a.example/").unwrap_err();
        assert!(second.contains("no public address"), "{second}");
        let third = resolve(&guard, "http://a.example/");
        assert_eq!(third.unwrap(), ["[2606:4700::1]:80"]);
        let other = resolve(&guard, "http://b.example/").unwrap_err();
        assert!(other.contains("not on the list"), "{other}");
    }
}
