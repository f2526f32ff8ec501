//! Networks out of ranges: summarised, collapsed, with a part taken out; and the subnets one by one.

use std::collections::BTreeMap;

use super::address::Version;
use super::network::Network;

/// The fewest networks that cover the addresses from `first` to `last`, in order: at most two for each bit.
pub(crate) fn summarize(version: Version, first: u128, last: u128) -> Vec<Network<'static>> {
    let width = u32::from(version.width());
    let mut networks = Vec::new();
    let mut start = Some(first);
    while let Some(first) = start.filter(|first| *first <= last) {
        let aligned = first.trailing_zeros().min(width);
        // One more than what is left may not fit, so the whole of IPv6 is seen by its overflow.
        let fitting = (last - first)
            .checked_add(1)
            .map_or(128, |count| count.ilog2());
        let free = aligned.min(fitting);
        networks.extend(Network::at(version, first, (width - free) as u8));
        start = 1u128
            .checked_shl(free)
            .and_then(|size| first.checked_add(size));
    }
    networks
}

/// The fewest networks that cover the same addresses, in order.
pub(crate) fn collapse<'a>(networks: impl IntoIterator<Item = Network<'a>>) -> Vec<Network<'a>> {
    let mut waiting: Vec<Network<'a>> = networks.into_iter().collect();
    let mut halves: BTreeMap<(u128, u8), Network<'a>> = BTreeMap::new();
    while let Some(network) = waiting.pop() {
        let supernet = network.supernet(1).unwrap_or(network);
        let key = (supernet.span().0, supernet.prefix());
        match halves.get(&key) {
            None => {
                halves.insert(key, network);
            }
            Some(half) if *half != network => {
                halves.remove(&key);
                waiting.push(supernet);
            }
            Some(_) => {}
        }
    }
    let mut sorted: Vec<Network<'a>> = halves.into_values().collect();
    sorted.sort_by(|a, b| a.order(*b));
    let mut kept: Vec<Network<'a>> = Vec::new();
    for network in sorted {
        if kept
            .last()
            .is_none_or(|last| last.span().1 < network.span().1)
        {
            kept.push(network);
        }
    }
    kept
}

/// What remains of a network without one that lies in it, in the order in which Python halves it.
pub(crate) fn exclude<'a>(whole: Network<'a>, part: Network<'a>) -> Vec<Network<'a>> {
    let mut rest = Vec::new();
    let mut around = whole;
    while around.prefix() < part.prefix() {
        let Some((low, high)) = split(around) else {
            break;
        };
        let (inside, outside) = if part.is_subnet_of(low) {
            (low, high)
        } else {
            (high, low)
        };
        rest.push(outside);
        around = inside;
    }
    rest
}

fn split<'a>(network: Network<'a>) -> Option<(Network<'a>, Network<'a>)> {
    let prefix = network.prefix().checked_add(1)?;
    let (first, last) = network.span();
    let high = first + (last - first) / 2 + 1;
    let version = network.version();
    Some((
        Network::at(version, first, prefix)?,
        Network::at(version, high, prefix)?,
    ))
}

/// The subnets of a network, one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subnets {
    version: Version,
    prefix: u8,
    next: Option<u128>,
    last: u128,
}

impl Subnets {
    /// The subnets with a prefix not shorter than the network's.
    pub(crate) fn of(network: Network<'_>, prefix: u8) -> Self {
        let (first, last) = network.span();
        Self {
            version: network.version(),
            prefix,
            next: Some(first),
            last,
        }
    }
}

impl Iterator for Subnets {
    type Item = Network<'static>;

    fn next(&mut self) -> Option<Network<'static>> {
        let network = Network::at(self.version, self.next?, self.prefix)?;
        let (_, end) = network.span();
        self.next = if end < self.last { Some(end + 1) } else { None };
        Some(network)
    }
}

/// Addresses of consecutive numbers, one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addresses {
    /// Of which family.
    pub(crate) version: Version,
    /// The number of the next; none at the end.
    pub(crate) next: Option<u128>,
    /// The number of the last.
    pub(crate) last: u128,
}

impl Iterator for Addresses {
    type Item = std::net::IpAddr;

    fn next(&mut self) -> Option<std::net::IpAddr> {
        let number = self.next.filter(|number| *number <= self.last)?;
        self.next = number.checked_add(1);
        self.version.address(number)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::address;
    use super::*;

    fn network(text: &str) -> Network<'_> {
        let (front, prefix) = text.split_once('/').unwrap();
        let version = if front.contains(':') {
            Version::V6
        } else {
            Version::V4
        };
        Network::around(address(version, front).unwrap(), prefix.parse().unwrap()).unwrap()
    }

    fn text(networks: Vec<Network<'_>>) -> String {
        networks
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn summarizes_collapses_and_excludes() {
        assert_eq!(
            text(summarize(Version::V4, 0xc000_0200, 0xc000_0282)),
            "192.0.2.0/25 192.0.2.128/31 192.0.2.130/32"
        );
        assert_eq!(text(summarize(Version::V6, 0, u128::MAX)), "::/0");
        let parts = [
            "192.0.2.0/26",
            "192.0.2.64/26",
            "192.0.2.128/26",
            "192.0.2.192/26",
            "10.0.0.0/31",
        ];
        assert_eq!(
            text(collapse(parts.map(network))),
            "10.0.0.0/31 192.0.2.0/24"
        );
        assert_eq!(
            text(exclude(network("192.0.2.0/28"), network("192.0.2.1/32"))),
            "192.0.2.8/29 192.0.2.4/30 192.0.2.2/31 192.0.2.0/32"
        );
        assert_eq!(
            text(Subnets::of(network("::/126"), 127).collect()),
            "::/127 ::2/127"
        );
    }
}
