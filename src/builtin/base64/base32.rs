//! Base32, in two alphabets.

/// The alphabet of RFC 4648.
pub(super) const PLAIN: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Its extended hexadecimal one, which keeps the order of the bytes.
pub(super) const HEX: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";

/// Bytes as base32.
pub(super) fn encode(alphabet: &[u8; 32], data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 8 + 8);
    for group in data.chunks(5) {
        let byte = |at: usize| group.get(at).map_or(0, |byte| u64::from(*byte));
        let bits = (0..5).fold(0, |bits, at| bits << 8 | byte(at));
        let letters = (group.len() * 8).div_ceil(5);
        for place in 0..8 {
            let index = (bits >> (35 - 5 * place) & 31) as usize;
            let letter = alphabet.get(index).copied().unwrap_or(b'=');
            out.push(if place < letters { letter } else { b'=' });
        }
    }
    out
}

/// The bytes that base32 data stands for, or what is wrong with it.
pub(super) fn decode(alphabet: &[u8; 32], data: &[u8]) -> Result<Vec<u8>, &'static str> {
    if !data.len().is_multiple_of(8) {
        return Err("Incorrect padding");
    }
    let digits = data
        .iter()
        .rposition(|byte| *byte != b'=')
        .map_or(0, |last| last + 1);
    let padding = data.len() - digits;
    let mut out = Vec::with_capacity(data.len() / 8 * 5);
    for group in data.get(..digits).unwrap_or_default().chunks(8) {
        let mut bits = 0u64;
        for byte in group {
            let digit = alphabet
                .iter()
                .position(|letter| letter == byte)
                .ok_or("Non-base32 digit found")?;
            bits = bits << 5 | digit as u64;
        }
        bits <<= 5 * (8 - group.len());
        let [_, _, _, bytes @ ..] = bits.to_be_bytes();
        out.extend(bytes.iter().take(group.len() * 5 / 8));
    }
    match padding {
        0 | 1 | 3 | 4 | 6 => Ok(out),
        _ => Err("Incorrect padding"),
    }
}
