//! Names and addresses of hosts.

use std::net::IpAddr;

/// Which addresses are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Both kinds.
    Any,
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// Who resolves names.
pub trait Dns: Send + Sync {
    /// The addresses of a host; none if there are none, or nobody answers.
    fn addresses(&self, host: &str, family: Family) -> Vec<IpAddr>;

    /// The full name of an address or host, if it has one.
    fn name(&self, address: &str) -> Option<String>;
}
