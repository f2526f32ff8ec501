//! Offsets to lines and columns, each in constant time.

use crate::source::Place;

/// Bytes between two counts of code points.
const BLOCK: usize = 64;

/// An index over a text.
pub(super) struct Lines<'s> {
    text: &'s [u8],
    starts: Vec<u32>,
    /// Code points before each block.
    counts: Vec<u32>,
}

impl<'s> Lines<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        let text = text.as_bytes();
        let mut starts = vec![0];
        let mut counts = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut count = 0;
        for (at, block) in text.chunks(BLOCK).enumerate() {
            counts.push(count);
            count += characters(block);
            let breaks = block.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            starts.extend(breaks.map(|(byte, _)| number(at * BLOCK + byte + 1)));
        }
        counts.push(count);
        Self {
            text,
            starts,
            counts,
        }
    }

    /// Where an offset lies.
    pub(super) fn place(&self, offset: u32) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line));
        let before = self.before(start.copied().unwrap_or(0));
        Place {
            line: number(line),
            column: self.before(offset).saturating_sub(before) + 1,
        }
    }

    /// Code points before an offset.
    fn before(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let block = offset / BLOCK;
        let rest = self.text.get(block * BLOCK..offset).unwrap_or_default();
        self.counts.get(block).copied().unwrap_or(0) + characters(rest)
    }
}

/// Bytes that begin a code point.
fn characters(bytes: &[u8]) -> u32 {
    number(bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count())
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
