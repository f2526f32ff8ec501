//! The module `ipaddress` and its functions.

use std::collections::BTreeSet;

use num_traits::ToPrimitive;

use super::address::{Version, bits};
use super::addresses::{BASE_ADDRESS, IPV4_ADDRESS, IPV6_ADDRESS, address_value, class_of};
use super::common::{Answer, different_versions};
use super::either;
use super::given::{ADDRESS_VALUE_ERROR, NETMASK_VALUE_ERROR};
use super::interfaces::{IPV4_INTERFACE, IPV6_INTERFACE};
use super::network::Network;
use super::networks::{BASE_NETWORK, IPV4_NETWORK, IPV6_NETWORK, class_of_networks};
use super::ranges;
use super::thing::{Thing, value};
use super::walk::listed;
use crate::value::Value;
use crate::value::class::Row;
use crate::value::context::Context;
use crate::value::module::{Member, Module};
use crate::value::native::Args;
use crate::value::value::Stop;

/// `ipaddress`.
pub static MODULE: Module = Module {
    name: "ipaddress",
    members: &[
        ("AddressValueError", Member::Class(&ADDRESS_VALUE_ERROR)),
        ("IPV4LENGTH", Member::Constant(|_| Ok(Value::Int(32)))),
        ("IPV6LENGTH", Member::Constant(|_| Ok(Value::Int(128)))),
        ("IPv4Address", Member::Class(&IPV4_ADDRESS)),
        ("IPv4Interface", Member::Class(&IPV4_INTERFACE)),
        ("IPv4Network", Member::Class(&IPV4_NETWORK)),
        ("IPv6Address", Member::Class(&IPV6_ADDRESS)),
        ("IPv6Interface", Member::Class(&IPV6_INTERFACE)),
        ("IPv6Network", Member::Class(&IPV6_NETWORK)),
        ("NetmaskValueError", Member::Class(&NETMASK_VALUE_ERROR)),
        ("_BaseAddress", Member::Class(&BASE_ADDRESS)),
        ("_BaseNetwork", Member::Class(&BASE_NETWORK)),
        (
            "collapse_addresses",
            Member::Function(Row::leaf(
                "collapse_addresses",
                "@addresses",
                collapse_addresses,
            )),
        ),
        (
            "get_mixed_type_key",
            Member::Function(Row::leaf("get_mixed_type_key", "obj", get_mixed_type_key)),
        ),
        ("ip_address", Member::Function(IP_ADDRESS)),
        (
            "ip_interface",
            Member::Function(Row::leaf("ip_interface", "address", either::ip_interface)),
        ),
        ("ip_network", Member::Function(IP_NETWORK)),
        (
            "summarize_address_range",
            Member::Function(Row::leaf(
                "summarize_address_range",
                "first, last",
                summarize,
            )),
        ),
        (
            "v4_int_to_packed",
            Member::Function(Row::leaf("v4_int_to_packed", "address", v4_int_to_packed)),
        ),
        (
            "v6_int_to_packed",
            Member::Function(Row::leaf("v6_int_to_packed", "address", v6_int_to_packed)),
        ),
    ],
};

/// `ip_address`, which policies also have without import.
pub const IP_ADDRESS: Row = Row::leaf("ip_address", "address", either::ip_address);

/// `ip_network`, which policies also have without import.
pub const IP_NETWORK: Row = Row::leaf("ip_network", "address, strict=True", either::ip_network);

fn packed<'h>(cx: &Context<'h>, args: Args<'_, 'h>, version: Version) -> Answer<'h> {
    let number = match args.value(0) {
        Value::Big(big) => big.to_u128(),
        small @ (Value::Int(_) | Value::True | Value::False) => u128::try_from(small.cut()).ok(),
        other => return Err(cx.attribute_error(other.type_name(), "to_bytes")),
    };
    match number.and_then(|number| version.address(number)) {
        Some(ip) => cx.bytes(&super::address::Address::from(ip).packed()),
        None => Err(cx.value_error(format_args!(
            "Address negative or too large for IPv{}",
            version.number()
        ))),
    }
}

fn v4_int_to_packed<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    packed(cx, args, Version::V4)
}

fn v6_int_to_packed<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    packed(cx, args, Version::V6)
}

fn get_mixed_type_key<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let Some(thing) = Thing::of(args.value(0)) else {
        return Ok(Value::NotImplemented);
    };
    let version = Value::Int(thing.version().number().into());
    match thing {
        Thing::Network(network) => {
            let address = value(
                cx,
                class_of(network.version()),
                Thing::Address(network.address()),
            )?;
            cx.tuple(&[version, address, address_value(cx, network.netmask())?])
        }
        _ => cx.tuple(&[version, args.value(0)]),
    }
}

fn summarize<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let ends = [args.value(0), args.value(1)].map(Thing::of);
    let [Some(first), Some(last)] = ends else {
        return Err(not_addresses(cx));
    };
    let (Some(low), Some(high)) = (first.as_address(), last.as_address()) else {
        return Err(not_addresses(cx));
    };
    if first.version() != last.version() {
        return Err(different_versions(cx, first, last));
    }
    let (low, high) = (bits(low.ip), bits(high.ip));
    if low > high {
        let text = format_args!("last IP address must be greater than first");
        return Err(cx.value_error(text));
    }
    listed(
        cx,
        class_of_networks(first.version()),
        &ranges::summarize(first.version(), low, high),
    )
}

fn not_addresses<'h>(cx: &Context<'h>) -> Stop<'h> {
    cx.type_error(format_args!(
        "first and last must be IP addresses, not networks"
    ))
}

fn collapse_addresses<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let given = cx.collect(args.value(0))?;
    let mut addresses: Vec<Thing<'h>> = Vec::new();
    let mut networks: Vec<Thing<'h>> = Vec::new();
    for item in given {
        let Some(thing) = Thing::of(item) else {
            return Err(cx.attribute_error(item.type_name(), "_prefixlen"));
        };
        let single = thing
            .as_network()
            .is_none_or(|net| net.prefix() == net.version().width());
        let kind = if single {
            &mut addresses
        } else {
            &mut networks
        };
        if let Some(before) = kind
            .last()
            .filter(|before| before.version() != thing.version())
        {
            return Err(different_versions(cx, thing, *before));
        }
        kind.push(thing);
    }
    cx.charge((addresses.len() + networks.len()).saturating_mul(16))?;
    if let (Some(address), Some(network)) = (addresses.first(), networks.first())
        && address.version() != network.version()
    {
        return Err(different_versions(cx, *address, *network));
    }
    let first = addresses.first().or(networks.first());
    let version = first.map_or(Version::V4, |first| first.version());
    let mut blocks: Vec<Network<'h>> = Vec::new();
    for (first, last) in runs(&addresses) {
        blocks.extend(ranges::summarize(version, first, last));
    }
    blocks.extend(networks.iter().filter_map(|thing| thing.as_network()));
    listed(cx, class_of_networks(version), &ranges::collapse(blocks))
}

/// First and last of each run of consecutive addresses.
fn runs(addresses: &[Thing<'_>]) -> Vec<(u128, u128)> {
    let numbers: BTreeSet<u128> = addresses
        .iter()
        .map(|thing| bits(thing.address().ip))
        .collect();
    let mut runs: Vec<(u128, u128)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.1.checked_add(1) == Some(number) => run.1 = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// Whether a native is `ip_network`: it stands in the module and among the helpers, and no other bears its name.
pub(crate) fn is_ip_network(row: &Row) -> bool {
    row.name == IP_NETWORK.name
}
