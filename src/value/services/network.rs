//! HTTP, as the `requests` of policies reaches it.

use std::time::Duration;

/// A call that a policy makes, ready to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpCall {
    /// The method, in upper case.
    pub method: String,
    /// The address, query parameters included.
    pub url: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// How long connecting, and each read, may take: what the policy asked for, never more than it
    /// has left.
    pub timeout: Option<Duration>,
    /// How long all of it may take: what the policy has left. None: there is no deadline.
    pub left: Option<Duration>,
    /// Redirects are followed.
    pub follow: bool,
    /// The server's certificate is checked.
    pub verify: bool,
}

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpReply {
    /// The status.
    pub status: u16,
    /// Its reason, such as `Not Found`; empty: the usual one.
    pub reason: String,
    /// The address that answered, after redirects.
    pub url: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Why there is no reply; the text is what `str(exception)` gives. Each is an exception of `requests`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// The embedder does not let policies call this address: `ConnectionError`.
    #[error("{0} is not lent to this policy")]
    Denied(String),
    /// The server was not reached: `ConnectionError`.
    #[error("{0}")]
    Unreachable(String),
    /// Connecting took too long: `ConnectTimeout`.
    #[error("{0}")]
    ConnectTimeout(String),
    /// The answer took too long: `ReadTimeout`.
    #[error("{0}")]
    ReadTimeout(String),
    /// The certificate, or the handshake: `SSLError`.
    #[error("{0}")]
    Tls(String),
    /// `TooManyRedirects`.
    #[error("Exceeded {0} redirects.")]
    TooManyRedirects(u32),
    /// The answer broke off, or is larger than allowed: `ChunkedEncodingError`.
    #[error("{0}")]
    Broken(String),
    /// The answer is not in the encoding that its headers tell: `ContentDecodingError`.
    #[error("{0}")]
    Undecodable(String),
}

/// Who carries HTTP calls.
pub trait Network: Send + Sync {
    /// Makes a call. A status such as 404 is a reply and no error.
    ///
    /// # Errors
    /// Why there is no reply.
    fn call(&self, call: &HttpCall) -> Result<HttpReply, NetworkError>;
}
