//! Dates and times as texts: of requests, blueprints, and rows.

use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

/// What a text in ISO 8601 shows: microseconds since 1970 on the clock face, and seconds east of UTC.
pub(super) fn clock_face(text: &str) -> Option<(i64, Option<i32>)> {
    let pieces = Pieces::parse(text).ok()?;
    let face = pieces.date().to_datetime(pieces.time().unwrap_or_default());
    let face = face.to_zoned(TimeZone::UTC).ok()?;
    let offset = pieces.to_numeric_offset().map(Offset::seconds);
    Some((face.timestamp().as_microsecond(), offset))
}

/// The microseconds since 1970 of a clock face; without a zone it is in UTC.
pub(super) fn in_utc(face: i64, offset: Option<i32>) -> i64 {
    face.saturating_sub(i64::from(offset.unwrap_or(0)) * 1_000_000)
}

/// Microseconds since 1970 of a date and time; without a zone it is in UTC.
pub(super) fn moment(text: &str) -> Option<i64> {
    clock_face(text).map(|(face, offset)| in_utc(face, offset))
}
