//! Reading JSON, with CPython's extensions and its errors. Nesting is kept on a stack of its own.

use super::error::refuse;
use crate::value::context::Context;
use crate::value::exceptions;
use crate::value::float;
use crate::value::number;
use crate::value::value::{Dict, List, Stop, Text, Value};

/// As deep as CPython's recursion limit lets it read.
const DEEPEST: usize = 990;

/// What is left to functions of the policy: such a part is read as a tuple of its kind and its content.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hooks {
    /// Objects, as a list of pairs.
    pub(super) objects: bool,
    /// Floats, as their text.
    pub(super) floats: bool,
    /// Ints, as their text.
    pub(super) ints: bool,
    /// `NaN`, `Infinity` and `-Infinity`, as their text.
    pub(super) constants: bool,
}

/// A reader of one document.
pub(super) struct Scanner<'c, 'h> {
    pub(super) cx: &'c Context<'h>,
    pub(super) document: &'h Text<'h>,
    pub(super) text: &'h str,
    /// The byte that comes.
    pub(super) at: usize,
    /// Whether control characters in texts are refused.
    pub(super) strict: bool,
    hooks: Hooks,
}

/// A container that is being read.
enum Open<'h> {
    List(&'h List<'h>),
    Dict(&'h Dict<'h>, Value<'h>),
    Pairs(&'h List<'h>, Value<'h>),
}

impl<'c, 'h> Scanner<'c, 'h> {
    /// A reader at a byte of a document, which is charged.
    pub(super) fn new(
        cx: &'c Context<'h>,
        document: &'h Text<'h>,
        at: usize,
        strict: bool,
        hooks: Hooks,
    ) -> Result<Self, Stop<'h>> {
        let text = document.as_str();
        cx.charge(text.len().saturating_sub(at) / 4)?;
        Ok(Self {
            cx,
            document,
            text,
            at,
            strict,
            hooks,
        })
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'h str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[cold]
    pub(super) fn refuse(&self, message: &str, offset: usize) -> Stop<'h> {
        refuse(self.cx, message, self.document, offset)
    }

    /// Passes over white space.
    pub(super) fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads one value, with all it contains.
    pub(super) fn value(&mut self) -> Result<Value<'h>, Stop<'h>> {
        let mut open: Vec<Open<'h>> = Vec::new();
        loop {
            self.cx.charge(1)?;
            let mut done = match self.peek() {
                Some(b'[' | b'{') => {
                    if open.len() >= DEEPEST {
                        return Err(self.too_deep());
                    }
                    match self.enter()? {
                        Ok(empty) => empty,
                        Err(container) => {
                            open.push(container);
                            continue;
                        }
                    }
                }
                Some(b'"') => {
                    self.at += 1;
                    self.string()?
                }
                _ => self.atom()?,
            };
            while let Some(container) = open.last_mut() {
                match self.add(container, done)? {
                    Some(finished) => {
                        done = finished;
                        open.pop();
                    }
                    None => break,
                }
            }
            if open.is_empty() {
                return Ok(done);
            }
        }
    }

    #[cold]
    fn too_deep(&self) -> Stop<'h> {
        let kind = if self.peek() == Some(b'[') {
            "array"
        } else {
            "object"
        };
        self.cx.raise(
            &exceptions::RECURSION_ERROR,
            format_args!("maximum recursion depth exceeded while decoding a JSON {kind} from a unicode string"),
        )
    }

    /// Opens a container; an empty one is done.
    fn enter(&mut self) -> Result<Result<Value<'h>, Open<'h>>, Stop<'h>> {
        let array = self.peek() == Some(b'[');
        self.at += 1;
        self.space();
        let empty = self.peek() == Some(if array { b']' } else { b'}' });
        self.at += usize::from(empty);
        if array {
            let list = self.cx.list(&[])?;
            return Ok(if empty {
                Ok(Value::List(list))
            } else {
                Err(Open::List(list))
            });
        }
        let key = if empty { Value::None } else { self.key()? };
        let open = match self.hooks.objects {
            true => Open::Pairs(self.cx.list(&[])?, key),
            false => Open::Dict(self.cx.dict()?, key),
        };
        if empty {
            self.close(&open).map(Ok)
        } else {
            Ok(Err(open))
        }
    }

    /// A container's value.
    fn close(&self, open: &Open<'h>) -> Result<Value<'h>, Stop<'h>> {
        match open {
            Open::List(list) => Ok(Value::List(list)),
            Open::Dict(dict, _) => Ok(Value::Dict(dict)),
            Open::Pairs(pairs, _) => self.hooked("object", Value::List(pairs)),
        }
    }

    fn hooked(&self, kind: &'static str, content: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.cx.tuple(&[self.cx.lent_str(kind)?, content])
    }

    /// Adds an item to a container and reads on to the next one; the container's value if it ends.
    fn add(&mut self, open: &mut Open<'h>, item: Value<'h>) -> Result<Option<Value<'h>>, Stop<'h>> {
        let end = match open {
            Open::List(list) => {
                list.push(self.cx, item)?;
                b']'
            }
            Open::Dict(dict, key) => {
                dict.insert(self.cx, *key, item)?;
                b'}'
            }
            Open::Pairs(pairs, key) => {
                pairs.push(self.cx, self.cx.tuple(&[*key, item])?)?;
                b'}'
            }
        };
        self.space();
        match self.peek() {
            Some(byte) if byte == end => {
                self.at += 1;
                return self.close(open).map(Some);
            }
            Some(b',') => self.at += 1,
            _ => return Err(self.refuse("Expecting ',' delimiter", self.at)),
        }
        self.space();
        if let Open::Dict(_, key) | Open::Pairs(_, key) = open {
            *key = self.key()?;
        }
        Ok(None)
    }

    /// A key with its colon.
    fn key(&mut self) -> Result<Value<'h>, Stop<'h>> {
        if self.peek() != Some(b'"') {
            let message = "Expecting property name enclosed in double quotes";
            return Err(self.refuse(message, self.at));
        }
        self.at += 1;
        let key = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.refuse("Expecting ':' delimiter", self.at));
        }
        self.at += 1;
        self.space();
        Ok(key)
    }

    /// A number or a word.
    fn atom(&mut self) -> Result<Value<'h>, Stop<'h>> {
        for (word, value) in [
            ("null", Value::None),
            ("true", Value::True),
            ("false", Value::False),
        ] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        for (word, number) in [
            ("NaN", f64::NAN),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return match self.hooks.constants {
                    true => self.hooked("constant", self.cx.lent_str(word)?),
                    false => Ok(Value::float(number)),
                };
            }
        }
        self.number()
    }

    fn digits_from(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn number(&mut self) -> Result<Value<'h>, Stop<'h>> {
        let byte = |at: usize| self.text.as_bytes().get(at).copied();
        let start = self.at;
        let first = start + usize::from(self.peek() == Some(b'-'));
        let digits = if byte(first) == Some(b'0') {
            1
        } else {
            self.digits_from(first)
        };
        if digits == 0 {
            return Err(self.refuse("Expecting value", start));
        }
        let whole = first + digits;
        let mut end = whole;
        if byte(end) == Some(b'.') && self.digits_from(end + 1) > 0 {
            end += 1 + self.digits_from(end + 1);
        }
        if let Some(b'e' | b'E') = byte(end) {
            let sign = usize::from(matches!(byte(end + 1), Some(b'+' | b'-')));
            let digits = self.digits_from(end + 1 + sign);
            if digits > 0 {
                end += 1 + sign + digits;
            }
        }
        self.at = end;
        let text = self.text.get(start..end).unwrap_or_default();
        match (end == whole, self.hooks) {
            (true, Hooks { ints: true, .. }) => self.hooked("int", self.cx.lent_str(text)?),
            (false, Hooks { floats: true, .. }) => self.hooked("float", self.cx.lent_str(text)?),
            (true, _) => {
                let int = self
                    .cx
                    .settled(number::parse::int(text, 10, || text.to_owned()))?;
                self.cx.whole(int)
            }
            (false, _) => {
                let read = float::parse::float(text, || text.to_owned());
                self.cx.settled(read).map(Value::float)
            }
        }
    }
}
