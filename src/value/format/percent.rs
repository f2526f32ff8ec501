//! The directives of the `%` operator: `%(name)-10.3f`.
//!
//! A cursor instead of a parser: width and precision can be arguments, and an argument that is missing or wrong is
//! refused before what follows in the text is looked at.

use crate::value::chars::slice::range;
use crate::value::fault::Fault;
use crate::value::float::layout::{Form, Style};
use crate::value::number::integer::IntRef;
use crate::value::number::print;

/// A size in a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Not given.
    None,
    /// Written out.
    Given(usize),
    /// `*`: the next argument.
    Argument,
}

/// The flags and sizes of a directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// `-`: at the left of its width.
    pub left: bool,
    /// `+`.
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`.
    pub alternate: bool,
    /// `0`.
    pub zero: bool,
    /// The width.
    pub width: usize,
    /// The precision.
    pub precision: Option<usize>,
}

/// Where a format is read.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// The beginning of a format.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, rest: text }
    }

    /// The text up to the next directive, and whether there is one; then the cursor stands behind its `%`.
    /// `%%` ends a text with one `%` and is no directive.
    #[must_use]
    pub fn literal(&mut self) -> Option<(&'a str, bool)> {
        let text = self.rest;
        if text.is_empty() {
            return None;
        }
        let Some(at) = text.find('%') else {
            self.rest = "";
            return Some((text, false));
        };
        let (before, rest) = text.split_at_checked(at)?;
        if rest.starts_with("%%") {
            self.rest = rest.get(2..)?;
            return Some((text.get(..=at)?, false));
        }
        self.rest = rest.get(1..)?;
        Some((before, true))
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn step(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    /// The key in parentheses, which may hold others, if the directive has one.
    ///
    /// # Errors
    /// `ValueError` if the key does not end.
    pub fn key(&mut self) -> Result<Option<&'a str>, Fault> {
        let Some(body) = self.rest.strip_prefix('(') else {
            return Ok(None);
        };
        let mut open = 1_usize;
        for (at, c) in body.char_indices() {
            match c {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                let (key, rest) = body.split_at_checked(at).unwrap_or_default();
                self.rest = rest.get(1..).unwrap_or("");
                return Ok(Some(key));
            }
        }
        Err(Fault::value("incomplete format key"))
    }

    /// The flags.
    #[must_use]
    pub fn flags(&mut self) -> Directive {
        let mut flags = Directive::default();
        loop {
            match self.peek() {
                Some('-') => flags.left = true,
                Some('+') => flags.plus = true,
                Some(' ') => flags.space = true,
                Some('#') => flags.alternate = true,
                Some('0') => flags.zero = true,
                _ => return flags,
            }
            self.step();
        }
    }

    /// The width.
    ///
    /// # Errors
    /// `ValueError` if it is too large.
    pub fn width(&mut self) -> Result<Size, Fault> {
        self.size(isize::MAX as usize, "width too big")
    }

    /// The precision; zero if there is only a point.
    ///
    /// # Errors
    /// `ValueError` if it is too large.
    pub fn precision(&mut self) -> Result<Size, Fault> {
        if self.peek() != Some('.') {
            return Ok(Size::None);
        }
        self.step();
        match self.size(i32::MAX as usize, "precision too big")? {
            Size::None => Ok(Size::Given(0)),
            size => Ok(size),
        }
    }

    fn size(&mut self, max: usize, too_big: &'static str) -> Result<Size, Fault> {
        if self.peek() == Some('*') {
            self.step();
            return Ok(Size::Argument);
        }
        let mut size = Size::None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.step();
            let before = match size {
                Size::Given(before) => before,
                _ => 0,
            };
            let longer = before
                .checked_mul(10)
                .and_then(|longer| longer.checked_add(digit as usize))
                .filter(|longer| *longer <= max)
                .ok_or_else(|| Fault::value(too_big))?;
            size = Size::Given(longer);
        }
        Ok(size)
    }

    /// The type, behind a length that means nothing.
    ///
    /// # Errors
    /// `ValueError` if the format ends before it.
    pub fn code(&mut self) -> Result<char, Fault> {
        if matches!(self.peek(), Some('h' | 'l' | 'L')) {
            self.step();
        }
        self.step().ok_or_else(|| Fault::value("incomplete format"))
    }

    /// The refusal of the type that was just read.
    #[cold]
    #[must_use]
    pub fn unsupported(&self, code: char) -> Fault {
        let shown = if matches!(code, ' '..='~') { code } else { '?' };
        let end = self.text.len() - self.rest.len();
        let at = self.text.get(..end).map_or(0, |read| read.chars().count());
        Fault::value(format!(
            "unsupported format character '{shown}' (0x{:x}) at index {}",
            u32::from(code),
            at.saturating_sub(1)
        ))
    }
}

impl Directive {
    /// Bytes that the width and the precision make, at most: what to charge before anything is formatted.
    #[must_use]
    pub fn size(&self) -> usize {
        self.width.saturating_add(self.precision.unwrap_or(0))
    }

    /// A text, cut to the precision and widened.
    pub fn text(&self, text: &str, out: &mut String) {
        let text = match self.precision {
            Some(precision) => range(text, false, 0, precision),
            None => text,
        };
        let missing = self.width.saturating_sub(text.chars().count());
        let (left, right) = if self.left {
            (0, missing)
        } else {
            (missing, 0)
        };
        out.extend(std::iter::repeat_n(' ', left));
        out.push_str(text);
        out.extend(std::iter::repeat_n(' ', right));
    }

    /// An int as `d`, `i`, `u`, `o`, `x` or `X`.
    ///
    /// # Errors
    /// `ValueError` if it has too many decimal digits.
    pub fn integer(&self, value: IntRef<'_>, code: char, out: &mut String) -> Result<(), Fault> {
        let (mut digits, prefix) = match code {
            'o' => (print::digits(value, 8), "0o"),
            'x' => (print::digits(value, 16), "0x"),
            'X' => (print::digits(value, 16).to_ascii_uppercase(), "0X"),
            _ => (print::decimal_digits(value)?, ""),
        };
        let zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        if zeros > 0 {
            digits = "0".repeat(zeros) + &digits;
        }
        let prefix = if self.alternate { prefix } else { "" };
        self.number(value.is_negative(), prefix, &digits, out);
        Ok(())
    }

    /// A float as `e`, `f` or `g`, or one of them in capitals.
    pub fn float(&self, value: f64, code: char, out: &mut String) {
        let form = Form {
            style: match code {
                'e' | 'E' => Style::Exponent,
                'f' | 'F' => Style::Fixed,
                _ => Style::General,
            },
            precision: self.precision.unwrap_or(6),
            alternate: self.alternate,
            dot_zero: false,
            positive_zero: false,
            upper: code.is_ascii_uppercase(),
        };
        let text = form.write(value);
        let unsigned = text.strip_prefix('-').unwrap_or(&text);
        self.number(unsigned.len() < text.len(), "", unsigned, out);
    }

    fn number(&self, negative: bool, prefix: &str, digits: &str, out: &mut String) {
        let sign = match () {
            () if negative => "-",
            () if self.plus => "+",
            () if self.space => " ",
            () => "",
        };
        let length = sign.len() + prefix.len() + digits.len();
        let missing = self.width.saturating_sub(length);
        let (left, zeros, right) = match () {
            () if self.left => (0, 0, missing),
            () if self.zero => (0, missing, 0),
            () => (missing, 0, 0),
        };
        out.extend(std::iter::repeat_n(' ', left));
        out.push_str(sign);
        out.push_str(prefix);
        out.extend(std::iter::repeat_n('0', zeros));
        out.push_str(digits);
        out.extend(std::iter::repeat_n(' ', right));
    }
}
