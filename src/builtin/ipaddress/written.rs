//! Addresses and networks that a program has written out: read once, when it is compiled.

use std::any::Any;
use std::fmt::{self, Display, Formatter};
use std::net::{IpAddr, Ipv6Addr};

use super::address::Version;
use super::addresses::class_of;
use super::common::Answer;
use super::network::Network;
use super::networks::class_of_networks;
use super::parse::{plain_v4, plain_v4_network, short_number};
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::value::{Data, Text};

/// What `ip_address` or `ip_network` makes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Written(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Address(IpAddr),
    Network(Network<'static>),
}

impl Written {
    /// What the function of a name makes of a text, if the text is written as it nearly always is. None
    /// for everything else, right or wrong: that is left to the function.
    #[must_use]
    pub fn read(function: &str, text: &str) -> Option<Self> {
        match function {
            "ip_address" => plain_address(text).map(Kind::Address),
            "ip_network" => plain_network(text).map(Kind::Network),
            _ => None,
        }
        .map(Self)
    }

    /// The function that makes it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self.0 {
            Kind::Address(_) => "ip_address",
            Kind::Network(_) => "ip_network",
        }
    }

    /// Its value.
    pub(crate) fn value<'h>(&'h self, cx: &Context<'h>) -> Answer<'h> {
        match &self.0 {
            Kind::Address(ip) => cx.object(class_of(Version::of(*ip)), Data::Own(ip)),
            Kind::Network(network) => {
                cx.object(class_of_networks(network.version()), Data::Own(network))
            }
        }
    }
}

/// What a text that belongs to a program says, if it is written as addresses and networks nearly always
/// are: read when it is first asked for, and kept with the text.
struct Reading {
    address: Option<IpAddr>,
    network: Option<Network<'static>>,
}

/// Longer texts are no plain addresses and networks.
const LONGEST: usize = 64;

impl Reading {
    fn of<'h>(text: &'h Text<'h>) -> Option<&'h Self> {
        text.reading(|chars| {
            if chars.len() > LONGEST {
                return None;
            }
            let (address, network) = (plain_address(chars), plain_network(chars));
            let plain = address.is_some() || network.is_some();
            plain.then_some(Self { address, network })
        })
    }
}

/// The value of an address that the program has written out.
#[inline]
pub(super) fn known_address<'h>(cx: &Context<'h>, text: &'h Text<'h>) -> Option<Answer<'h>> {
    let ip = Reading::of(text)?.address.as_ref()?;
    Some(shown(cx, text, class_of(Version::of(*ip)), ip))
}

/// The value of a network that the program has written out.
#[inline]
pub(super) fn known_network<'h>(cx: &Context<'h>, text: &'h Text<'h>) -> Option<Answer<'h>> {
    let network = Reading::of(text)?.network.as_ref()?;
    Some(shown(
        cx,
        text,
        class_of_networks(network.version()),
        network,
    ))
}

/// The address that a value is, if it has no scope.
pub(crate) fn address_of(value: Value<'_>) -> Option<IpAddr> {
    match value {
        Value::Object(instance) => instance.own::<IpAddr>().copied(),
        _ => None,
    }
}

/// Whether an address is known not to lie in the network that a value is, or, for texts, says.
pub(crate) fn lies_outside(ip: IpAddr, network: Value<'_>) -> bool {
    let network = match network {
        Value::Object(instance) => instance.own::<Network<'static>>(),
        Value::Str(text) => Reading::of(text).and_then(|reading| reading.network.as_ref()),
        _ => None,
    };
    network.is_some_and(|network| !network.contains(ip))
}

/// An instance over what is kept with a text, at the price of reading the text into the heap: nobody can
/// tell whether it was kept.
fn shown<'h, T: Any + Send>(
    cx: &Context<'h>,
    text: &Text<'h>,
    class: &'static Class,
    kept: &'h T,
) -> Answer<'h> {
    cx.charge_bytes(text.as_str().len())?;
    cx.memory(cx.heap.charge(size_of::<T>()))?;
    cx.object(class, Data::Own(kept))
}

impl Display for Written {
    /// The text of the address or network.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Address(ip) => ip.fmt(f),
            Kind::Network(network) => network.fmt(f),
        }
    }
}

fn plain_address(text: &str) -> Option<IpAddr> {
    let v4 = plain_v4(text).map(IpAddr::V4);
    v4.or_else(|| plain_v6(text).map(IpAddr::V6))
}

/// The network that a text says, if it is written as networks nearly always are.
pub(super) fn plain_network(text: &str) -> Option<Network<'static>> {
    plain_v4_network(text).or_else(|| {
        let (address, prefix) = text.split_once('/')?;
        let ip = IpAddr::V6(plain_v6(address)?);
        let (prefix, rest) = short_number(prefix.as_bytes())?;
        let network = Network::around(ip.into(), prefix)?;
        (rest.is_empty() && network.address().ip == ip).then_some(network)
    })
}

/// An IPv6 address of groups alone.
fn plain_v6(text: &str) -> Option<Ipv6Addr> {
    (!text.contains('.')).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::Written;
    use crate::builtin::ipaddress::{IP_ADDRESS, IP_NETWORK};
    use crate::value::class::Run;
    use crate::value::fixture::{in_context, ok};
    use crate::value::native::Args;
    use proptest::prelude::*;

    /// What is read when a program is compiled must be what the function would have made. Whether anything
    /// is read.
    fn agrees(function: &str, text: &str) -> bool {
        let Some(written) = Written::read(function, text) else {
            return false;
        };
        let row = match function {
            "ip_address" => &IP_ADDRESS,
            _ => &IP_NETWORK,
        };
        in_context(|cx| {
            let Run::Leaf(leaf) = row.run else {
                panic!("{function} must answer at once");
            };
            let kept = ok(cx.memory(cx.heap.alloc(written)));
            let given = [ok(cx.str(text))];
            let (made, read) = (ok(leaf(cx, Args::positional(&given))), ok(kept.value(cx)));
            assert!(ok(cx.equal(made, read)), "{text}");
            assert_eq!(ok(cx.repr(made)), ok(cx.repr(read)));
        });
        assert_eq!(Written::read(function, &written.to_string()), Some(written));
        true
    }

    #[test]
    fn what_is_plain_is_read() {
        for text in [
            "10.0.0.0/8",
            "0.0.0.0/0",
            "192.0.2.1/32",
            "2001:db8::/32",
            "::/0",
            "::1/128",
        ] {
            assert!(agrees("ip_network", text), "{text}");
        }
        for text in ["192.0.2.1", "::", "2001:db8::1", "255.255.255.255"] {
            assert!(agrees("ip_address", text), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_function() {
        for text in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "10.0.0.0",
            "::1/64",
            "::/129",
            "::ffff:10.0.0.0/96",
            "",
            "/",
        ] {
            assert_eq!(Written::read("ip_network", text), None, "{text}");
        }
        for text in [
            "010.0.0.1",
            "1.2.3",
            "fe80::1%eth0",
            "::ffff:1.2.3.4",
            " ::1",
            "",
        ] {
            assert_eq!(Written::read("ip_address", text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_function_makes(
            text in r"[0-9a-f]{0,4}(:{1,2}[0-9a-f]{1,4}){0,8}(::)?|[0-9]{1,3}(\.[0-9]{1,3}){3}",
            prefix in 0_u32..140,
        ) {
            agrees("ip_address", &text);
            agrees("ip_network", &format!("{text}/{prefix}"));
        }
    }
}
