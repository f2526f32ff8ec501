//! Offsets to lines and columns, each in constant time.

use memchr::memchr_iter;

use crate::source::Place;

/// Bytes between two counts of code points.
const BLOCK: usize = 64;

/// An index over a text.
pub(super) struct Lines<'s> {
    text: &'s [u8],
    starts: Vec<u32>,
    /// Code points before each block; nothing where every byte is one.
    counts: Vec<u32>,
}

/// Looks offsets up, one after the other.
pub(super) struct Reader<'l> {
    lines: &'l Lines<'l>,
    /// The line of the offset before: the next one mostly lies there too.
    near: Line,
    /// Its bytes, each of which is a column; nothing where that is not so.
    bytes: u32,
}

/// A line: its number from 1, and where it and the next one begin.
#[derive(Clone, Copy, Default)]
struct Line {
    number: u32,
    start: u32,
    end: u32,
}

impl<'s> Lines<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        let counts = if text.is_ascii() {
            Vec::new()
        } else {
            counts(text.as_bytes())
        };
        let text = text.as_bytes();
        let mut starts = vec![0];
        starts.extend(memchr_iter(b'\n', text).map(|at| number(at + 1)));
        Self {
            text,
            starts,
            counts,
        }
    }

    /// Bytes of the text.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            lines: self,
            near: Line::default(),
            bytes: 0,
        }
    }

    /// Where a line begins, counted from 0.
    fn start(&self, line: usize) -> u32 {
        self.starts.get(line).copied().unwrap_or(u32::MAX)
    }

    /// The line in which an offset lies: one that is known, the one below, or it is searched for.
    fn line(&self, offset: u32, known: Line) -> Line {
        if (known.start..known.end).contains(&offset) {
            return known;
        }
        let below = Line {
            number: known.number + 1,
            start: known.end,
            end: self.start(known.number as usize + 1),
        };
        if (below.start..below.end).contains(&offset) {
            return below;
        }
        let above = self.starts.partition_point(|start| *start <= offset);
        Line {
            number: number(above),
            start: self.start(above.saturating_sub(1)),
            end: self.start(above),
        }
    }

    /// Code points before an offset, in a text where they are counted.
    fn before(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let block = offset / BLOCK;
        match self.counts.get(block) {
            None => number(offset),
            Some(count) => {
                let rest = self.text.get(block * BLOCK..offset).unwrap_or_default();
                count + characters(rest)
            }
        }
    }
}

impl Reader<'_> {
    /// Where an offset lies.
    #[inline]
    pub(super) fn place(&mut self, offset: u32) -> Place {
        let within = offset.wrapping_sub(self.near.start);
        match within < self.bytes {
            true => Place {
                line: self.near.number,
                column: within + 1,
            },
            false => self.seek(offset),
        }
    }

    /// The same in another line, or in a text where bytes are no columns. It stands apart so that the rest
    /// is in few instructions.
    #[inline(never)]
    fn seek(&mut self, offset: u32) -> Place {
        let line = self.lines.line(offset, self.near);
        self.near = line;
        let within = if self.lines.counts.is_empty() {
            self.bytes = line.end - line.start;
            offset - line.start
        } else {
            let before = self.lines.before(line.start);
            self.lines.before(offset).saturating_sub(before)
        };
        Place {
            line: line.number,
            column: within + 1,
        }
    }
}

/// Code points before each block of a text, and before its end.
fn counts(text: &[u8]) -> Vec<u32> {
    let mut count = 0;
    let ends = text.chunks(BLOCK).map(|block| {
        count += characters(block);
        count
    });
    std::iter::once(0).chain(ends).collect()
}

/// Bytes that begin a code point.
fn characters(bytes: &[u8]) -> u32 {
    number(bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count())
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
