//! `format(number, spec)`.

use super::spec::{Align, Sign, Spec};
use crate::value::fault::Fault;
use crate::value::float::layout::{Form, Style};
use crate::value::number::integer::IntRef;
use crate::value::number::{mixed, print};

/// The int in the form that the spec wants; the caller has charged the spec's size and the digits.
///
/// # Errors
/// `ValueError` for what an int cannot do, `OverflowError` if it is too large for the form.
pub fn integer(value: IntRef<'_>, spec: &Spec, class: &str) -> Result<String, Fault> {
    let code = spec.code.unwrap_or('d');
    if matches!(code, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
        return float(mixed::to_float(value)?, spec, class);
    }
    let (base, prefix) = match code {
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        'c' | 'd' | 'n' => (10, ""),
        _ => return Err(spec.unknown_code(class)),
    };
    if spec.precision.is_some() {
        return Err(Fault::value(
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.positive_zero {
        return Err(Fault::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    if code == 'c' {
        return character(value, spec);
    }
    let mut digits = match base {
        10 => print::decimal_digits(value)?,
        _ => print::digits(value, base),
    };
    if code == 'X' {
        digits.make_ascii_uppercase();
    }
    let parts = Parts {
        negative: value.is_negative(),
        prefix: if spec.alternate { prefix } else { "" },
        digits: &digits,
        rest: "",
    };
    Ok(parts.lay(spec, if base == 10 { 3 } else { 4 }))
}

fn character(value: IntRef<'_>, spec: &Spec) -> Result<String, Fault> {
    if spec.sign.is_some() {
        return Err(Fault::value(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(Fault::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    let Some(code) = value.small() else {
        return Err(Fault::overflow("Python int too large to convert to C long"));
    };
    let c = u32::try_from(code).ok().filter(|code| *code < 0x11_0000);
    let Some(code) = c else {
        return Err(Fault::overflow("%c arg not in range(0x110000)"));
    };
    let c = char::from_u32(code).ok_or_else(|| surrogate(code))?;
    let mut buffer = [0; 4];
    let parts = Parts {
        negative: false,
        prefix: "",
        digits: "",
        rest: c.encode_utf8(&mut buffer),
    };
    Ok(parts.lay(spec, 3))
}

/// The refusal of a code point that a str cannot hold.
#[cold]
#[must_use]
pub fn surrogate(code: u32) -> Fault {
    Fault::value(format!("character U+{code:04X} is a surrogate"))
}

/// The float in the form that the spec wants; the caller has charged the spec's size.
///
/// # Errors
/// `ValueError` for what a float cannot do.
pub fn float(value: f64, spec: &Spec, class: &str) -> Result<String, Fault> {
    let precision = spec.precision;
    if precision.is_some_and(|precision| i32::try_from(precision).is_err()) {
        return Err(Fault::value("precision too big"));
    }
    let (style, by_default) = match spec.code {
        None if precision.is_none() => (Style::Shortest, 0),
        None => (Style::General, 0),
        Some('e' | 'E') => (Style::Exponent, 6),
        Some('f' | 'F' | '%') => (Style::Fixed, 6),
        Some('g' | 'G' | 'n') => (Style::General, 6),
        Some(_) => return Err(spec.unknown_code(class)),
    };
    let form = Form {
        style,
        precision: precision.unwrap_or(by_default),
        alternate: spec.alternate,
        dot_zero: spec.code.is_none(),
        positive_zero: spec.positive_zero,
        upper: matches!(spec.code, Some('E' | 'F' | 'G')),
    };
    let percent = spec.code == Some('%');
    let mut text = form.write(if percent { value * 100.0 } else { value });
    if percent {
        text.push('%');
    }
    let unsigned = text.strip_prefix('-').unwrap_or(&text);
    let end = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = unsigned.split_at_checked(end).unwrap_or_default();
    let parts = Parts {
        negative: unsigned.len() < text.len(),
        prefix: "",
        digits,
        rest,
    };
    Ok(parts.lay(spec, 3))
}

/// A number as text, before sign, grouping and width.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    /// What is grouped.
    digits: &'a str,
    /// What follows: point, fraction, exponent, percent sign, or all of `inf`.
    rest: &'a str,
}

impl Parts<'_> {
    fn lay(&self, spec: &Spec, group: usize) -> String {
        let sign = match spec.sign {
            _ if self.negative => "-",
            Some(Sign::Plus) => "+",
            Some(Sign::Space) => " ",
            _ => "",
        };
        let width = spec.width.unwrap_or(0);
        let fixed = sign.len() + self.prefix.len() + self.rest.chars().count();
        let wanted = match spec.align {
            Align::AfterSign if spec.fill == '0' => width.saturating_sub(fixed),
            _ => 0,
        };
        let digits = self.group(spec, group, wanted);
        let missing = width.saturating_sub(fixed + digits.len());
        let (left, middle, right) = match spec.align {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        let fill = |count: usize| std::iter::repeat_n(spec.fill, count);
        let mut out = String::with_capacity(fixed + digits.len() + missing);
        out.extend(fill(left));
        out.push_str(sign);
        out.push_str(self.prefix);
        out.extend(fill(middle));
        out.push_str(&digits);
        out.push_str(self.rest);
        out.extend(fill(right));
        out
    }

    /// The digits in groups, with so many zeros before them that they take `wanted` characters; one more if
    /// they would start with a separator.
    fn group(&self, spec: &Spec, group: usize, wanted: usize) -> String {
        if self.digits.is_empty() {
            return String::new();
        }
        let Some(grouping) = spec.grouping else {
            let zeros = wanted.saturating_sub(self.digits.len());
            let mut out = "0".repeat(zeros);
            out.push_str(self.digits);
            return out;
        };
        let mut count = self.digits.len().max(wanted / (group + 1) * group);
        while count + (count - 1) / group < wanted {
            count += 1;
        }
        let zeros = count - self.digits.len();
        let mut out = String::with_capacity(count + count / group);
        let all = std::iter::repeat_n('0', zeros).chain(self.digits.chars());
        for (at, digit) in all.enumerate() {
            if at > 0 && (count - at).is_multiple_of(group) {
                out.push(grouping.symbol());
            }
            out.push(digit);
        }
        out
    }
}
