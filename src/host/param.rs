//! The context names: what a policy's text finds as its parameters.

use serde::{Deserialize, Serialize};

/// The context names that a policy's text may read, in the order of their parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Param {
    /// `ak_message`.
    AkMessage,
    /// `ak_is_sso_flow`.
    AkIsSsoFlow,
    /// `ak_client_ip`.
    AkClientIp,
    /// `http_request`.
    HttpRequest,
    /// `request`.
    Request,
    /// `context`.
    Context,
    /// `geoip`, an older shape of the language.
    Geoip,
    /// `asn`, an older shape of the language.
    Asn,
}

impl Param {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AkMessage,
        Self::AkIsSsoFlow,
        Self::AkClientIp,
        Self::HttpRequest,
        Self::Request,
        Self::Context,
        Self::Geoip,
        Self::Asn,
    ];

    /// The name in the policy's text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AkMessage => "ak_message",
            Self::AkIsSsoFlow => "ak_is_sso_flow",
            Self::AkClientIp => "ak_client_ip",
            Self::HttpRequest => "http_request",
            Self::Request => "request",
            Self::Context => "context",
            Self::Geoip => "geoip",
            Self::Asn => "asn",
        }
    }
}
