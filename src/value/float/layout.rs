//! Floats as text: `repr()`, and the forms `e`, `f` and `g`, laid out as CPython does.

use super::digits::Digits;

/// How digits are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The fewest digits, with an exponent if the number is tiny or huge.
    Shortest,
    /// With an exponent; the precision counts digits behind the point.
    Exponent,
    /// Without an exponent; the precision counts digits behind the point.
    Fixed,
    /// The precision counts significant digits; with an exponent if there are not enough of them.
    General,
}

/// A form in which floats are written.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The layout.
    pub style: Style,
    /// Digits; what they count depends on the style.
    pub precision: usize,
    /// Keep the decimal point, and in [`Style::General`] trailing zeros (`#`).
    pub alternate: bool,
    /// Append `.0` to what would look like an int.
    pub dot_zero: bool,
    /// A negative number that rounds to zero loses its sign (`z`).
    pub positive_zero: bool,
    /// In capital letters.
    pub upper: bool,
}

impl Form {
    /// The form of `repr()`.
    pub const REPR: Self = Self {
        style: Style::Shortest,
        precision: 0,
        alternate: false,
        dot_zero: true,
        positive_zero: false,
        upper: false,
    };

    /// Bytes that a number can take in this form, at most: what to charge before it is written.
    #[must_use]
    pub fn length(&self) -> usize {
        self.precision.saturating_add(330)
    }

    /// The number as text.
    #[must_use]
    pub fn write(&self, x: f64) -> String {
        let text = if x.is_nan() {
            "nan".to_owned()
        } else if x.is_infinite() {
            if x > 0.0 { "inf" } else { "-inf" }.to_owned()
        } else {
            self.finite(x)
        };
        if self.upper {
            text.to_ascii_uppercase()
        } else {
            text
        }
    }

    fn finite(&self, x: f64) -> String {
        let digits = match self.style {
            Style::Shortest => Digits::shortest(x),
            Style::Exponent => Digits::significant(x, self.precision.saturating_add(1)),
            Style::Fixed => Digits::places(x, self.precision),
            Style::General => Digits::significant(x, self.precision.max(1)),
        };
        let mut out = String::with_capacity(digits.text.len() + self.precision + 8);
        if x.is_sign_negative() && !(self.positive_zero && digits.is_zero()) {
            out.push('-');
        }
        self.lay(&digits, &mut out);
        out
    }

    /// Whether the number is written with an exponent.
    fn with_exponent(&self, point: i64) -> bool {
        let precision = int(self.precision.max(1));
        match self.style {
            Style::Exponent => true,
            Style::Fixed => false,
            Style::General => point <= -4 || point > precision - i64::from(self.dot_zero),
            Style::Shortest => point <= -4 || point > 16,
        }
    }

    /// The digit behind which nothing is written, counted from the first of `digits`.
    fn end(&self, digits: &Digits) -> i64 {
        let precision = int(self.precision);
        match self.style {
            Style::Exponent => precision + 1,
            Style::Fixed => digits.point + precision,
            Style::General if self.alternate => precision.max(1),
            _ => int(digits.text.len()),
        }
    }

    fn lay(&self, digits: &Digits, out: &mut String) {
        let exponent = self.with_exponent(digits.point);
        let point = if exponent { 1 } else { digits.point };
        let pad_dot = self.dot_zero && !exponent;
        let end = self.end(digits).max(point + i64::from(pad_dot));
        let zeros = |from: i64, to: i64| "0".repeat(usize::try_from(to - from).unwrap_or(0));
        let count = int(digits.text.len());
        if point <= 0 {
            out.push_str("0.");
            out.push_str(&zeros(point, 0.min(end)));
            out.push_str(&digits.text);
        } else {
            let at = usize::try_from(point)
                .unwrap_or(usize::MAX)
                .min(digits.text.len());
            let (whole, fraction) = digits.text.split_at_checked(at).unwrap_or_default();
            out.push_str(whole);
            out.push_str(&zeros(count, point));
            out.push('.');
            out.push_str(fraction);
        }
        out.push_str(&zeros(count.max(point), end));
        if out.ends_with('.') && !self.alternate {
            out.pop();
        }
        if exponent {
            let exponent = digits.point - 1;
            let sign = if exponent < 0 { '-' } else { '+' };
            out.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
        }
    }
}

fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 2)
}

/// `repr(x)`.
#[must_use]
pub fn repr(x: f64) -> String {
    Form::REPR.write(x)
}
