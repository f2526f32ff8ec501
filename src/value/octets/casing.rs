//! Cases and classes of bytes.

/// Whether bytes is whitespace for bytes.
#[must_use]
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// `bytes.capitalize()`.
#[must_use]
pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `bytes.swapcase()`.
#[must_use]
pub fn swap(bytes: &[u8]) -> Vec<u8> {
    let swapped = |byte: &u8| match byte {
        b'a'..=b'z' => byte.to_ascii_uppercase(),
        _ => byte.to_ascii_lowercase(),
    };
    bytes.iter().map(swapped).collect()
}

/// `bytes.title()`.
#[must_use]
pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let titled = |byte: &u8| {
        let out = match in_word {
            true => byte.to_ascii_lowercase(),
            false => byte.to_ascii_uppercase(),
        };
        in_word = byte.is_ascii_alphabetic();
        out
    };
    bytes.iter().map(titled).collect()
}

/// Whether there are bytes, and all answer yes.
#[must_use]
pub fn all(bytes: &[u8], ask: fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| ask(*byte))
}

/// `bytes.islower()`.
#[must_use]
pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.isupper()`.
#[must_use]
pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.istitle()`.
#[must_use]
pub fn is_title(bytes: &[u8]) -> bool {
    let mut in_word = false;
    let mut any = false;
    for byte in bytes {
        let capital = byte.is_ascii_uppercase();
        let small = byte.is_ascii_lowercase();
        if (capital && in_word) || (small && !in_word) {
            return false;
        }
        in_word = capital || small;
        any |= in_word;
    }
    any
}
