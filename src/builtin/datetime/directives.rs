//! The directives of `strptime`: what each may take, and the search for a way in which all fit.

use std::collections::HashSet;

use super::bad_time::BadTime;
use super::strftime::{MONTHS, WEEKDAYS, short};
use crate::value::chars::unicode::{decimal_value, is_space};

/// A piece of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// This character, in either case.
    Char(char),
    /// White space, as much as there is.
    Space,
    /// A directive.
    Field(char),
}

/// The numbers: alternatives in the order in which they are tried, `#` any digit.
const NUMBERS: &[(char, &str)] = &[
    ('d', "3[0-1]|[1-2]#|0[1-9]|[1-9]| [1-9]"),
    ('G', "####"),
    ('H', "2[0-3]|[0-1]#|#"),
    ('I', "1[0-2]|0[1-9]|[1-9]"),
    (
        'j',
        "36[0-6]|3[0-5]#|[1-2]##|0[1-9]#|00[1-9]|[1-9]#|0[1-9]|[1-9]",
    ),
    ('m', "1[0-2]|0[1-9]|[1-9]"),
    ('M', "[0-5]#|#"),
    ('S', "6[0-1]|[0-5]#|#"),
    ('U', "5[0-3]|[0-4]#|#"),
    ('u', "[1-7]"),
    ('V', "5[0-3]|0[1-9]|[1-4]#|#"),
    ('W', "5[0-3]|[0-4]#|#"),
    ('w', "[0-6]"),
    ('Y', "####"),
    ('y', "##"),
];

/// Takes a format apart.
pub(crate) fn items(format: &str) -> Result<Vec<Item>, BadTime> {
    let mut items = Vec::new();
    push_items(format, &mut items)?;
    let mut seen = HashSet::new();
    for item in &items {
        if let Item::Field(directive) = item
            && !seen.insert(*directive)
        {
            return Err(BadTime::Twice(*directive));
        }
    }
    Ok(items)
}

fn push_items(format: &str, items: &mut Vec<Item>) -> Result<(), BadTime> {
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        match char {
            '%' => match chars.next() {
                None => return Err(BadTime::Stray(format.to_owned())),
                Some('%') => items.push(Item::Char('%')),
                Some('c') => push_items("%a %b %d %H:%M:%S %Y", items)?,
                Some('x') => push_items("%m/%d/%y", items)?,
                Some('X') => push_items("%H:%M:%S", items)?,
                Some(directive) if exists(directive) => items.push(Item::Field(directive)),
                Some(other) => return Err(BadTime::Directive(named(other), format.to_owned())),
            },
            space if is_space(space) => {
                if items.last() != Some(&Item::Space) {
                    items.push(Item::Space);
                }
            }
            char => items.push(Item::Char(char)),
        }
    }
    Ok(())
}

fn exists(directive: char) -> bool {
    "aAbBfpzZ".contains(directive) || alternatives(directive).is_some()
}

/// The character that a complaint names: Python has escaped some before it looks.
fn named(directive: char) -> char {
    if is_space(directive) || r"\.^$*+?(){}[]|".contains(directive) {
        '%'
    } else {
        directive
    }
}

fn alternatives(directive: char) -> Option<&'static str> {
    NUMBERS
        .iter()
        .find(|(name, _)| *name == directive)
        .map(|(_, alternatives)| *alternatives)
}

/// What the directives took, and what was left.
pub(crate) struct Found<'t> {
    /// Directives in the order of the format, each with its text.
    pub(crate) fields: Vec<(char, &'t str)>,
    /// What stands behind.
    pub(crate) rest: &'t str,
}

/// A piece that found its place, and where else it could have ended, worst first.
struct Step {
    start: usize,
    end: usize,
    others: Vec<usize>,
}

/// Finds a way in which every piece fits, the first that regular expressions would find.
pub(crate) fn search<'t>(text: &'t str, items: &[Item]) -> Option<Found<'t>> {
    let mut steps: Vec<Step> = Vec::with_capacity(items.len());
    let mut hopeless: HashSet<(usize, usize)> = HashSet::new();
    let mut at = 0;
    while let Some(item) = items.get(steps.len()) {
        let tried = hopeless.contains(&(steps.len(), at));
        let mut others = if tried {
            Vec::new()
        } else {
            ends(*item, text, at)
        };
        if let Some(end) = others.pop() {
            steps.push(Step {
                start: at,
                end,
                others,
            });
            at = end;
            continue;
        }
        at = loop {
            let step = steps.last_mut()?;
            if let Some(end) = step.others.pop() {
                step.end = end;
                break end;
            }
            let start = step.start;
            steps.pop();
            hopeless.insert((steps.len(), start));
        };
    }
    let taken = |(item, step): (&Item, &Step)| match item {
        Item::Field(directive) => Some((*directive, text.get(step.start..step.end)?)),
        _ => None,
    };
    let fields = items.iter().zip(&steps).filter_map(taken).collect();
    Some(Found {
        fields,
        rest: text.get(at..).unwrap_or_default(),
    })
}

/// Where a piece that begins at `at` may end, the best last.
fn ends(item: Item, text: &str, at: usize) -> Vec<usize> {
    let rest = text.get(at..).unwrap_or_default();
    let mut lengths: Vec<usize> = match item {
        Item::Char(wanted) => rest
            .chars()
            .next()
            .filter(|char| alike(*char, wanted))
            .map(char::len_utf8)
            .into_iter()
            .collect(),
        Item::Space => {
            let run = rest.char_indices().take_while(|(_, char)| is_space(*char));
            return run
                .map(|(offset, char)| at + offset + char.len_utf8())
                .collect();
        }
        Item::Field('f') => {
            let run = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
            return (1..=run).map(|length| at + length).collect();
        }
        Item::Field('z') => offset_lengths(rest),
        Item::Field('a') => name_length(rest, WEEKDAYS.iter().map(|name| short(name))),
        Item::Field('A') => name_length(rest, WEEKDAYS.iter().copied()),
        Item::Field('b') => name_length(rest, MONTHS.iter().map(|name| short(name))),
        Item::Field('B') => name_length(rest, MONTHS.iter().copied()),
        Item::Field('p') => name_length(rest, ["am", "pm"].into_iter()),
        Item::Field('Z') => name_length(rest, ["utc", "gmt"].into_iter()),
        Item::Field(directive) => {
            let alternatives = alternatives(directive).unwrap_or_default().split('|');
            alternatives
                .filter_map(|pattern| pattern_length(rest, pattern))
                .collect()
        }
    };
    lengths.reverse();
    lengths.iter().map(|length| at + length).collect()
}

fn alike(char: char, wanted: char) -> bool {
    char == wanted
        || char.to_lowercase().eq(wanted.to_lowercase())
        || char.to_uppercase().eq(wanted.to_uppercase())
}

fn name_length<'n>(text: &str, mut names: impl Iterator<Item = &'n str>) -> Vec<usize> {
    let fits = |name: &&str| {
        text.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    names.find(fits).map(str::len).into_iter().collect()
}

/// How much of the text one alternative takes.
fn pattern_length(text: &str, pattern: &str) -> Option<usize> {
    let (mut wanted, mut chars) = (pattern.chars(), text.chars());
    while let Some(mark) = wanted.next() {
        let char = chars.next()?;
        let fits = match mark {
            '#' => decimal_value(char).is_some(),
            '[' => {
                let mut bounds = wanted.by_ref().take_while(|mark| *mark != ']');
                let (low, _, high) = (bounds.next()?, bounds.next()?, bounds.next()?);
                bounds.next();
                (low..=high).contains(&char)
            }
            mark => char == mark,
        };
        if !fits {
            return None;
        }
    }
    Some(text.len() - chars.as_str().len())
}

/// An offset may end behind the minutes, the seconds, or any digit of the fraction; longest first.
fn offset_lengths(text: &str) -> Vec<usize> {
    if text.starts_with('Z') {
        return vec![1];
    }
    let Some(rest) = text.strip_prefix(['+', '-']) else {
        return Vec::new();
    };
    let minutes = pattern_length(rest, "##:[0-5]#").or_else(|| pattern_length(rest, "##[0-5]#"));
    let Some(minutes) = minutes.map(|length| length + 1) else {
        return Vec::new();
    };
    let mut lengths = vec![minutes];
    let rest = text.get(minutes..).unwrap_or_default();
    let seconds = pattern_length(rest, ":[0-5]#").or_else(|| pattern_length(rest, "[0-5]#"));
    if let Some(seconds) = seconds.map(|length| minutes + length) {
        lengths.push(seconds);
        let fraction = text.get(seconds..).unwrap_or_default();
        let patterns = [".#", ".##", ".###", ".####", ".#####", ".######"];
        lengths.extend(
            patterns
                .iter()
                .map_while(|pattern| Some(seconds + pattern_length(fraction, pattern)?)),
        );
    }
    lengths.reverse();
    lengths
}

/// The number that digits spell; spaces are left out.
pub(crate) fn digits(text: &str) -> i64 {
    let digits = text.chars().filter_map(decimal_value);
    digits.fold(0i64, |number, digit| {
        number.wrapping_mul(10).wrapping_add(i64::from(digit))
    })
}
