//! An address, with the scope that an IPv6 one may carry, and the ways of writing it.

use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The two families of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Version {
    /// 32 bits.
    V4,
    /// 128 bits.
    V6,
}

impl Version {
    /// 4 or 6.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::V4 => 4,
            Self::V6 => 6,
        }
    }

    /// The number of bits in an address, which is the longest prefix.
    pub(crate) fn width(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// The address with these bits, none if there are too many.
    pub(crate) fn address(self, bits: u128) -> Option<IpAddr> {
        match self {
            Self::V4 => u32::try_from(bits)
                .ok()
                .map(|bits| Ipv4Addr::from_bits(bits).into()),
            Self::V6 => Some(Ipv6Addr::from_bits(bits).into()),
        }
    }

    /// The family of an address.
    pub(crate) fn of(ip: IpAddr) -> Self {
        if ip.is_ipv4() { Self::V4 } else { Self::V6 }
    }
}

/// The address as a number.
pub(crate) fn bits(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u128::from(ip.to_bits()),
        IpAddr::V6(ip) => ip.to_bits(),
    }
}

/// An address; equal only with an equal scope, which is what Python compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Address<'a> {
    /// Its bits and its family.
    pub(crate) ip: IpAddr,
    /// What stood behind `%`, of IPv6 addresses only.
    pub(crate) scope: Option<&'a str>,
}

impl<'a> From<IpAddr> for Address<'a> {
    fn from(ip: IpAddr) -> Self {
        Self { ip, scope: None }
    }
}

impl<'a> Address<'a> {
    /// The same address with a scope.
    pub(crate) fn scoped(self, scope: &'a str) -> Self {
        Self {
            scope: Some(scope),
            ..self
        }
    }

    /// The same address without scope.
    pub(crate) fn unscoped(self) -> Address<'static> {
        self.ip.into()
    }

    /// Its family.
    pub(crate) fn version(self) -> Version {
        Version::of(self.ip)
    }

    /// The form without abbreviation.
    pub(crate) fn exploded(self) -> String {
        match self.ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => exploded_v6(ip),
        }
    }

    /// The bytes in network order.
    pub(crate) fn packed(self) -> Vec<u8> {
        match self.ip {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        }
    }

    /// The IPv4 address inside `::ffff:0:0/96`.
    pub(crate) fn ipv4_mapped(self) -> Option<Ipv4Addr> {
        match self.ip {
            IpAddr::V4(_) => None,
            IpAddr::V6(ip) => ip.to_ipv4_mapped(),
        }
    }

    /// The IPv4 address inside `2002::/16`.
    pub(crate) fn sixtofour(self) -> Option<Ipv4Addr> {
        match self.ip {
            IpAddr::V6(ip) if ip.to_bits() >> 112 == 0x2002 => Some(middle(ip.to_bits() >> 80)),
            _ => None,
        }
    }

    /// Server and client inside `2001::/32`.
    pub(crate) fn teredo(self) -> Option<(Ipv4Addr, Ipv4Addr)> {
        match self.ip {
            IpAddr::V6(ip) if ip.to_bits() >> 96 == 0x2001_0000 => {
                Some((middle(ip.to_bits() >> 64), middle(!ip.to_bits())))
            }
            _ => None,
        }
    }
}

/// The lowest 32 bits as an address.
fn middle(bits: u128) -> Ipv4Addr {
    Ipv4Addr::from_bits(u32::try_from(bits & u128::from(u32::MAX)).unwrap_or(0))
}

fn exploded_v6(ip: Ipv6Addr) -> String {
    let groups = ip.segments().map(|group| format!("{group:04x}"));
    groups.join(":")
}

/// The name under which DNS finds the owner: of the exploded text, which for networks holds the prefix too.
pub(crate) fn reverse_pointer(version: Version, exploded: &str) -> String {
    match version {
        Version::V4 => {
            let octets: Vec<&str> = exploded.rsplit('.').collect();
            format!("{}.in-addr.arpa", octets.join("."))
        }
        Version::V6 => {
            let digits = exploded.chars().rev().filter(|digit| *digit != ':');
            digits.flat_map(|digit| [digit, '.']).collect::<String>() + "ip6.arpa"
        }
    }
}

impl Display for Address<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.ip {
            // Rust writes these with a dotted tail, Python does not.
            IpAddr::V6(ip) if ip.to_ipv4_mapped().is_some() => {
                let [.., high, low] = ip.segments();
                write!(f, "::ffff:{high:x}:{low:x}")?;
            }
            ip => write!(f, "{ip}")?,
        }
        match self.scope {
            Some(scope) if !scope.is_empty() => write!(f, "%{scope}"),
            _ => Ok(()),
        }
    }
}
