//! Dates and clock times: checked when made, counted in days and microseconds.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::delta::{DAY, Delta, SECOND};

/// The first day.
pub(crate) const FIRST_DAY: Date = Date::constant(1, 1, 1);
/// The day from which the calendar library counts; it refuses to count further than it has days behind it.
const EPOCH_DAY: Date = Date::constant(1970, 1, 1);
/// The ordinal of that day.
const EPOCH_ORDINAL: i64 = 719_163;
/// The last day.
pub(crate) const LAST_DAY: Date = Date::constant(9999, 12, 31);
/// The last moment of a day.
pub(crate) const LAST_TIME: Time = Time::constant(23, 59, 59, 999_999_000);
/// Midnight before 1970.
pub(crate) const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// A part of a date or time that does not exist (Python's `ValueError`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoSuch {
    /// Before 1 or after 9999.
    #[error("year {0} is out of range")]
    Year(i64),
    /// No such month.
    #[error("month must be in 1..12")]
    Month,
    /// No such day.
    #[error("day is out of range for month")]
    Day,
    /// No such hour.
    #[error("hour must be in 0..23")]
    Hour,
    /// No such minute.
    #[error("minute must be in 0..59")]
    Minute,
    /// No such second.
    #[error("second must be in 0..59")]
    Second,
    /// No such microsecond.
    #[error("microsecond must be in 0..999999")]
    Microsecond,
    /// Neither 0 nor 1.
    #[error("fold must be either 0 or 1")]
    Fold,
    /// No such day since the first.
    #[error("ordinal must be >= 1")]
    Ordinal,
    /// An ISO year before 1 or after 9999.
    #[error("Year is out of range: {0}")]
    IsoYear(i64),
    /// An ISO week that the year does not have.
    #[error("Invalid week: {0}")]
    Week(i64),
    /// A weekday that no week has.
    #[error("Invalid day: {0} (range is [1, 7])")]
    Weekday(i64),
}

/// A date.
pub(crate) fn date(year: i64, month: i64, day: i64) -> Result<Date, NoSuch> {
    let narrow = |number: i64| i8::try_from(number).unwrap_or(-1);
    let first = i16::try_from(year)
        .ok()
        .filter(|year| (1..=9999).contains(year));
    let year = first.ok_or(NoSuch::Year(year))?;
    let first = Date::new(year, narrow(month), 1).map_err(|_| NoSuch::Month)?;
    Date::new(year, first.month(), narrow(day)).map_err(|_| NoSuch::Day)
}

/// A clock time.
pub(crate) fn time(hour: i64, minute: i64, second: i64, micro: i64) -> Result<Time, NoSuch> {
    let part = |number: i64, limit: i64, error: NoSuch| {
        i8::try_from(number)
            .ok()
            .filter(|_| (0..limit).contains(&number))
            .ok_or(error)
    };
    let hour = part(hour, 24, NoSuch::Hour)?;
    let minute = part(minute, 60, NoSuch::Minute)?;
    let second = part(second, 60, NoSuch::Second)?;
    let nanos = i32::try_from(micro)
        .ok()
        .filter(|micro| (0..1_000_000).contains(micro));
    let nanos = nanos.ok_or(NoSuch::Microsecond)? * 1000;
    Time::new(hour, minute, second, nanos).map_err(|_| NoSuch::Hour)
}

/// The microsecond of a clock time.
pub(crate) fn microsecond(time: Time) -> i64 {
    i64::from(time.subsec_nanosecond() / 1000)
}

/// Days since the day before the first.
pub(crate) fn ordinal(date: Date) -> i64 {
    date.duration_since(FIRST_DAY).as_hours() / 24 + 1
}

/// The date of an ordinal.
pub(crate) fn from_ordinal(ordinal: i64) -> Result<Date, NoSuch> {
    if ordinal < 1 {
        return Err(NoSuch::Ordinal);
    }
    day_number(ordinal)
}

/// The date of an ordinal that may lie before the first day.
pub(crate) fn day_number(ordinal: i64) -> Result<Date, NoSuch> {
    if !(1..=3_652_059).contains(&ordinal) {
        return Err(NoSuch::Year(year_of(ordinal)));
    }
    let by = SignedDuration::from_hours((ordinal - EPOCH_ORDINAL) * 24);
    EPOCH_DAY.checked_add(by).map_err(|_| NoSuch::Ordinal)
}

/// The year of an ordinal, also where the calendar library has none.
fn year_of(ordinal: i64) -> i64 {
    let (cycle, mut rest) = (
        (ordinal - 1).div_euclid(146_097),
        (ordinal - 1).rem_euclid(146_097),
    );
    let centuries = (rest / 36_524).min(3);
    rest -= centuries * 36_524;
    let fours = rest / 1461;
    rest -= fours * 1461;
    cycle * 400 + centuries * 100 + fours * 4 + (rest / 365).min(3) + 1
}

/// Whether the year has a 29th of February.
pub(crate) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days from 1970 to the first of a month, of any year; `months` counts from January of the year 0.
pub(crate) fn days_to_month(months: i64) -> i64 {
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    let before = year - 1;
    let leaps = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let sample = Date::constant(if is_leap(year) { 2000 } else { 2001 }, month as i8 + 1, 1);
    before * 365 + leaps + i64::from(sample.day_of_year()) - EPOCH_ORDINAL
}

/// Year, month, day and day of the year of a day since 1970, of any year that C counts.
pub(crate) fn any_day(days: i64) -> Option<(i64, i64, i64, i64)> {
    let year = year_of(days.checked_add(EPOCH_ORDINAL)?);
    i32::try_from(year - 1900).ok()?;
    // Every 400 years the calendar begins again.
    let cycles = year.div_euclid(400) - 5;
    let sample = day_number(days + EPOCH_ORDINAL - cycles * 146_097).ok()?;
    Some((
        year,
        sample.month().into(),
        sample.day().into(),
        sample.day_of_year().into(),
    ))
}

/// The Monday with which an ISO year begins, as an ordinal.
fn first_monday(year: i16) -> i64 {
    let fourth = ordinal(Date::constant(year, 1, 4));
    fourth - (fourth - 1).rem_euclid(7)
}

/// The date of a day in an ISO week.
pub(crate) fn from_iso_week(year: i64, week: i64, weekday: i64) -> Result<Date, NoSuch> {
    let short = i16::try_from(year)
        .ok()
        .filter(|year| (1..=9999).contains(year));
    let short = short.ok_or(NoSuch::IsoYear(year))?;
    let begin = first_monday(short);
    let long = Date::constant(short, 1, 4).iso_week_date().weeks_in_year();
    if !(1..=i64::from(long)).contains(&week) {
        return Err(NoSuch::Week(week));
    }
    if !(1..=7).contains(&weekday) {
        return Err(NoSuch::Weekday(weekday));
    }
    day_number(begin + (week - 1) * 7 + weekday - 1)
}

/// ISO year, week and weekday of a date.
pub(crate) fn iso_week(date: Date) -> (i64, i64, i64) {
    let week = date.iso_week_date();
    let weekday = week.weekday().to_monday_one_offset();
    (
        i64::from(week.year()),
        i64::from(week.week()),
        i64::from(weekday),
    )
}

/// Days since Monday.
pub(crate) fn weekday(date: Date) -> i64 {
    i64::from(date.weekday().to_monday_zero_offset())
}

/// Microseconds since the first moment.
pub(crate) fn micros(at: DateTime) -> i64 {
    let since = at.duration_since(FIRST_DAY.to_datetime(Time::midnight()));
    since.as_secs() * 1_000_000 + i64::from(since.subsec_micros())
}

/// The moment so many microseconds after the first, if there is one.
pub(crate) fn from_micros(micros: i128) -> Option<DateTime> {
    let (days, of_day) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    let date = day_number(i64::try_from(days).ok()?.checked_add(1)?).ok()?;
    let midnight = date.to_datetime(Time::midnight());
    midnight
        .checked_add(SignedDuration::from_micros(of_day as i64))
        .ok()
}

/// The moment that lies `by` later, unless it is out of range.
pub(crate) fn shift(at: DateTime, by: Delta) -> Option<DateTime> {
    from_micros(i128::from(micros(at)) + by.micros())
}

/// The date so many days later, unless it is out of range.
pub(crate) fn later(date: Date, days: i64) -> Option<Date> {
    day_number(ordinal(date).checked_add(days)?).ok()
}

/// The time between two moments.
pub(crate) fn between(later: DateTime, earlier: DateTime) -> Delta {
    let micros = i128::from(micros(later)) - i128::from(micros(earlier));
    Delta::from_micros(micros).unwrap_or(Delta::ZERO)
}

/// The moment that a POSIX time in seconds and microseconds names in UTC.
pub(crate) fn from_posix(seconds: i64, micros: i64) -> Result<DateTime, NoSuch> {
    let days = seconds.div_euclid(86_400);
    day_number(days + EPOCH_ORDINAL)?;
    let seconds =
        i128::from(days + EPOCH_ORDINAL - 1) * 86_400 + i128::from(seconds.rem_euclid(86_400));
    from_micros(seconds * SECOND + i128::from(micros)).ok_or(NoSuch::Year(10_000))
}
