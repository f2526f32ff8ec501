//! Networks in a table of their prefixes: which is the first that an address lies in.

use std::net::IpAddr;

use super::address::{Version, bits};
use super::network::Network;
use super::written::plain_network;

/// Networks, in an order of their own; never changed.
pub(crate) struct Networks(Box<[Group]>);

/// The networks of one family and prefix length.
struct Group {
    version: Version,
    /// How many bits are no part of the prefix.
    host: u32,
    /// The prefixes as numbers, each with the place of its network; sorted.
    prefixes: Box<[(u128, u32)]>,
}

impl Networks {
    /// The networks that texts say, if each says one as it is nearly always written.
    pub(crate) fn of<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Option<Self> {
        let mut found = Vec::new();
        for (at, text) in (0..).zip(texts) {
            let (version, host, prefix) = prefix_of(plain_network(text?)?);
            found.push((version, host, prefix, at));
        }
        found.sort_unstable();
        let groups = found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let groups = groups.filter_map(|group| {
            let (version, host, ..) = *group.first()?;
            let prefixes = group.iter().map(|(_, _, prefix, at)| (*prefix, *at));
            Some(Group {
                version,
                host,
                prefixes: prefixes.collect(),
            })
        });
        Some(Self(groups.collect()))
    }

    /// The place of the first network, from a place on, that an address lies in.
    pub(crate) fn first(&self, ip: IpAddr, from: usize) -> Option<usize> {
        let (version, number) = (Version::of(ip), bits(ip));
        let from = u32::try_from(from).ok()?;
        let groups = self.0.iter().filter(|group| group.version == version);
        let found = groups.filter_map(|group| {
            let prefix = number.checked_shr(group.host).unwrap_or(0);
            let at = group.prefixes.partition_point(|it| *it < (prefix, from));
            let (found, place) = group.prefixes.get(at)?;
            (*found == prefix).then_some(*place)
        });
        found.min().map(|place| place as usize)
    }

    /// How many prefixes an address is compared with, about.
    pub(crate) fn depth(&self) -> usize {
        let halves = |group: &Group| 1 + group.prefixes.len().checked_ilog2().unwrap_or(0);
        self.0.iter().map(|group| halves(group) as usize).sum()
    }
}

/// The family of a network, its host bits, and its prefix as a number.
fn prefix_of(network: Network<'_>) -> (Version, u32, u128) {
    let version = network.version();
    let host = u32::from(version.width()) - u32::from(network.prefix());
    let prefix = bits(network.address().ip).checked_shr(host);
    (version, host, prefix.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Few bits are used, so that networks lie in each other and are often met.
    fn v4() -> impl Strategy<Value = (u32, u32)> {
        (0_u32..32, 0_u32..=32).prop_map(|(bits, prefix)| (bits << 27 | bits >> 2, prefix))
    }

    fn masked((address, prefix): (u32, u32)) -> (u32, u32) {
        let host = 32 - prefix;
        (
            address
                .checked_shr(host)
                .unwrap_or(0)
                .checked_shl(host)
                .unwrap_or(0),
            prefix,
        )
    }

    proptest! {
        #[test]
        fn the_first_network_that_holds_an_address_is_found(
            networks in prop::collection::vec((v4().prop_map(masked), any::<bool>()), 1..40),
            (address, _) in v4(),
            from in 0_usize..42,
        ) {
            let texts: Vec<_> = networks.iter().map(|((address, prefix), v6)| {
                let v4 = std::net::Ipv4Addr::from_bits(*address);
                match v6 {
                    true => format!("{}/{}", std::net::Ipv6Addr::from_bits(u128::from(*address) << 96), prefix),
                    false => format!("{v4}/{prefix}"),
                }
            }).collect();
            let table = Networks::of(texts.iter().map(|text| Some(text.as_str())));
            prop_assert!(table.is_some());
            let v4 = IpAddr::V4(address.into());
            let v6 = IpAddr::V6(std::net::Ipv6Addr::from_bits(u128::from(address) << 96));
            for (ip, is_v6) in [(v4, false), (v6, true)] {
                let holds = |(network, v6): &((u32, u32), bool)| {
                    *v6 == is_v6 && masked((address, network.1)) == *network
                };
                let among = networks.iter().enumerate().skip(from);
                let expected = among.filter(|(_, network)| holds(network)).map(|(at, _)| at).next();
                let found = table.as_ref().and_then(|table| table.first(ip, from));
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn what_is_no_network_makes_no_table() {
        for texts in [
            [Some("10.0.0.0/8"), None],
            [Some("10.0.0.0/8"), Some("10.0.0.1/8")],
        ] {
            assert!(Networks::of(texts.into_iter()).is_none());
        }
    }
}
