//! Checksums.

/// CRC-32 going on from a checksum, as zlib and PNG have it.
pub(super) fn crc32(data: &[u8], start: u32) -> u32 {
    const TABLE: [u32; 256] = table32();
    let step = |crc: u32, byte: &u8| {
        let [low, ..] = (crc ^ u32::from(*byte)).to_le_bytes();
        TABLE.get(usize::from(low)).copied().unwrap_or(0) ^ crc >> 8
    };
    !data.iter().fold(!start, step)
}

#[allow(clippy::indexing_slicing, reason = "runs when compiled")]
const fn table32() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut crc = at as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                0xedb8_8320 ^ crc >> 1
            } else {
                crc >> 1
            };
            bit += 1;
        }
        table[at] = crc;
        at += 1;
    }
    table
}

/// The CRC of binhex: CCITT's polynomial.
pub(super) fn crc_hqx(data: &[u8], start: u16) -> u16 {
    data.iter().fold(start, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| {
            if crc & 0x8000 != 0 {
                crc << 1 ^ 0x1021
            } else {
                crc << 1
            }
        })
    })
}
