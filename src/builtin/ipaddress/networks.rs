//! The classes of networks.

use std::cmp::Ordering;
use std::net::IpAddr;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::address::{Address, Version, bits};
use super::addresses::{address_value, class_of};
use super::common::{self, Answer, is_site_local, me, shown};
use super::flaw::BadAddress;
use super::given::{Refused, with_prefix};
use super::network::Network;
use super::network_methods::METHODS;
use super::thing::{Thing, value};
use super::walk;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::{Instance, Iter};

/// `ipaddress._BaseNetwork`.
pub(super) static BASE_NETWORK: Class = Class {
    getters: GETTERS,
    methods: METHODS,
    ..common::class("_BaseNetwork")
};

/// `ipaddress.IPv4Network`.
pub(super) static IPV4_NETWORK: Class = Class {
    base: Some(&BASE_NETWORK),
    construct: Some(&Row::leaf("__init__", "address, strict=True", ipv4_network)),
    behaviour: &Block,
    ..common::class("IPv4Network")
};

/// `ipaddress.IPv6Network`.
pub(super) static IPV6_NETWORK: Class = Class {
    base: Some(&BASE_NETWORK),
    construct: Some(&Row::leaf("__init__", "address, strict=True", ipv6_network)),
    getters: &[Getter::new("is_site_local", is_site_local)],
    behaviour: &Block,
    ..common::class("IPv6Network")
};

/// The properties of networks.
const GETTERS: &[Getter] = &[
    Getter::new("_prefixlen", prefixlen),
    Getter::new("broadcast_address", broadcast_address),
    Getter::new("hostmask", hostmask),
    Getter::new("netmask", netmask),
    Getter::new("network_address", network_address),
    Getter::new("num_addresses", num_addresses),
    Getter::new("prefixlen", prefixlen),
    Getter::new("with_hostmask", with_hostmask),
    Getter::new("with_netmask", with_netmask),
    Getter::new("with_prefixlen", with_prefixlen),
];

/// The class of a family's networks.
pub(super) fn class_of_networks(version: Version) -> &'static Class {
    match version {
        Version::V4 => &IPV4_NETWORK,
        Version::V6 => &IPV6_NETWORK,
    }
}

/// A network of one family.
pub(super) fn network<'h>(
    cx: &Context<'h>,
    version: Version,
    given: Value<'h>,
    strict: bool,
) -> Result<Network<'h>, Refused<'h>> {
    let (address, prefix) = with_prefix(cx, version, given)?;
    let network = Network::around(address, prefix).ok_or(Refused::Address(BadAddress::Empty))?;
    if strict && network.address().ip != address.ip {
        let text = format_args!("{address}/{prefix} has host bits set");
        return Err(cx.value_error(text).into());
    }
    Ok(network)
}

fn ipv4_network<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, Version::V4, args)
}

fn ipv6_network<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, Version::V6, args)
}

fn made<'h>(cx: &Context<'h>, version: Version, args: Args<'_, 'h>) -> Answer<'h> {
    let strict = args.truth(cx, 1, true)?;
    match network(cx, version, args.value(0), strict) {
        Ok(network) => network_value(cx, network),
        Err(refused) => Err(refused.raise(cx)),
    }
}

/// The value of a network.
pub(super) fn network_value<'h>(cx: &Context<'h>, network: Network<'h>) -> Answer<'h> {
    value(
        cx,
        class_of_networks(network.version()),
        Thing::Network(network),
    )
}

/// `prefixlen`.
pub(super) fn prefixlen<'h>(_: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    Ok(Value::Int(
        me(value)
            .network()
            .map_or(0, |network| network.prefix().into()),
    ))
}

fn broadcast_address<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    address_value(cx, me(value).ends().last)
}

fn network_address<'h>(cx: &Context<'h>, of: Value<'h>) -> Answer<'h> {
    value(
        cx,
        class_of(me(of).version()),
        Thing::Address(me(of).address()),
    )
}

/// `netmask`.
pub(super) fn netmask<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    me(value).network().map_or(Ok(Value::None), |network| {
        address_value(cx, network.netmask())
    })
}

/// `hostmask`.
pub(super) fn hostmask<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    me(value).network().map_or(Ok(Value::None), |network| {
        address_value(cx, network.hostmask())
    })
}

fn num_addresses<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    let ends = me(value).ends();
    cx.int(BigInt::from(bits(ends.last) - bits(ends.first)) + 1)
}

/// The address (of a network with its scope, of an interface without) and what stands behind the `/`.
fn with<'h>(cx: &Context<'h>, of: Value<'h>, behind: impl Fn(Network<'h>) -> String) -> Answer<'h> {
    let thing = me(of);
    let address = match thing {
        Thing::Network(network) => network.address(),
        _ => thing.address().unscoped(),
    };
    let behind = thing.network().map_or_else(String::new, behind);
    cx.str(&format!("{address}/{behind}"))
}

/// `with_prefixlen`.
pub(super) fn with_prefixlen<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    with(cx, value, |network| network.prefix().to_string())
}

/// `with_netmask`.
pub(super) fn with_netmask<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    with(cx, value, |network| {
        Address::from(network.netmask()).to_string()
    })
}

/// `with_hostmask`.
pub(super) fn with_hostmask<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    with(cx, value, |network| {
        Address::from(network.hostmask()).to_string()
    })
}

/// Whether anything lies in a network.
#[inline(never)]
fn lies_in<'h>(cx: &Context<'h>, me: &'h Instance<'h>, item: Value<'h>) -> Maybe<'h, bool> {
    let Some(network) = Thing::held(me).and_then(Thing::as_network) else {
        return Ok(None);
    };
    match Thing::of(item) {
        None => Err(cx.attribute_error(item.type_name(), "_version")),
        Some(Thing::Network(_)) => Ok(Some(false)),
        Some(other) => Ok(Some(network.contains(other.address().ip))),
    }
}

/// What operators do with networks.
struct Block;

impl Behaviour for Block {
    fn repr<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(shown(me))
    }

    fn str<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(Thing::held(me).map(|thing| thing.to_string()))
    }

    fn eq<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>, other: Value<'h>) -> Maybe<'h, bool> {
        Ok(Thing::held(me)
            .zip(Thing::of(other))
            .and_then(|(mine, other)| mine.equals(other)))
    }

    fn order<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        other: Value<'h>,
    ) -> Maybe<'h, Ordering> {
        common::ordered(cx, me, other)
    }

    fn hash<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, i64> {
        let Some(network) = Thing::held(me).and_then(Thing::as_network) else {
            return Ok(None);
        };
        let mixed = bits(network.address().ip) ^ bits(network.netmask());
        cx.hash(cx.int(BigInt::from(mixed))?).map(Some)
    }

    fn contains<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        item: Value<'h>,
    ) -> Maybe<'h, bool> {
        if let Value::Object(item) = item
            && let Some(network) = me.own::<Network<'static>>()
            && let Some(ip) = item.own::<IpAddr>()
        {
            return Ok(Some(network.contains(*ip)));
        }
        lies_in(cx, me, item)
    }

    fn item<'h>(
        &self,
        cx: &Context<'h>,
        me: &'h Instance<'h>,
        key: Value<'h>,
    ) -> Maybe<'h, Value<'h>> {
        let Some(network) = Thing::held(me).and_then(Thing::as_network) else {
            return Ok(None);
        };
        let Some(at) = key.to_big() else {
            return Err(cx.type_error(format_args!(
                "'>=' not supported between instances of '{}' and 'int'",
                key.type_name()
            )));
        };
        let (first, last) = network.span();
        let from_end = at.sign() == num_bigint::Sign::Minus;
        let number = at
            + if from_end {
                BigInt::from(last) + 1
            } else {
                BigInt::from(first)
            };
        let number = number
            .to_u128()
            .filter(|number| (first..=last).contains(number));
        match number.and_then(|number| network.version().address(number)) {
            Some(ip) => address_value(cx, ip).map(Some),
            None => Err(cx.index_error(format_args!("address out of range"))),
        }
    }

    fn iter<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, &'h Iter<'h>> {
        match Thing::held(me).and_then(Thing::as_network) {
            Some(network) => walk::addresses(cx, network.version(), network.span()).map(Some),
            None => Ok(None),
        }
    }
}
