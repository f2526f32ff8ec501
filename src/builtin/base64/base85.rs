//! Base85, as git and as Adobe have it.

use num_traits::ToPrimitive as _;

/// The letters of `b85encode`.
const LETTERS: &[u8; 85] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

/// Which of the two is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `b85encode`.
    Git,
    /// `a85encode`: zeros are `z`, and, if wanted, spaces `y`.
    Ascii { spaces: bool },
}

fn five(word: u32, kind: Kind) -> [u8; 5] {
    let digit = |place: u32| word / 85u32.pow(4 - place) % 85;
    [0, 1, 2, 3, 4].map(|place| match kind {
        Kind::Git => LETTERS.get(digit(place) as usize).copied().unwrap_or(b'~'),
        Kind::Ascii { .. } => b'!' + digit(place).to_u8().unwrap_or(0),
    })
}

/// Bytes as base85; `pad` keeps what they are filled up with.
pub(super) fn encode(data: &[u8], kind: Kind, pad: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 4 * 5 + 5);
    for group in data.chunks(4) {
        let byte = |at: usize| group.get(at).copied().unwrap_or(0);
        let word = u32::from_be_bytes([0, 1, 2, 3].map(byte));
        let kept = if pad { 4 } else { group.len() };
        match kind {
            Kind::Ascii { .. } if word == 0 && kept == 4 => out.push(b'z'),
            Kind::Ascii { spaces: true } if word == 0x2020_2020 => out.push(b'y'),
            kind => out.extend(five(word, kind).iter().take(kept + 1)),
        }
    }
    out
}

/// The bytes that `b85encode` made the data of.
pub(super) fn decode(data: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4 + 4);
    for (number, group) in data.chunks(5).enumerate() {
        let mut word = 0u64;
        for place in 0..5 {
            let letter = group.get(place).copied().unwrap_or(b'~');
            let digit = LETTERS.iter().position(|known| *known == letter);
            let digit = digit.ok_or_else(|| {
                format!("bad base85 character at position {}", number * 5 + place)
            })?;
            word = word * 85 + digit as u64;
        }
        let word = u32::try_from(word);
        let word =
            word.map_err(|_| format!("base85 overflow in hunk starting at byte {}", number * 5))?;
        out.extend(
            word.to_be_bytes()
                .iter()
                .take(group.len().saturating_sub(1)),
        );
    }
    Ok(out)
}

/// The bytes that Ascii85 data stands for; the bytes in `ignored` are passed over.
pub(super) fn decode_ascii(data: &[u8], spaces: bool, ignored: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4 + 4);
    let (mut word, mut held) = (0u64, 0usize);
    // Four of the highest digit complete what is left at the end.
    for byte in data.iter().chain(b"uuuu") {
        match byte {
            b'!'..=b'u' => {
                word = word * 85 + u64::from(byte - b'!');
                held += 1;
                if held == 5 {
                    let word32 = u32::try_from(word).map_err(|_| "Ascii85 overflow".to_owned())?;
                    out.extend(word32.to_be_bytes());
                    (word, held) = (0, 0);
                }
            }
            b'z' if held > 0 => return Err("z inside Ascii85 5-tuple".to_owned()),
            b'z' => out.extend([0; 4]),
            b'y' if spaces && held > 0 => return Err("y inside Ascii85 5-tuple".to_owned()),
            b'y' if spaces => out.extend([b' '; 4]),
            byte if ignored.contains(byte) => {}
            byte => return Err(format!("Non-Ascii85 digit found: {}", char::from(*byte))),
        }
    }
    out.truncate(out.len().saturating_sub(4 - held));
    Ok(out)
}
