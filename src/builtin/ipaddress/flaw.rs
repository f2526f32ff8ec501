//! Why a text is not an address, a prefix or a mask, in CPython's words.

use num_bigint::BigInt;

use crate::value::chars::quote::repr as quote;

/// Why a text is not an address (Python's `AddressValueError`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadAddress<'a> {
    /// Nothing to read.
    #[error("Address cannot be empty")]
    Empty,
    /// A network where an address is wanted.
    #[error("Unexpected '/' in {}", quote(.0))]
    Slash(&'a str),
    /// The same in something else, as it shows itself.
    #[error("Unexpected '/' in {0}")]
    SlashIn(String),
    /// More than one prefix.
    #[error("Only one '/' permitted in {}", quote(.0))]
    Slashes(&'a str),
    /// The same in something else, as it shows itself.
    #[error("Only one '/' permitted in {0}")]
    SlashesIn(String),
    /// A number below zero, and the family.
    #[error("{0} (< 0) is not permitted as an IPv{1} address")]
    Negative(BigInt, u8),
    /// A number with too many bits, how many there may be, and the family.
    #[error("{0} (>= 2**{1}) is not permitted as an IPv{2} address")]
    TooLarge(BigInt, u8, u8),
    /// Bytes as they show themselves, how many there are and should be, and the family.
    #[error("{0} (len {1} != {2}) is not permitted as an IPv{3} address")]
    Packed(String, usize, usize, u8),
    /// Not four parts between dots.
    #[error("Expected 4 octets in {}", quote(.0))]
    Octets(&'a str),
    /// Nothing between two dots.
    #[error("Empty octet not permitted")]
    EmptyOctet,
    /// A letter, a sign, a space.
    #[error("Only decimal digits permitted in {}", quote(.0))]
    Decimal(&'a str),
    /// Digits without end.
    #[error("At most 3 characters permitted in {}", quote(.0))]
    LongOctet(&'a str),
    /// What C would read as octal.
    #[error("Leading zeros are not permitted in {}", quote(.0))]
    LeadingZeros(&'a str),
    /// More than a byte holds.
    #[error("Octet {0} (> 255) not permitted")]
    LargeOctet(u16),
    /// Hardly a colon.
    #[error("At least 3 parts expected in {}", quote(.0))]
    FewParts(&'a str),
    /// Colons without end.
    #[error("At most 8 colons permitted in {}", quote(.0))]
    ManyColons(&'a str),
    /// Two runs of zeros left out.
    #[error("At most one '::' permitted in {}", quote(.0))]
    TwoGaps(&'a str),
    /// One colon at the start.
    #[error("Leading ':' only permitted as part of '::' in {}", quote(.0))]
    LeadingColon(&'a str),
    /// One colon at the end.
    #[error("Trailing ':' only permitted as part of '::' in {}", quote(.0))]
    TrailingColon(&'a str),
    /// A gap that leaves nothing out.
    #[error("Expected at most 7 other parts with '::' in {}", quote(.0))]
    EmptyGap(&'a str),
    /// Neither eight groups nor a gap.
    #[error("Exactly 8 parts expected without '::' in {}", quote(.0))]
    EightParts(&'a str),
    /// A letter beyond f.
    #[error("Only hex digits permitted in {}", quote(.0))]
    Hex(&'a str),
    /// More than 16 bits in a group.
    #[error("At most 4 characters permitted in {}", quote(.0))]
    LongGroup(&'a str),
    /// No scope behind `%`, or two.
    #[error("Invalid IPv6 address: \"{}\"", quote(.0))]
    Scope(&'a str),
    /// A flaw of a part, and the whole.
    #[error("{} in {}", .0, quote(.1))]
    In(Box<BadAddress<'a>>, &'a str),
}

/// A prefix or mask that is none (Python's `NetmaskValueError`).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadNetmask<'a> {
    /// A text.
    #[error("{} is not a valid netmask", quote(.0))]
    Text(&'a str),
    /// A number.
    #[error("{0} is not a valid netmask")]
    Number(BigInt),
}
