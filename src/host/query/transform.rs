//! Parts of moments that look-ups compare: `created__year__gte=2026`. Moments are in UTC.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Weekday};

use crate::value::model::Kind;

/// A part of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transform {
    Year,
    IsoYear,
    Quarter,
    Month,
    Week,
    Day,
    WeekDay,
    IsoWeekDay,
    Date,
    Hour,
    Minute,
    Second,
}

const DAY: i64 = 86_400_000_000;

impl Transform {
    /// The transform of a name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "year" => Self::Year,
            "iso_year" => Self::IsoYear,
            "quarter" => Self::Quarter,
            "month" => Self::Month,
            "week" => Self::Week,
            "day" => Self::Day,
            "week_day" => Self::WeekDay,
            "iso_week_day" => Self::IsoWeekDay,
            "date" => Self::Date,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            _ => return None,
        })
    }

    /// What it gives: a day is the moment at which it begins, and all else a number.
    pub fn kind(self) -> Kind {
        match self {
            Self::Date => Kind::Time,
            _ => Kind::Int,
        }
    }

    /// The part of a moment in microseconds since 1970.
    pub fn of(self, micros: i64) -> Option<i64> {
        if self == Self::Date {
            return Some(micros - micros.rem_euclid(DAY));
        }
        let moment = Timestamp::from_microsecond(micros).ok()?;
        let moment: DateTime = moment.to_zoned(TimeZone::UTC).datetime();
        let week = moment.date().iso_week_date();
        Some(match self {
            Self::Year => moment.year().into(),
            Self::IsoYear => week.year().into(),
            Self::Quarter => i64::from((moment.month() + 2) / 3),
            Self::Month => moment.month().into(),
            Self::Week => week.week().into(),
            Self::Day => moment.day().into(),
            Self::WeekDay => Weekday::to_sunday_one_offset(moment.weekday()).into(),
            Self::IsoWeekDay => Weekday::to_monday_one_offset(moment.weekday()).into(),
            Self::Hour => moment.hour().into(),
            Self::Minute => moment.minute().into(),
            Self::Second => moment.second().into(),
            Self::Date => return None,
        })
    }
}
