//! The hosts that may be called: a list, and nothing else.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::{Host, Url};

/// A host that may be called.
///
/// Written as `api.example.com`, `*.example.com` (all names below it, not itself), `192.0.2.7` or
/// `[2001:db8::7]`, with `:PORT` behind it if it is not the scheme's own (80 or 443), and `https://` in
/// front of it if it must not be called without TLS.
///
/// An address is allowed as it stands. A name is allowed as long as it leads to public addresses;
/// [`HostRule::with_private`] allows the others too.
///
/// ```
/// use ordain_io::http::HostRule;
///
/// let rule: HostRule = "https://*.example.com:8443".parse()?;
/// assert_eq!(rule.to_string(), "https://*.example.com:8443");
/// assert!("example.com/path".parse::<HostRule>().is_err());
/// # Ok::<(), ordain_io::http::HostError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostRule {
    pattern: Pattern,
    scheme: Option<Scheme>,
    port: Option<u16>,
    private: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Name(String),
    Below(String),
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

/// A text that names no host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// A scheme other than `http` and `https`.
    #[error("{0:?}: only http and https can be allowed")]
    Scheme(String),
    /// A path, a query, a fragment or credentials: hosts are allowed, not pages.
    #[error("{0:?}: a host is allowed as a whole, without path, query or user")]
    MoreThanAHost(String),
    /// A port that is no number from 1 to 65535.
    #[error("{0:?}: a port is a number from 1 to 65535")]
    Port(String),
    /// A star somewhere else than in front of a domain.
    #[error("{0:?}: a star stands for the names below a domain, as in *.example.com")]
    Star(String),
    /// No host at all, or letters that no host has.
    #[error("{0:?} is no host")]
    NotAHost(String),
}

impl HostRule {
    /// The same host, even if its name leads to a private address: one of this machine, of the local
    /// network, or of no public use.
    #[must_use]
    pub fn with_private(mut self, private: bool) -> Self {
        self.private = private;
        self
    }

    /// Whether a call of this address is meant.
    fn covers(&self, url: &Url) -> bool {
        let scheme = match url.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return false,
        };
        if self.scheme.is_some_and(|wanted| wanted != scheme) {
            return false;
        }
        let usual = match scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        };
        url.port_or_known_default() == Some(self.port.unwrap_or(usual)) && self.covers_host(url)
    }

    fn covers_host(&self, url: &Url) -> bool {
        match (&self.pattern, url.host()) {
            (Pattern::Name(name), Some(Host::Domain(host))) => rootless(host) == name,
            (Pattern::Below(domain), Some(Host::Domain(host))) => rootless(host)
                .strip_suffix(domain.as_str())
                .and_then(|front| front.strip_suffix('.'))
                .is_some_and(|front| !front.is_empty()),
            (Pattern::Address(address), Some(Host::Ipv4(host))) => *address == host,
            (Pattern::Address(address), Some(Host::Ipv6(host))) => {
                *address == IpAddr::V6(host).to_canonical()
            }
            _ => false,
        }
    }

    /// Whether addresses that are not public may be connected to.
    fn opens_private(&self) -> bool {
        self.private || matches!(self.pattern, Pattern::Address(_))
    }
}

impl FromStr for HostRule {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let said = || text.to_owned();
        let (scheme, rest) = match text.split_once("://") {
            None => (None, text),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => {
                (Some(Scheme::Https), rest)
            }
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => {
                (Some(Scheme::Http), rest)
            }
            Some(_) => return Err(HostError::Scheme(said())),
        };
        if rest.contains(['/', '?', '#', '@', '\\']) {
            return Err(HostError::MoreThanAHost(said()));
        }
        let (host, port) = split_port(rest).ok_or_else(|| HostError::Port(said()))?;
        let (below, host) = match host.strip_prefix("*.") {
            Some(domain) => (true, domain),
            None => (false, host),
        };
        if host.contains('*') {
            return Err(HostError::Star(said()));
        }
        let host = Host::parse(host).map_err(|_| HostError::NotAHost(said()))?;
        let pattern = match host {
            Host::Domain(name) if below => Pattern::Below(rootless(&name).to_owned()),
            Host::Domain(name) => Pattern::Name(rootless(&name).to_owned()),
            _ if below => return Err(HostError::Star(said())),
            Host::Ipv4(address) => Pattern::Address(address.into()),
            Host::Ipv6(address) => Pattern::Address(IpAddr::V6(address).to_canonical()),
        };
        Ok(Self {
            pattern,
            scheme,
            port,
            private: false,
        })
    }
}

/// A host, and the port behind it; none if there is one that cannot be a port.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    match text.rsplit_once(':') {
        // The colons of an address in brackets.
        Some((_, behind)) if behind.contains(']') => Some((text, None)),
        Some((host, port)) => match port.parse() {
            Ok(port) if port > 0 => Some((host, Some(port))),
            _ => None,
        },
        None => Some((text, None)),
    }
}

/// A name without the dot of the root behind it.
fn rootless(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

impl fmt::Display for HostRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scheme {
            Some(Scheme::Http) => f.write_str("http://")?,
            Some(Scheme::Https) => f.write_str("https://")?,
            None => {}
        }
        match &self.pattern {
            Pattern::Name(name) => f.write_str(name)?,
            Pattern::Below(domain) => write!(f, "*.{domain}")?,
            Pattern::Address(IpAddr::V4(address)) => write!(f, "{address}")?,
            Pattern::Address(IpAddr::V6(address)) => write!(f, "[{address}]")?,
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// What a list says of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is not on the list.
    Denied,
    /// It may be called at its public addresses.
    Public,
    /// It may be called wherever it is.
    Anywhere,
}

/// A list of hosts.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts(pub Vec<HostRule>);

impl Hosts {
    /// What the list says; the most generous rule counts.
    pub fn judge(&self, url: &Url) -> Verdict {
        let mut covering = self.0.iter().filter(|rule| rule.covers(url)).peekable();
        if covering.peek().is_none() {
            Verdict::Denied
        } else if covering.any(HostRule::opens_private) {
            Verdict::Anywhere
        } else {
            Verdict::Public
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(rule: &str, url: &str) -> Verdict {
        Hosts(vec![rule.parse().unwrap()]).judge(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_name_is_that_name_at_the_usual_ports() {
        let rule = "API.example.com";
        for url in [
            "https://api.example.com/x",
            "http://api.example.com",
            "https://api.example.com.",
            "https://user:word@API.EXAMPLE.com:443/",
        ] {
            assert_eq!(verdict(rule, url), Verdict::Public, "{url}");
        }
        for url in [
            "https://api.example.com:8443/",
            "http://api.example.com:443/",
            "https://example.com",
            "https://x.api.example.com",
            "https://api.example.com.evil.example",
            "https://evil.example/api.example.com",
            "https://api.example.com@evil.example/",
            "ftp://api.example.com",
        ] {
            assert_eq!(verdict(rule, url), Verdict::Denied, "{url}");
        }
    }

    #[test]
    fn a_star_stands_for_what_is_below() {
        let rule = "*.example.com:8080";
        assert_eq!(
            verdict(rule, "http://a.b.example.com:8080"),
            Verdict::Public
        );
        for url in [
            "http://example.com:8080",
            "http://badexample.com:8080",
            "http://a.example.com",
        ] {
            assert_eq!(verdict(rule, url), Verdict::Denied, "{url}");
        }
    }

    #[test]
    fn names_in_other_letters_are_one_with_their_plain_form() {
        for url in ["https://bücher.example", "https://XN--bcher-kva.example"] {
            assert_eq!(verdict("Bücher.example", url), Verdict::Public, "{url}");
        }
        assert_eq!(
            verdict("bücher.example", "https://bucher.example"),
            Verdict::Denied
        );
    }

    #[test]
    fn a_scheme_binds() {
        let rule = "https://api.example.com";
        assert_eq!(verdict(rule, "https://api.example.com"), Verdict::Public);
        assert_eq!(verdict(rule, "http://api.example.com"), Verdict::Denied);
        assert_eq!(verdict(rule, "http://api.example.com:443"), Verdict::Denied);
    }

    #[test]
    fn an_address_is_allowed_as_it_stands_however_it_is_written() {
        for url in [
            "http://127.0.0.1:81/",
            "http://2130706433:81/",
            "http://0x7f.1:81/",
            "http://[::ffff:127.0.0.1]:81",
        ] {
            assert_eq!(verdict("127.0.0.1:81", url), Verdict::Anywhere, "{url}");
            assert_eq!(verdict("localhost:81", url), Verdict::Denied, "{url}");
        }
        assert_eq!(verdict("[::1]", "http://[0:0::1]/"), Verdict::Anywhere);
        assert_eq!(verdict("[::1]:9", "http://[::1]:9/"), Verdict::Anywhere);
    }

    #[test]
    fn a_private_name_has_to_be_said() {
        let rule: HostRule = "intranet.example".parse().unwrap();
        let url = Url::parse("https://intranet.example").unwrap();
        let hosts = Hosts(vec![rule.clone(), rule.with_private(true)]);
        assert_eq!(hosts.judge(&url), Verdict::Anywhere);
    }

    #[test]
    fn what_is_no_host_is_refused_with_the_reason() {
        let refused = |text: &str| text.parse::<HostRule>().unwrap_err().to_string();
        assert!(refused("ftp://a.example").contains("only http and https"));
        assert!(refused("a.example/x").contains("as a whole"));
        assert!(refused("me@a.example").contains("as a whole"));
        assert!(refused("a.example:0").contains("from 1 to 65535"));
        assert!(refused("a.example:http").contains("from 1 to 65535"));
        assert!(refused("*").contains("as in *.example.com"));
        assert!(refused("a.*.example").contains("as in *.example.com"));
        assert!(refused("*.127.0.0.1").contains("as in *.example.com"));
        assert!(refused("").contains("is no host"));
        assert!(refused("a b").contains("is no host"));
        assert!(refused("[::1").contains("is no host") || refused("[::1").contains("port"));
    }
}
