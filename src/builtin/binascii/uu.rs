//! Uuencoding: one line at a time.

/// The bytes of one line.
pub(super) fn decode(line: &[u8]) -> Result<Vec<u8>, &'static str> {
    let Some((length, rest)) = line.split_first() else {
        // CPython reads the length from the terminator of an empty line.
        return Ok(vec![0; 32]);
    };
    let length = usize::from(length.wrapping_sub(b' ') & 0x3f);
    let mut out = Vec::with_capacity(length);
    let (mut bits, mut held, mut at) = (0u32, 0, 0);
    while out.len() < length {
        let sextet = match rest.get(at).copied() {
            None => 0,
            Some(b'\n' | b'\r') => 0,
            Some(byte @ b' '..=b'`') => u32::from((byte - b' ') & 0x3f),
            Some(_) => return Err("Illegal char"),
        };
        at += 1;
        bits = (bits << 6 | sextet) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            let [.., byte] = (bits >> held).to_be_bytes();
            out.push(byte);
        }
    }
    let blank = |byte: &u8| matches!(byte, b' ' | b'`' | b'\n' | b'\r');
    if rest.iter().skip(at).all(blank) {
        Ok(out)
    } else {
        Err("Trailing garbage")
    }
}

/// A line of at most 45 bytes; zeros are spaces or backticks.
pub(super) fn encode(data: &[u8], backtick: bool) -> Vec<u8> {
    let letter = |sextet: u32| match u8::try_from(sextet & 0x3f).unwrap_or(0) {
        0 if backtick => b'`',
        sextet => sextet + b' ',
    };
    let mut out = vec![letter(u32::try_from(data.len()).unwrap_or(0))];
    for group in data.chunks(3) {
        let byte = |at: usize| group.get(at).map_or(0, |byte| u32::from(*byte));
        let quad = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend([18, 12, 6, 0].map(|shift| letter(quad >> shift)));
    }
    out.push(b'\n');
    out
}
