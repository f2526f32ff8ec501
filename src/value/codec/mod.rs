//! Texts as bytes: the encodings, and what to do with what they cannot express.

pub mod decode;
pub mod encode;
pub mod escape;
pub mod name;
mod sink;
mod utf7;
mod value;
pub mod wide;

/// What refuses a decoding: the fields of `UnicodeDecodeError` beside the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecodable {
    /// The encoding's name.
    pub encoding: &'static str,
    /// The first byte that is not understood.
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

/// What refuses an encoding: the fields of `UnicodeEncodeError` beside the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unencodable {
    /// The encoding's name.
    pub encoding: &'static str,
    /// The first character that cannot be expressed.
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
    /// Why.
    pub reason: &'static str,
}

/// `str()` of a `UnicodeDecodeError`.
#[must_use]
pub fn undecodable_text(
    encoding: &str,
    bytes: &[u8],
    start: usize,
    end: usize,
    reason: &str,
) -> String {
    match bytes.get(start) {
        Some(byte) if end == start + 1 => format!(
            "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
        ),
        _ => format!(
            "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
            end.saturating_sub(1)
        ),
    }
}

/// `str()` of a `UnicodeEncodeError`.
#[must_use]
pub fn unencodable_text(
    encoding: &str,
    text: &str,
    start: usize,
    end: usize,
    reason: &str,
) -> String {
    match text.chars().nth(start) {
        Some(c) if end == start + 1 => {
            let mut shown = String::new();
            crate::value::chars::quote::escape(c, &mut shown);
            format!(
                "'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}"
            )
        }
        _ => format!(
            "'{encoding}' codec can't encode characters in position {start}-{}: {reason}",
            end.saturating_sub(1)
        ),
    }
}
