//! Addresses, networks and interfaces as values: what an instance holds.
//!
//! The Rust value is kept without the scope, so that it can lie in the arena; a scope is the only field.

use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};
use std::net::IpAddr;

use super::address::{Address, Version, bits};
use super::blocks::{self, Ends};
use super::network::{Interface, Network};
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::value::{Data, Instance, Stop};

/// What an instance of a class of this module is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thing<'h> {
    /// An address.
    Address(Address<'h>),
    /// A network.
    Network(Network<'h>),
    /// An address with its network.
    Interface(Interface<'h>),
}

impl<'h> Thing<'h> {
    /// What a value is, if it is of this module.
    pub(crate) fn of(value: Value<'h>) -> Option<Self> {
        match value {
            Value::Object(instance) => Self::held(instance),
            _ => None,
        }
    }

    /// What an instance is, if it is of this module.
    pub(crate) fn held(instance: &'h Instance<'h>) -> Option<Self> {
        let thing = if let Some(ip) = instance.own::<IpAddr>() {
            Self::Address((*ip).into())
        } else if let Some(network) = instance.own::<Network<'static>>() {
            Self::Network(*network)
        } else {
            Self::Interface(*instance.own::<Interface<'static>>()?)
        };
        Some(match instance.field(0) {
            Value::Str(scope) => thing.scoped(scope.as_str()),
            _ => thing,
        })
    }

    fn scoped(self, scope: &'h str) -> Self {
        match self {
            Self::Address(address) => Self::Address(address.scoped(scope)),
            Self::Network(network) => Self::Network(network.scoped(scope)),
            Self::Interface(interface) => {
                let address = interface.address.scoped(scope);
                Self::Interface(
                    Interface::new(address, interface.network.prefix()).unwrap_or(interface),
                )
            }
        }
    }

    /// The address that it is or begins with.
    pub(crate) fn address(self) -> Address<'h> {
        match self {
            Self::Address(address) => address,
            Self::Network(network) => network.address(),
            Self::Interface(interface) => interface.address,
        }
    }

    /// The address, if it is one, with a network or without.
    pub(crate) fn as_address(self) -> Option<Address<'h>> {
        match self {
            Self::Network(_) => None,
            _ => Some(self.address()),
        }
    }

    /// The network, if it is one.
    pub(crate) fn as_network(self) -> Option<Network<'h>> {
        match self {
            Self::Network(network) => Some(network),
            _ => None,
        }
    }

    /// The network that it is or lies in.
    pub(crate) fn network(self) -> Option<Network<'h>> {
        match self {
            Self::Address(_) => None,
            Self::Network(network) => Some(network),
            Self::Interface(interface) => Some(interface.network),
        }
    }

    /// Its family.
    pub(crate) fn version(self) -> Version {
        self.address().version()
    }

    /// Its ends, where a question about a block is asked.
    pub(crate) fn ends(self) -> Ends {
        match self {
            Self::Network(network) => network.ends(),
            _ => Ends::from(self.address().ip),
        }
    }

    /// Python's `is_private`.
    pub(crate) fn is_private(self) -> bool {
        match self {
            Self::Network(network) => network.ends().is_private(),
            _ => blocks::address_is_private(self.address().ip),
        }
    }

    /// Python's `is_global`.
    pub(crate) fn is_global(self) -> bool {
        match self {
            Self::Network(network) => network.ends().is_global(),
            _ => blocks::address_is_global(self.address().ip),
        }
    }

    /// Whether it holds of the ends and, of an IPv6 interface, of its network too.
    pub(crate) fn wholly(self, holds: fn(Ends) -> bool) -> bool {
        let network = match self {
            Self::Interface(interface) if self.version() == Version::V6 => interface.network.ends(),
            _ => self.ends(),
        };
        holds(self.ends()) && holds(network)
    }

    /// Python's `==`; none: the two are not compared.
    pub(crate) fn equals(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Address(a), Self::Address(b)) => Some(a == b),
            (Self::Network(a), Self::Network(b)) => Some(a == b),
            (Self::Interface(a), Self::Interface(b)) => Some(a == b),
            (Self::Interface(_), Self::Address(_)) | (Self::Address(_), Self::Interface(_)) => {
                Some(false)
            }
            _ => None,
        }
    }

    /// The order of two things of one family; an address comes before every interface.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        Some(match (self, other) {
            (Self::Network(a), Self::Network(b)) => a.order(b),
            (Self::Network(_), _) | (_, Self::Network(_)) => return None,
            (Self::Interface(a), Self::Interface(b)) => a.order(b),
            (Self::Interface(_), _) => Ordering::Greater,
            (_, Self::Interface(_)) => Ordering::Less,
            (a, b) => bits(a.address().ip).cmp(&bits(b.address().ip)),
        })
    }

    /// A number for tables: equal things have equal ones.
    pub(crate) fn hash(self) -> i64 {
        let number = bits(self.address().ip);
        let prefix = self
            .network()
            .map_or(0, |network| i64::from(network.prefix()) + 1);
        (number as i64) ^ ((number >> 64) as i64).rotate_left(17) ^ prefix.rotate_left(40)
    }
}

impl Display for Thing<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Network(network) => network.fmt(f),
            Self::Interface(interface) => interface.fmt(f),
        }
    }
}

/// The value of anything of this module, of a class that fits it.
pub(super) fn value<'h>(
    cx: &Context<'h>,
    class: &'static Class,
    thing: Thing<'h>,
) -> Result<Value<'h>, Stop<'h>> {
    let Some(scope) = thing.address().scope else {
        return match thing {
            Thing::Address(address) => cx.instance(class, address.ip),
            Thing::Network(network) => cx.instance(class, network.unscoped()),
            Thing::Interface(interface) => cx.instance(class, interface.unscoped()),
        };
    };
    let scope = cx.memory(cx.heap.cells(1, cx.lent_str(scope)?))?;
    let data = match thing {
        Thing::Address(address) => Data::Both(cx.memory(cx.heap.alloc(address.ip))?, scope),
        Thing::Network(network) => Data::Both(cx.memory(cx.heap.alloc(network.unscoped()))?, scope),
        Thing::Interface(interface) => {
            Data::Both(cx.memory(cx.heap.alloc(interface.unscoped()))?, scope)
        }
    };
    cx.object(class, data)
}
