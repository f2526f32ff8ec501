//! Writes dates, times and offsets as ISO 8601 has them.

use std::fmt::Write;

use jiff::civil::{Date, Time};

use super::civil::microsecond;
use super::delta::Delta;

/// How much of a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timespec {
    /// Microseconds if there are any.
    Auto,
    /// The hour alone.
    Hours,
    /// Hour and minute.
    Minutes,
    /// No fraction.
    Seconds,
    /// Three digits.
    Milliseconds,
    /// Six digits.
    Microseconds,
}

impl Timespec {
    /// By Python's name for it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "hours" => Self::Hours,
            "minutes" => Self::Minutes,
            "seconds" => Self::Seconds,
            "milliseconds" => Self::Milliseconds,
            "microseconds" => Self::Microseconds,
            _ => return None,
        })
    }
}

/// `YYYY-MM-DD`.
pub(crate) fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// The time, as much of it as is wanted.
pub(crate) fn time_text(time: Time, spec: Timespec) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let micro = microsecond(time);
    match spec {
        Timespec::Hours => format!("{hour:02}"),
        Timespec::Minutes => format!("{hour:02}:{minute:02}"),
        Timespec::Auto if micro == 0 => format!("{hour:02}:{minute:02}:{second:02}"),
        Timespec::Seconds => format!("{hour:02}:{minute:02}:{second:02}"),
        Timespec::Milliseconds => {
            format!("{hour:02}:{minute:02}:{second:02}.{:03}", micro / 1000)
        }
        Timespec::Auto | Timespec::Microseconds => {
            format!("{hour:02}:{minute:02}:{second:02}.{micro:06}")
        }
    }
}

/// An offset: `+HH:MM`, with seconds and microseconds where there are any.
pub(crate) fn offset_text(offset: Delta, separator: &str) -> String {
    let micros = offset.micros().abs();
    let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
    let sign = if offset < Delta::ZERO { '-' } else { '+' };
    let mut text = format!(
        "{sign}{:02}{separator}{:02}",
        seconds / 3600,
        seconds / 60 % 60
    );
    if seconds % 60 != 0 || micros != 0 {
        let _ = write!(text, "{separator}{:02}", seconds % 60);
    }
    if micros != 0 {
        let _ = write!(text, ".{micros:06}");
    }
    text
}

/// The name of a fixed offset without a name of its own.
pub(crate) fn offset_name(offset: Delta) -> String {
    if offset == Delta::ZERO {
        "UTC".to_owned()
    } else {
        format!("UTC{}", offset_text(offset, ":"))
    }
}
