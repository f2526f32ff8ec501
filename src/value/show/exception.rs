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
            [] => Ok(()),
            [key] if class.derives(&KEY_ERROR) => self.nested(|| self.write_repr(*key, out)),
            [only] => self.nested(|| self.write_display(*only, out)),
            [message, members] if class.derives(&BASE_EXCEPTION_GROUP) => {
                let count = self.size(*members)?.unwrap_or(0);
                self.write_display(*message, out)?;
                let plural = if count == 1 { "" } else { "s" };
                self.put(out, &format!(" ({count} sub-exception{plural})"))
            }
            [number, text] if class.derives(&OS_ERROR) => {
                out.push_str("[Errno ");
                self.write_display(*number, out)?;
                out.push_str("] ");
                self.write_display(*text, out)
            }
            [
                Value::Str(encoding),
                Value::Bytes(bytes),
                Value::Int(start),
                Value::Int(end),
                Value::Str(reason),
            ] if class.derives(&UNICODE_DECODE_ERROR) => {
                let (start, end) = bounds(*start, *end, bytes.as_slice().len());
                let (encoding, reason) = (encoding.as_str(), reason.as_str());
                let bytes = bytes.as_slice();
                self.put(out, &undecodable_text(encoding, bytes, start, end, reason))
            }
            [
                Value::Str(encoding),
                Value::Str(text),
                Value::Int(start),
                Value::Int(end),
                Value::Str(reason),
            ] if class.derives(&UNICODE_ENCODE_ERROR) => {
                self.charge_bytes(text.as_str().len())?;
                let (start, end) = bounds(*start, *end, text.len());
                let (encoding, reason) = (encoding.as_str(), reason.as_str());
                let text = text.as_str();
                self.put(out, &unencodable_text(encoding, text, start, end, reason))
            }
            [
                Value::Str(text),
                Value::Int(start),
                Value::Int(end),
                Value::Str(reason),
            ] if class.derives(&UNICODE_TRANSLATE_ERROR) => {
                let (start, end) = bounds(*start, *end, text.len());
                let place = match text.as_str().chars().nth(start) {
                    Some(char) if end == start + 1 => format!(
                        "character '{}' in position {start}",
                        quote::to_ascii(char.to_string())
                    ),
                    _ => format!("characters in position {start}-{}", end.saturating_sub(1)),
                };
                self.put(
                    out,
                    &format!("can't translate {place}: {}", reason.as_str()),
                )
            }
            args => self.nested(|| self.write_parentheses(args, out)),
        }
    }
}

/// Where an error lies, cut to what there is.
fn bounds(start: i64, end: i64, length: usize) -> (usize, usize) {
    let place = |at: i64| usize::try_from(at).unwrap_or(0);
    let start = place(start).min(length.saturating_sub(1));
    (
        start,
        place(end).clamp(start.saturating_add(1).min(length), length),
    )
}
