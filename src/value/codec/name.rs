//! The names of encodings and of what happens at errors.

use crate::value::fault::{Fault, FaultClass};

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// UTF-8.
    Utf8,
    /// UTF-7.
    Utf7,
    /// UTF-8 with a byte order mark.
    Utf8Signed,
    /// ASCII.
    Ascii,
    /// Latin-1: a byte is a code point.
    Latin1,
    /// Two bytes a unit.
    Utf16(Units),
    /// Four bytes a unit.
    Utf32(Units),
    /// The escapes of string literals.
    UnicodeEscape,
    /// The escapes of raw string literals.
    RawUnicodeEscape,
}

/// The order of the bytes in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Said by a mark in front; little endian without one.
    Marked,
    /// The least significant byte first.
    Little,
    /// The most significant byte first.
    Big,
}

/// What happens with what an encoding cannot express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// It raises. So do the handlers that would need lone surrogates, which a str cannot hold.
    Strict,
    /// It is left out.
    Ignore,
    /// A mark stands for it.
    Replace,
    /// An escape stands for it.
    BackslashReplace,
    /// An XML character reference stands for it.
    XmlCharRefReplace,
    /// Its name stands for it.
    NameReplace,
}

impl Codec {
    /// The encoding of that name: case does not count, and all that is no letter or digit separates.
    ///
    /// # Errors
    /// `LookupError` for a name that is not known.
    pub fn parse(name: &str) -> Result<Self, Fault> {
        if name == "utf-8" {
            return Ok(Self::Utf8);
        }
        let key: String = name
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("_")
            .to_ascii_lowercase();
        Ok(match key.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => Self::Utf8,
            "utf_7" | "utf7" | "u7" | "unicode_1_1_utf_7" => Self::Utf7,
            "utf_8_sig" => Self::Utf8Signed,
            "ascii" | "us_ascii" | "us" | "646" | "iso646_us" | "ansi_x3.4_1968" | "cp367" => {
                Self::Ascii
            }
            "latin_1" | "latin1" | "latin" | "l1" | "8859" | "cp819" | "iso8859" | "iso8859_1"
            | "iso_8859_1" | "iso_8859" => Self::Latin1,
            "utf_16" | "utf16" | "u16" => Self::Utf16(Units::Marked),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Self::Utf16(Units::Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Self::Utf16(Units::Big),
            "utf_32" | "utf32" | "u32" => Self::Utf32(Units::Marked),
            "utf_32_le" | "utf_32le" => Self::Utf32(Units::Little),
            "utf_32_be" | "utf_32be" => Self::Utf32(Units::Big),
            "unicode_escape" | "unicodeescape" => Self::UnicodeEscape,
            "raw_unicode_escape" | "rawunicodeescape" => Self::RawUnicodeEscape,
            _ => return Err(unknown(name)),
        })
    }
}

#[cold]
fn unknown(name: &str) -> Fault {
    if name.contains('\0') {
        return Fault::value("embedded null character");
    }
    Fault::new(FaultClass::Lookup, format!("unknown encoding: {name}"))
}

impl Errors {
    /// The handler of that name. Asked for only when there is an error to handle, as in CPython.
    ///
    /// # Errors
    /// `LookupError` for a name that is not known.
    pub fn parse(name: &str) -> Result<Self, Fault> {
        Ok(match name {
            "strict" | "surrogateescape" | "surrogatepass" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::BackslashReplace,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            "namereplace" => Self::NameReplace,
            _ => {
                return Err(Fault::new(
                    FaultClass::Lookup,
                    format!("unknown error handler name '{name}'"),
                ));
            }
        })
    }
}
