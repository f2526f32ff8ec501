//! A text or bytes under construction: what it grows by is charged, and it cannot outgrow the memory that is left.

use crate::limits::Limit;
use crate::value::context::Context;
use crate::value::value::{Stop, Value};

/// A growing text.
pub(crate) struct Writer<'c, 'h> {
    cx: &'c Context<'h>,
    text: Vec<u8>,
    room: usize,
}

impl<'c, 'h> Writer<'c, 'h> {
    /// An empty one.
    pub(crate) fn new(cx: &'c Context<'h>) -> Self {
        Self {
            cx,
            text: Vec::new(),
            room: cx.heap.left(),
        }
    }

    /// Appends bytes; where a str is written, whole characters.
    pub(crate) fn push(&mut self, piece: &[u8]) -> Result<(), Stop<'h>> {
        self.cx.charge_bytes(piece.len())?;
        if self.text.len().saturating_add(piece.len()) > self.room {
            return Err(self.cx.stop(Limit::Memory(self.cx.heap.limit())));
        }
        self.text.extend_from_slice(piece);
        Ok(())
    }

    /// Appends text.
    pub(crate) fn push_str(&mut self, piece: &str) -> Result<(), Stop<'h>> {
        self.push(piece.as_bytes())
    }

    /// What was written, as a str.
    pub(crate) fn into_str(self) -> Result<Value<'h>, Stop<'h>> {
        let text = String::from_utf8(self.text);
        self.cx.str(&text.map_err(|_| {
            self.cx
                .stop(Limit::Bug("a text was cut within a character"))
        })?)
    }

    /// What was written, as a bytes.
    pub(crate) fn into_bytes(self) -> Result<Value<'h>, Stop<'h>> {
        self.cx.bytes(&self.text)
    }

    /// What was written, as a str or a bytes.
    pub(crate) fn into_value(self, text: bool) -> Result<Value<'h>, Stop<'h>> {
        if text {
            self.into_str()
        } else {
            self.into_bytes()
        }
    }
}
