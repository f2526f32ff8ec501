//! `float(text)`.

use crate::value::chars::unicode;
use crate::value::fault::Fault;
use crate::value::number::parse::trim;

/// Reads a float by Python's rules. `shown` is the `repr()` of what was given.
///
/// # Errors
/// `ValueError` if it is no float.
pub fn float(text: &str, shown: impl FnOnce() -> String) -> Result<f64, Fault> {
    let ascii = unicode::ascii_digits(text);
    let plain = trim(&ascii);
    let value = if plain.contains('_') {
        without_underscores(plain).and_then(|text| number(&text))
    } else {
        number(plain)
    };
    value.ok_or_else(|| Fault::value(format!("could not convert string to float: {}", shown())))
}

/// The standard library reads what C's does, and nothing else: `inf`, `infinity` and `nan` in any case, `1.`, `.5`.
fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Underscores are allowed between digits only.
fn without_underscores(text: &str) -> Option<String> {
    let mut before = '\0';
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (before, c) {
            ('0'..='9', '_') => {}
            (_, '_') => return None,
            ('_', '0'..='9') => out.push(c),
            ('_', _) => return None,
            _ => out.push(c),
        }
        before = c;
    }
    (before != '_').then_some(out)
}
