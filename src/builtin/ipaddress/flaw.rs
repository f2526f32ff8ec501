//! Why a text is not an address, a prefix or a mask, in CPython's words.

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
    /// More than one prefix.
    #[error("Only one '/' permitted in {}", quote(.0))]
    Slashes(&'a str),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not a valid netmask", quote(.0))]
pub(crate) struct BadNetmask<'a>(pub(crate) &'a str);
