//! Writes a broken-down time by a format, as the C library does in the C locale.

use super::parts::Parts;

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

/// How long the text can get, at most.
pub(crate) fn longest(format: &str, extras: &Extras) -> usize {
    let widths = format
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, [b'%' | b'0'..=b'9', b'0'..=b'9']));
    let names = extras.zone.len() + extras.offset.len();
    match widths {
        true => room(format).saturating_mul(2),
        false => format.len().saturating_mul(16 + names),
    }
}

fn room(format: &str) -> usize {
    let room = format.len().saturating_mul(256).max(1024);
    room.checked_next_power_of_two().unwrap_or(usize::MAX)
}

/// Writes the time. Like Python, gives up with an empty text on what is far longer than the format.
pub(crate) fn strftime(format: &str, parts: &Parts, extras: &Extras) -> String {
    let mut writer = Writer {
        parts,
        extras,
        out: String::new(),
        room: room(format),
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
