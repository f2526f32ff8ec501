//! The classes of addresses.

use std::cmp::Ordering;
use std::net::{IpAddr, Ipv4Addr};

use num_bigint::BigInt;

use super::address::{Version, bits};
use super::common::{self, Answer, address_number, is_site_local, me, shown};
use super::given;
use super::network::Interface;
use super::thing::{Thing, value};
use crate::ops::BinaryOp;
use crate::value::Value;
use crate::value::behaviour::{Behaviour, Maybe};
use crate::value::class::{Class, Getter, Row};
use crate::value::context::Context;
use crate::value::format::spec::{Kind, Spec};
use crate::value::format::text::text as format_text;
use crate::value::native::Args;
use crate::value::value::{Instance, Stop};

/// `ipaddress._BaseAddress`.
pub(super) static BASE_ADDRESS: Class = common::class("_BaseAddress");

/// `ipaddress.IPv4Address`.
pub(super) static IPV4_ADDRESS: Class = Class {
    base: Some(&BASE_ADDRESS),
    construct: Some(&Row::leaf("__init__", "address", ipv4_address)),
    getters: IPV4_GETTERS,
    behaviour: &Single,
    ..common::class("IPv4Address")
};

/// `ipaddress.IPv6Address`.
pub(super) static IPV6_ADDRESS: Class = Class {
    base: Some(&BASE_ADDRESS),
    construct: Some(&Row::leaf("__init__", "address", ipv6_address)),
    getters: IPV6_GETTERS,
    behaviour: &Single,
    ..common::class("IPv6Address")
};

/// The properties of IPv4 addresses.
const IPV4_GETTERS: &[Getter] = &[Getter::new("_ip", number), Getter::new("packed", packed)];

/// Those of IPv6 addresses.
const IPV6_GETTERS: &[Getter] = &[
    Getter::new("_ip", number),
    Getter::new("ipv4_mapped", ipv4_mapped),
    Getter::new("is_site_local", is_site_local),
    Getter::new("packed", packed),
    Getter::new("scope_id", scope_id),
    Getter::new("sixtofour", sixtofour),
    Getter::new("teredo", teredo),
];

/// The value of an address, as the embedder lends it too.
///
/// # Errors
/// [`Stop::Fatal`] if memory is exhausted.
pub fn address_value<'h>(cx: &Context<'h>, ip: IpAddr) -> Result<Value<'h>, Stop<'h>> {
    cx.instance(class_of(Version::of(ip)), ip)
}

/// The class of a family's addresses.
pub(super) fn class_of(version: Version) -> &'static Class {
    match version {
        Version::V4 => &IPV4_ADDRESS,
        Version::V6 => &IPV6_ADDRESS,
    }
}

fn ipv4_address<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, Version::V4, args.value(0))
}

fn ipv6_address<'h>(cx: &Context<'h>, args: Args<'_, 'h>) -> Answer<'h> {
    made(cx, Version::V6, args.value(0))
}

fn made<'h>(cx: &Context<'h>, version: Version, from: Value<'h>) -> Answer<'h> {
    match given::address(cx, version, from) {
        Ok(address) => value(cx, class_of(version), Thing::Address(address)),
        Err(refused) => Err(refused.raise(cx)),
    }
}

fn number<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    address_number(cx, me(value).address())
}

fn packed<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    cx.bytes(&me(value).address().packed())
}

fn maybe_v4<'h>(cx: &Context<'h>, ip: Option<Ipv4Addr>) -> Answer<'h> {
    ip.map_or(Ok(Value::None), |ip| address_value(cx, ip.into()))
}

fn ipv4_mapped<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    maybe_v4(cx, me(value).address().ipv4_mapped())
}

fn sixtofour<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    maybe_v4(cx, me(value).address().sixtofour())
}

fn teredo<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    match me(value).address().teredo() {
        None => Ok(Value::None),
        Some((server, client)) => {
            let pair = [
                address_value(cx, server.into())?,
                address_value(cx, client.into())?,
            ];
            cx.tuple(&pair)
        }
    }
}

fn scope_id<'h>(cx: &Context<'h>, value: Value<'h>) -> Answer<'h> {
    me(value)
        .address()
        .scope
        .map_or(Ok(Value::None), |scope| cx.lent_str(scope))
}

/// What operators do with addresses, with a network or without.
pub(super) struct Single;

impl Behaviour for Single {
    fn repr<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(shown(me))
    }

    fn str<'h>(&self, _: &Context<'h>, me: &'h Instance<'h>) -> Maybe<'h, String> {
        Ok(Thing::held(me).map(|thing| thing.to_string()))
    }

    fn format<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, spec: &str) -> Maybe<'h, String> {
        let Some(thing) = Thing::held(me).filter(|thing| thing.as_address().is_some()) else {
            return Ok(None);
        };
        if spec.ends_with('s') {
            let spec = cx.settled(Spec::parse(spec, Kind::Text, "str"))?;
            cx.charge_bytes(spec.size())?;
            return cx
                .settled(format_text(&thing.to_string(), false, &spec))
                .map(Some);
        }
        Ok(digits(thing, spec))
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
        match Thing::held(me) {
            Some(Thing::Interface(Interface { address, network })) => {
                let (address, prefix) = (address_number(cx, address)?, network.prefix());
                let network = address_number(cx, network.address())?;
                cx.hash(cx.tuple(&[address, Value::Int(prefix.into()), network])?)
                    .map(Some)
            }
            thing => Ok(thing.map(Thing::hash)),
        }
    }

    fn int<'h>(&self, cx: &Context<'h>, me: &'h Instance<'h>, index: bool) -> Maybe<'h, Value<'h>> {
        match Thing::held(me).and_then(Thing::as_address) {
            Some(address) if !index => address_number(cx, address).map(Some),
            _ => Ok(None),
        }
    }

    fn binary<'h>(
        &self,
        cx: &Context<'h>,
        op: BinaryOp,
        left: Value<'h>,
        right: Value<'h>,
        reflected: bool,
    ) -> Maybe<'h, Value<'h>> {
        let (Value::Object(me), Some(by), false) = (left, right.to_big(), reflected) else {
            return Ok(None);
        };
        let Some(thing) = Thing::held(me) else {
            return Ok(None);
        };
        let number = BigInt::from(bits(thing.address().ip));
        let moved = match op {
            BinaryOp::Add => cx.int(number + by)?,
            BinaryOp::Sub => cx.int(number - by)?,
            _ => return Ok(None),
        };
        let moved =
            given::address(cx, thing.version(), moved).map_err(|refused| refused.raise(cx))?;
        let thing = match thing {
            Thing::Interface(old) => {
                Thing::Interface(Interface::new(moved, moved.version().width()).unwrap_or(old))
            }
            _ => Thing::Address(moved),
        };
        value(cx, me.class, thing).map(Some)
    }
}

/// An address as binary or hexadecimal digits: `#`, `_` and one of `b x X n`.
fn digits(thing: Thing<'_>, spec: &str) -> Option<String> {
    let rest = spec.strip_prefix('#').unwrap_or(spec);
    let kind = rest.strip_prefix('_').unwrap_or(rest);
    let (prefixed, grouped) = (rest.len() < spec.len(), kind.len() < rest.len());
    let number = bits(thing.address().ip);
    let width = usize::from(thing.version().width());
    let (prefix, digits) = match (kind, thing.version()) {
        ("b", _) | ("n", Version::V4) => ("0b", format!("{number:0width$b}")),
        ("x", _) | ("n", Version::V6) => ("0x", format!("{number:0width$x}", width = width / 4)),
        ("X", _) => ("0X", format!("{number:0width$X}", width = width / 4)),
        _ => return None,
    };
    let groups = digits.as_bytes().chunks(4).map(String::from_utf8_lossy);
    let digits = if grouped {
        groups.collect::<Vec<_>>().join("_")
    } else {
        digits
    };
    Some(if prefixed {
        format!("{prefix}{digits}")
    } else {
        digits
    })
}
