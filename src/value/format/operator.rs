//! `format % arguments`, for str and bytes.
//!
//! The format of a bytes is read as Latin-1 and its result written as such, so that both share the directives.

use super::number::surrogate;
use super::percent::{Cursor, Directive, Size};
use crate::value::codec::decode::decode;
use crate::value::codec::name::Codec;
use crate::value::context::Context;
use crate::value::number::integer::{Int, IntRef};
use crate::value::number::{mixed, print};
use crate::value::value::{Stop, Text, Value};

/// Which of the two operators it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Bytes,
}

/// The arguments that are left.
struct Supply<'h> {
    /// What stood behind the operator.
    all: Value<'h>,
    /// The items of a tuple, or the only argument.
    items: &'h [Value<'h>],
    only: Option<Value<'h>>,
    form: Form,
}

impl<'h> Supply<'h> {
    fn new(all: Value<'h>, form: Form) -> Self {
        let (items, only) = match all {
            Value::Tuple(tuple) => (tuple.items, None),
            _ => (&[] as &[_], Some(all)),
        };
        Self {
            all,
            items,
            only,
            form,
        }
    }

    fn next(&mut self, cx: &Context<'h>) -> Result<Value<'h>, Stop<'h>> {
        if let Some(only) = self.only.take() {
            return Ok(only);
        }
        match self.items.split_first() {
            Some((first, rest)) => {
                self.items = rest;
                Ok(*first)
            }
            None => Err(cx.type_error(format_args!("not enough arguments for format string"))),
        }
    }

    /// Whether keys can be looked up in what stood behind the operator; then nothing need be used up.
    fn is_mapping(&self) -> bool {
        match self.all {
            Value::Dict(_) | Value::List(_) | Value::Range(_) => true,
            Value::Bytes(_) => self.form == Form::Text,
            other => other.special("__getitem__").is_some(),
        }
    }

    /// Makes the item of a key the only argument.
    fn select(&mut self, cx: &Context<'h>, key: &str) -> Result<(), Stop<'h>> {
        if !self.is_mapping() && !matches!(self.all, Value::Object(_)) {
            return Err(cx.type_error(format_args!("format requires a mapping")));
        }
        let key = match self.form {
            Form::Text => cx.str(key)?,
            Form::Bytes => cx.bytes(&latin1(key))?,
        };
        self.only = Some(cx.item(self.all, key)?);
        self.items = &[];
        Ok(())
    }

    fn finish(&self, cx: &Context<'h>) -> Result<(), Stop<'h>> {
        if self.is_mapping() || (self.only.is_none() && self.items.is_empty()) {
            return Ok(());
        }
        let kind = match self.form {
            Form::Text => "string",
            Form::Bytes => "bytes",
        };
        Err(cx.type_error(format_args!(
            "not all arguments converted during {kind} formatting"
        )))
    }
}

/// The bytes of a text that is all Latin-1.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u32::from(c) as u8).collect()
}

impl<'h> Context<'h> {
    /// `format % arguments` if the format is a str or bytes.
    pub(in crate::value) fn percent(
        &self,
        format: Value<'h>,
        arguments: Value<'h>,
    ) -> Result<Option<Value<'h>>, Stop<'h>> {
        match format {
            Value::Str(format) => {
                let text = self.fill(format.as_str(), Supply::new(arguments, Form::Text))?;
                self.str(&text).map(Some)
            }
            Value::Bytes(format) => {
                let format = self.widened(format.as_slice())?;
                let text = self.fill(&format, Supply::new(arguments, Form::Bytes))?;
                self.bytes(&latin1(&text)).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Bytes as Latin-1.
    fn widened(&self, bytes: &[u8]) -> Result<String, Stop<'h>> {
        self.charge_bytes(bytes.len())?;
        Ok(decode(bytes, Codec::Latin1, "strict").unwrap_or_default())
    }

    fn fill(&self, format: &str, mut supply: Supply<'h>) -> Result<String, Stop<'h>> {
        let mut out = String::with_capacity(format.len());
        let mut cursor = Cursor::new(format);
        while let Some((literal, directive)) = cursor.literal() {
            self.put(&mut out, literal)?;
            if directive {
                self.charge(1)?;
                self.fill_one(&mut cursor, &mut supply, &mut out)?;
            }
        }
        supply.finish(self)?;
        Ok(out)
    }

    fn fill_one(
        &self,
        cursor: &mut Cursor<'_>,
        supply: &mut Supply<'h>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        if let Some(key) = self.settled(cursor.key())? {
            supply.select(self, key)?;
        }
        let directive = self.directive(cursor, supply)?;
        let code = self.settled(cursor.code())?;
        let value = supply.next(self)?;
        self.reserve(out, directive.size())?;
        match (code, supply.form) {
            ('d' | 'i' | 'u' | 'o' | 'x' | 'X', _) => {
                self.fill_int(&directive, (code, supply.form), value, out)
            }
            ('e' | 'E' | 'f' | 'F' | 'g' | 'G', form) => {
                let float = self.fill_float(value, form)?;
                self.charge_digits(float, directive.precision.unwrap_or(0))?;
                directive.float(float, code, out);
                Ok(())
            }
            ('c' | 's' | 'r' | 'a', Form::Text) => {
                let text = self.filled_text(code, value)?;
                self.fill_text(directive, code, &text, out)
            }
            ('c' | 's' | 'r' | 'a' | 'b', Form::Bytes) => {
                let text = self.filled_bytes(code, value)?;
                self.fill_text(directive, code, &text, out)
            }
            _ => Err(self.fault(&cursor.unsupported(code))),
        }
    }

    /// Flags, width and precision.
    fn directive(
        &self,
        cursor: &mut Cursor<'_>,
        supply: &mut Supply<'h>,
    ) -> Result<Directive, Stop<'h>> {
        let mut directive = cursor.flags();
        match self.settled(cursor.width())? {
            Size::None => {}
            Size::Given(width) => directive.width = width,
            Size::Argument => {
                let width = self.star(supply)?;
                directive.left |= width < 0;
                // The least int has no counterpart: CPython then pads nothing.
                directive.width = usize::try_from(width.wrapping_abs()).unwrap_or(0);
            }
        }
        directive.precision = match self.settled(cursor.precision())? {
            Size::None => None,
            Size::Given(precision) => Some(precision),
            Size::Argument => {
                let precision = self.star(supply)?;
                if i32::try_from(precision).is_err() {
                    return Err(self
                        .overflow_error(format_args!("Python int too large to convert to C int")));
                }
                Some(usize::try_from(precision).unwrap_or(0))
            }
        };
        Ok(directive)
    }

    fn fill_text(
        &self,
        directive: Directive,
        code: char,
        text: &str,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        self.reserve(out, text.len())?;
        let precision = directive.precision.filter(|_| code != 'c');
        let directive = Directive {
            precision,
            ..directive
        };
        directive.text(text, out);
        Ok(())
    }

    /// A width or precision given as an argument.
    fn star(&self, supply: &mut Supply<'h>) -> Result<i64, Stop<'h>> {
        let value = supply.next(self)?;
        match value.as_int() {
            Some(_) => self.ssize(value),
            None => Err(self.type_error(format_args!("* wants int"))),
        }
    }

    fn fill_int(
        &self,
        directive: &Directive,
        (code, form): (char, Form),
        value: Value<'h>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        let float = match value {
            Value::Float(bits) => Some(bits.get()),
            _ => None,
        };
        let truncated: Int;
        let int = match (float, value) {
            (Some(float), _) if matches!(code, 'd' | 'i' | 'u') => {
                truncated = self.settled(mixed::to_int(float))?;
                Some(truncated.borrow())
            }
            (None, Value::Object(object)) => {
                let index = !matches!(code, 'd' | 'i' | 'u');
                let int = object.class.behaviour.int(self, object, index)?;
                int.and_then(Value::as_int)
            }
            (None, Value::Made(_) | Value::Exc(_)) => {
                let int = self.made_int(value, !matches!(code, 'd' | 'i' | 'u'))?;
                int.and_then(Value::as_int)
            }
            _ => value.as_int(),
        };
        let Some(int) = int else {
            let wanted = match code {
                'd' | 'i' | 'u' => "a real number",
                _ => "an integer",
            };
            let code = match (code, form) {
                ('i', Form::Bytes) => 'd',
                _ => code,
            };
            return Err(self.type_error(format_args!(
                "%{code} format: {wanted} is required, not {}",
                value.type_name()
            )));
        };
        if let IntRef::Big(_) = int {
            let digits = usize::try_from(print::length(int, 8)).unwrap_or(usize::MAX);
            self.reserve(out, digits)?;
        }
        self.settled(directive.integer(int, code, out))
    }

    fn fill_float(&self, value: Value<'h>, form: Form) -> Result<f64, Stop<'h>> {
        match self.maybe_real(value)? {
            Some(float) => Ok(float),
            None => {
                let class = value.type_name();
                Err(match form {
                    Form::Text => self.type_error(format_args!("must be real number, not {class}")),
                    Form::Bytes => {
                        self.type_error(format_args!("float argument required, not {class}"))
                    }
                })
            }
        }
    }

    fn filled_text(&self, code: char, value: Value<'h>) -> Result<String, Stop<'h>> {
        match code {
            's' => self.display(value),
            'r' => self.repr(value),
            'a' => self.ascii(value),
            _ => self.filled_character(value),
        }
    }

    fn filled_character(&self, value: Value<'h>) -> Result<String, Stop<'h>> {
        if let Value::Str(text) = value
            && Text::len(text) == 1
        {
            return Ok(text.as_str().to_owned());
        }
        let Some(code) = self.maybe_index(value)? else {
            return Err(self.type_error(format_args!("%c requires int or char")));
        };
        let code = u32::try_from(code.cut()).ok();
        let Some(code) = code.filter(|code| *code < 0x11_0000) else {
            return Err(self.overflow_error(format_args!("%c arg not in range(0x110000)")));
        };
        match char::from_u32(code) {
            Some(c) => Ok(c.to_string()),
            None => Err(self.fault(&surrogate(code))),
        }
    }

    fn filled_bytes(&self, code: char, value: Value<'h>) -> Result<String, Stop<'h>> {
        match (code, value) {
            ('r' | 'a', _) => self.ascii(value),
            ('s' | 'b', Value::Bytes(bytes)) => self.widened(bytes.as_slice()),
            ('s' | 'b', _) => Err(self.type_error(format_args!(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
                value.type_name()
            ))),
            (_, Value::Bytes(bytes)) if bytes.as_slice().len() == 1 => {
                self.widened(bytes.as_slice())
            }
            _ => match self.maybe_index(value)? {
                Some(code) => match u8::try_from(code.cut()) {
                    Ok(byte) => Ok(char::from(byte).to_string()),
                    Err(_) => Err(self.overflow_error(format_args!("%c arg not in range(256)"))),
                },
                None => Err(self.type_error(format_args!(
                    "%c requires an integer in range(256) or a single byte"
                ))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ops::BinaryOp;
    use crate::value::Value;
    use crate::value::fixture::{in_context, ok};

    #[test]
    fn fills_in_arguments_as_python_does() {
        in_context(|cx| {
            let percent = |format, arguments| {
                let result = cx.binary(BinaryOp::Mod, ok(cx.str(format)), arguments);
                result.map(|text| ok(cx.display(text)))
            };
            let pair = ok(cx.tuple(&[Value::Int(-5), Value::float(1.25)]));
            assert_eq!(ok(percent("%5d|%-8.1f|", pair)), "   -5|1.2     |");
            let sizes = ok(cx.tuple(&[Value::Int(-6), Value::Int(2), ok(cx.str("abc"))]));
            assert_eq!(ok(percent("%*.*s|", sizes)), "ab    |");
            let dict = ok(cx.dict());
            ok(dict.insert_str(cx, "a(b)", Value::Int(255)));
            let dict = Value::Dict(dict);
            assert_eq!(ok(percent("%(a(b))#x %% %(a(b))c", dict)), "0xff % ÿ");
            assert!(percent("%(a(b))s %s", dict).is_err());
            assert!(percent("%d", pair).is_err());
            assert!(percent("%1000000000d", Value::Int(1)).is_err());
        });
    }
}
