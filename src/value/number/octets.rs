//! Ints as bytes: `int.to_bytes` and `int.from_bytes`.

use num_bigint::{BigInt, Sign};

use super::integer::{Int, IntRef};
use crate::value::fault::Fault;

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The most significant byte first.
    Big,
    /// The least significant byte first.
    Little,
}

impl Order {
    /// The order of that name.
    ///
    /// # Errors
    /// `ValueError` for any other name.
    pub fn parse(name: &str) -> Result<Self, Fault> {
        match name {
            "big" => Ok(Self::Big),
            "little" => Ok(Self::Little),
            _ => Err(Fault::value("byteorder must be either 'little' or 'big'")),
        }
    }
}

/// Exactly `length` bytes that stand for `value`; the caller has found the length acceptable.
///
/// # Errors
/// `OverflowError` if it does not fit, or is negative and may not be.
pub fn to_bytes(
    value: IntRef<'_>,
    length: usize,
    order: Order,
    signed: bool,
) -> Result<Vec<u8>, Fault> {
    if value.is_negative() && !signed {
        return Err(Fault::overflow("can't convert negative int to unsigned"));
    }
    let mut bytes = match value {
        IntRef::Small(n) => n.to_le_bytes().to_vec(),
        IntRef::Big(n) => n.to_signed_bytes_le(),
    };
    let filler = if value.is_negative() { 0xff } else { 0 };
    let extra = bytes.get(length..).unwrap_or_default();
    let fits = extra.iter().all(|byte| *byte == filler);
    bytes.resize(length, filler);
    let sign_fits = match bytes.last() {
        Some(top) => !signed || (top & 0x80 != 0) == value.is_negative(),
        // No bytes at all stand for 0 and, as CPython has it, for -1.
        None => true,
    };
    if !fits || !sign_fits {
        return Err(Fault::overflow("int too big to convert"));
    }
    if order == Order::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

/// The int that `bytes` stand for.
#[must_use]
pub fn from_bytes(bytes: &[u8], order: Order, signed: bool) -> Int {
    Int::from(match (order, signed) {
        (Order::Big, true) => BigInt::from_signed_bytes_be(bytes),
        (Order::Little, true) => BigInt::from_signed_bytes_le(bytes),
        (Order::Big, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (Order::Little, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
    })
}
