//! Properties of characters that no crate gives for Unicode 14.0, read from tables of ranges.

use crate::value::chars::unicode;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Ranges of code points with what a table says of them.
struct Table {
    text: &'static str,
    rows: OnceLock<Vec<(u32, u32, &'static str)>>,
}

static BIDIRECTIONAL: Table = Table::new(include_str!("bidirectional.txt"));
static DIGIT: Table = Table::new(include_str!("digit.txt"));
static MIRRORED: Table = Table::new(include_str!("mirrored.txt"));
static NUMERIC: Table = Table::new(include_str!("numeric.txt"));
static WIDTH: Table = Table::new(include_str!("width.txt"));

impl Table {
    const fn new(text: &'static str) -> Self {
        Self {
            text,
            rows: OnceLock::new(),
        }
    }

    /// The row of a character: the first code point of its range, and what is said of that.
    fn row(&self, c: char) -> Option<(u32, &'static str)> {
        let rows = self
            .rows
            .get_or_init(|| self.text.split(';').filter_map(row).collect());
        let code = u32::from(c);
        let found = rows.binary_search_by(|(first, last, _)| match () {
            () if *last < code => Ordering::Less,
            () if *first > code => Ordering::Greater,
            () => Ordering::Equal,
        });
        let (first, _, value) = rows.get(found.ok()?)?;
        Some((*first, value))
    }
}

/// A row: `FIRST-LAST VALUE`, or `FIRST VALUE`.
fn row(text: &'static str) -> Option<(u32, u32, &'static str)> {
    let text = text.trim();
    let (range, value) = text.split_once([' ', '\n']).unwrap_or((text, ""));
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let code = |digits| u32::from_str_radix(digits, 16).ok();
    Some((code(first)?, code(last)?, value.trim()))
}

/// The bidirectional class; empty for what is not assigned.
pub(super) fn bidirectional(c: char) -> &'static str {
    match BIDIRECTIONAL.row(c) {
        _ if unicode::is_unassigned(c) => "",
        Some((_, class)) => class,
        None => "L",
    }
}

/// The East Asian width.
pub(super) fn width(c: char) -> &'static str {
    WIDTH.row(c).map_or("N", |(_, width)| width)
}

/// Whether it is mirrored in text from right to left.
pub(super) fn mirrored(c: char) -> bool {
    MIRRORED.row(c).is_some()
}

/// The value of a digit, decimal or not.
pub(super) fn digit(c: char) -> Option<i64> {
    if let Some(value) = unicode::decimal_value(c) {
        return Some(i64::from(value));
    }
    let (first, value) = DIGIT.row(c)?;
    Some(value.parse::<i64>().ok()? + i64::from(u32::from(c) - first))
}

/// The value of a character that stands for a number.
pub(super) fn numeric(c: char) -> Option<f64> {
    if let Some(value) = digit(c) {
        return Some(value as f64);
    }
    let (first, value) = NUMERIC.row(c)?;
    let (over, under) = value.split_once('/').unwrap_or((value, "1"));
    let value = over.parse::<f64>().ok()? / under.parse::<f64>().ok()?;
    Some(value + f64::from(u32::from(c) - first))
}
