//! The decimal digits of a float: the fewest that read back as it, or as many as are asked for, exactly rounded.

/// Significant digits of a finite float's absolute value, which is `0.DIGITS * 10**point`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// Digits without leading or trailing zeros; `"0"` with the point behind it for zero.
    pub text: String,
    /// How many of them stand before the decimal point; may be negative, or beyond their number.
    pub point: i64,
}

/// More digits than any float has: what is beyond is zeros.
const ALL: usize = 1100;

impl Digits {
    /// The fewest digits that read back as `x`.
    #[must_use]
    pub fn shortest(x: f64) -> Self {
        // The standard library breaks ties between equally short results otherwise than CPython.
        Self::read(ryu::Buffer::new().format_finite(x.abs()))
    }

    /// `count` significant digits, at least one, rounded half to even.
    #[must_use]
    pub fn significant(x: f64, count: usize) -> Self {
        let after = count.saturating_sub(1).min(ALL);
        Self::read(&format!("{:.after$e}", x.abs()))
    }

    /// The digits up to `count` places behind the decimal point, rounded half to even.
    #[must_use]
    pub fn places(x: f64, count: usize) -> Self {
        let count = count.min(ALL);
        Self::read(&format!("{:.count$}", x.abs()))
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.text == "0"
    }

    /// Takes apart what a printer of floats wrote: `123.45`, `1.5e-7`.
    fn read(text: &str) -> Self {
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let exponent: i64 = exponent.parse().unwrap_or(0);
        let all = [whole, fraction].concat();
        let stripped = all.trim_start_matches('0');
        let leading = (all.len() - stripped.len()) as i64;
        let text = stripped.trim_end_matches('0');
        if text.is_empty() {
            return Self {
                text: "0".to_owned(),
                point: 1,
            };
        }
        Self {
            text: text.to_owned(),
            point: whole.len() as i64 - leading + exponent,
        }
    }
}
