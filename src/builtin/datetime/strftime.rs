//! Writes a broken-down time by a format, as the C library does in the C locale.

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

/// What a format may ask for beyond the parts; what is not there stays as it stands in the format.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extras {
    /// `%f`.
    pub(crate) fraction: Option<String>,
    /// `%z`.
    pub(crate) offset: String,
    /// `%Z`.
    pub(crate) zone: String,
}

/// Full names of the weekdays, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
/// Full names of the months.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first three letters of a name.
pub(crate) fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// Writes the time. Like Python, gives up with an empty text on what is far longer than the format.
pub(crate) fn strftime(format: &str, parts: &Parts, extras: &Extras) -> String {
    let room = (format.len() * 256).max(1024).next_power_of_two();
    let mut writer = Writer {
        parts,
        extras,
        out: String::new(),
        room,
    };
    if writer.write(format) {
        writer.out
    } else {
        String::new()
    }
}

/// How one conversion is to be padded and cased.
#[derive(Clone, Copy, Default)]
struct Style {
    pad: Option<char>,
    upper: bool,
    swap: bool,
    width: usize,
}

struct Writer<'a> {
    parts: &'a Parts,
    extras: &'a Extras,
    out: String,
    room: usize,
}

impl Writer<'_> {
    /// Whether there was room for all of it.
    fn write(&mut self, format: &str) -> bool {
        let mut rest = format;
        while let Some((text, directive)) = rest.split_once('%') {
            self.out.push_str(text);
            let (style, modifier, behind) = read_style(directive);
            let mut chars = behind.chars();
            let conversion = chars.next();
            let known =
                conversion.is_some_and(|char| fits(modifier, char) && self.convert(char, style));
            let after = chars.as_str();
            if !known {
                let raw = directive.len() - after.len();
                let raw = format!("%{}", directive.get(..raw).unwrap_or_default());
                self.padded(&raw, style);
            }
            if self.out.len() >= self.room {
                return false;
            }
            rest = after;
        }
        self.out.push_str(rest);
        self.out.len() < self.room
    }

    /// Whether the conversion exists.
    fn convert(&mut self, conversion: char, style: Style) -> bool {
        let parts = *self.parts;
        let half = (parts.hour + 11).rem_euclid(12) + 1;
        let sunday = (parts.weekday + 1).rem_euclid(7);
        match conversion {
            'a' | 'A' | 'b' | 'B' | 'h' | 'p' | 'P' | 'Z' => self.word(conversion, style),
            'c' => self.inner("%a %b %e %H:%M:%S %Y", style),
            'D' | 'x' => self.inner("%m/%d/%y", style),
            'F' => self.inner("%Y-%m-%d", style),
            'r' => self.inner("%I:%M:%S %p", style),
            'R' => self.inner("%H:%M", style),
            'T' | 'X' => self.inner("%H:%M:%S", style),
            'C' => self.number(parts.year.div_euclid(100), 1, '0', style),
            'd' => self.number(parts.day, 2, '0', style),
            'e' => self.number(parts.day, 2, '_', style),
            'g' => self.number(parts.iso_week().0.rem_euclid(100), 2, '0', style),
            'G' => self.number(parts.iso_week().0, 1, '0', style),
            'H' => self.number(parts.hour, 2, '0', style),
            'I' => self.number(half, 2, '0', style),
            'j' => self.number(parts.yearday, 3, '0', style),
            'k' => self.number(parts.hour, 2, '_', style),
            'l' => self.number(half, 2, '_', style),
            'm' => self.number(parts.month, 2, '0', style),
            'M' => self.number(parts.minute, 2, '0', style),
            's' => self.number(parts.posix(), 1, '0', style),
            'S' => self.number(parts.second, 2, '0', style),
            'u' => self.number(parts.weekday.rem_euclid(7) + 1, 1, '0', style),
            'U' => self.number((parts.yearday + 6 - sunday) / 7, 2, '0', style),
            'V' => self.number(parts.iso_week().1, 2, '0', style),
            'w' => self.number(sunday, 1, '0', style),
            'W' => self.number((parts.yearday + 6 - parts.weekday) / 7, 2, '0', style),
            'y' => self.number(parts.year.rem_euclid(100), 2, '0', style),
            'Y' => self.number(parts.year, 1, '0', style),
            'n' => self.padded("\n", style),
            't' => self.padded("\t", style),
            '%' => self.padded("%", style),
            'z' => self.padded(&self.extras.offset, style),
            'f' => match &self.extras.fraction {
                Some(fraction) if style.width == 0 && style.pad.is_none() => {
                    self.out.push_str(fraction);
                }
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    fn word(&mut self, conversion: char, style: Style) {
        let parts = self.parts;
        let name = |names: &[&'static str], at: i64| -> &'static str {
            usize::try_from(at)
                .ok()
                .and_then(|at| names.get(at).copied())
                .unwrap_or("?")
        };
        let lower = conversion == 'P' || (style.swap && matches!(conversion, 'p' | 'Z'));
        let upper = style.swap && matches!(conversion, 'a' | 'A' | 'b' | 'B' | 'h');
        let text = match conversion {
            'a' => short(name(&WEEKDAYS, parts.weekday)),
            'A' => name(&WEEKDAYS, parts.weekday),
            'b' | 'h' => short(name(&MONTHS, parts.month - 1)),
            'B' => name(&MONTHS, parts.month - 1),
            'Z' => &self.extras.zone,
            _ if parts.hour < 12 => "AM",
            _ => "PM",
        };
        let text = if lower {
            text.to_lowercase()
        } else {
            text.to_owned()
        };
        self.padded(
            &text,
            Style {
                upper: !lower && (style.upper || upper),
                ..style
            },
        );
    }

    fn inner(&mut self, format: &str, style: Style) {
        let text = strftime(format, self.parts, self.extras);
        self.padded(&text, style);
    }

    fn padded(&mut self, text: &str, style: Style) {
        let fill = if style.pad == Some('0') { '0' } else { ' ' };
        self.fill(fill, style.width.saturating_sub(text.chars().count()));
        if style.upper {
            self.out.push_str(&text.to_uppercase());
        } else {
            self.out.push_str(text);
        }
    }

    fn number(&mut self, number: i64, digits: usize, pad: char, style: Style) {
        let text = number.unsigned_abs().to_string();
        let sign = if number < 0 { "-" } else { "" };
        let width = digits
            .max(style.width)
            .saturating_sub(text.len() + sign.len());
        match style.pad.unwrap_or(pad) {
            '0' => {
                self.out.push_str(sign);
                self.fill('0', width);
            }
            pad => {
                let wanted = style.width.saturating_sub(text.len() + sign.len());
                self.fill(' ', if pad == '-' { wanted } else { width });
                self.out.push_str(sign);
            }
        }
        self.out.push_str(&text);
    }

    fn fill(&mut self, fill: char, count: usize) {
        self.out
            .extend(std::iter::repeat_n(fill, count.min(self.room)));
    }
}

/// Flags, width and modifier in front of a conversion.
fn read_style(directive: &str) -> (Style, Option<char>, &str) {
    let mut style = Style::default();
    let mut rest = directive;
    while let Some(flag) = rest.chars().next().filter(|char| "_-0^#".contains(*char)) {
        match flag {
            '^' => style.upper = true,
            '#' => style.swap = true,
            pad => style.pad = Some(pad),
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    while let Some(digit) = rest.chars().next().and_then(|char| char.to_digit(10)) {
        style.width = style
            .width
            .saturating_mul(10)
            .saturating_add(digit as usize);
        rest = rest.get(1..).unwrap_or_default();
    }
    let modifier = rest.chars().next().filter(|char| matches!(char, 'E' | 'O'));
    if modifier.is_some() {
        rest = rest.get(1..).unwrap_or_default();
    }
    (style, modifier, rest)
}

/// Whether the modifier may stand before the conversion.
fn fits(modifier: Option<char>, conversion: char) -> bool {
    match modifier {
        None => true,
        Some('E') => !"aAbBdDeFgGhHIjklmMSsUVwW".contains(conversion),
        Some(_) => !"aAcDFxXY".contains(conversion),
    }
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

    /// ISO year and week, from the day of the year and the weekday.
    fn iso_week(&self) -> (i64, i64) {
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
