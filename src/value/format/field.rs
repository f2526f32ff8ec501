//! The replacement fields of `str.format`: `{0.name[key]!r:spec}`.

use super::spec::number;
use crate::value::fault::Fault;

/// A piece of a format string: text as it stands, then a field or the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text before the field.
    pub literal: &'a str,
    /// The field, if one follows.
    pub field: Option<Field<'a>>,
}

/// A replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// What is replaced: an argument, and the way into it.
    pub name: &'a str,
    /// `r`, `s` or `a`, or whatever stood behind the `!`.
    pub conversion: Option<char>,
    /// The format spec.
    pub spec: &'a str,
    /// The spec holds fields of its own.
    pub nested: bool,
}

/// The pieces of a format string.
#[must_use]
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text }
}

/// The iterator of [`pieces`]. Ends after its first error.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.rest = "";
        }
        Some(piece)
    }
}

impl<'a> Pieces<'a> {
    fn piece(&mut self) -> Result<Piece<'a>, Fault> {
        let text = self.rest;
        let Some(at) = text.find(['{', '}']) else {
            self.rest = "";
            return Ok(Piece {
                literal: text,
                field: None,
            });
        };
        let (literal, braces) = text.split_at_checked(at).unwrap_or_default();
        if braces.starts_with("{{") || braces.starts_with("}}") {
            self.rest = braces.get(2..).unwrap_or("");
            return Ok(Piece {
                literal: text.get(..=at).unwrap_or(literal),
                field: None,
            });
        }
        if braces.starts_with('}') {
            return Err(Fault::value("Single '}' encountered in format string"));
        }
        self.rest = braces.get(1..).unwrap_or("");
        if self.rest.is_empty() {
            return Err(Fault::value("Single '{' encountered in format string"));
        }
        let field = Some(self.field()?);
        Ok(Piece { literal, field })
    }

    /// The next character, with the text before it from `start` on.
    fn step(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn field(&mut self) -> Result<Field<'a>, Fault> {
        let start = self.rest;
        let end = self.name_end()?;
        let name = between(start, self.rest).unwrap_or("");
        let mut field = Field {
            name: name.get(..name.len() - 1).unwrap_or(""),
            conversion: None,
            spec: "",
            nested: false,
        };
        match end {
            '}' => return Ok(field),
            '!' => {
                field.conversion = self.step();
                if field.conversion.is_none() {
                    return Err(Fault::value(
                        "end of string while looking for conversion specifier",
                    ));
                }
                match self.step() {
                    Some('}') => return Ok(field),
                    Some(':') | None => {}
                    Some(_) => {
                        return Err(Fault::value("expected ':' after conversion specifier"));
                    }
                }
            }
            _ => {}
        }
        (field.spec, field.nested) = self.spec()?;
        Ok(field)
    }

    /// Passes the field's name and what ends it.
    fn name_end(&mut self) -> Result<char, Fault> {
        while let Some(c) = self.step() {
            match c {
                '{' => return Err(Fault::value("unexpected '{' in field name")),
                '[' => {
                    let closing = self.rest.find(']').unwrap_or(self.rest.len());
                    self.rest = self.rest.get(closing..).unwrap_or("");
                }
                '}' | ':' | '!' => return Ok(c),
                _ => {}
            }
        }
        Err(Fault::value("expected '}' before end of string"))
    }

    /// The spec up to the brace that closes the field, and whether it holds fields.
    fn spec(&mut self) -> Result<(&'a str, bool), Fault> {
        let mut open = 1_usize;
        let mut nested = false;
        for (at, c) in self.rest.char_indices() {
            match c {
                '{' => {
                    nested = true;
                    open += 1;
                }
                '}' => open -= 1,
                _ => {}
            }
            if open == 0 {
                let (spec, rest) = self.rest.split_at_checked(at).unwrap_or_default();
                self.rest = rest.get(1..).unwrap_or("");
                return Ok((spec, nested));
            }
        }
        Err(Fault::value("unmatched '{' in format spec"))
    }
}

/// What lies between a text and its own tail.
fn between<'a>(text: &'a str, tail: &str) -> Option<&'a str> {
    text.get(..text.len().checked_sub(tail.len())?)
}

/// The argument that a field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument<'a> {
    /// A positional one.
    Position(usize),
    /// A keyword.
    Name(&'a str),
}

/// How the fields of one format string count their arguments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbering {
    /// The next number, once a field without one was seen.
    automatic: Option<usize>,
    manual: bool,
}

impl Numbering {
    /// The argument that a field's name starts with, and the way into it.
    ///
    /// # Errors
    /// `ValueError` if numbered and unnumbered fields are mixed.
    pub fn argument<'a>(&mut self, name: &'a str) -> Result<(Argument<'a>, Path<'a>), Fault> {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, rest) = name.split_at_checked(end).unwrap_or_default();
        let path = Path { rest };
        let given = index(first)?;
        if given.is_none() && !first.is_empty() {
            return Ok((Argument::Name(first), path));
        }
        let position = match given {
            Some(_) if self.automatic.is_some() => {
                return Err(Fault::value(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            Some(position) => {
                self.manual = true;
                position
            }
            None if self.manual => {
                return Err(Fault::value(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            None => self.automatic.unwrap_or(0),
        };
        if given.is_none() {
            self.automatic = Some(position + 1);
        }
        Ok((Argument::Position(position), path))
    }
}

/// The number that the whole text is.
fn index(text: &str) -> Result<Option<usize>, Fault> {
    let (value, rest) = number(text)?;
    Ok(value.filter(|_| rest.is_empty()))
}

/// A step from a value into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// `.name`.
    Attribute(&'a str),
    /// `[key]`.
    Key(&'a str),
    /// `[0]`.
    Index(usize),
}

/// The steps of a field's name behind its argument.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Path<'a> {
    type Item = Result<Step<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chars = self.rest.chars();
        let first = chars.next()?;
        let step = self.step(first, chars.as_str());
        if step.is_err() {
            self.rest = "";
        }
        Some(step)
    }
}

impl<'a> Path<'a> {
    fn step(&mut self, first: char, body: &'a str) -> Result<Step<'a>, Fault> {
        let empty = || Fault::value("Empty attribute in format string");
        match first {
            '.' => {
                let end = body.find(['.', '[']).unwrap_or(body.len());
                let (name, rest) = body.split_at_checked(end).unwrap_or_default();
                self.rest = rest;
                match name {
                    "" => Err(empty()),
                    _ => Ok(Step::Attribute(name)),
                }
            }
            '[' => {
                let Some((key, rest)) = body.split_once(']') else {
                    return Err(Fault::value("Missing ']' in format string"));
                };
                self.rest = rest;
                match index(key)? {
                    Some(index) => Ok(Step::Index(index)),
                    None if key.is_empty() => Err(empty()),
                    None => Ok(Step::Key(key)),
                }
            }
            _ => Err(Fault::value(
                "Only '.' or '[' may follow ']' in format field specifier",
            )),
        }
    }
}

/// The refusal of a conversion that is none of `r`, `s` and `a`.
#[cold]
#[must_use]
pub fn unknown_conversion(conversion: char) -> Fault {
    let shown = super::spec::show_code(conversion);
    Fault::value(format!("Unknown conversion specifier {shown}"))
}
