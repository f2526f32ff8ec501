//! Calls over the real network.

use std::io::Read;
use std::time::{Duration, Instant};

use ordain::host::{HttpCall, HttpReply, Network, NetworkError};
use ureq::http::{HeaderMap, Response, header};
use ureq::{Agent, Body};
use url::Url;

use super::agent;
use super::encoding::{Unreadable, decode};
use super::errors::{Asked, reading, sending, undecodable};
use super::hop::{Hop, location};
use super::hosts::{HostRule, Hosts, Verdict};

/// How many redirects are followed, as in `requests`.
const REDIRECTS: u32 = 30;

/// Carries the calls of policies to the hosts on a list, over HTTP/1.1, with or without TLS.
///
/// - What is not on the list is denied ([`NetworkError::Denied`]): before anything is sent, and again
///   for each redirect.
/// - The address that is connected to must be public (not of this machine, of a local network, of a
///   group, of documentation, ...), whatever the name resolved to a moment before, unless the rule is an
///   address or says [`HostRule::with_private`].
/// - Certificates are checked against the roots that the system trusts. `verify=False` is ignored,
///   unless [`HttpNetworkBuilder::unverified`] allows it.
/// - Redirects are followed as `requests` does it: at most 30, with its changes of the method;
///   `Authorization` and `Cookie` do not cross to another host. Proxies of the environment are not used.
/// - What is read is bounded in size and time: [`HttpNetworkBuilder`] has the defaults. Answers in gzip and
///   deflate are decoded, and bounded by what they decode to.
/// - The headers that say where and how a call is carried (`Host`, `Content-Length`, `Connection` and
///   the like) are not the policy's: they are left out.
///
/// ```no_run
/// use ordain_io::http::HttpNetwork;
///
/// let network = HttpNetwork::builder()
///     .allow("https://api.example.com".parse()?)
///     .allow("127.0.0.1:8080".parse()?)
///     .build();
/// # let _: &dyn ordain::host::Network = &network;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct HttpNetwork {
    hosts: Hosts,
    checked: Agent,
    unchecked: Option<Agent>,
    body: u64,
    total: Duration,
}

/// How an [`HttpNetwork`] is made.
#[derive(Clone, Debug)]
pub struct HttpNetworkBuilder {
    hosts: Hosts,
    roots: Vec<Vec<u8>>,
    unverified: bool,
    body: u64,
    total: Duration,
}

impl Default for HttpNetworkBuilder {
    fn default() -> Self {
        Self {
            hosts: Hosts::default(),
            roots: Vec::new(),
            unverified: false,
            body: 1 << 20,
            total: Duration::from_secs(30),
        }
    }
}

impl HttpNetworkBuilder {
    /// With a host that may be called. Default: none.
    #[must_use]
    pub fn allow(mut self, rule: HostRule) -> Self {
        self.hosts.0.push(rule);
        self
    }

    /// With the bytes that the body of an answer may have, also once it is decoded; more is [`NetworkError::Broken`].
    /// Default: 1 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
    }

    /// With the time that a call may take as a whole, redirects included, whatever the policy asks for.
    /// Connecting and each read have this limit too, if the policy sets none. Default: 30 seconds.
    #[must_use]
    pub fn total_time(mut self, time: Duration) -> Self {
        self.total = time;
        self
    }

    /// With another certificate to trust beside the system's: DER.
    #[must_use]
    pub fn root(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.roots.push(der.into());
        self
    }

    /// Lets policies switch the check of certificates off (`verify=False`). Default: they cannot.
    #[must_use]
    pub fn unverified(mut self, allowed: bool) -> Self {
        self.unverified = allowed;
        self
    }

    /// The network. Where the system trusts no certificates, calls with TLS are errors.
    #[must_use]
    pub fn build(self) -> HttpNetwork {
        let tls = agent::checked_tls(&self.roots);
        let unchecked = self
            .unverified
            .then(|| agent::new(&self.hosts, agent::unchecked_tls()));
        HttpNetwork {
            checked: agent::new(&self.hosts, tls),
            unchecked,
            hosts: self.hosts,
            body: self.body,
            total: self.total,
        }
    }
}

/// The times of one call.
struct Times {
    start: Instant,
    /// For all of it.
    total: Duration,
    /// For connecting, and for each read.
    each: Duration,
}

impl HttpNetwork {
    /// A network that reaches nothing yet.
    #[must_use]
    pub fn builder() -> HttpNetworkBuilder {
        HttpNetworkBuilder::default()
    }

    fn send(
        &self,
        agent: &Agent,
        hop: &Hop,
        times: &Times,
    ) -> Result<Response<Body>, NetworkError> {
        let asked = Asked::new(&hop.url);
        if self.hosts.judge(&hop.url) == Verdict::Denied {
            return Err(asked.denied());
        }
        let left = times.total.saturating_sub(times.start.elapsed());
        let request = hop.request().map_err(|error| asked.unreachable(&error))?;
        let request = agent
            .configure_request(request)
            .timeout_global(Some(left))
            .timeout_resolve(Some(times.each))
            .timeout_connect(Some(times.each))
            .timeout_recv_response(Some(times.each))
            .timeout_per_read(Some(times.each))
            .timeout_per_write(Some(times.each))
            .build();
        let sent = match hop.sends_body() {
            true => agent.run(request),
            false => agent.run(request.map(drop)),
        };
        sent.map_err(|error| sending(&asked, error))
    }

    fn larger(&self) -> NetworkError {
        NetworkError::Broken(format!("the body is larger than {} bytes", self.body))
    }

    fn reply(
        &self,
        hop: &Hop,
        response: Response<Body>,
        times: &Times,
    ) -> Result<HttpReply, NetworkError> {
        let (head, body) = response.into_parts();
        let mut bytes = Vec::new();
        // One byte more than allowed tells that there is more.
        let limit = self.body.saturating_add(1);
        let read = body.into_reader().take(limit).read_to_end(&mut bytes);
        read.map_err(|error| reading(&Asked::new(&hop.url), error))?;
        if bytes.len() as u64 > self.body {
            return Err(self.larger());
        }
        if let Some(encoding) = head.headers.get(header::CONTENT_ENCODING) {
            let encoding = encoding.to_str().unwrap_or_default();
            bytes = decode(bytes, encoding, self.body).map_err(|error| match error {
                Unreadable::Larger => self.larger(),
                Unreadable::Damaged(error) => undecodable(&Asked::new(&hop.url), &error),
            })?;
        }
        Ok(HttpReply {
            status: head.status.as_u16(),
            reason: String::new(),
            url: hop.url.to_string(),
            headers: pairs(&head.headers),
            body: bytes,
            elapsed: times.start.elapsed(),
        })
    }
}

impl Network for HttpNetwork {
    fn call(&self, call: &HttpCall) -> Result<HttpReply, NetworkError> {
        let total = call.left.map_or(self.total, |left| left.min(self.total));
        let times = Times {
            start: Instant::now(),
            total,
            each: call.timeout.map_or(total, |asked| asked.min(total)),
        };
        let agent = match &self.unchecked {
            Some(unchecked) if !call.verify => unchecked,
            _ => &self.checked,
        };
        let mut hop = Hop::first(call)?;
        let mut hops = 0;
        loop {
            let response = self.send(agent, &hop, &times)?;
            let next = location(response.status(), response.headers());
            let Some(next) = next.filter(|_| call.follow) else {
                return self.reply(&hop, response, &times);
            };
            if hops == REDIRECTS {
                return Err(NetworkError::TooManyRedirects(REDIRECTS));
            }
            hops += 1;
            hop = hop.redirected(response.status(), &next)?;
        }
    }
}

/// Headers as text; their bytes are Latin-1, as Python reads them.
fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| value.iter().map(|byte| char::from(*byte)).collect();
    let pairs = headers.iter();
    pairs
        .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
        .collect()
}

/// The host of an address as errors tell it: without path, query and credentials.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
