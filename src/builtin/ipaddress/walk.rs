//! The iterators that networks give; in Python they are generators.

use std::cell::Cell;

use super::address::Version;
use super::addresses::{address_value, class_of};
use super::network::Network;
use super::ranges::{Addresses, Subnets};
use super::thing::{Thing, value};
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::value::{Data, Instance, Iter, IterState, Stop};

static NETWORK_ITERATOR: Class = Class {
    behaviour: &Walk,
    ..Class::named("generator")
};

/// What gives subnets: where it stands, and the class of what it gives.
struct SubnetWalk {
    subnets: Cell<Subnets>,
    class: &'static Class,
}

struct Walk;

impl Behaviour for Walk {
    fn next<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, Value<'h>> {
        if let Some(state) = me.own::<Cell<Addresses>>() {
            let mut addresses = state.get();
            let next = addresses.next();
            state.set(addresses);
            return next.map(|ip| address_value(cx, ip)).transpose();
        }
        let Some(walk) = me.own::<SubnetWalk>() else {
            return Ok(None);
        };
        let mut subnets = walk.subnets.get();
        let next = subnets.next();
        walk.subnets.set(subnets);
        next.map(|network| value(cx, walk.class, Thing::Network(network)))
            .transpose()
    }
}

/// An iterator over the addresses from the first to the last number.
pub(super) fn addresses<'h>(
    cx: &Context<'h>,
    version: Version,
    (first, last): (u128, u128),
) -> Result<&'h Iter<'h>, Stop<'h>> {
    let state = Cell::new(Addresses {
        version,
        next: Some(first),
        last,
    });
    iterator(cx, Data::Own(cx.memory(cx.heap.alloc(state))?))
}

/// An iterator over subnets of a class.
pub(super) fn subnets<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    subnets: Subnets,
) -> Result<&'h Iter<'h>, Stop<'h>> {
    let walk = SubnetWalk {
        subnets: Cell::new(subnets),
        class,
    };
    iterator(cx, Data::Own(cx.memory(cx.heap.alloc(walk))?))
}

fn iterator<'h>(cx: &Context<'h>, data: Data<'h>) -> Result<&'h Iter<'h>, Stop<'h>> {
    let class = &NETWORK_ITERATOR;
    let instance = cx.memory(cx.heap.alloc(Instance { class, data }))?;
    cx.iter(IterState::Other(instance))
}

/// An iterator over networks that were made already.
pub(super) fn listed<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    networks: &[Network<'h>],
) -> Result<Value<'h>, Stop<'h>> {
    cx.charge(networks.len())?;
    let mut items = Vec::with_capacity(networks.len());
    for network in networks {
        items.push(value(cx, class, Thing::Network(*network))?);
    }
    let items = cx.memory(cx.heap.slice(&items))?;
    Ok(Value::Iter(cx.iter(IterState::Slice(items, 0))?))
}

/// The list of the only address of a network.
pub(super) fn only<'h>(cx: &Context<'h>, network: Network<'h>) -> Result<Value<'h>, Stop<'h>> {
    let address = network.address();
    let only = value(cx, class_of(address.version()), Thing::Address(address))?;
    Ok(Value::List(cx.list(&[only])?))
}
