//! Reads addresses and prefixes out of what policies give: texts, ints, bytes, pairs.

use num_traits::ToPrimitive;

use super::address::{Address, Version};
use super::flaw::{BadAddress, BadNetmask};
use super::parse;
use crate::value::Value;
use crate::value::class::Class;
use crate::value::context::Context;
use crate::value::exceptions::VALUE_ERROR;
use crate::value::value::Stop;

/// `ipaddress.AddressValueError`.
pub(super) static ADDRESS_VALUE_ERROR: Class = Class {
    module: "ipaddress",
    base: Some(&VALUE_ERROR),
    ..Class::named("AddressValueError")
};

/// `ipaddress.NetmaskValueError`.
pub(super) static NETMASK_VALUE_ERROR: Class = Class {
    module: "ipaddress",
    base: Some(&VALUE_ERROR),
    ..Class::named("NetmaskValueError")
};

/// Why nothing was made.
pub(super) enum Refused<'h> {
    /// It is no address.
    Address(BadAddress<'h>),
    /// The prefix or mask is none.
    Netmask(BadNetmask<'h>),
    /// Anything else that is raised.
    Stop(Stop<'h>),
}

impl<'h> From<Stop<'h>> for Refused<'h> {
    fn from(stop: Stop<'h>) -> Self {
        Self::Stop(stop)
    }
}

impl<'h> Refused<'h> {
    /// The exception.
    pub(super) fn raise(self, cx: &Context<'h>) -> Stop<'h> {
        match self {
            Self::Address(flaw) => cx.raise(&ADDRESS_VALUE_ERROR, format_args!("{flaw}")),
            Self::Netmask(flaw) => cx.raise(&NETMASK_VALUE_ERROR, format_args!("{flaw}")),
            Self::Stop(stop) => stop,
        }
    }
}

/// The text of anything that is not a number or bytes.
fn text<'h>(cx: &Context<'h>, given: Value<'h>) -> Result<&'h str, Stop<'h>> {
    let text = match given {
        Value::Str(text) => text,
        other => match cx.display_value(other)? {
            Value::Str(text) => text,
            _ => return Ok(""),
        },
    };
    cx.charge_bytes(text.as_str().len())?;
    Ok(text.as_str())
}

/// An address of one family.
pub(super) fn address<'h>(
    cx: &Context<'h>,
    version: Version,
    given: Value<'h>,
) -> Result<Address<'h>, Refused<'h>> {
    match given {
        Value::Int(_) | Value::Big(_) | Value::True | Value::False => number(version, given),
        Value::Bytes(bytes) => packed(cx, version, bytes.as_slice(), given),
        _ => match parse::address(version, text(cx, given)?) {
            Ok(address) => Ok(address),
            Err(BadAddress::Slash(_)) => {
                Err(Refused::Address(BadAddress::SlashIn(cx.repr(given)?)))
            }
            Err(flaw) => Err(Refused::Address(flaw)),
        },
    }
}

fn number<'h>(version: Version, given: Value<'h>) -> Result<Address<'h>, Refused<'h>> {
    let number = match given {
        Value::Big(big) => big.to_u128(),
        small => u128::try_from(small.cut()).ok(),
    };
    if let Some(ip) = number.and_then(|number| version.address(number)) {
        return Ok(ip.into());
    }
    let (number, width) = (given.to_big().unwrap_or_default(), version.width());
    Err(Refused::Address(
        if number.sign() == num_bigint::Sign::Minus {
            BadAddress::Negative(number, version.number())
        } else {
            BadAddress::TooLarge(number, width, version.number())
        },
    ))
}

fn packed<'h>(
    cx: &Context<'h>,
    version: Version,
    bytes: &[u8],
    given: Value<'h>,
) -> Result<Address<'h>, Refused<'h>> {
    let wanted = usize::from(version.width() / 8);
    if bytes.len() != wanted {
        let shown = cx.repr(given)?;
        let flaw = BadAddress::Packed(shown, bytes.len(), wanted, version.number());
        return Err(Refused::Address(flaw));
    }
    let number = bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u128::from(*byte));
    version
        .address(number)
        .map(Address::from)
        .ok_or(Refused::Address(BadAddress::Empty))
}

/// Address and prefix of a network or interface.
pub(super) fn with_prefix<'h>(
    cx: &Context<'h>,
    version: Version,
    given: Value<'h>,
) -> Result<(Address<'h>, u8), Refused<'h>> {
    match given {
        Value::Int(_) | Value::Big(_) | Value::True | Value::False | Value::Bytes(_) => {
            Ok((address(cx, version, given)?, version.width()))
        }
        Value::Tuple(pair) => match pair.items {
            [] => Err(cx
                .index_error(format_args!("tuple index out of range"))
                .into()),
            [front] => Ok((address(cx, version, *front)?, version.width())),
            [front, mask] => {
                let address = address(cx, version, *front)?;
                Ok((address, prefix_of(cx, version, *mask)?))
            }
            _ => Err(cx
                .value_error(format_args!("too many values to unpack (expected 2)"))
                .into()),
        },
        _ => {
            let text = text(cx, given)?;
            let (front, mask) = match parse::split_prefix(text) {
                Ok(parts) => parts,
                Err(_) => {
                    let shown = cx.repr(given)?;
                    return Err(Refused::Address(BadAddress::SlashesIn(shown)));
                }
            };
            let address = parse::address(version, front).map_err(Refused::Address)?;
            let prefix = mask.map_or(Ok(version.width()), |mask| parse::prefix(version, mask));
            Ok((address, prefix.map_err(Refused::Netmask)?))
        }
    }
}

fn prefix_of<'h>(cx: &Context<'h>, version: Version, mask: Value<'h>) -> Result<u8, Refused<'h>> {
    match mask {
        Value::Str(text) => parse::prefix(version, text.as_str()).map_err(Refused::Netmask),
        Value::Int(_) | Value::Big(_) | Value::True | Value::False => {
            let prefix = u8::try_from(mask.cut())
                .ok()
                .filter(|prefix| *prefix <= version.width());
            match prefix {
                Some(prefix) => Ok(prefix),
                None => Err(Refused::Netmask(BadNetmask::Number(
                    mask.to_big().unwrap_or_default(),
                ))),
            }
        }
        other => Err(cx.attribute_error(other.type_name(), "isascii").into()),
    }
}
