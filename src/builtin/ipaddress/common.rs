//! What addresses, networks and interfaces have in common.

use std::cmp::Ordering;
use std::net::{IpAddr, Ipv4Addr};

use num_bigint::BigInt;

use super::address::{self, Address, Version, bits};
use super::blocks::Ends;
use super::given::ADDRESS_VALUE_ERROR;
use super::parse;
use super::thing::Thing;
use crate::value::Value;
use crate::value::behaviour::Maybe;
use crate::value::class::{Class, Getter};
use crate::value::context::Context;
use crate::value::value::{Instance, Stop};

/// What a getter or method answers.
pub(super) type Answer<'h> = Result<Value<'h>, Stop<'h>>;

/// The class above all.
static BASE: Class = Class {
    module: "ipaddress",
    getters: GETTERS,
    ..Class::named("_IPAddressBase")
};

/// A class of this module, to be completed by struct update.
pub(super) const fn class(name: &'static str) -> Class {
    Class {
        module: "ipaddress",
        base: Some(&BASE),
        ..Class::named(name)
    }
}

/// The properties of all.
const GETTERS: &[Getter] = &[
    Getter::new("_version", version),
    Getter::new("compressed", compressed),
    Getter::new("exploded", exploded),
    Getter::new("is_global", |_, me| asked(me, Thing::is_global)),
    Getter::new("is_link_local", |_, me| {
        asked(me, |it| it.ends().is_link_local())
    }),
    Getter::new("is_loopback", |_, me| {
        asked(me, |it| it.wholly(Ends::is_loopback))
    }),
    Getter::new("is_multicast", |_, me| {
        asked(me, |it| it.ends().is_multicast())
    }),
    Getter::new("is_private", |_, me| asked(me, Thing::is_private)),
    Getter::new("is_reserved", |_, me| {
        asked(me, |it| it.ends().is_reserved())
    }),
    Getter::new("is_unspecified", |_, me| {
        asked(me, |it| it.wholly(Ends::is_unspecified))
    }),
    Getter::new("max_prefixlen", max_prefixlen),
    Getter::new("reverse_pointer", reverse_pointer),
    Getter::new("version", version),
];

/// What the object is; a method's or getter's object always is of this module.
pub(super) fn me<'h>(value: Value<'h>) -> Thing<'h> {
    let nothing = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    Thing::of(value).unwrap_or(Thing::Address(nothing.into()))
}

fn asked<'h>(value: Value<'h>, holds: impl Fn(Thing<'h>) -> bool) -> Answer<'h> {
    Ok(Value::bool(holds(me(value))))
}

fn version<'h>(_: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    Ok(Value::Int(me(value).version().number().into()))
}

fn max_prefixlen<'h>(_: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    Ok(Value::Int(me(value).version().width().into()))
}

/// The number of an address.
pub(super) fn address_number<'h>(cx: &Context<'h>, address: Address<'h>) -> Answer<'h> {
    cx.int(BigInt::from(bits(address.ip)))
}

fn compressed<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    cx.str(&me(value).to_string())
}

/// The unabbreviated text. A scope is not understood here: CPython reads the text again without it.
fn exploded_text<'h>(cx: &Context<'h>, thing: Thing<'h>) -> Result<String, Stop<'h>> {
    if thing.version() == Version::V4 {
        return Ok(thing.to_string());
    }
    let address = match thing {
        Thing::Interface(interface) => interface.address.unscoped(),
        _ => thing.address(),
    };
    if address.scope.is_some()
        && let Err(flaw) = parse::unscoped_v6(&address.to_string())
    {
        return Err(cx.raise(&ADDRESS_VALUE_ERROR, format_args!("{flaw}")));
    }
    let text = address.exploded();
    Ok(match thing.network() {
        Some(network) => format!("{text}/{}", network.prefix()),
        None => text,
    })
}

fn exploded<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    cx.str(&exploded_text(cx, me(value))?)
}

fn reverse_pointer<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    let thing = me(value);
    let text = exploded_text(cx, thing)?;
    cx.str(&address::reverse_pointer(thing.version(), &text))
}

/// `repr(x)`.
pub(super) fn shown<'h>(me: &'h Instance<'h>) -> Option<String> {
    let text = Thing::held(me)?.to_string();
    Some(format!("{}('{text}')", me.class.name))
}

/// `TypeError`: two families.
pub(super) fn different_versions<'h>(cx: &Context<'h>, a: Thing<'h>, b: Thing<'h>) -> Stop<'h> {
    cx.type_error(format_args!("{a} and {b} are not of the same version"))
}

/// `is_site_local`, of IPv6 alone.
pub(super) fn is_site_local<'h>(_: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    asked(value, |it| it.ends().is_site_local())
}

/// The order of two things of this module.
pub(super) fn ordered<'h>(
    cx: &Context<'h>,
    me: &'h Instance<'h>,
    other: Value<'h>,
) -> Maybe<'h, Ordering> {
    let (Some(mine), Some(theirs)) = (Thing::held(me), Thing::of(other)) else {
        return Ok(None);
    };
    let order = mine.order(theirs);
    if order.is_some() && mine.version() != theirs.version() {
        return Err(different_versions(cx, mine, theirs));
    }
    Ok(order)
}
