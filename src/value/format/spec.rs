//! The format specs of `format()` and f-strings: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::value::chars::unicode::decimal_value;
use crate::value::fault::Fault;

/// Where the text stands in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`.
    Left,
    /// `>`.
    Right,
    /// `^`.
    Center,
    /// `=`: fillers go between sign and digits.
    AfterSign,
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `-`: nothing.
    Minus,
    /// `+`: a plus.
    Plus,
    /// A space.
    Space,
}

/// What separates groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`.
    Comma,
    /// `_`.
    Underscore,
}

impl Grouping {
    /// The separator.
    #[must_use]
    pub fn symbol(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Underscore => '_',
        }
    }
}

/// The kinds of values that have format specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// str.
    Text,
    /// int and bool.
    Integer,
    /// float.
    Float,
}

/// A format spec, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// What fills the width.
    pub fill: char,
    /// Where the text stands.
    pub align: Align,
    /// The sign, if given.
    pub sign: Option<Sign>,
    /// `z`: no negative zero.
    pub positive_zero: bool,
    /// `#`.
    pub alternate: bool,
    /// The width, if given.
    pub width: Option<usize>,
    /// The grouping, if given.
    pub grouping: Option<Grouping>,
    /// The precision, if given.
    pub precision: Option<usize>,
    /// The type; none only for floats.
    pub code: Option<char>,
}

impl Spec {
    /// Reads a spec for a value of a kind; `class` is the class that errors name.
    ///
    /// # Errors
    /// `ValueError` for what is no spec, with CPython's text.
    pub fn parse(text: &str, kind: Kind, class: &str) -> Result<Self, Fault> {
        let mut scan = Scan { rest: text };
        let (fill, align) = scan.align();
        let sign = scan.sign();
        let positive_zero = scan.take('z');
        let alternate = scan.take('#');
        let zero = fill.is_none() && scan.take('0');
        let width = scan.number()?;
        let grouping = scan.grouping()?;
        let precision = match scan.take('.') {
            true => Some(
                scan.number()?
                    .ok_or_else(|| Fault::value("Format specifier missing precision"))?,
            ),
            false => None,
        };
        let code = scan.code(text, class)?;
        let by_default = match kind {
            Kind::Text => Align::Left,
            _ if zero => Align::AfterSign,
            _ => Align::Right,
        };
        let spec = Self {
            fill: fill.unwrap_or(if zero { '0' } else { ' ' }),
            align: align.unwrap_or(by_default),
            sign,
            positive_zero,
            alternate,
            width,
            grouping,
            precision,
            code: code.or(match kind {
                Kind::Text => Some('s'),
                Kind::Integer => Some('d'),
                Kind::Float => None,
            }),
        };
        spec.check_grouping()?;
        Ok(spec)
    }

    fn check_grouping(&self) -> Result<(), Fault> {
        let (Some(grouping), Some(code)) = (self.grouping, self.code) else {
            return Ok(());
        };
        match code {
            'd' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%' => Ok(()),
            'b' | 'o' | 'x' | 'X' if grouping == Grouping::Underscore => Ok(()),
            _ => Err(Fault::value(format!(
                "Cannot specify '{}' with '{}'.",
                grouping.symbol(),
                show_code(code)
            ))),
        }
    }

    /// Bytes that the width and the precision make, at most: what to charge before anything is formatted.
    #[must_use]
    pub fn size(&self) -> usize {
        let width = self.width.unwrap_or(0).saturating_mul(4);
        width.saturating_add(self.precision.unwrap_or(0))
    }

    /// The refusal of a type that values of `class` do not have.
    #[cold]
    #[must_use]
    pub fn unknown_code(&self, class: &str) -> Fault {
        let code = show_code(self.code.unwrap_or('\0'));
        Fault::value(format!(
            "Unknown format code '{code}' for object of type '{class}'"
        ))
    }
}

/// A type character as errors show it.
#[must_use]
pub fn show_code(code: char) -> String {
    match code {
        '!'..='~' => code.to_string(),
        _ => format!("\\x{:x}", u32::from(code)),
    }
}

/// Reads a number; None if there is no digit.
///
/// # Errors
/// `ValueError` for a number that cannot be a size.
pub fn number(text: &str) -> Result<(Option<usize>, &str), Fault> {
    let mut value = None;
    let mut rest = text.chars();
    loop {
        let before = rest.as_str();
        let Some(digit) = rest.next().and_then(decimal_value) else {
            return Ok((value, before));
        };
        let longer = value
            .unwrap_or(0_usize)
            .checked_mul(10)
            .and_then(|value| value.checked_add(digit as usize))
            .filter(|value| isize::try_from(*value).is_ok());
        let Some(longer) = longer else {
            return Err(Fault::value("Too many decimal digits in format string"));
        };
        value = Some(longer);
    }
}

struct Scan<'a> {
    rest: &'a str,
}

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.skip();
        }
        found
    }

    fn align(&mut self) -> (Option<char>, Option<Align>) {
        let mut chars = self.rest.chars();
        let (first, second) = (chars.next(), chars.next());
        if let Some(align) = second.and_then(align_of) {
            self.rest = chars.as_str();
            return (first, Some(align));
        }
        let align = first.and_then(align_of);
        if align.is_some() {
            self.skip();
        }
        (None, align)
    }

    fn sign(&mut self) -> Option<Sign> {
        let sign = match self.peek()? {
            '+' => Sign::Plus,
            '-' => Sign::Minus,
            ' ' => Sign::Space,
            _ => return None,
        };
        self.skip();
        Some(sign)
    }

    fn number(&mut self) -> Result<Option<usize>, Fault> {
        let (value, rest) = number(self.rest)?;
        self.rest = rest;
        Ok(value)
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, Fault> {
        let comma = self.take(',');
        let underscore = self.take('_');
        if underscore && (comma || self.peek() == Some(',')) {
            return Err(Fault::value("Cannot specify both ',' and '_'."));
        }
        Ok(match (comma, underscore) {
            (true, _) => Some(Grouping::Comma),
            (_, true) => Some(Grouping::Underscore),
            _ => None,
        })
    }

    fn code(&self, text: &str, class: &str) -> Result<Option<char>, Fault> {
        let mut rest = self.rest.chars();
        let code = rest.next();
        if rest.next().is_some() {
            return Err(Fault::value(format!(
                "Invalid format specifier '{text}' for object of type '{class}'"
            )));
        }
        Ok(code)
    }
}

fn align_of(c: char) -> Option<Align> {
    match c {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}
