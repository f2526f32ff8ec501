//! The classes of interfaces.

use super::address::Version;
use super::addresses::{IPV4_ADDRESS, IPV6_ADDRESS, Single, address_value};
use super::common::{self, Answer, me};
use super::flaw::BadAddress;
use super::given::{Refused, with_prefix};
use super::network::Interface;
use super::networks::{
    hostmask, netmask, network_value, prefixlen, with_hostmask, with_netmask, with_prefixlen,
};
use super::thing::{Thing, value};
use crate::value::Value;
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::native::Args;

/// `ipaddress.IPv4Interface`.
pub(super) static IPV4_INTERFACE: Class = Class {
    base: Some(&IPV4_ADDRESS),
    construct: Some(&Row::leaf("__init__", "address", ipv4_interface)),
    getters: GETTERS,
    behaviour: &Single,
    ..common::class("IPv4Interface")
};

/// `ipaddress.IPv6Interface`.
pub(super) static IPV6_INTERFACE: Class = Class {
    base: Some(&IPV6_ADDRESS),
    construct: Some(&Row::leaf("__init__", "address", ipv6_interface)),
    getters: GETTERS,
    behaviour: &Single,
    ..common::class("IPv6Interface")
};

/// The properties of interfaces.
const GETTERS: &[Getter] = &[
    Getter::new("_prefixlen", prefixlen),
    Getter::new("hostmask", hostmask),
    Getter::new("ip", ip),
    Getter::new("netmask", netmask),
    Getter::new("network", network),
    Getter::new("with_hostmask", with_hostmask),
    Getter::new("with_netmask", with_netmask),
    Getter::new("with_prefixlen", with_prefixlen),
];

/// An interface of one family.
pub(super) fn interface<'h>(
    cx: &Context<'h>,
    version: Version,
    given: Value<'h>,
) -> Result<Interface<'h>, Refused<'h>> {
    let (address, prefix) = with_prefix(cx, version, given)?;
    Interface::new(address, prefix).ok_or(Refused::Address(BadAddress::Empty))
}

/// The value of an interface.
pub(super) fn interface_value<'h>(cx: &Context<'h>, interface: Interface<'h>) -> Answer<'h> {
    let class = match interface.address.version() {
        Version::V4 => &IPV4_INTERFACE,
        Version::V6 => &IPV6_INTERFACE,
    };
    value(cx, class, Thing::Interface(interface))
}

fn ipv4_interface<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, Version::V4, args.value(0))
}

fn ipv6_interface<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, Version::V6, args.value(0))
}

fn made<'h>(cx: &Context<'h>, version: Version, from: Value<'h>) -> Answer<'h> {
    match interface(cx, version, from) {
        Ok(interface) => interface_value(cx, interface),
        Err(refused) => Err(refused.raise(cx)),
    }
}

fn ip<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    address_value(cx, me(value).address().ip)
}

fn network<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    let network = me(value).network();
    network.map_or(Ok(Value::None), |network| network_value(cx, network))
}
