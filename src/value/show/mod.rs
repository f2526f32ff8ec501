//! Values as text: `repr()`, `str()` and `ascii()`.
//!
//! What is written is charged piece by piece and never grows beyond what the heap could hold; a value that contains
//! itself is shown as `[...]`.

mod atom;
mod container;
mod exception;

use super::chars::quote;
use super::context::Context;
use super::number::print;
use super::value::{Stop, Text, Value};
use crate::limits::Limit;

impl<'h> Context<'h> {
    /// `repr(x)`.
    ///
    /// # Errors
    /// `RecursionError` for values nested too deep, or what asking an object raises.
    pub fn repr(&self, value: Value<'h>) -> Result<String, Stop<'h>> {
        let mut out = String::new();
        self.write_repr(value, &mut out)?;
        Ok(out)
    }

    /// `str(x)`.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn display(&self, value: Value<'h>) -> Result<String, Stop<'h>> {
        let mut out = String::new();
        self.write_display(value, &mut out)?;
        Ok(out)
    }

    /// `ascii(x)`.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn ascii(&self, value: Value<'h>) -> Result<String, Stop<'h>> {
        let repr = self.repr(value)?;
        self.charge_bytes(repr.len())?;
        Ok(quote::to_ascii(repr))
    }

    /// `str(x)` as a value: a str is its own text.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn display_value(&self, value: Value<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.display_text(value).map(Value::Str)
    }

    /// `str(x)` as a text in the heap.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn display_text(&self, value: Value<'h>) -> Result<&'h Text<'h>, Stop<'h>> {
        match value {
            Value::Str(text) => Ok(text),
            Value::Int(int) => {
                let mut places = [0; print::PLACES];
                let digits = print::small_decimal(int, &mut places);
                self.charge(1 + digits.len() / 16)?;
                self.copied_text(digits)
            }
            other => self.copied_text(&self.display(other)?),
        }
    }

    /// Appends `str(x)`.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn write_display(&self, value: Value<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        match value {
            Value::Str(text) => self.put(out, text.as_str()),
            Value::Made(_) | Value::Exc(_) => match self.made_text(value, "__str__", &[])? {
                Some(text) => self.put(out, text),
                None => self.write_plain_display(value, out),
            },
            Value::Object(object) => match object.class.behaviour.str(self, object)? {
                Some(text) => self.put(out, &text),
                None => self.write_repr(value, out),
            },
            Value::Host(_) => {
                self.charge(1)?;
                self.write_atom(value, out)
            }
            other => self.write_repr(other, out),
        }
    }

    /// Appends `repr(x)`.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn write_repr(&self, value: Value<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        self.charge(1)?;
        match value {
            Value::Str(text) => {
                let text = text.as_str();
                self.reserve(out, quote::length(text))?;
                quote::quote(text, quote::Shown::Printable, out);
                Ok(())
            }
            Value::Tuple(tuple) => self.write_tuple(tuple, out),
            Value::List(list) => self.write_list(list, out),
            Value::Dict(dict) => self.write_dict(dict, out),
            Value::Set(set) => self.write_set(set, out),
            Value::View(view) => self.write_view(view, out),
            Value::Range(range) => self.write_range(range, out),
            Value::Slice(slice) => {
                let fields = [slice.start, slice.stop, slice.step];
                self.write_call("slice", &fields, out)
            }
            Value::Made(_) | Value::Exc(_) => match self.made_text(value, "__repr__", &[])? {
                Some(text) => self.put(out, text),
                None => self.write_plain_repr(value, out),
            },
            Value::Object(object) => {
                let repr = self.nested(|| object.class.behaviour.repr(self, object))?;
                match repr {
                    Some(repr) => self.put(out, &repr),
                    None => self.write_atom(value, out),
                }
            }
            // A row of a model is shown as Django shows it.
            Value::Host(row) if row.object.class().is_some_and(|c| c.model.is_some()) => {
                self.put(out, "<")?;
                self.put(out, row.object.class_name())?;
                self.put(out, ": ")?;
                self.write_atom(value, out)?;
                self.put(out, ">")
            }
            other => self.write_atom(other, out),
        }
    }

    /// Appends `object.__str__(x)`, or that of an exception class.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn write_plain_display(&self, value: Value<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        match value {
            Value::Exc(exception) => self.write_exception(exception, out),
            other => self.write_repr(other, out),
        }
    }

    /// Appends `object.__repr__(x)`, or that of an exception class.
    ///
    /// # Errors
    /// Those of [`Context::repr`].
    pub fn write_plain_repr(&self, value: Value<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        match value {
            Value::Exc(exception) => {
                let name = value.type_name();
                self.nested(|| self.write_call(name, exception.args.get(), out))
            }
            Value::Made(_) => self.write_atom(value, out),
            other => self.write_repr(other, out),
        }
    }

    /// Appends a piece of text, charged, unless all of it could not enter the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] at a limit.
    pub fn put(&self, out: &mut String, piece: &str) -> Result<(), Stop<'h>> {
        self.reserve(out, piece.len())?;
        out.push_str(piece);
        Ok(())
    }

    /// Charges what will be appended to a text, unless all of it could not enter the heap.
    ///
    /// # Errors
    /// [`Stop::Fatal`] at a limit.
    pub fn reserve(&self, out: &str, bytes: usize) -> Result<(), Stop<'h>> {
        self.charge_bytes(bytes)?;
        let room = self.heap.limit().saturating_sub(self.heap.used());
        if out.len().saturating_add(bytes) > room {
            return Err(self.stop(Limit::Memory(self.heap.limit())));
        }
        Ok(())
    }

    /// Shows a container by `work`, or as `cycle` if it is being shown already. `at` is its address.
    ///
    /// # Errors
    /// `RecursionError` for values nested too deep, or what `work` raises.
    pub fn shown_once(
        &self,
        at: usize,
        cycle: &str,
        out: &mut String,
        work: impl FnOnce(&mut String) -> Result<(), Stop<'h>>,
    ) -> Result<(), Stop<'h>> {
        let mut open = self.showing.take();
        let known = open.contains(&at);
        if !known {
            open.push(at);
        }
        self.showing.set(open);
        if known {
            return self.put(out, cycle);
        }
        let place = " while getting the repr of an object";
        let result = self.nested_in(place, || work(out));
        let mut open = self.showing.take();
        open.pop();
        self.showing.set(open);
        result
    }
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::value::Value;
    use crate::value::exceptions::{KEY_ERROR, VALUE_ERROR};
    use crate::value::fixture::{in_context, ok};

    #[test]
    fn shows_a_list_in_itself() {
        in_context(|cx| {
            let list = ok(cx.list(&[Value::Int(1)]));
            let dict = ok(cx.dict());
            ok(dict.insert(cx, Value::True, Value::List(list)));
            ok(list.push(cx, Value::List(list)));
            ok(list.push(cx, Value::Dict(dict)));
            assert_eq!(ok(cx.repr(Value::List(list))), "[1, [...], {True: [...]}]");
            assert_eq!(ok(cx.repr(Value::Dict(dict))), "{True: [1, [...], {...}]}");
        });
    }

    #[test]
    fn refuses_what_is_too_deep() {
        in_context(|cx| {
            let mut value = Value::None;
            for _ in 0..5000 {
                value = ok(cx.tuple(&[value]));
            }
            assert!(cx.repr(value).is_err());
        });
    }

    #[test]
    fn stops_at_a_limit_what_is_shared_too_often() {
        in_context(|cx| {
            let mut value = Value::None;
            for _ in 0..60 {
                value = ok(cx.tuple(&[value, value]));
            }
            cx.meter.restart(&Limits {
                steps: 100_000,
                ..Limits::default()
            });
            assert!(cx.repr(value).is_err());
            assert!(cx.meter.hit().is_some());
        });
    }

    #[test]
    fn shows_exceptions_as_python_does() {
        in_context(|cx| {
            let text = ok(cx.str("it's"));
            let missing = Value::Exc(ok(cx.exception(&KEY_ERROR, &[text])));
            assert_eq!(ok(cx.display(missing)), "\"it's\"");
            let wrong = Value::Exc(ok(cx.exception(&VALUE_ERROR, &[text, Value::Int(1)])));
            assert_eq!(ok(cx.display(wrong)), "(\"it's\", 1)");
            assert_eq!(ok(cx.repr(wrong)), "ValueError(\"it's\", 1)");
        });
    }
}
