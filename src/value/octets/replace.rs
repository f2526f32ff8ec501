//! `bytes.replace` and `bytes.translate`.

use memchr::memmem;

/// The bytes with the first `count` occurrences of `old` replaced; the caller has charged the result.
#[must_use]
pub fn replace(bytes: &[u8], old: &[u8], new: &[u8], count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    if old.is_empty() {
        for (at, byte) in bytes.iter().enumerate() {
            if at < count {
                out.extend_from_slice(new);
            }
            out.push(*byte);
        }
        if count > bytes.len() {
            out.extend_from_slice(new);
        }
        return out;
    }
    let mut from = 0;
    for at in memmem::find_iter(bytes, old).take(count) {
        out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
        out.extend_from_slice(new);
        from = at + old.len();
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    out
}

/// The bytes without those of `delete`, the others looked up in a table of 256, if there is one.
#[must_use]
pub fn translate(bytes: &[u8], table: Option<&[u8]>, delete: &[u8]) -> Vec<u8> {
    let mut deleted = [false; 256];
    for byte in delete {
        if let Some(deleted) = deleted.get_mut(usize::from(*byte)) {
            *deleted = true;
        }
    }
    let kept = bytes
        .iter()
        .filter(|byte| deleted.get(usize::from(**byte)) == Some(&false));
    let mapped = |byte: &u8| match table {
        Some(table) => table.get(usize::from(*byte)).copied().unwrap_or(*byte),
        None => *byte,
    };
    kept.map(mapped).collect()
}
