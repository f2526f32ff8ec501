//! Where decoded text goes, and what becomes of bytes that are not understood.

use std::fmt::Write as _;

use super::Undecodable;
use super::name::Errors;
use crate::value::fault::Fault;

/// Why bytes were not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A `UnicodeDecodeError`.
    Bytes(Undecodable),
    /// The error handler is unknown, or not made for this.
    Handler(Fault),
}

/// Where decoded text goes, and what is asked when there is none.
pub(super) struct Sink<'a> {
    bytes: &'a [u8],
    errors: &'a str,
    /// The text so far.
    pub(super) out: &'a mut String,
}

impl<'a> Sink<'a> {
    /// A sink for what `bytes` decode to.
    pub(super) fn new(bytes: &'a [u8], errors: &'a str, out: &'a mut String) -> Self {
        Self { bytes, errors, out }
    }

    /// Handles bytes that are not understood.
    pub(super) fn refuse(&mut self, error: Undecodable) -> Result<(), Refusal> {
        match Errors::parse(self.errors).map_err(Refusal::Handler)? {
            Errors::Strict => return Err(Refusal::Bytes(error)),
            Errors::Ignore => {}
            Errors::Replace => self.out.push('\u{fffd}'),
            Errors::BackslashReplace => {
                let bytes = self.bytes.get(error.start..error.end).unwrap_or_default();
                for byte in bytes {
                    // Writing to a String does not fail.
                    let _ = write!(self.out, "\\x{byte:02x}");
                }
            }
            Errors::XmlCharRefReplace | Errors::NameReplace => {
                return Err(Refusal::Handler(Fault::kind(
                    "don't know how to handle UnicodeDecodeError in error callback",
                )));
            }
        }
        Ok(())
    }
}
