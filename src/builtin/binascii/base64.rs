//! Base64, as `binascii` reads and writes it.

/// Why bytes are no base64; CPython's words.
pub(crate) type Refusal = String;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// The bytes that base64 data stands for. Unless `strict`, what is no base64 is passed over.
pub(crate) fn decode(data: &[u8], strict: bool) -> Result<Vec<u8>, Refusal> {
    if strict && data.first() == Some(&b'=') {
        return Err("Leading padding not allowed".to_owned());
    }
    let mut out = Vec::with_capacity(data.len() / 4 * 3 + 3);
    let (mut quad, mut place, mut pads, mut padded) = (0, 0, 0, false);
    for (at, byte) in data.iter().enumerate() {
        if *byte == b'=' {
            padded = true;
            pads += usize::from(place >= 2);
            if place >= 2 && place + pads >= 4 {
                if strict && at + 1 < data.len() {
                    return Err("Excess data after padding".to_owned());
                }
                return Ok(out);
            }
            continue;
        }
        let Some(bits) = sextet(*byte) else {
            if strict {
                return Err("Only base64 data is allowed".to_owned());
            }
            continue;
        };
        if strict && padded {
            return Err("Discontinuous padding not allowed".to_owned());
        }
        pads = 0;
        quad = quad << 6 | bits;
        place += 1;
        if place > 1 {
            // All but the first sextet of four complete a byte.
            let [.., byte] = (quad >> (2 * (4 - place))).to_be_bytes();
            out.push(byte);
        }
        if place == 4 {
            (quad, place) = (0, 0);
        }
    }
    match place {
        0 => Ok(out),
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            out.len() / 3 * 4 + 1
        )),
        _ => Err("Incorrect padding".to_owned()),
    }
}

/// Bytes as base64.
pub(crate) fn encode(data: &[u8]) -> Vec<u8> {
    let letter = |sextet: u32| {
        ALPHABET
            .get((sextet & 63) as usize)
            .copied()
            .unwrap_or(b'=')
    };
    let mut out = Vec::with_capacity(data.len() / 3 * 4 + 5);
    for group in data.chunks(3) {
        let byte = |at: usize| group.get(at).map_or(0, |byte| u32::from(*byte));
        let quad = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend([letter(quad >> 18), letter(quad >> 12)]);
        out.push(if group.len() > 1 {
            letter(quad >> 6)
        } else {
            b'='
        });
        out.push(if group.len() > 2 { letter(quad) } else { b'=' });
    }
    out
}
