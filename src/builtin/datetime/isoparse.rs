//! Reads what ISO 8601 allows of dates and times, as widely as CPython 3.11 does.

use jiff::civil::{Date, Time};

use super::civil::{self, NoSuch};
use super::delta::{DAY, Delta};

/// Why a text is no date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadIso {
    /// It does not have the form.
    Form,
    /// It has, but there is no such date or time.
    NoSuch(NoSuch),
    /// The offset is a day or more.
    Offset(Delta),
}

impl From<NoSuch> for BadIso {
    fn from(error: NoSuch) -> Self {
        Self::NoSuch(error)
    }
}

/// A time, and the offset behind it.
pub(crate) type TimeAndOffset = (Time, Option<Delta>);

/// Reads a date.
pub(crate) fn read_date(text: &str) -> Result<Date, BadIso> {
    match text.len() {
        7 | 8 | 10 => date(text.as_bytes())?.checked(),
        _ => Err(BadIso::Form),
    }
}

/// Reads a time.
pub(crate) fn read_time(text: &str) -> Result<TimeAndOffset, BadIso> {
    let text = text.strip_prefix('T').unwrap_or(text);
    time(text.as_bytes())?.checked()
}

/// Reads a date, and what follows a separator as time.
pub(crate) fn read_datetime(text: &str) -> Result<(Date, TimeAndOffset), BadIso> {
    if text.len() < 7 {
        return Err(BadIso::Form);
    }
    let at = separator(text.as_bytes());
    let (front, back) = text.as_bytes().split_at_checked(at).ok_or(BadIso::Form)?;
    let date = date(front)?;
    let back = std::str::from_utf8(back).map_err(|_| BadIso::Form)?;
    let mut chars = back.chars();
    let time = match chars.next() {
        None => None,
        Some(_) => Some(time(chars.as_str().as_bytes())?),
    };
    // The offset is looked at before the date, the date before the time.
    let offset = time.as_ref().map_or(Ok(None), Reading::offset)?;
    let date = date.checked()?;
    let time = time.map_or(Ok(Time::midnight()), |time| time.clock.time())?;
    Ok((date, (time, offset)))
}

fn digit(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(u8::is_ascii_digit)
}

/// Where the date ends, as far as its first characters tell.
fn separator(text: &[u8]) -> usize {
    let char = |at: usize| text.get(at).copied();
    if text.len() == 7 {
        return 7;
    }
    match (char(4), char(5)) {
        (Some(b'-'), Some(b'W')) => match char(8) {
            // A week and a time, or a week and a weekday: two digits behind the hyphen make a time.
            Some(b'-') if text.len() == 9 => usize::MAX,
            Some(b'-') if digit(text, 10) => 8,
            Some(b'-') => 10,
            _ => 8,
        },
        (Some(b'-'), _) => 10,
        (Some(b'W'), _) => {
            let digits = text
                .iter()
                .skip(7)
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            match 7 + digits {
                end @ ..9 => end,
                end if end % 2 == 0 => 7,
                _ => 8,
            }
        }
        _ => 8,
    }
}

/// A reader that takes digits and marks from the front.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn digits(&mut self, count: usize) -> Result<i64, BadIso> {
        let (digits, rest) = self.rest.split_at_checked(count).ok_or(BadIso::Form)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(BadIso::Form);
        }
        self.rest = rest;
        Ok(digits
            .iter()
            .fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    fn mark(&mut self, mark: u8) -> bool {
        let (first, rest) = match self.rest.split_first() {
            Some((first, rest)) => (*first, rest),
            None => return false,
        };
        if first == mark {
            self.rest = rest;
        }
        first == mark
    }
}

/// Year, month and day, not yet checked.
struct Day(i64, i64, i64);

impl Day {
    fn checked(&self) -> Result<Date, BadIso> {
        Ok(civil::date(self.0, self.1, self.2)?)
    }
}

fn date(text: &[u8]) -> Result<Day, BadIso> {
    let mut cursor = Cursor { rest: text };
    let year = cursor.digits(4)?;
    let hyphens = cursor.mark(b'-');
    if cursor.mark(b'W') {
        return week(cursor, year, hyphens);
    }
    let month = cursor.digits(2)?;
    if hyphens && !cursor.mark(b'-') {
        return Err(BadIso::Form);
    }
    let day = cursor.digits(2)?;
    Ok(Day(year, month, day))
}

fn week(mut cursor: Cursor<'_>, year: i64, hyphens: bool) -> Result<Day, BadIso> {
    let week = cursor.digits(2)?;
    let mut weekday = 1;
    if !cursor.rest.is_empty() {
        if hyphens && !cursor.mark(b'-') {
            return Err(BadIso::Form);
        }
        weekday = cursor.digits(1)?;
    }
    match civil::from_iso_week(year, week, weekday) {
        Ok(date) => Ok(Day(
            date.year().into(),
            date.month().into(),
            date.day().into(),
        )),
        Err(NoSuch::Year(year)) => Ok(Day(year, 1, 1)),
        Err(_) => Err(BadIso::Form),
    }
}

/// A time and its offset, not yet checked.
struct Reading {
    clock: Clock,
    offset: Option<Delta>,
}

impl Reading {
    fn offset(&self) -> Result<Option<Delta>, BadIso> {
        match self.offset {
            Some(offset) if offset.micros().abs() >= DAY => Err(BadIso::Offset(offset)),
            offset => Ok(offset),
        }
    }

    fn checked(&self) -> Result<TimeAndOffset, BadIso> {
        let offset = self.offset()?;
        Ok((self.clock.time()?, offset))
    }
}

fn time(text: &[u8]) -> Result<Reading, BadIso> {
    let sign = text
        .iter()
        .position(|byte| matches!(byte, b'+' | b'-' | b'Z'));
    let (clock, zone) = text
        .split_at_checked(sign.unwrap_or(text.len()))
        .unwrap_or_default();
    let clock = Clock::read(clock, !zone.is_empty())?;
    let offset = match zone.split_first() {
        None => None,
        Some((b'Z', [])) => Some(Delta::ZERO),
        Some((b'Z', _)) => return Err(BadIso::Form),
        Some((sign, offset)) => Some(Clock::read(offset, false)?.delta(*sign == b'-')),
    };
    Ok(Reading { clock, offset })
}

/// The parts of a time or an offset, not yet checked.
struct Clock {
    hour: i64,
    minute: i64,
    second: i64,
    micro: i64,
}

impl Clock {
    /// Reads `HH[:MM[:SS[.fraction]]]`, the colons everywhere or nowhere. Before an offset CPython lets
    /// stand what it did not understand, so long as it is a single character or follows the fraction.
    fn read(text: &[u8], before_offset: bool) -> Result<Self, BadIso> {
        let mut cursor = Cursor { rest: text };
        let mut parts = [0; 3];
        let more = clock_parts(&mut cursor, &mut parts, before_offset)?;
        let micro = if more { fraction(&mut cursor)? } else { 0 };
        if more && !before_offset && !cursor.rest.is_empty() {
            return Err(BadIso::Form);
        }
        let [hour, minute, second] = parts;
        Ok(Self {
            hour,
            minute,
            second,
            micro,
        })
    }

    fn time(&self) -> Result<Time, BadIso> {
        Ok(civil::time(
            self.hour,
            self.minute,
            self.second,
            self.micro,
        )?)
    }

    fn delta(&self, negative: bool) -> Delta {
        let seconds = self.hour * 3600 + self.minute * 60 + self.second;
        if seconds == 0 {
            // CPython looks at the seconds alone to see whether it is UTC.
            return Delta::ZERO;
        }
        let micros = i128::from(seconds * 1_000_000 + self.micro);
        Delta::from_micros(if negative { -micros } else { micros }).unwrap_or(Delta::ZERO)
    }
}

/// Reads hour, minute and second as far as they are there; whether a fraction follows.
fn clock_parts(
    cursor: &mut Cursor<'_>,
    parts: &mut [i64; 3],
    before_offset: bool,
) -> Result<bool, BadIso> {
    let mut colons = None;
    for part in parts {
        *part = cursor.digits(2)?;
        let colons = *colons.get_or_insert(cursor.rest.first() == Some(&b':'));
        match cursor.rest {
            [] => return Ok(false),
            [_] if before_offset => return Ok(false),
            [_] => return Err(BadIso::Form),
            [b':', rest @ ..] if colons => cursor.rest = rest,
            [b'.' | b',', rest @ ..] => {
                cursor.rest = rest;
                return Ok(true);
            }
            _ if !colons => {}
            _ => return Err(BadIso::Form),
        }
    }
    Ok(true)
}

/// The digits of a fraction as microseconds; those behind the sixth are not looked at.
fn fraction(cursor: &mut Cursor<'_>) -> Result<i64, BadIso> {
    let count = cursor.rest.len().min(6);
    let digits = cursor.digits(count)?;
    while let [b'0'..=b'9', rest @ ..] = cursor.rest {
        cursor.rest = rest;
    }
    Ok((count..6).fold(digits, |digits, _| digits * 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::datetime::isoformat::{Timespec, date_text, offset_text, time_text};

    fn shown<T>(read: Result<T, BadIso>, show: impl Fn(T) -> String) -> String {
        match read {
            Ok(value) => show(value),
            Err(BadIso::Form) => "form".to_owned(),
            Err(BadIso::NoSuch(error)) => error.to_string(),
            Err(BadIso::Offset(offset)) => offset.repr(),
        }
    }

    #[test]
    fn reads_dates() {
        let cases = [
            ("2020-02-29", "2020-02-29"),
            ("20200229", "2020-02-29"),
            ("2020-W01", "2019-12-30"),
            ("2020W011", "2019-12-30"),
            ("20200230", "day is out of range for month"),
            ("2020-2-9", "form"),
            ("2020-W60-1", "form"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(read_date(text), date_text), expected);
        }
    }

    #[test]
    fn reads_times() {
        let cases = [
            ("T12", "12:00:00"),
            ("123456.789", "12:34:56.789000"),
            ("12:34:56,1234567", "12:34:56.123456"),
            ("12:34:56.5+01:30", "12:34:56.500000+01:30"),
            ("12Z", "12:00:00+00:00"),
            ("24:00", "hour must be in 0..23"),
            ("12:34:5", "form"),
            ("1234:56", "form"),
            ("12+24:00", "datetime.timedelta(days=1)"),
        ];
        for (text, expected) in cases {
            let show = |(time, offset): TimeAndOffset| {
                let offset = offset.map(|offset| offset_text(offset, ":"));
                time_text(time, Timespec::Auto) + &offset.unwrap_or_default()
            };
            assert_eq!(shown(read_time(text), show), expected);
        }
    }
}
