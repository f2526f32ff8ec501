//! `str()` of exceptions.

use crate::value::chars::quote;
use crate::value::codec::{undecodable_text, unencodable_text};
use crate::value::context::Context;
use crate::value::exceptions::{
    BASE_EXCEPTION_GROUP, KEY_ERROR, OS_ERROR, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR,
    UNICODE_TRANSLATE_ERROR,
};
use crate::value::value::{Exc, Stop, Value};

impl<'h> Context<'h> {
    /// Appends `str(exception)`.
    pub(super) fn write_exception(
        &self,
        exception: &'h Exc<'h>,
        out: &mut String,
    ) -> Result<(), Stop<'h>> {
        let class = exception.class;
        match exception.args.get() {
            [_, _, further @ ..] if further.len() <= 3 && class.derives(&OS_ERROR) => {
                self.write_os_error(exception, out)
            }
            [_, _, _, _, _] if class.derives(&UNICODE_DECODE_ERROR) => {
                self.write_undecodable(exception, out)
            }
            [_, _, _, _, _] if class.derives(&UNICODE_ENCODE_ERROR) => {
                self.write_unencodable(exception, out)
            }
            [_, _, _, _] if class.derives(&UNICODE_TRANSLATE_ERROR) => {
                self.write_untranslatable(exception, out)
            }
            [] => Ok(()),
            [key] if class.derives(&KEY_ERROR) => self.nested(|| self.write_repr(*key, out)),
            [only] => self.nested(|| self.write_display(*only, out)),
            [message, members] if class.derives(&BASE_EXCEPTION_GROUP) => {
                let count = self.size(*members)?.unwrap_or(0);
                self.write_display(*message, out)?;
                let plural = if count == 1 { "" } else { "s" };
                self.put(out, &format!(" ({count} sub-exception{plural})"))
            }
            args => self.nested(|| self.write_parentheses(args, out)),
        }
    }

    /// `[Errno 2] No such file: 'a'`
    fn write_os_error(&self, exception: &Exc<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        self.put(out, "[Errno ")?;
        self.write_display(field(exception, "errno", 0), out)?;
        self.put(out, "] ")?;
        self.write_display(field(exception, "strerror", 1), out)?;
        for (name, join) in [("filename", ": "), ("filename2", " -> ")] {
            let file = field(exception, name, usize::MAX);
            if !matches!(file, Value::None) {
                self.put(out, join)?;
                self.nested(|| self.write_repr(file, out))?;
            }
        }
        Ok(())
    }

    fn write_undecodable(&self, exception: &Exc<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        let Value::Bytes(bytes) = field(exception, "object", 1) else {
            return Ok(());
        };
        let bytes = bytes.as_slice();
        let (start, end) = bounds(exception, 2);
        let encoding = self.display(field(exception, "encoding", 0))?;
        let reason = self.display(field(exception, "reason", 4))?;
        self.put(
            out,
            &undecodable_text(&encoding, bytes, start, end, &reason),
        )
    }

    fn write_unencodable(&self, exception: &Exc<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        let Value::Str(text) = field(exception, "object", 1) else {
            return Ok(());
        };
        self.charge_bytes(text.as_str().len())?;
        let (start, end) = bounds(exception, 2);
        let encoding = self.display(field(exception, "encoding", 0))?;
        let reason = self.display(field(exception, "reason", 4))?;
        let text = text.as_str();
        self.put(out, &unencodable_text(&encoding, text, start, end, &reason))
    }

    fn write_untranslatable(&self, exception: &Exc<'h>, out: &mut String) -> Result<(), Stop<'h>> {
        let Value::Str(text) = field(exception, "object", 0) else {
            return Ok(());
        };
        self.charge_bytes(text.as_str().len())?;
        let (start, end) = bounds(exception, 1);
        let place = match text.as_str().chars().nth(start) {
            Some(char) if end == start + 1 => {
                let mut shown = String::new();
                quote::escape(char, &mut shown);
                format!("character '{shown}' in position {start}")
            }
            _ => format!("characters in position {start}-{}", end.saturating_sub(1)),
        };
        let reason = self.display(field(exception, "reason", 3))?;
        self.put(out, &format!("can't translate {place}: {reason}"))
    }
}

/// An attribute as it was written, else the argument it stands for.
fn field<'h>(exception: &Exc<'h>, name: &str, at: usize) -> Value<'h> {
    let written = exception
        .fields
        .get()
        .and_then(|fields| fields.stored_str(name));
    let given = || exception.args.get().get(at).copied();
    written.or_else(given).unwrap_or(Value::None)
}

/// Where an error lies; the start is an argument, and the end the next one.
fn bounds(exception: &Exc<'_>, at: usize) -> (usize, usize) {
    let place = |name, at| usize::try_from(field(exception, name, at).cut()).unwrap_or(0);
    (place("start", at), place("end", at + 1))
}
