//! A network, and an interface: an address that knows its network.

use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, Ipv6Addr};

use ipnetwork::{IpNetwork, Ipv6Network};

use super::address::{Address, Version, bits};
use super::blocks::Ends;

/// A block of addresses; no host bit of its address is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network<'a> {
    net: IpNetwork,
    /// The scope of the network address.
    scope: Option<&'a str>,
}

impl<'a> Network<'a> {
    /// The network of an address; host bits are cleared, and the scope goes with them.
    pub(crate) fn around(address: Address<'a>, prefix: u8) -> Option<Self> {
        let net = IpNetwork::new(address.ip, prefix).ok()?;
        let strict = IpNetwork::new(net.network(), prefix).ok()?;
        let scope = if strict.ip() == address.ip {
            address.scope
        } else {
            None
        };
        Some(Self { net: strict, scope })
    }

    /// The network with these first bits, none if there are too many.
    pub(crate) fn at(version: Version, first: u128, prefix: u8) -> Option<Self> {
        Self::around(version.address(first)?.into(), prefix)
    }

    /// The same network with a scope.
    pub(crate) fn scoped(self, scope: &'a str) -> Self {
        Self {
            scope: Some(scope),
            ..self
        }
    }

    /// The same network without scope.
    pub(crate) fn unscoped(self) -> Network<'static> {
        Network {
            net: self.net,
            scope: None,
        }
    }

    /// Its family.
    pub(crate) fn version(self) -> Version {
        Version::of(self.net.ip())
    }

    /// The lowest address.
    pub(crate) fn address(self) -> Address<'a> {
        Address {
            ip: self.net.ip(),
            scope: self.scope,
        }
    }

    /// The highest address.
    pub(crate) fn broadcast(self) -> IpAddr {
        self.net.broadcast()
    }

    /// The mask of the network's bits.
    pub(crate) fn netmask(self) -> IpAddr {
        self.net.mask()
    }

    /// The mask of the hosts' bits.
    pub(crate) fn hostmask(self) -> IpAddr {
        match self.net.mask() {
            IpAddr::V4(mask) => (!mask).into(),
            IpAddr::V6(mask) => (!mask).into(),
        }
    }

    /// The length of the prefix.
    pub(crate) fn prefix(self) -> u8 {
        self.net.prefix()
    }

    /// Both ends as numbers.
    pub(crate) fn span(self) -> (u128, u128) {
        (bits(self.net.ip()), bits(self.broadcast()))
    }

    /// Both ends.
    pub(crate) fn ends(self) -> Ends {
        Ends {
            first: self.net.ip(),
            last: self.broadcast(),
        }
    }

    /// Whether the address is in the network; never if it is of the other family.
    #[inline]
    pub(crate) fn contains(&self, ip: IpAddr) -> bool {
        match (&self.net, ip) {
            (IpNetwork::V4(net), IpAddr::V4(ip)) => {
                let host = 32_u32.saturating_sub(net.prefix().into());
                let differs = net.ip().to_bits() ^ ip.to_bits();
                differs.checked_shr(host).unwrap_or(0) == 0
            }
            (IpNetwork::V6(net), IpAddr::V6(ip)) => contains_v6(*net, ip),
            _ => false,
        }
    }

    /// Whether the networks share an address.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.contains(other.net.ip()) || other.contains(self.net.ip())
    }

    /// Whether all of this network, of the same family, lies in the other; equal beginnings need equal scopes.
    pub(crate) fn is_subnet_of(self, other: Self) -> bool {
        let ((first, last), (low, high)) = (self.span(), other.span());
        (low < first || self.address() == other.address()) && last <= high
    }

    /// The order of networks of one family: by address, then the larger first.
    pub(crate) fn order(self, other: Self) -> Ordering {
        let key = |network: Self| (bits(network.net.ip()), network.prefix());
        key(self).cmp(&key(other))
    }

    /// The network that this one is a part of, with a prefix shorter by `fewer`, if there is one.
    pub(crate) fn supernet(self, fewer: u8) -> Option<Self> {
        Self::around(self.net.ip().into(), self.prefix().checked_sub(fewer)?)
    }

    /// The numbers of the addresses that hosts may have. Of the last two prefixes all may.
    pub(crate) fn hosts(self) -> (u128, u128) {
        let (first, last) = self.span();
        match (self.version().width() - self.prefix(), self.version()) {
            (0 | 1, _) => (first, last),
            (_, Version::V4) => (first + 1, last - 1),
            (_, Version::V6) => (first + 1, last),
        }
    }
}

impl Display for Network<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address(), self.prefix())
    }
}

#[inline(never)]
fn contains_v6(net: Ipv6Network, ip: Ipv6Addr) -> bool {
    let host = 128_u32.saturating_sub(net.prefix().into());
    let differs = net.ip().to_bits() ^ ip.to_bits();
    differs.checked_shr(host).unwrap_or(0) == 0
}

/// An address with the prefix of its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Interface<'a> {
    /// The address.
    pub(crate) address: Address<'a>,
    /// Its network.
    pub(crate) network: Network<'a>,
}

impl<'a> Interface<'a> {
    /// An address in the network that the prefix gives.
    pub(crate) fn new(address: Address<'a>, prefix: u8) -> Option<Self> {
        Some(Self {
            address,
            network: Network::around(address, prefix)?,
        })
    }

    /// The same interface without scope.
    pub(crate) fn unscoped(self) -> Interface<'static> {
        Interface {
            address: self.address.unscoped(),
            network: self.network.unscoped(),
        }
    }

    /// The order of interfaces of one family: by network, then by address.
    pub(crate) fn order(self, other: Self) -> Ordering {
        let network = self.network.order(other.network);
        network.then_with(|| bits(self.address.ip).cmp(&bits(other.address.ip)))
    }
}

impl Display for Interface<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.network.prefix())
    }
}
