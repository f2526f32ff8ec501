//! `format(text, spec)`.

use super::spec::{Align, Sign, Spec};
use crate::value::chars::pad::{Side, pad};
use crate::value::chars::slice::{length, range};
use crate::value::fault::Fault;

/// The text in the form that the spec wants; the caller has charged its size.
///
/// # Errors
/// `ValueError` for what a text cannot do.
pub fn text(value: &str, ascii: bool, spec: &Spec) -> Result<String, Fault> {
    if spec.code != Some('s') {
        return Err(spec.unknown_code("str"));
    }
    check(spec)?;
    let value = match spec.precision {
        Some(precision) => range(value, ascii, 0, precision),
        None => value,
    };
    let side = match spec.align {
        Align::Left | Align::AfterSign => Side::Left,
        Align::Right => Side::Right,
        Align::Center => Side::Center,
    };
    Ok(widen(value, length(value, ascii), spec, side))
}

fn widen(value: &str, length: usize, spec: &Spec, side: Side) -> String {
    let width = spec.width.unwrap_or(0);
    if side == Side::Center {
        // Unlike str.center, an odd rest always goes to the right.
        let left = width.saturating_sub(length) / 2;
        let value = pad(value, length, length + left, Side::Right, spec.fill);
        return pad(&value, length + left, width, Side::Left, spec.fill);
    }
    pad(value, length, width, side, spec.fill)
}

fn check(spec: &Spec) -> Result<(), Fault> {
    let refused = match spec.sign {
        Some(Sign::Space) => "Space not allowed in string format specifier",
        Some(_) => "Sign not allowed in string format specifier",
        None if spec.positive_zero => {
            "Negative zero coercion (z) not allowed in string format specifier"
        }
        None if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        None if spec.align == Align::AfterSign => {
            "'=' alignment not allowed in string format specifier"
        }
        None => return Ok(()),
    };
    Err(Fault::value(refused))
}
