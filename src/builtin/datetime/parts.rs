//! A time taken apart, as the C library counts.

use super::civil;

/// A time taken apart; the parts need not fit together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The year.
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
    /// 0 to 23.
    pub(crate) hour: i64,
    /// 0 to 59.
    pub(crate) minute: i64,
    /// 0 to 61.
    pub(crate) second: i64,
    /// 0 is Monday.
    pub(crate) weekday: i64,
    /// 1 to 366.
    pub(crate) yearday: i64,
    /// 1 with summer time, 0 without, -1 unknown.
    pub(crate) dst: i64,
}

impl Parts {
    /// The parts of a moment.
    pub(crate) fn of(at: jiff::civil::DateTime, dst: i64) -> Self {
        Self {
            year: at.year().into(),
            month: at.month().into(),
            day: at.day().into(),
            hour: at.hour().into(),
            minute: at.minute().into(),
            second: at.second().into(),
            weekday: civil::weekday(at.date()),
            yearday: at.day_of_year().into(),
            dst,
        }
    }

    /// The parts of a POSIX time in UTC, of any year that C counts.
    pub(crate) fn at_posix(seconds: i64) -> Option<Self> {
        let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day, yearday) = civil::any_day(days)?;
        Some(Self {
            year,
            month,
            day,
            hour: of_day / 3600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
            weekday: (days + 3).rem_euclid(7),
            yearday,
            dst: 0,
        })
    }

    /// ISO year and week, from the day of the year and the weekday.
    pub(crate) fn iso_week(&self) -> (i64, i64) {
        let weekday = self.weekday.rem_euclid(7);
        let days = |yearday: i64| yearday - (yearday - weekday + 24).rem_euclid(7) + 3;
        let yearday = self.yearday - 1;
        match days(yearday) {
            before if before < 0 => (
                self.year - 1,
                days(yearday + days_in_year(self.year - 1)) / 7 + 1,
            ),
            here => match days(yearday - days_in_year(self.year)) {
                after if after >= 0 => (self.year + 1, after / 7 + 1),
                _ => (self.year, here / 7 + 1),
            },
        }
    }

    /// Seconds since 1970, months and days counted on beyond their ends.
    pub(crate) fn posix(&self) -> i64 {
        let months = self.year * 12 + self.month - 1;
        let days = civil::days_to_month(months) + self.day - 1;
        days * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
    }
}

fn days_in_year(year: i64) -> i64 {
    365 + i64::from(civil::is_leap(year))
}
