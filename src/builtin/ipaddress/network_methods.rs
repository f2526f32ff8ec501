//! The methods of networks.

use super::common::{Answer, different_versions, me};
use super::network::Network;
use super::ranges::{self, Subnets};
use super::thing::{Thing, value};
use super::walk::{self, listed};
use crate::value::Value;
use crate::value::class::{Class, Row};
use crate::value::context::Context;
use crate::value::native::Args;
use crate::value::value::Stop;

/// The methods.
pub(super) const METHODS: &[Row] = &[
    Row::leaf("address_exclude", "self, other", address_exclude),
    Row::leaf("compare_networks", "self, other", compare_networks),
    Row::leaf("hosts", "self", hosts),
    Row::leaf("overlaps", "self, other", overlaps),
    Row::leaf("subnet_of", "self, other", subnet_of),
    Row::leaf(
        "subnets",
        "self, prefixlen_diff=1, new_prefix=None",
        subnets,
    ),
    Row::leaf(
        "supernet",
        "self, prefixlen_diff=1, new_prefix=None",
        supernet,
    ),
    Row::leaf("supernet_of", "self, other", supernet_of),
];

/// The network that a method belongs to.
fn my_network<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<Network<'h>, Stop<'h>> {
    me(args.value(0))
        .as_network()
        .ok_or_else(|| cx.wrong_receiver("network", args.value(0)))
}

/// The class of the network that a method belongs to, and of those that it gives.
fn my_class<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Result<&'static Class, Stop<'h>> {
    args.object(cx, 0, "network").map(|network| network.class)
}

fn hosts<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let network = my_network(cx, args)?;
    if network.prefix() == network.version().width() {
        return walk::only(cx, network);
    }
    walk::addresses(cx, network.version(), network.hosts()).map(Value::Iter)
}

/// By how much the prefix grows or shrinks: as told, or up to the new prefix.
fn change<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    wrong: fn(new: i64, old: i64) -> Option<&'static str>,
) -> Result<i64, Stop<'h>> {
    let network = my_network(cx, args)?;
    let told = args.int(cx, 1, 1)?;
    match args.given(2) {
        None | Some(Value::None) => Ok(told),
        Some(new) => {
            let (new, old) = (cx.ssize(new)?, i64::from(network.prefix()));
            if let Some(wrong) = wrong(new, old) {
                return Err(cx.value_error(format_args!("{wrong}")));
            }
            if told != 1 {
                let text = format_args!("cannot set prefixlen_diff and new_prefix");
                return Err(cx.value_error(text));
            }
            Ok((new - old).abs())
        }
    }
}

fn subnets<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let network = my_network(cx, args)?;
    if network.prefix() == network.version().width() {
        return listed(cx, my_class(cx, args)?, &[network]);
    }
    let more = change(cx, args, |new, old| {
        (new < old).then_some("new prefix must be longer")
    })?;
    if more < 0 {
        return Err(cx.value_error(format_args!("prefix length diff must be > 0")));
    }
    let wanted = i64::from(network.prefix()).saturating_add(more);
    match u8::try_from(wanted)
        .ok()
        .filter(|prefix| *prefix <= network.version().width())
    {
        Some(prefix) => {
            walk::subnets(cx, my_class(cx, args)?, Subnets::of(network, prefix)).map(Value::Iter)
        }
        None => Err(cx.value_error(format_args!(
            "prefix length diff {wanted} is invalid for netblock {network}"
        ))),
    }
}

fn supernet<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let network = my_network(cx, args)?;
    if network.prefix() == 0 {
        return Ok(args.value(0));
    }
    let fewer = change(cx, args, |new, old| {
        (new > old).then_some("new prefix must be shorter")
    })?;
    let wider = u8::try_from(fewer)
        .ok()
        .and_then(|fewer| network.supernet(fewer));
    match wider {
        Some(wider) => value(cx, my_class(cx, args)?, Thing::Network(wider)),
        None if fewer < 0 => Err(cx.value_error(format_args!("negative shift count"))),
        None => Err(cx.value_error(format_args!(
            "current prefixlen is {}, cannot have a prefixlen_diff of {fewer}",
            network.prefix()
        ))),
    }
}

/// The other network and this one, if they are of one family.
fn both<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    what: &str,
) -> Result<(Network<'h>, Network<'h>), Stop<'h>> {
    let network = my_network(cx, args)?;
    let Some(other) = Thing::of(args.value(1)) else {
        return Err(cx.attribute_error(args.value(1).type_name(), "_version"));
    };
    if other.version() != network.version() {
        let text = format_args!("{network} and {other} are not of the same {what}");
        return Err(cx.type_error(text));
    }
    match other.as_network() {
        Some(other) => Ok((network, other)),
        None if what == "type" => {
            Err(cx.attribute_error(args.value(1).type_name(), "network_address"))
        }
        None => Err(cx.type_error(format_args!("{other} is not a network object"))),
    }
}

fn address_exclude<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (network, other) = both(cx, args, "version")?;
    if !other.is_subnet_of(network) {
        return Err(cx.value_error(format_args!("{other} not contained in {network}")));
    }
    listed(cx, my_class(cx, args)?, &ranges::exclude(network, other))
}

fn compare_networks<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let (network, other) = both(cx, args, "type")?;
    Ok(Value::Int(network.order(other) as i64))
}

fn overlaps<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    let network = my_network(cx, args)?;
    match Thing::of(args.value(1)).and_then(Thing::as_network) {
        Some(other) => Ok(Value::bool(network.overlaps(other))),
        None => Err(cx.type_error(format_args!(
            "argument of type '{}' is not iterable",
            args.value(1).type_name()
        ))),
    }
}

fn contained<'h>(
    cx: &Context<'h>,
    args: Args<'_, 'h>,
    holds: fn(Network<'h>, Network<'h>) -> bool,
    swapped: bool,
) -> Answer<'h> {
    let network = my_network(cx, args)?;
    let other = Thing::of(args.value(1));
    if let Some(other) = other
        && other.version() != network.version()
    {
        let (a, b) = (Thing::Network(network), other);
        let (a, b) = if swapped { (b, a) } else { (a, b) };
        return Err(different_versions(cx, a, b));
    }
    match other.and_then(Thing::as_network) {
        Some(other) => Ok(Value::bool(holds(network, other))),
        None => {
            let (a, b) = (network.to_string(), cx.display(args.value(1))?);
            let (a, b) = if swapped { (b, a) } else { (a, b) };
            let text = format_args!("Unable to test subnet containment between {a} and {b}");
            Err(cx.type_error(text))
        }
    }
}

fn subnet_of<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    contained(
        cx,
        args,
        |network, other| network.is_subnet_of(other),
        false,
    )
}

fn supernet_of<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    contained(cx, args, |network, other| other.is_subnet_of(network), true)
}
