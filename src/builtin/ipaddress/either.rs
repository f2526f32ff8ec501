//! `ip_address`, `ip_network`, `ip_interface`: of the family that the argument fits.

use std::net::IpAddr;

use super::address::Version;
use super::addresses::{IPV4_ADDRESS, class_of};
use super::common::Answer;
use super::given::{self, Refused};
use super::interfaces::{interface, interface_value};
use super::networks::{IPV4_NETWORK, network, network_value};
use super::parse;
use super::thing::{Thing, value};
use super::written;
use crate::value::Value;
use crate::value::context::Context;
use crate::value::native::Args;

/// Tries one family after the other; IPv4 comes first.
fn either<'h, T>(
    cx: &Context<'h>,
    given: Value<'h>,
    what: &str,
    make: impl Fn(Version) -> Result<T, Refused<'h>>,
    value: impl Fn(T) -> Answer<'h>,
) -> Answer<'h> {
    // What has a colon is no IPv4 text, so there is no need to ask why not.
    let v6_text = matches!(given, Value::Str(text) if text.as_str().contains(':'));
    let versions: &[Version] = if v6_text {
        &[Version::V6]
    } else {
        &[Version::V4, Version::V6]
    };
    for version in versions {
        match make(*version) {
            Ok(made) => return value(made),
            Err(Refused::Stop(stop)) => return Err(stop),
            Err(_) => {}
        }
    }
    let shown = cx.repr(given)?;
    let text = format_args!("{shown} does not appear to be an IPv4 or IPv6 {what}");
    Err(cx.value_error(text))
}

/// `ip_address(address)`.
pub(super) fn ip_address<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let given = args.value(0);
    if let Value::Str(text) = given {
        if let Some(known) = written::known_address(cx, text) {
            return known;
        }
        if let Some(ip) = parse::plain_v4(text.as_str()) {
            cx.charge_bytes(text.as_str().len())?;
            return cx.instance(&IPV4_ADDRESS, IpAddr::V4(ip));
        }
    }
    let make = |version| given::address(cx, version, given);
    either(cx, given, "address", make, |address| {
        value(cx, class_of(address.version()), Thing::Address(address))
    })
}

/// `ip_network(address, strict=True)`.
pub(super) fn ip_network<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    if let [Value::Str(text)] = args.fixed
        && let Some(known) = written::known_network(cx, text)
    {
        return known;
    }
    read_network(cx, args)
}

/// The network that an argument says: apart, as what is known already should be answered quickly.
#[inline(never)]
fn read_network<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (given, strict) = (args.value(0), args.truth(cx, 1, true)?);
    if let Value::Str(text) = given
        && let Some(network) = parse::plain_v4_network(text.as_str())
    {
        cx.charge_bytes(text.as_str().len())?;
        return cx.instance(&IPV4_NETWORK, network);
    }
    let make = |version| network(cx, version, given, strict);
    either(cx, given, "network", make, |network| {
        network_value(cx, network)
    })
}

/// `ip_interface(address)`.
pub(super) fn ip_interface<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let given = args.value(0);
    let make = |version| interface(cx, version, given);
    either(cx, given, "interface", make, |interface| {
        interface_value(cx, interface)
    })
}
