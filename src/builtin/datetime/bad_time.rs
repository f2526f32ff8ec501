//! Why `strptime` does not read a text, in CPython's words.

use super::civil::NoSuch;

/// Why a text is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadTime {
    /// A directive that does not exist.
    #[error("'{0}' is a bad directive in format '{1}'")]
    Directive(char, String),
    /// The format ends in a percent sign.
    #[error("stray % in format '{0}'")]
    Stray(String),
    /// A directive that stands twice: the class is that of regular expressions.
    #[error("redefinition of group name '{0}'")]
    Twice(char),
    /// The text does not begin as the format says.
    #[error("time data does not match format")]
    Mismatch,
    /// The text goes on behind what the format says.
    #[error("unconverted data remains: {0}")]
    Remains(String),
    /// An offset with a colon here and none there.
    #[error("Inconsistent use of : in {0}")]
    Colons(String),
    /// `%G` alone.
    #[error(
        "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday \
         directive ('%A', '%a', '%w', or '%u')."
    )]
    IsoYear,
    /// `%G` with `%j`.
    #[error(
        "Day of the year directive '%j' is not compatible with ISO year directive '%G'. \
         Use '%Y' instead."
    )]
    IsoYearDay,
    /// `%V` alone.
    #[error(
        "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday \
         directive ('%A', '%a', '%w', or '%u')."
    )]
    IsoWeek,
    /// `%V` without `%G`.
    #[error(
        "ISO week directive '%V' is incompatible with the year directive '%Y'. \
         Use the ISO year '%G' instead."
    )]
    IsoWeekYear,
    /// It reads well, but there is no such date.
    #[error(transparent)]
    NoSuch(#[from] NoSuch),
}
