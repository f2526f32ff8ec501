//! Ints of any size: 64 bits inline, digits behind a pointer beyond, and the arithmetic that crosses between them.
//!
//! Nothing here limits a size: `bits_of_*` says beforehand how large a result can become, and the caller refuses.

use std::borrow::Cow;
use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{Signed as _, ToPrimitive as _};

use crate::value::fault::Fault;

/// An int as it is read.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    /// Fits 64 bits.
    Small(i64),
    /// Does not fit 64 bits.
    Big(&'a BigInt),
}

/// An int as it was computed: `Big` only when it does not fit 64 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    /// Fits 64 bits.
    Small(i64),
    /// Does not fit 64 bits.
    Big(BigInt),
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Self::Small(value)
    }
}

impl From<i128> for Int {
    fn from(value: i128) -> Self {
        i64::try_from(value).map_or_else(|_| Self::Big(BigInt::from(value)), Self::Small)
    }
}

impl From<u64> for Int {
    fn from(value: u64) -> Self {
        Self::from(i128::from(value))
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Self {
        match value.to_i64() {
            Some(small) => Self::Small(small),
            None => Self::Big(value),
        }
    }
}

impl Int {
    /// The int as it is read.
    #[must_use]
    pub fn borrow(&self) -> IntRef<'_> {
        match self {
            Self::Small(n) => IntRef::Small(*n),
            Self::Big(n) => IntRef::Big(n),
        }
    }
}

impl<'a> IntRef<'a> {
    /// The int with its digits on the heap of the process, borrowed where they are there already.
    #[must_use]
    pub fn widen(self) -> Cow<'a, BigInt> {
        match self {
            Self::Small(n) => Cow::Owned(BigInt::from(n)),
            Self::Big(n) => Cow::Borrowed(n),
        }
    }

    /// An owned copy.
    #[must_use]
    pub fn owned(self) -> Int {
        match self {
            Self::Small(n) => Int::Small(n),
            Self::Big(n) => Int::from(n.clone()),
        }
    }

    /// Python's `bit_length()`: bits of the absolute value.
    #[must_use]
    pub fn bits(self) -> u64 {
        match self {
            Self::Small(n) => u64::from(u64::BITS - n.unsigned_abs().leading_zeros()),
            Self::Big(n) => n.bits(),
        }
    }

    /// Python's `bit_count()`: ones in the absolute value.
    #[must_use]
    pub fn ones(self) -> u64 {
        match self {
            Self::Small(n) => u64::from(n.unsigned_abs().count_ones()),
            Self::Big(n) => n
                .magnitude()
                .iter_u64_digits()
                .map(|d| u64::from(d.count_ones()))
                .sum(),
        }
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        match self {
            Self::Small(n) => n < 0,
            Self::Big(n) => n.is_negative(),
        }
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        match self {
            Self::Small(n) => n == 0,
            Self::Big(n) => n.sign() == Sign::NoSign,
        }
    }

    /// Whether two divides it.
    #[must_use]
    pub fn is_even(self) -> bool {
        match self {
            Self::Small(n) => n & 1 == 0,
            Self::Big(n) => n.is_even(),
        }
    }

    /// The int in 64 bits, if it fits.
    #[must_use]
    pub fn small(self) -> Option<i64> {
        match self {
            Self::Small(n) => Some(n),
            Self::Big(n) => n.to_i64(),
        }
    }

    /// The int in 64 bits, or the nearest end of their range.
    #[must_use]
    pub fn clamp(self) -> i64 {
        match self.small() {
            Some(n) => n,
            None if self.is_negative() => i64::MIN,
            None => i64::MAX,
        }
    }

    /// The order of two ints.
    #[must_use]
    pub fn compare(self, other: IntRef<'_>) -> Ordering {
        match (self, other) {
            (Self::Small(a), IntRef::Small(b)) => a.cmp(&b),
            (a, b) => a.widen().as_ref().cmp(b.widen().as_ref()),
        }
    }
}

/// `a + b`.
#[must_use]
pub fn add(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::from(i128::from(a) + i128::from(b)),
        _ => Int::from(a.widen().as_ref() + b.widen().as_ref()),
    }
}

/// `a - b`.
#[must_use]
pub fn subtract(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::from(i128::from(a) - i128::from(b)),
        _ => Int::from(a.widen().as_ref() - b.widen().as_ref()),
    }
}

/// `a * b`.
#[must_use]
pub fn multiply(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::from(i128::from(a) * i128::from(b)),
        _ => Int::from(a.widen().as_ref() * b.widen().as_ref()),
    }
}

/// `divmod(a, b)`: the quotient is rounded down, the remainder has the sign of `b`. None if `b` is zero.
fn divide(a: IntRef<'_>, b: IntRef<'_>) -> Option<(Int, Int)> {
    if b.is_zero() {
        return None;
    }
    Some(match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => {
            let (a, b) = (i128::from(a), i128::from(b));
            let (quotient, rest) = a.div_mod_floor(&b);
            (Int::from(quotient), Int::from(rest))
        }
        _ => {
            let (quotient, rest) = a.widen().div_mod_floor(b.widen().as_ref());
            (Int::from(quotient), Int::from(rest))
        }
    })
}

/// `divmod(a, b)`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn divmod(a: IntRef<'_>, b: IntRef<'_>) -> Result<(Int, Int), Fault> {
    divide(a, b).ok_or_else(|| Fault::zero("integer division or modulo by zero"))
}

/// `a // b`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn floor_divide(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int, Fault> {
    divmod(a, b).map(|(quotient, _)| quotient)
}

/// `a % b`.
///
/// # Errors
/// `ZeroDivisionError` if `b` is zero.
pub fn modulo(a: IntRef<'_>, b: IntRef<'_>) -> Result<Int, Fault> {
    divide(a, b).map_or_else(
        || Err(Fault::zero("integer modulo by zero")),
        |(_, rest)| Ok(rest),
    )
}

/// `-a`.
#[must_use]
pub fn negate(a: IntRef<'_>) -> Int {
    match a {
        IntRef::Small(n) => Int::from(-i128::from(n)),
        IntRef::Big(n) => Int::from(-n),
    }
}

/// `abs(a)`.
#[must_use]
pub fn absolute(a: IntRef<'_>) -> Int {
    if a.is_negative() {
        negate(a)
    } else {
        a.owned()
    }
}

/// Bits that `a + b` or `a - b` can have.
#[must_use]
pub fn bits_of_sum(a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    a.bits().max(b.bits()).saturating_add(1)
}

/// Bits that `a * b` can have.
#[must_use]
pub fn bits_of_product(a: IntRef<'_>, b: IntRef<'_>) -> u64 {
    a.bits().saturating_add(b.bits())
}
