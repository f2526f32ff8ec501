//! Reads addresses, prefixes and masks; what is refused says why in CPython's words.
//!
//! What is written plainly is read quickly first; only what is not is read with care.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::address::{Address, Version};
use super::flaw::{BadAddress, BadNetmask};
use super::network::Network;

/// Reads an address of one family.
pub(crate) fn address<'a>(version: Version, text: &'a str) -> Result<Address<'a>, BadAddress<'a>> {
    match version {
        Version::V4 => {
            if let Some(ip) = plain_v4(text) {
                return Ok(IpAddr::V4(ip).into());
            }
            no_slash(text)?;
            careful_v4(text).map(|ip| IpAddr::V4(ip).into())
        }
        Version::V6 => {
            if let Ok(ip) = text.parse::<Ipv6Addr>() {
                return Ok(IpAddr::V6(ip).into());
            }
            no_slash(text)?;
            scoped_v6(text)
        }
    }
}

fn no_slash(text: &str) -> Result<(), BadAddress<'_>> {
    if text.contains('/') {
        Err(BadAddress::Slash(text))
    } else {
        Ok(())
    }
}

/// Reads an IPv6 address that may not have a scope.
pub(crate) fn unscoped_v6(text: &str) -> Result<Address<'_>, BadAddress<'_>> {
    careful_v6(text).map(|ip| IpAddr::V6(ip).into())
}

fn scoped_v6(text: &str) -> Result<Address<'_>, BadAddress<'_>> {
    let Some((front, scope)) = text.split_once('%') else {
        return unscoped_v6(text);
    };
    if scope.is_empty() || scope.contains('%') {
        return Err(BadAddress::Scope(text));
    }
    let ip = careful_v6(front)?;
    Ok(Address {
        ip: ip.into(),
        scope: Some(scope),
    })
}

fn careful_v4(text: &str) -> Result<Ipv4Addr, BadAddress<'_>> {
    if text.is_empty() {
        return Err(BadAddress::Empty);
    }
    let parts: Vec<&str> = text.splitn(5, '.').collect();
    let [a, b, c, d] = parts.as_slice() else {
        return Err(BadAddress::Octets(text));
    };
    let octet = |part| octet(part).map_err(|flaw| BadAddress::In(Box::new(flaw), text));
    Ok(Ipv4Addr::new(octet(a)?, octet(b)?, octet(c)?, octet(d)?))
}

fn octet(part: &str) -> Result<u8, BadAddress<'_>> {
    if part.is_empty() {
        return Err(BadAddress::EmptyOctet);
    }
    let Some(number) = decimal(part) else {
        return Err(BadAddress::Decimal(part));
    };
    if part.len() > 3 {
        return Err(BadAddress::LongOctet(part));
    }
    if part != "0" && part.starts_with('0') {
        return Err(BadAddress::LeadingZeros(part));
    }
    u8::try_from(number).map_err(|_| BadAddress::LargeOctet(number))
}

/// The number in a text of ASCII digits alone, at most 65,535.
fn decimal(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u16::MAX))
}

/// A group between colons, or half of a dotted tail.
#[derive(Clone, Copy)]
enum Part<'a> {
    Text(&'a str),
    Bits(u16),
}

impl Part<'_> {
    fn is_empty(self) -> bool {
        matches!(self, Self::Text(""))
    }
}

fn careful_v6(text: &str) -> Result<Ipv6Addr, BadAddress<'_>> {
    if text.is_empty() {
        return Err(BadAddress::Empty);
    }
    let parts = parts(text)?;
    if parts.len() > 9 {
        return Err(BadAddress::ManyColons(text));
    }
    let (high, low) = halves(&parts, text)?;
    let mut groups = [0u16; 8];
    for (place, part) in groups.iter_mut().zip(high) {
        *place = group(*part, text)?;
    }
    for (place, part) in groups.iter_mut().skip(8 - low.len()).zip(low) {
        *place = group(*part, text)?;
    }
    Ok(Ipv6Addr::from(groups))
}

fn parts(text: &str) -> Result<Vec<Part<'_>>, BadAddress<'_>> {
    let mut parts: Vec<Part<'_>> = text.split(':').map(Part::Text).collect();
    if parts.len() < 3 {
        return Err(BadAddress::FewParts(text));
    }
    if let Some(Part::Text(tail)) = parts.last().copied()
        && tail.contains('.')
    {
        let tail = careful_v4(tail).map_err(|flaw| BadAddress::In(Box::new(flaw), text))?;
        let [a, b, c, d] = tail.octets();
        parts.pop();
        parts.push(Part::Bits(u16::from_be_bytes([a, b])));
        parts.push(Part::Bits(u16::from_be_bytes([c, d])));
    }
    Ok(parts)
}

/// The groups before and after the gap; all are before it if there is none.
fn halves<'p, 'a>(
    parts: &'p [Part<'a>],
    text: &'a str,
) -> Result<(&'p [Part<'a>], &'p [Part<'a>]), BadAddress<'a>> {
    let inner = parts.get(1..parts.len() - 1).unwrap_or_default();
    let mut gaps = inner.iter().enumerate().filter(|(_, part)| part.is_empty());
    let gap = gaps.next().map(|(at, _)| at + 1);
    if gaps.next().is_some() {
        return Err(BadAddress::TwoGaps(text));
    }
    let starts_empty = parts.first().is_some_and(|part| part.is_empty());
    let ends_empty = parts.last().is_some_and(|part| part.is_empty());
    let Some(gap) = gap else {
        return match () {
            () if parts.len() != 8 => Err(BadAddress::EightParts(text)),
            () if starts_empty => Err(BadAddress::LeadingColon(text)),
            () if ends_empty => Err(BadAddress::TrailingColon(text)),
            () => Ok((parts, &[])),
        };
    };
    let (mut high, low) = parts.split_at_checked(gap).unwrap_or_default();
    let mut low = low.get(1..).unwrap_or_default();
    if starts_empty {
        if high.len() > 1 {
            return Err(BadAddress::LeadingColon(text));
        }
        high = &[];
    }
    if ends_empty {
        if low.len() > 1 {
            return Err(BadAddress::TrailingColon(text));
        }
        low = &[];
    }
    if high.len() + low.len() > 7 {
        Err(BadAddress::EmptyGap(text))
    } else {
        Ok((high, low))
    }
}

fn group<'a>(part: Part<'a>, whole: &'a str) -> Result<u16, BadAddress<'a>> {
    let text = match part {
        Part::Bits(bits) => return Ok(bits),
        Part::Text(text) => text,
    };
    let flaw = if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        BadAddress::Hex(text)
    } else if text.len() > 4 {
        BadAddress::LongGroup(text)
    } else {
        return Ok(u16::from_str_radix(text, 16).unwrap_or(0));
    };
    Err(BadAddress::In(Box::new(flaw), whole))
}

/// Reads what stands behind the `/`: a number of bits or, for IPv4, a netmask or a hostmask.
pub(crate) fn prefix(version: Version, text: &str) -> Result<u8, BadNetmask<'_>> {
    let longest = version.width();
    match (decimal(text), version) {
        (Some(number), _) => u8::try_from(number)
            .ok()
            .filter(|prefix| *prefix <= longest)
            .ok_or(BadNetmask::Text(text)),
        (None, Version::V4) => {
            let mask = text
                .parse::<Ipv4Addr>()
                .map_err(|_| BadNetmask::Text(text))?;
            let mask = mask.to_bits();
            prefix_of_mask(mask)
                .or_else(|| prefix_of_mask(!mask))
                .ok_or(BadNetmask::Text(text))
        }
        (None, Version::V6) => Err(BadNetmask::Text(text)),
    }
}

/// The length of the ones that lead the mask, if nothing but zeros follows.
fn prefix_of_mask(mask: u32) -> Option<u8> {
    let ones = mask.leading_ones();
    (ones + mask.trailing_zeros() >= 32).then_some(ones as u8)
}

/// Reads an IPv4 address as it is nearly always written: four numbers. None for everything else.
pub(crate) fn plain_v4(text: &str) -> Option<Ipv4Addr> {
    let (bits, rest) = four_numbers(text.as_bytes())?;
    rest.is_empty().then(|| Ipv4Addr::from_bits(bits))
}

/// Reads an IPv4 network as it is nearly always written: four numbers, a slash and a prefix, no host bit
/// set. None for everything else, right or wrong.
pub(crate) fn plain_v4_network(text: &str) -> Option<Network<'static>> {
    let (bits, rest) = four_numbers(text.as_bytes())?;
    let (prefix, rest) = short_number(rest.strip_prefix(b"/")?)?;
    let host = u32::MAX.checked_shr(u32::from(prefix)).unwrap_or(0);
    if !rest.is_empty() || prefix > 32 || bits & host != 0 {
        return None;
    }
    let address = IpAddr::V4(Ipv4Addr::from_bits(bits));
    Network::around(address.into(), prefix)
}

/// The bits of the four numbers that a text begins with, and what stands behind them.
fn four_numbers(text: &[u8]) -> Option<(u32, &[u8])> {
    let (number, mut rest) = short_number(text)?;
    let mut bits = u32::from(number);
    for _ in 1..4 {
        let (number, behind) = short_number(rest.strip_prefix(b".")?)?;
        bits = bits << 8 | u32::from(number);
        rest = behind;
    }
    Some((bits, rest))
}

/// The number below 256 that a text begins with, and what stands behind it; a zero ends it.
pub(crate) fn short_number(text: &[u8]) -> Option<(u8, &[u8])> {
    let (first, mut rest) = text.split_first()?;
    let mut number = digit(*first)?;
    while number > 0
        && let Some((next, behind)) = rest.split_first()
        && let Some(digit) = digit(*next)
    {
        number = number.checked_mul(10)?.checked_add(digit)?;
        rest = behind;
    }
    Some((number, rest))
}

fn digit(byte: u8) -> Option<u8> {
    let digit = byte.wrapping_sub(b'0');
    (digit < 10).then_some(digit)
}

/// Splits a network's text into address and prefix.
pub(crate) fn split_prefix(text: &str) -> Result<(&str, Option<&str>), BadAddress<'_>> {
    match text.split_once('/') {
        None => Ok((text, None)),
        Some((_, prefix)) if prefix.contains('/') => Err(BadAddress::Slashes(text)),
        Some((address, prefix)) => Ok((address, Some(prefix))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, address, prefix};

    fn read(version: Version, text: &str) -> String {
        address(version, text).map_or_else(|flaw| flaw.to_string(), |address| address.to_string())
    }

    #[test]
    fn reads_ipv4_or_says_why_not() {
        let cases = [
            ("", "Address cannot be empty"),
            ("1.2.3", "Expected 4 octets in '1.2.3'"),
            ("1..2.3", "Empty octet not permitted in '1..2.3'"),
            (
                "1.2.3.x",
                "Only decimal digits permitted in 'x' in '1.2.3.x'",
            ),
            (
                "1.2.3.1234",
                "At most 3 characters permitted in '1234' in '1.2.3.1234'",
            ),
            (
                "1.2.3.04",
                "Leading zeros are not permitted in '04' in '1.2.3.04'",
            ),
            (
                "1.2.3.256",
                "Octet 256 (> 255) not permitted in '1.2.3.256'",
            ),
            ("1.2.3.4/8", "Unexpected '/' in '1.2.3.4/8'"),
            ("192.0.2.1", "192.0.2.1"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(Version::V4, text), expected);
        }
    }

    #[test]
    fn reads_ipv6_or_says_why_not() {
        let cases = [
            ("1:2", "At least 3 parts expected in '1:2'"),
            (
                "1:2:3:4:5:6:7:8:9:a",
                "At most 8 colons permitted in '1:2:3:4:5:6:7:8:9:a'",
            ),
            ("1::2::3", "At most one '::' permitted in '1::2::3'"),
            (
                ":1::2",
                "Leading ':' only permitted as part of '::' in ':1::2'",
            ),
            (
                "1::2:",
                "Trailing ':' only permitted as part of '::' in '1::2:'",
            ),
            ("1:2:3", "Exactly 8 parts expected without '::' in '1:2:3'"),
            ("g::", "Only hex digits permitted in 'g' in 'g::'"),
            (
                "12345::",
                "At most 4 characters permitted in '12345' in '12345::'",
            ),
            ("::%", "Invalid IPv6 address: \"'::%'\""),
            (
                "::1.2.3.400",
                "Octet 400 (> 255) not permitted in '1.2.3.400' in '::1.2.3.400'",
            ),
            ("fe80::1%eth0", "fe80::1%eth0"),
            ("::ffff:1.2.3.4", "::ffff:102:304"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(Version::V6, text), expected);
        }
    }

    #[test]
    fn reads_prefixes_and_masks() {
        let v4 = |text| prefix(Version::V4, text).ok();
        assert_eq!((v4("8"), v4("08"), v4("33")), (Some(8), Some(8), None));
        assert_eq!(
            (v4("255.255.0.0"), v4("0.0.0.255"), v4("1.0.0.1")),
            (Some(16), Some(24), None)
        );
        assert_eq!(prefix(Version::V6, "128").ok(), Some(128));
        assert!(prefix(Version::V6, "ffff::").is_err());
    }
}
