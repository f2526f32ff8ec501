//! Reads a time by a format, as Python's `_strptime` does with regular expressions.
//!
//! Each directive has alternatives in an order of preference; where a later part does not fit, an
//! earlier one gives back what it took.

use super::bad_time::BadTime;
use super::civil;
use super::directives::{self, digits};
use super::parts::Parts;
use super::strftime::{MONTHS, WEEKDAYS};

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// Date and time.
    pub(crate) parts: Parts,
    /// `%f`, in microseconds.
    pub(crate) micro: i64,
    /// `%z`, in microseconds.
    pub(crate) offset: Option<i128>,
    /// `%Z`, as it stands in the text.
    pub(crate) zone: Option<String>,
}

/// Reads a text by a format.
pub(crate) fn strptime(text: &str, format: &str) -> Result<Read, BadTime> {
    let items = directives::items(format)?;
    let found = directives::search(text, &items).ok_or(BadTime::Mismatch)?;
    if !found.rest.is_empty() {
        return Err(BadTime::Remains(found.rest.to_owned()));
    }
    let mut seen = Seen::default();
    for (directive, text) in found.fields {
        seen.note(directive, text)?;
    }
    seen.read()
}

/// What the directives said, before it is put together.
#[derive(Default)]
struct Seen<'t> {
    year: Option<i64>,
    iso_year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    half: Option<i64>,
    afternoon: bool,
    minute: i64,
    second: i64,
    micro: i64,
    weekday: Option<i64>,
    yearday: Option<i64>,
    /// The number of the week, and whether weeks begin on Monday.
    week: Option<(i64, bool)>,
    iso_week: Option<i64>,
    offset: Option<i128>,
    zone: Option<&'t str>,
}

impl<'t> Seen<'t> {
    fn note(&mut self, directive: char, text: &'t str) -> Result<(), BadTime> {
        let number = digits(text);
        match directive {
            'Y' => self.year = Some(number),
            'y' => self.year = Some(number + if number <= 68 { 2000 } else { 1900 }),
            'G' => self.iso_year = Some(number),
            'm' => self.month = Some(number),
            'B' => self.month = place(&MONTHS, text, str::len).map(|at| at + 1),
            'b' => self.month = place(&MONTHS, text, |_| 3).map(|at| at + 1),
            'd' => self.day = Some(number),
            'H' => (self.hour, self.half) = (number, None),
            'I' => self.half = Some(number),
            'p' => self.afternoon = text.eq_ignore_ascii_case("pm"),
            'M' => self.minute = number,
            'S' => self.second = number,
            'f' => self.micro = (text.len()..6).fold(number, |micro, _| micro * 10),
            'A' => self.weekday = place(&WEEKDAYS, text, str::len),
            'a' => self.weekday = place(&WEEKDAYS, text, |_| 3),
            'w' => self.weekday = Some((number + 6) % 7),
            'u' => self.weekday = Some(number - 1),
            'j' => self.yearday = Some(number),
            'U' => self.week = Some((number, false)),
            'W' => self.week = Some((number, true)),
            'V' => self.iso_week = Some(number),
            'z' => self.offset = Some(offset(text)?),
            'Z' => self.zone = Some(text),
            _ => {}
        }
        Ok(())
    }

    fn read(self) -> Result<Read, BadTime> {
        self.check_weeks()?;
        let leap_day = self.year.is_none() && self.month == Some(2) && self.day == Some(29);
        let mut year = self.year.unwrap_or(if leap_day { 1904 } else { 1900 });
        let mut date = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let yearday = match self.yearday_of_week(&mut year)? {
            Some(yearday) => {
                let found = civil::day_number(first_day(year)? + yearday - 1)?;
                year = found.year().into();
                date = (found.month().into(), found.day().into());
                yearday
            }
            None => civil::ordinal(civil::date(year, date.0, date.1)?) - first_day(year)? + 1,
        };
        let weekday = match self.weekday {
            Some(weekday) => weekday,
            None => civil::weekday(civil::date(year, date.0, date.1)?),
        };
        let hour = self.half.map_or(self.hour, |half| {
            half % 12 + if self.afternoon { 12 } else { 0 }
        });
        let parts = Parts {
            year: if leap_day { 1900 } else { year },
            month: date.0,
            day: date.1,
            hour,
            minute: self.minute,
            second: self.second,
            weekday,
            yearday,
            dst: if self.zone.is_some() { 0 } else { -1 },
        };
        let zone = self.zone.map(str::to_owned);
        Ok(Read {
            parts,
            micro: self.micro,
            offset: self.offset,
            zone,
        })
    }

    fn check_weeks(&self) -> Result<(), BadTime> {
        if self.year.is_none() && self.iso_year.is_some() {
            if self.iso_week.is_none() || self.weekday.is_none() {
                return Err(BadTime::IsoYear);
            }
            if self.yearday.is_some() {
                return Err(BadTime::IsoYearDay);
            }
        } else if self.week.is_none() && self.iso_week.is_some() {
            let alone = self.weekday.is_none();
            return Err(if alone {
                BadTime::IsoWeek
            } else {
                BadTime::IsoWeekYear
            });
        }
        Ok(())
    }

    /// The day of the year, if it was given or a week and a weekday say it; the year may change with it.
    fn yearday_of_week(&self, year: &mut i64) -> Result<Option<i64>, BadTime> {
        let (Some(weekday), None) = (self.weekday, self.yearday) else {
            return Ok(self.yearday);
        };
        let yearday = if let Some((week, monday)) = self.week {
            let first = civil::weekday(civil::date(*year, 1, 1)?);
            let shift = i64::from(!monday);
            let (first, weekday) = ((first + shift) % 7, (weekday + shift) % 7);
            match week {
                0 => 1 + weekday - first,
                week => 1 + (7 - first) % 7 + 7 * (week - 1) + weekday,
            }
        } else if let (Some(iso_year), Some(week)) = (self.iso_year, self.iso_week) {
            let fourth = civil::weekday(civil::date(iso_year, 1, 4)?);
            *year = iso_year;
            let yearday = week * 7 + weekday + 1 - (fourth + 4);
            if yearday < 1 {
                let begin = first_day(iso_year)?;
                *year = iso_year - 1;
                return Ok(Some(yearday + begin - first_day(iso_year - 1)?));
            }
            yearday
        } else {
            return Ok(None);
        };
        if yearday > 0 {
            return Ok(Some(yearday));
        }
        *year -= 1;
        Ok(Some(
            yearday + if civil::is_leap(*year) { 366 } else { 365 },
        ))
    }
}

/// The ordinal of the first day of a year.
fn first_day(year: i64) -> Result<i64, BadTime> {
    Ok(civil::ordinal(civil::date(year, 1, 1)?))
}

/// Where a name, of which `letters` count, stands in a list.
fn place(names: &[&str], text: &str, letters: fn(&str) -> usize) -> Option<i64> {
    let same = |name: &&str| {
        name.get(..letters(name))
            .is_some_and(|name| name.eq_ignore_ascii_case(text))
    };
    names
        .iter()
        .position(same)
        .and_then(|at| i64::try_from(at).ok())
}

/// The offset in microseconds; colons stand everywhere or nowhere.
fn offset(text: &str) -> Result<i128, BadTime> {
    if text == "Z" {
        return Ok(0);
    }
    let colon = |at: usize| text.chars().nth(at) == Some(':');
    if colon(3) && text.chars().count() > 6 && !colon(6) {
        return Err(BadTime::Colons(text.to_owned()));
    }
    let bare: String = text.chars().skip(1).filter(|char| *char != ':').collect();
    let (clock, fraction) = bare.split_once('.').unwrap_or((&bare, ""));
    let part = |at: usize| digits(&clock.chars().skip(at).take(2).collect::<String>());
    let seconds = part(0) * 3600 + part(2) * 60 + part(4);
    let micros = (fraction.chars().count()..6).fold(digits(fraction), |micro, _| micro * 10);
    let total = i128::from(seconds) * 1_000_000 + i128::from(micros);
    Ok(if text.starts_with('-') { -total } else { total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, format: &str) -> String {
        match strptime(text, format) {
            Ok(read) => {
                let Parts {
                    year,
                    month,
                    day,
                    hour,
                    minute,
                    weekday,
                    yearday,
                    ..
                } = read.parts;
                format!(
                    "{year}-{month}-{day} {hour}:{minute} {weekday} {yearday} {:?}",
                    read.offset
                )
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn reads_by_format() {
        let cases = [
            (
                "12:34 pm 3 JAN 20",
                "%I:%M %p %d %b %y",
                "2020-1-3 12:34 4 3 None",
            ),
            ("2020123", "%Y%m%d", "2020-12-3 0:0 3 338 None"),
            ("+01:30:15.5", "%z", "1900-1-1 0:0 0 1 Some(5415500000)"),
            ("2021 53 7", "%G %V %u", "2022-1-9 0:0 6 374 None"),
            ("2020 10 0", "%Y %U %w", "2020-3-8 0:0 6 68 None"),
            ("2020-1 x", "%Y-%m", "unconverted data remains:  x"),
            ("2020", "%Q", "'Q' is a bad directive in format '%Q'"),
            ("2020", "%Y%", "stray % in format '%Y%'"),
            ("2020-02-30", "%Y-%m-%d", "day is out of range for month"),
            ("+01:0030", "%z", "Inconsistent use of : in +01:0030"),
        ];
        for (text, format, expected) in cases {
            assert_eq!(shown(text, format), expected);
        }
    }

    #[test]
    fn writes_by_format() {
        let parts = Parts {
            year: 2020,
            month: 1,
            day: 2,
            hour: 15,
            minute: 4,
            second: 5,
            weekday: 3,
            yearday: 2,
            dst: 0,
        };
        let format = "%a %b %_d %-j %^B %C %e|%G-%V %U %W|%I%p %Q %5Y";
        let text = super::super::strftime::strftime(format, &parts, &Default::default());
        assert_eq!(
            text,
            "Thu Jan  2 2 JANUARY 20  2|2020-01 00 00|03PM %Q 02020"
        );
    }
}
