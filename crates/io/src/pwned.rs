//! Leaked passwords, asked for by range: the service learns five letters of a digest and no password.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ordain::host::{Breaches, Digest, HttpCall, Network, NetworkError};

use crate::http::{HostError, HttpNetwork};

/// Where ranges are asked for.
const SERVICE: &str = "https://api.pwnedpasswords.com";

/// How many letters of a digest are told.
const PREFIX: usize = 5;

/// Asks the range API of Have I Been Pwned, or a service that speaks like it.
///
/// A call is `GET BASE/range/ABCDE`, where `ABCDE` begins the SHA-1 of the password, with padding asked
/// for, so that its length says nothing either. Answers are kept: 64 ranges, for an hour. A call takes
/// 10 seconds at most, and never more than the policy has left.
///
/// ```no_run
/// use ordain_io::pwned::PwnedRanges;
///
/// let breaches = PwnedRanges::new()?;
/// # let _: &dyn ordain::host::Breaches = &breaches;
/// # Ok::<(), ordain_io::http::HostError>(())
/// ```
pub struct PwnedRanges {
    network: Box<dyn Network>,
    base: String,
    time: Duration,
    ranges: usize,
    kept: Duration,
    known: Mutex<VecDeque<Range>>,
}

/// The answer for the digests that begin alike.
struct Range {
    prefix: String,
    /// `SUFFIX:COUNT`, a line each.
    text: Arc<str>,
    since: Instant,
}

impl PwnedRanges {
    /// Asks `https://api.pwnedpasswords.com`.
    ///
    /// # Errors
    /// None in practice: the host is one.
    pub fn new() -> Result<Self, HostError> {
        let network = HttpNetwork::builder().allow(SERVICE.parse()?).build();
        Ok(Self::at(SERVICE, network))
    }

    /// Asks another service, such as a mirror: the address before `/range/`, and a network that lets it
    /// be called.
    #[must_use]
    pub fn at(base: &str, network: impl Network + 'static) -> Self {
        Self {
            network: Box::new(network),
            base: base.trim_end_matches('/').to_owned(),
            time: Duration::from_secs(10),
            ranges: 64,
            kept: Duration::from_secs(3600),
            known: Mutex::default(),
        }
    }

    /// With the time that a call may take. Default: 10 seconds.
    #[must_use]
    pub fn with_time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// With a cache of that many ranges (each takes 30 to 40 KiB), for that time. Default: 64 ranges,
    /// one hour.
    #[must_use]
    pub fn with_cache(mut self, ranges: usize, kept: Duration) -> Self {
        self.ranges = ranges;
        self.kept = kept;
        self
    }

    /// The answer for a prefix, kept or new.
    fn range(&self, prefix: &str, timeout: Option<Duration>) -> Result<Arc<str>, NetworkError> {
        if let Some(text) = self.kept(prefix) {
            return Ok(text);
        }
        let text: Arc<str> = self.fetch(prefix, timeout)?.into();
        // What a panic left behind is a queue of whole ranges too.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|range| range.prefix != prefix);
        known.push_back(Range {
            prefix: prefix.to_owned(),
            text: Arc::clone(&text),
            since: Instant::now(),
        });
        while known.len() > self.ranges {
            known.pop_front();
        }
        Ok(text)
    }

    fn kept(&self, prefix: &str) -> Option<Arc<str>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|range| range.since.elapsed() < self.kept);
        let range = known.iter().find(|range| range.prefix == prefix)?;
        Some(Arc::clone(&range.text))
    }

    fn fetch(&self, prefix: &str, timeout: Option<Duration>) -> Result<String, NetworkError> {
        let time = timeout.map_or(self.time, |left| left.min(self.time));
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let reply = self.network.call(&HttpCall {
            method: "GET".to_owned(),
            url: format!("{}/range/{prefix}", self.base),
            headers: vec![
                header("Add-Padding", "true"),
                header("User-Agent", "goauthentik.io"),
                header("Accept", "*/*"),
            ],
            timeout: Some(time),
            left: Some(time),
            follow: true,
            verify: true,
            ..HttpCall::default()
        })?;
        if reply.status != 200 {
            let text = format!("{} answered with status {}", self.base, reply.status);
            return Err(NetworkError::Broken(text));
        }
        String::from_utf8(reply.body)
            .map_err(|_| NetworkError::Broken(format!("{} answered with no text", self.base)))
    }
}

impl Breaches for PwnedRanges {
    fn count(&self, digest: &Digest<'_>) -> Result<u64, NetworkError> {
        let mut hex = String::with_capacity(40);
        for byte in digest.sha1 {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02X}");
        }
        let (prefix, suffix) = hex.split_at_checked(PREFIX).unwrap_or_default();
        let range = self.range(prefix, digest.timeout)?;
        let mut lines = range.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(known, _)| known.trim().eq_ignore_ascii_case(suffix));
        match found {
            Some((_, count)) => count
                .trim()
                .parse()
                .map_err(|_| NetworkError::Broken(format!("{} answered with no count", self.base))),
            None => Ok(0),
        }
    }
}
