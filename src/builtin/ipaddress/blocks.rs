//! Which addresses are set aside for something: the registries as CPython 3.11.7 knows them.
//!
//! A question about a network is asked of its two ends; an address is a network of one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::address::bits;

/// First and last address of a block, as numbers.
type Block = (u128, u128);

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Block {
    let first = Ipv4Addr::new(a, b, c, d).to_bits() as u128;
    (first, first | ((1 << (32 - prefix)) - 1))
}

const fn v6(high: u32, next: u32, rest: u64, prefix: u8) -> Block {
    let first = ((high as u128) << 96) | ((next as u128) << 64) | rest as u128;
    (first, first | ((1 << (128 - prefix)) - 1))
}

const PRIVATE_V4: [Block; 14] = [
    v4(0, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(127, 0, 0, 0, 8),
    v4(169, 254, 0, 0, 16),
    v4(172, 16, 0, 0, 12),
    v4(192, 0, 0, 0, 29),
    v4(192, 0, 0, 170, 31),
    v4(192, 0, 2, 0, 24),
    v4(192, 168, 0, 0, 16),
    v4(198, 18, 0, 0, 15),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    v4(240, 0, 0, 0, 4),
    v4(255, 255, 255, 255, 32),
];

const PRIVATE_V6: [Block; 10] = [
    v6(0, 0, 1, 128),
    v6(0, 0, 0, 128),
    v6(0, 0, 0xffff_0000_0000, 96),
    v6(0x0100_0000, 0, 0, 64),
    v6(0x2001_0000, 0, 0, 23),
    v6(0x2001_0002, 0, 0, 48),
    v6(0x2001_0db8, 0, 0, 32),
    v6(0x2001_0010, 0, 0, 28),
    v6(0xfc00_0000, 0, 0, 7),
    v6(0xfe80_0000, 0, 0, 10),
];

/// Shared by carriers and their customers: neither private nor global.
const SHARED_V4: Block = v4(100, 64, 0, 0, 10);

/// The two ends of a network, of one family.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    /// Its lowest address.
    pub(crate) first: IpAddr,
    /// Its highest address.
    pub(crate) last: IpAddr,
}

impl Ends {
    fn within(self, (first, last): Block) -> bool {
        first <= bits(self.first) && bits(self.last) <= last
    }

    fn both(self, holds: fn(IpAddr) -> bool) -> bool {
        holds(self.first) && holds(self.last)
    }

    /// Python's `is_private` of a network: one private block holds all of it.
    pub(crate) fn is_private(self) -> bool {
        let blocks: &[Block] = if self.first.is_ipv4() {
            &PRIVATE_V4
        } else {
            &PRIVATE_V6
        };
        blocks.iter().any(|block| self.within(*block))
    }

    /// Python's `is_global`.
    pub(crate) fn is_global(self) -> bool {
        let shared = self.first.is_ipv4() && self.within(SHARED_V4);
        !shared && !self.is_private()
    }

    /// Python's `is_multicast`.
    pub(crate) fn is_multicast(self) -> bool {
        self.both(|ip| ip.is_multicast())
    }

    /// Python's `is_loopback`.
    pub(crate) fn is_loopback(self) -> bool {
        self.both(|ip| ip.is_loopback())
    }

    /// Python's `is_unspecified`.
    pub(crate) fn is_unspecified(self) -> bool {
        self.both(|ip| ip.is_unspecified())
    }

    /// Python's `is_link_local`.
    pub(crate) fn is_link_local(self) -> bool {
        self.both(|ip| match ip {
            IpAddr::V4(ip) => ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_unicast_link_local(),
        })
    }

    /// Python's `is_reserved`.
    pub(crate) fn is_reserved(self) -> bool {
        self.both(|ip| match ip {
            IpAddr::V4(ip) => ip.octets() >= [240, 0, 0, 0],
            IpAddr::V6(ip) => reserved_v6(ip),
        })
    }

    /// Python's `is_site_local`, which only IPv6 has.
    pub(crate) fn is_site_local(self) -> bool {
        self.both(|ip| match ip {
            IpAddr::V4(_) => false,
            IpAddr::V6(ip) => ip.to_bits() >> 118 == 0xfec0 >> 6,
        })
    }
}

fn reserved_v6(ip: Ipv6Addr) -> bool {
    match ip.octets() {
        [0xfe, second, ..] => second < 0x80,
        [first, ..] => matches!(first, 0x00..=0x1f | 0x40..=0xfb),
    }
}

impl From<IpAddr> for Ends {
    /// An address is asked as the IPv4 one that it maps only about being private, see [`address_is_private`].
    fn from(ip: IpAddr) -> Self {
        Self {
            first: ip,
            last: ip,
        }
    }
}

/// Python's `is_private` of an address: a mapped IPv4 address answers for itself.
pub(crate) fn address_is_private(ip: IpAddr) -> bool {
    let asked = match ip {
        IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4),
        IpAddr::V4(_) => ip,
    };
    Ends::from(asked).is_private()
}

/// Python's `is_global` of an address: a mapped address is global unless private, shared or not.
pub(crate) fn address_is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(_) => Ends::from(ip).is_global(),
        IpAddr::V6(_) => !address_is_private(ip),
    }
}
