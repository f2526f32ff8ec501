//! Encoding and decoding, charged, their refusals raised.

use super::decode::{self, decode};
use super::encode::{self, encode};
use super::name::Codec;
use crate::value::context::Context;
use crate::value::exceptions::{UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR};
use crate::value::value::{Bytes, Stop, Text, Value};

impl<'h> Context<'h> {
    /// `text.encode(encoding, errors)`.
    ///
    /// # Errors
    /// `UnicodeEncodeError`, or `LookupError` for a name that is not known.
    pub fn encode(
        &self,
        text: &'h Text<'h>,
        encoding: &str,
        errors: &str,
    ) -> Result<Value<'h>, Stop<'h>> {
        let codec = self.settled(Codec::parse(encoding))?;
        if codec == Codec::Utf8 {
            return self.bytes_of(text);
        }
        let growth = encode::growth(codec, errors);
        self.reserve("", text.as_str().len().saturating_mul(growth))?;
        match encode(text.as_str(), codec, errors) {
            Ok(bytes) => self.bytes(&bytes),
            Err(encode::Refusal::Handler(fault)) => Err(self.fault(&fault)),
            Err(encode::Refusal::Text(error)) => Err(self.raise_with(
                &UNICODE_ENCODE_ERROR,
                &[
                    self.lent_str(error.encoding)?,
                    Value::Str(text),
                    self.whole((error.start as u64).into())?,
                    self.whole((error.end as u64).into())?,
                    self.lent_str(error.reason)?,
                ],
            )),
        }
    }

    fn bytes_of(&self, text: &'h Text<'h>) -> Result<Value<'h>, Stop<'h>> {
        self.charge_bytes(text.as_str().len())?;
        self.bytes(text.as_str().as_bytes())
    }

    /// `bytes.decode(encoding, errors)`.
    ///
    /// # Errors
    /// `UnicodeDecodeError`, or `LookupError` for a name that is not known.
    pub fn decode(
        &self,
        bytes: &'h Bytes<'h>,
        encoding: &str,
        errors: &str,
    ) -> Result<Value<'h>, Stop<'h>> {
        let slice = bytes.as_slice();
        if slice.is_empty() {
            // CPython does not look at the names then.
            return self.lent_str("");
        }
        let codec = self.settled(Codec::parse(encoding))?;
        if codec == Codec::Utf8
            && let Ok(text) = std::str::from_utf8(slice)
        {
            self.charge_bytes(slice.len())?;
            return self.lent_str(text);
        }
        self.reserve("", slice.len().saturating_mul(4))?;
        match decode(slice, codec, errors) {
            Ok(text) => self.str(&text),
            Err(decode::Refusal::Handler(fault)) => Err(self.fault(&fault)),
            Err(decode::Refusal::Bytes(error)) => Err(self.raise_with(
                &UNICODE_DECODE_ERROR,
                &[
                    self.lent_str(error.encoding)?,
                    Value::Bytes(bytes),
                    self.whole((error.start as u64).into())?,
                    self.whole((error.end as u64).into())?,
                    self.lent_str(error.reason)?,
                ],
            )),
        }
    }
}
